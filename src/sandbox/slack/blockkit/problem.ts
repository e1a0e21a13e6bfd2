/** One problem for which Slack would refuse. `pointer`: its place, as a JSON pointer from the arguments of the call. */
export interface Problem {
  readonly pointer: string;
  /** Without the pointer, worded like Slack's. */
  readonly message: string;
}

/** In the form of `response_metadata.messages`, without the leading `[ERROR]`. */
export const asMessages = (problems: readonly Problem[]): string[] =>
  problems.map(({ pointer, message }) => `${message} [json-pointer:${pointer}]`);
