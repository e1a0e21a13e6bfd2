import type { Clock } from './clock.ts';

/** What a loop sleeps on. A wake that comes while it is awake is kept for the next sleep. */
export interface WakeSignal {
  wake(): void;
  /** Wakes at this moment, in milliseconds UTC. */
  wakeAt(at: number): void;
  /** Wakes for the last time: no sleep lasts any longer. */
  stop(): void;
  stopped(): boolean;
  /** Ends after `ms`, or sooner when woken. Resolves to whether it was woken. */
  sleep(ms: number): Promise<boolean>;
}

export function makeWakeSignal(clock: Clock): WakeSignal {
  let woken = false;
  let over = false;
  let endSleep: (() => void) | null = null;
  const alarms = new Set<number>();

  const wake = (): void => {
    woken = true;
    endSleep?.();
  };
  const sleepOnce = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      endSleep = () => {
        cancel();
        resolve();
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
      while (!woken && !over && clock.now() < until) {
        for (const at of alarms) if (at <= clock.now()) woken = alarms.delete(at);
        if (woken) break;
        await sleepOnce(Math.min(until, ...alarms) - clock.now());
        endSleep = null;
      }
      const wasWoken = woken;
      woken = false;
      return wasWoken;
    },
  };
}
