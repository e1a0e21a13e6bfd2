/** What looks have shown of a spot instance's market. All times in milliseconds UTC. */
export interface Spot {
  /** When a look first showed that the cloud is about to reclaim it; null for none. */
  readonly reclaimingAt: number | null;
  /** When to look next; null for never, because it is no longer a spot instance. */
  readonly lookAt: number | null;
  /** How many looks in a row did not find it. */
  readonly misses: number;
}
