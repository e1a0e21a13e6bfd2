import type { Clock } from '../../src/core/base/clock.ts';

/** Virtual time: nothing passes but what `step` lets pass, and the same run happens each time. */
export interface Timeline extends Clock {
  /** Runs the next timer and everything that follows from it at once. False when there is none. */
  step(): Promise<boolean>;
  sleep(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export function makeTimeline(start: number): Timeline {
  let now = start;
  let count = 0;
  let timers: Timer[] = [];
  let isStepping = false;
  let isBegunOutside = true;

  const after = (ms: number, run: () => void): (() => void) => {
    isBegunOutside ||= !isStepping;
    const timer = { at: now + Math.max(0, Math.ceil(ms)), order: count++, run };
    const place = timers.findIndex((other) => other.at > timer.at);
    timers.splice(place === -1 ? timers.length : place, 0, timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };

  return {
    now: () => now,
    after,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    async step() {
      // What was begun outside a step may still be about to set an earlier timer than those there are.
      if (timers.length === 0 || isBegunOutside) await allMicrotasks();
      isBegunOutside = false;
      const timer = timers.shift();
      if (timer === undefined) return false;
      now = timer.at;
      isStepping = true;
      timer.run();
      await allMicrotasks();
      isStepping = false;
      return true;
    },
  };
}

/**
 * Everything here is promises without input or output, and those are all settled before the next immediate; but a long transaction
 * goes on after an immediate of its own, see `store/writes/yield-to-event-loop.ts`.
 */
export async function allMicrotasks(): Promise<void> {
  for (let turn = 0; turn < LONGEST_TRANSACTION; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!process.getActiveResourcesInfo().includes('Immediate')) return;
  }
}

/** In turns of the process. Two that wait like this see each other's immediates, so there is a limit. */
const LONGEST_TRANSACTION = 50;
