import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';

/** Counts events of any number, so that they make at most one line of the log a minute. */
export interface LogCounter {
  count(): void;
  stop(): void;
}

const EVERY_MS = 60_000;

/** @param sentence tells the operator what is counted; the first event is logged at once */
export function makeLogCounter(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  sentence: string,
): LogCounter {
  let counted = 0;
  let isQuiet = false;
  let cancel = () => {};
  const tell = (): void => {
    isQuiet = counted > 0;
    if (!isQuiet) return;
    log.warn({ count: counted }, sentence);
    counted = 0;
    cancel = clock.after(EVERY_MS, tell);
  };
  return {
    count() {
      counted += 1;
      if (!isQuiet) tell();
    },
    stop: () => cancel(),
  };
}
