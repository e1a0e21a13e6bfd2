import type { Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';

/** Keeps track of running work, so that a stop can wait for it. */
export interface InFlight {
  hold(work: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is running, or after `ms`. */
  finished(ms: number): Promise<void>;
}

export function makeInFlight(clock: Clock): InFlight {
  const works = new Set<Promise<void>>();
  return {
    async hold(work) {
      const working = work();
      works.add(working);
      try {
        await working;
      } finally {
        works.delete(working);
      }
    },
    async finished(ms) {
      if (works.size > 0) await withDeadline(clock, ms, Promise.allSettled(works));
    },
  };
}
