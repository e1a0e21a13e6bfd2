import type { Clock } from './clock.ts';

/** Resolves after `ms`, by this clock. */
export const pause = (clock: Pick<Clock, 'after'>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });
