import type { Clock } from '../base/clock.ts';
import { MINUTE_MS } from '../base/durations.ts';
import type { WakeSignal } from '../base/wake-signal.ts';

/** The loops that must keep turning. */
export const LOOPS = ['lifecycle', 'outbox', 'sweep', 'digests', 'archive', 'keys'] as const;
type LoopName = (typeof LOOPS)[number];

/** How a loop shows that it turns. */
export interface LoopSigns {
  /** Wraps the signal that a loop sleeps on. Each sleep ends a turn, and says when the next one begins at the latest. */
  watched(name: LoopName, signal: WakeSignal): WakeSignal;
  /** Called within a long turn to show that it continues. */
  goesOn(name: LoopName): void;
}

/** Knows whether each loop still turns. */
export interface LoopWatch extends LoopSigns {
  /** Loops that have not turned for much longer than they sleep. */
  stalled(): readonly LoopName[];
  /** How long ago each loop last turned, in milliseconds that this process was awake. */
  ages(): ReadonlyMap<LoopName, number>;
  stop(): void;
}

/** For where nobody watches. */
export const NO_LOOP_WATCH: LoopSigns = { watched: (_, signal) => signal, goesOn() {} };

/** A turn may wait for a slow cloud or database. */
const TURN_MS = 3 * MINUTE_MS;
/** How many of a loop's own sleeps may pass. */
const SLEEPS = 3;
const TICK_MS = 1_000;

/**
 * Time in which the process could not run does not count: after the machine has slept or the clock was set, every loop gets
 * its full time. So this counts time in ticks, each worth at most one second.
 */
export function makeLoopWatch(clock: Clock): LoopWatch {
  let awakeMs = 0;
  let lastTickAt = clock.now();
  let cancel = (): void => {};
  const turns = new Map<LoopName, { readonly at: number; readonly sleepMs: number }>();

  const tick = (): void => {
    const now = clock.now();
    awakeMs += Math.min(TICK_MS, Math.max(0, now - lastTickAt));
    lastTickAt = now;
    cancel = clock.after(TICK_MS, tick);
  };
  tick();

  const turn = (name: LoopName, sleepMs: number): void => void turns.set(name, { at: awakeMs, sleepMs });

  return {
    goesOn: (name) => turn(name, 0),
    watched(name, signal) {
      const turned = (sleepMs: number): void => turn(name, sleepMs);
      turned(0);
      return {
        ...signal,
        sleep: async (ms) => {
          turned(ms);
          await signal.sleep(ms);
          turned(0);
        },
        stop: () => {
          turns.delete(name);
          signal.stop();
        },
      };
    },
    stalled: () =>
      [...turns].filter(([, { at, sleepMs }]) => awakeMs - at > SLEEPS * sleepMs + TURN_MS).map(([name]) => name),
    ages: () => new Map([...turns].map(([name, { at }]) => [name, awakeMs - at])),
    stop: () => cancel(),
  };
}
