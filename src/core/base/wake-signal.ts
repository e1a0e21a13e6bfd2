import type { Clock } from './clock.ts';
import { pause } from './clock.ts';

/** What a loop sleeps on. A wake that comes while it is awake is kept for the next sleep. */
export interface WakeSignal {
  wake(): void;
  /** Wakes at this moment, in milliseconds UTC. */
  wakeAt(at: number): void;
  /** Wakes for the last time: no sleep lasts any longer. */
  stop(): void;
  stopped(): boolean;
  /** Ends after `ms`, or sooner when woken. */
  sleep(ms: number): Promise<void>;
}

/** @param gatherMs wakes come in flocks: a sleep that is cut short goes on for this long, so that one round serves all of them */
export function makeWakeSignal(clock: Clock, gatherMs = 0): WakeSignal {
  let woken = false;
  let over = false;
  let endSleep: (() => void) | null = null;
  const alarms = new Set<number>();

  const wake = (): void => {
    woken = true;
    endSleep?.();
  };
  /** Resolves to whether it has lasted all of `ms`. */
  const sleepOnce = (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, () => resolve(true));
      endSleep = () => {
        cancel();
        resolve(false);
      };
    });

  return {
    wake,
    wakeAt: (at) => {
      alarms.add(at);
      // It may be asleep already, for longer than that.
      endSleep?.();
    },
    stop: () => {
      over = true;
      wake();
    },
    stopped: () => over,
    sleep: async (ms) => {
      const until = clock.now() + ms;
      let isOver = ms <= 0;
      while (!woken && !over && !isOver) {
        for (const at of alarms) if (at <= clock.now()) woken = alarms.delete(at);
        if (woken) break;
        const next = Math.min(until, ...alarms);
        const isWhole = await sleepOnce(next - clock.now());
        // A timer that has run down ends the sleep whatever the clock says by now: it may have been set back.
        isOver = next === until && isWhole;
        endSleep = null;
      }
      if (woken && !over && gatherMs > 0) await pause(clock, gatherMs);
      woken = false;
    },
  };
}
