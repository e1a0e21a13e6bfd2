/** What was done once and must not be done again, or not so soon, whichever process comes to it. */
export interface Marks {
  /** Which of these are set. */
  among(names: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Whether this process is the one to do what is done every so often: nobody has for `everyMs`, and nobody else will. If the
   * process dies at it, no other does it before the next time. A turn that was taken `everyMs` ahead of `now` or more does not count.
   */
  takeTurn(name: string, now: number, everyMs: number): Promise<boolean>;
}
