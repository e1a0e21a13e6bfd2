import { errorName, type Log } from '../core/base/log.ts';
import type { WakeSignal } from '../core/base/wake-signal.ts';
import { StoreUnavailable } from '../store/store.ts';

/** A loop that can be stopped; resolves when it has stopped. */
export interface Loop {
  stop(): Promise<void>;
}

export const loopOn = (wakeSignal: WakeSignal, running: Promise<void>): Loop => ({
  async stop() {
    wakeSignal.stop();
    await running;
  },
});

/** Logs why a round of a loop failed. The store may be away; every other error is a bug. */
export function logFailedRound(
  log: Log,
  error: unknown,
  { away, failed, about = {} }: { readonly away: string; readonly failed: string; readonly about?: object },
): void {
  if (error instanceof StoreUnavailable) log.warn({ ...about }, `${away}: the store is unavailable`);
  else log.error({ ...about, error: errorName(error) }, failed);
}
