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
  readonly skipChannels: readonly string[];
  readonly skipDeliveries?: readonly string[];
}
