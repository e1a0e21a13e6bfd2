/** What a span says beside its name: ids that the bot or the cloud gave and words of the code, nothing that a person typed. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** Tells an operator's tracing what took how long, and within what. */
export interface Tracer {
  /**
   * Runs `work` as one span; what it calls becomes part of it.
   *
   * @param troubleOf what went wrong, by the outcome, in a word of the code; null for nothing. A rejection is trouble as well
   */
  span<T>(
    name: string,
    facts: SpanFacts,
    work: () => Promise<T>,
    troubleOf?: (outcome: T) => string | null,
  ): Promise<T>;
}

export const NO_TRACER: Tracer = { span: (_name, _facts, work) => work() };
