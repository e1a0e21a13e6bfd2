import { type Clock, pause } from './clock.ts';

/** A loop sleeps on this. A wake while the loop is awake is kept for the next sleep. */
export interface WakeSignal {
  wake(): void;
  /** Wakes at this moment, in milliseconds UTC. */
  wakeAt(at: number): void;
  /** Wakes for the last time: every later sleep ends at once. */
  stop(): void;
  stopped(): boolean;
  /** Ends after `ms`, or at a wake. */
  sleep(ms: number): Promise<void>;
}

/** @param gatherMs wakes come in groups: an interrupted sleep goes on for this long, so that one round serves all of them */
export function makeWakeSignal(clock: Clock, gatherMs = 0): WakeSignal {
  let woken = false;
  let over = false;
  let endSleep: (() => void) | null = null;
  const alarms = new Set<number>();

  const wake = (): void => {
    woken = true;
    endSleep?.();
  };
  /** Resolves to true if it lasted all of `ms`. */
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
      // The loop may already be asleep, for longer than that.
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
        // An elapsed timer ends the sleep whatever the clock says: the clock may have been set back.
        isOver = next === until && isWhole;
        endSleep = null;
      }
      if (woken && !over && gatherMs > 0) await pause(clock, gatherMs);
      woken = false;
    },
  };
}
