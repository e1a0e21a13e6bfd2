import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';

/** Counts what may come in any number, so that it makes one line of the log a minute at most. */
export interface LogCounter {
  count(): void;
  stop(): void;
}

const EVERY_MS = 60_000;

/** @param sentence what is counted, for the operator; the first is logged immediately */
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
