import type { Clock } from '../../core/base/clock.ts';
import { MINUTE_MS } from '../../core/base/durations.ts';

/** Of one call; it is not told to a line who is next in it. */
const MOST_AT_ONCE = 100;
/** Calls arrive a little later than they are sent, some more than others. */
const WINDOW_MS = MINUTE_MS + 1_000;

/** How many instances the calls of the last minute were to make: the account is limited by these as well as by calls. */
export interface InstanceBudget {
  /** After how many milliseconds there is room for whatever one call may make; 0 for now. */
  waitMs(now: number): number;
  /** A call for so many was sent, by this process or by another replica. */
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

/** A budget, as one queue waits for it. */
export interface Room {
  /** Whether a call may be sent now; where not, `comes` is called once it may. */
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
