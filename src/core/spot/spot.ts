/** What looks at a spot instance have shown of the market. All times in milliseconds UTC. */
export interface Spot {
  /** When a look first showed that the cloud is about to reclaim it; null while none has. */
  readonly reclaimingAt: number | null;
  /** When to look next; null for never, because it is not a spot instance any more. */
  readonly lookAt: number | null;
  /** Looks in a row that did not find it. */
  readonly misses: number;
}
