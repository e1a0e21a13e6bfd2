import type { Clock } from '../../core/base/clock.ts';
import { MINUTE_MS } from '../../core/base/durations.ts';

/** The most instances of one call. Room is kept for that many, because the budget does not know which call is next. */
const MOST_AT_ONCE = 100;
/** A minute, and a second for calls that reach the cloud late. */
const WINDOW_MS = MINUTE_MS + 1_000;

/** Counts the instances that the last minute's calls were to make: the account's limits apply to them as well as to calls. */
export interface InstanceBudget {
  /** The milliseconds until there is room for the largest call; 0 if there is now. */
  waitMs(now: number): number;
  /** Notes a sent call for this many, by this process or another replica. */
  spend(instances: number, now: number): void;
}

export function makeInstanceBudget(perMinute: number): InstanceBudget {
  /** Oldest first. */
  let spent: { readonly at: number; readonly instances: number }[] = [];
  return {
    waitMs(now) {
      spent = spent.filter(({ at }) => at + WINDOW_MS > now && at <= now);
      let room = perMinute - spent.reduce((sum, { instances }) => sum + instances, 0);
      for (const { at, instances } of spent) {
        if (room >= Math.min(MOST_AT_ONCE, perMinute)) return 0;
        room += instances;
        if (room >= Math.min(MOST_AT_ONCE, perMinute)) return at + WINDOW_MS - now;
      }
      return 0;
    },
    spend(instances, now) {
      if (instances > 0) spent.push({ at: now, instances });
    },
  };
}

/** The budget as one queue sees it. */
export interface Room {
  /** Whether a call may be sent now; if not, `comes` is called once it may. */
  isThere(): boolean;
  waitMs(): number;
  spend(instances: number): void;
  stop(): void;
}

export function watchRoom(budget: InstanceBudget, clock: Clock, comes: () => void): Room {
  let cancel: (() => void) | null = null;
  const waitMs = (): number => budget.waitMs(clock.now());
  return {
    waitMs,
    isThere() {
      const ms = waitMs();
      if (ms <= 0) return true;
      cancel ??= clock.after(ms, () => {
        cancel = null;
        comes();
      });
      return false;
    },
    spend: (instances) => budget.spend(instances, clock.now()),
    stop: () => cancel?.(),
  };
}
