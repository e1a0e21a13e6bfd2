/**
 * What has ended long ago, apart from what is worked with. It is moved a little at a time, each time in one transaction, so that others
 * hardly wait; what was moved is still found by `Store.history` and `Store.requestByOrigin`.
 */
export interface Archive {
  /**
   * Looks at the next finished requests that ended before `before`, and archives those of which nothing can come any more, with their
   * instances, messages and expenses. What is claimed, waits, is in doubt or exists stays.
   *
   * @param after where the last call has ended; null to begin
   * @returns how many were archived, and where to go on; null when there are no more
   */
  requests(
    span: ArchiveSpan,
    after: ArchivePosition | null,
  ): Promise<{ readonly archived: number; readonly next: ArchivePosition | null }>;
  /**
   * Archives the first events of the audit trail that are older than `before`, and writes the number and hash of the last of them down
   * in the trail: from there on it verifies also without them. Its last event always stays.
   *
   * @returns how many; less than the limit when there are no more
   */
  events(span: ArchiveSpan): Promise<number>;
}

export interface ArchiveSpan {
  readonly before: number;
  readonly now: number;
  /** At most so many in one transaction. */
  readonly limit: number;
}

/** A place in the order of what has finished. */
export interface ArchivePosition {
  readonly finishedAt: number;
  readonly id: string;
}
