export interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly claimUntil: number;
  readonly limit: number;
  /** For requests: only those that need no call to the cloud. The others are left to replicas that may call it. */
  readonly withoutCloud?: boolean;
}

export interface InstanceClaim extends Claim {
  /** Regions in which no existing instance is claimed now. */
  readonly fullRegions?: readonly string[];
}

export interface OutboxClaim extends Claim {
  /** Channels and people to whom nothing may be posted now; `all` for everybody. */
  readonly skipChannels: readonly string[] | 'all';
  /** Deliveries that wait, or are left to another version. */
  readonly skipDeliveries?: readonly string[];
  /** Which posted messages may be edited now; absent for all. */
  readonly edits?: EditsOpen;
}

/** `news`: only those that have what people wait for, see `OutboxTable.news`. */
export type EditsOpen = 'all' | 'news' | 'none';

/** The columns of a claim while no process has claimed the row. */
export const NO_CLAIM = { claim_owner: null, claim_until: null } as const;
