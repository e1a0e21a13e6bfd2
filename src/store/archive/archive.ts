/**
 * Keeps long finished work apart from current work. Rows are moved a few at a time, in one transaction each, so that others
 * hardly wait. `Store.history` and `Store.requestByOrigin` also find moved rows.
 */
export interface Archive {
  /**
   * Looks at the next requests that finished before `before`, and archives those that can no longer change, with their
   * instances, messages and expenses. Rows that are claimed, waiting, in doubt or still existing stay.
   *
   * @param after the position that the last call returned; null to begin
   * @returns how many were archived, and the position to continue from; null when there are no more
   */
  requests(
    span: ArchiveSpan,
    after: ArchivePosition | null,
  ): Promise<{ readonly archived: number; readonly next: ArchivePosition | null }>;
  /**
   * Archives the first events of the audit trail older than `before`, and records the number and hash of the last one in
   * the trail: from there on it verifies without them. The trail's last event always stays.
   *
   * @returns how many; fewer than the limit when there are no more
   */
  events(span: ArchiveSpan): Promise<number>;
}

export interface ArchiveSpan {
  readonly before: number;
  readonly now: number;
  /** The most rows per transaction. */
  readonly limit: number;
}

/** A position in the order of finished requests. */
export interface ArchivePosition {
  readonly finishedAt: number;
  readonly id: string;
}
