/** One thing that Slack would refuse. `pointer`: where, as a JSON pointer from the arguments of the call. */
export interface Problem {
  readonly pointer: string;
  /** Without the pointer, in Slack's own manner of speaking. */
  readonly message: string;
}

/** As `response_metadata.messages` has them, without the leading `[ERROR]`. */
export const asMessages = (problems: readonly Problem[]): string[] =>
  problems.map(({ pointer, message }) => `${message} [json-pointer:${pointer}]`);
