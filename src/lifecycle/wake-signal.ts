import type { Clock } from '../core/base/clock.ts';

/** A sleep that can be cut short. */
export interface Sleeper {
  /** Resolves after `ms`, or shortly after a wake; at once-ish when woken since the last sleep. */
  sleep(ms: number): Promise<void>;
  wake(): void;
}

/** Commits come in flocks: waiting this long after the first lets one claim take all of them. */
const FLOCK_MS = 10;

export function makeSleeper(clock: Clock): Sleeper {
  let woken = false;
  let shorten: (() => void) | null = null;
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const end = () => {
          shorten = null;
          woken = false;
          resolve();
        };
        const cancel = clock.after(woken ? Math.min(ms, FLOCK_MS) : ms, end);
        if (woken || ms <= FLOCK_MS) return;
        shorten = () => {
          shorten = null;
          cancel();
          clock.after(FLOCK_MS, end);
        };
      }),
    wake() {
      woken = true;
      shorten?.();
    },
  };
}
