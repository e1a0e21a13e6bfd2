import type { Clock } from './clock.ts';

/** What a loop sleeps on. A ring while it is awake is kept for the next sleep. */
export interface WakeSignal {
  wake(): void;
  /** Rings at this moment. */
  wakeAt(at: number): void;
  /** The last ring. */
  stop(): void;
  stopped(): boolean;
  /** Resolves at the next ring or after so long, at once when it rang meanwhile. */
  sleep(ms: number): Promise<void>;
}

export function makeWakeSignal(clock: Clock): WakeSignal {
  let rung = false;
  let over = false;
  let open: (() => void) | null = null;
  const alarms = new Set<number>();

  const ring = (): void => {
    rung = true;
    open?.();
  };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      open = () => {
        cancel();
        resolve();
      };
    });

  return {
    wake: ring,
    wakeAt: (at) => {
      alarms.add(at);
      // Asleep already, maybe for longer than that.
      open?.();
    },
    stop: () => {
      over = true;
      ring();
    },
    stopped: () => over,
    sleep: async (ms) => {
      const until = clock.now() + ms;
      while (!rung && !over && clock.now() < until) {
        for (const at of alarms) if (at <= clock.now()) rung = alarms.delete(at);
        if (rung) break;
        await sleep(Math.min(until, ...alarms) - clock.now());
        open = null;
      }
      rung = false;
    },
  };
}
