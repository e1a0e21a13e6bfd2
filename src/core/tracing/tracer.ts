/** The attributes of a span: ids from the bot or the cloud, and words of the code; nothing that a person typed. */
type SpanFacts = Readonly<Record<string, string | number>>;

/** Reports durations and their nesting to the operator's tracing. */
export interface Tracer {
  /**
   * Runs `work` as one span; spans inside become its children.
   *
   * @param troubleOf the trouble of an outcome, as a word of the code; null for none. A rejection is trouble as well
   */
  span<T>(
    name: string,
    facts: SpanFacts,
    work: () => Promise<T>,
    troubleOf?: (outcome: T) => string | null,
  ): Promise<T>;
}

export const NO_TRACER: Tracer = { span: (_name, _facts, work) => work() };
