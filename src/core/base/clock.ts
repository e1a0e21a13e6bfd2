import { DAY_MS } from './durations.ts';

/** Time as a port, so that a simulated world can control it. All times are integer milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number;
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/**
 * Tells how old remembered answers are. It never goes back: when the system's clock is set back, everything remembered before
 * counts as a day old, because its age is unknown.
 */
export function ageClock(clock: Pick<Clock, 'now'>): Pick<Clock, 'now'> {
  let seen = clock.now();
  let now = seen;
  return {
    now() {
      const time = clock.now();
      now += time < seen ? DAY_MS : time - seen;
      seen = time;
      return now;
    },
  };
}

/** Resolves after `ms`, by this clock, or as soon as `cut` is aborted. */
export const pause = (clock: Pick<Clock, 'after'>, ms: number, cut?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      cancel();
      cut?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(cut?.aborted ? 0 : ms, end);
    cut?.addEventListener('abort', end);
  });

/** Chance as a port. */
export interface Random {
  /** `length` characters of Crockford's base32 in lower case (no i, l, o, u), uniformly drawn. */
  id(length: number): string;
  /** In [0, 1). */
  next(): number;
}
