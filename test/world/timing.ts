/** Shorter than in earnest, so that a run covers every deadline in little virtual time. */
export const TIMING = {
  looksAtOnce: 2,
  lookEveryMs: 1_000,
  firstLookMs: 2_500,
  graceMs: 15_000,
  slowAfterMs: 30_000,
  deadlineMs: 90_000,
  doubtAfterMs: 40_000,
  claimMs: 9_000,
  longestSleepMs: 10_000,
};
