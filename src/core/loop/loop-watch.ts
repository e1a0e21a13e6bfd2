import type { Clock } from '../base/clock.ts';
import { MINUTE_MS } from '../base/durations.ts';
import type { WakeSignal } from '../base/wake-signal.ts';

/** The loops that must turn for the bot to do its work. */
export const LOOPS = ['lifecycle', 'outbox', 'sweep', 'digests', 'archive', 'keys'] as const;
export type LoopName = (typeof LOOPS)[number];

/** What a loop shows that it turns by. */
export interface LoopSigns {
  /** The signal that a loop sleeps on. Each sleep is the end of a turn, and says when the next one begins at the latest. */
  watched(name: LoopName, signal: WakeSignal): WakeSignal;
  /** Said within a long turn: it goes on. */
  goesOn(name: LoopName): void;
}

/** Knows of each loop whether it still turns. */
export interface LoopWatch extends LoopSigns {
  /** Those that have not turned for much longer than they sleep. */
  stalled(): readonly LoopName[];
  /** How long ago each has turned, in milliseconds of time that this process was awake. */
  ages(): ReadonlyMap<LoopName, number>;
  stop(): void;
}

/** Where nobody watches. */
export const NO_LOOP_WATCH: LoopSigns = { watched: (_, signal) => signal, goesOn() {} };

/** A turn may have to wait for a cloud or a database that is slow. */
const TURN_MS = 3 * MINUTE_MS;
/** So many of its own sleeps are waited for. */
const SLEEPS = 3;
const TICK_MS = 1_000;

/**
 * Time in which the process could not run counts for nobody: after a machine has slept, or a clock was set, every loop has its time. So
 * time is counted here, by ticks, each of which is worth one second at most.
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
