import { type Clock, pause } from '../../core/base/clock.ts';
import { codeOf } from '../store-trouble.ts';

const PAUSE_MS = 1_000;
/** SQLite itself waits two seconds each time. */
const MAX_TRIES = 100;

/**
 * Retries for some minutes while another process still writes the database, e.g. a child of a bot that was killed. Throws
 * the database's error.
 */
export async function unlessBusy<T>(clock: Pick<Clock, 'after'>, run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (tries >= MAX_TRIES || !/^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '')) throw error;
    }
    await pause(clock, PAUSE_MS);
  }
}
