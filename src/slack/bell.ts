import type { Clock } from '../core/clock.ts';

export interface Bell {
  ring(): void;
  /** The last ring. */
  stop(): void;
  stopped(): boolean;
  /** Resolves at the next ring or after so long, at once when it rang meanwhile. */
  orAfter(ms: number): Promise<void>;
}

/** What a loop sleeps on. A ring while it is awake is kept for the next sleep. */
export function makeBell(clock: Clock): Bell {
  let rung = false;
  let over = false;
  let open: (() => void) | null = null;
  const ring = (): void => {
    rung = true;
    open?.();
  };
  return {
    ring,
    stop: (): void => {
      over = true;
      ring();
    },
    stopped: (): boolean => over,
    orAfter: async (ms: number): Promise<void> => {
      if (!rung && !over)
        await new Promise<void>((resolve) => {
          const cancel = clock.after(ms, resolve);
          open = () => {
            cancel();
            resolve();
          };
        });
      open = null;
      rung = false;
    },
  };
}
