/** The rate of calls to one API in one region, adapted to what the cloud tolerates. Plain data; rates are calls per second. */
export interface Rate {
  readonly full: number;
  readonly current: number;
  /** Milliseconds UTC of the last step up or down. */
  readonly changedAt: number;
  /** Nothing is sent before this moment, at the cloud's request. */
  readonly pausedUntil: number;
}

export const fullRate = (perSecond: number, now: number): Rate => ({
  full: perSecond,
  current: perSecond,
  changedAt: now,
  pausedUntil: 0,
});

/** The cloud's own advice is to probe once a second while it refuses. */
const slowest = (full: number): number => Math.min(1, full);

/**
 * After a Throttling answer: half the rate, and a pause if the cloud named one. A call that began before the rate was last
 * lowered tells nothing new, so ten refusals at once halve it once.
 */
export function slowed(rate: Rate, startedAt: number, retryAfterMs: number | null, now: number): Rate {
  const pausedUntil = Math.max(rate.pausedUntil, now + (retryAfterMs ?? 0));
  if (startedAt <= rate.changedAt && rate.current < rate.full) return { ...rate, pausedUntil };
  return { ...rate, pausedUntil, current: Math.max(slowest(rate.full), rate.current / 2), changedAt: now };
}

/** Adds an eighth of the full rate for each quiet `stepMs` since the last change. */
export function recovered(rate: Rate, stepMs: number, now: number): Rate {
  if (rate.current >= rate.full) return rate;
  const steps = Math.floor((now - Math.max(rate.changedAt, rate.pausedUntil)) / stepMs);
  if (steps <= 0) return rate;
  return { ...rate, current: Math.min(rate.full, rate.current + (steps * rate.full) / 8), changedAt: now };
}

/** The queue of one API in one region, at one moment. */
export interface LimitState {
  readonly api: string;
  readonly region: string;
  /** Calls per second: the most, and the present rate, which throttling lowers. */
  readonly fullPerSecond: number;
  readonly perSecond: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
  /** Since when the longest-waiting call waits, milliseconds UTC; null when none waits. */
  readonly oldestAt: number | null;
  /** When the cloud last throttled, milliseconds UTC; null if not since the start. */
  readonly throttledAt: number | null;
  /** How many calls the cloud has throttled since the start. */
  readonly refused: number;
  /** Nothing is sent before this moment; in the past if nothing is held back. */
  readonly pausedUntil: number;
}
