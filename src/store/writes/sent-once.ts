/** Marks things that must be done once, or not again so soon, across all processes. */
export interface Marks {
  /** Which of these are set. */
  among(names: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Whether this process gets the turn at something that is done periodically: nobody had it for `everyMs`, and nobody else
   * gets it now. If the process dies at it, the turn is lost until the next time. A turn `everyMs` or more ahead of `now`
   * does not count.
   */
  takeTurn(name: string, now: number, everyMs: number): Promise<boolean>;
}
