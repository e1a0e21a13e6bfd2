import { AssertionError } from 'node:assert';
import { AlreadyTaken, StoreUnavailable } from './store.ts';
import { unavailable } from './store-trouble.ts';

/** The part of `StoreHome` that the gate needs. */
interface GuardedHome {
  diskTrouble?(error: unknown): string | null;
  close(): Promise<void>;
}

/** How long work goes on before other things get a turn. */
const TURN_MS = 10;

/** Runs work until it is closed, turns errors into StoreUnavailable, and closes the database after the last work. */
export function makeGate(home: GuardedHome) {
  let inside = 0;
  let closing: Promise<void> | null = null;
  let whenEmpty: (() => void) | null = null;
  let turnedAt = performance.now();
  /**
   * SQLite answers within the call, so that one query after the other would never let timers, Slack's events and the cloud's
   * answers come in.
   */
  const giveTurn = async (): Promise<void> => {
    if (performance.now() - turnedAt < TURN_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    turnedAt = performance.now();
  };
  return {
    async pass<T>(run: () => Promise<T>): Promise<T> {
      if (closing !== null) throw new StoreUnavailable('The store is closed: this process is stopping.');
      inside += 1;
      try {
        await giveTurn();
        return await run();
      } catch (error) {
        // A bug must show as such, not as trouble with the database.
        if (error instanceof AssertionError || error instanceof TypeError || error instanceof AlreadyTaken) throw error;
        throw unavailable(error, home.diskTrouble?.(error) ?? null);
      } finally {
        inside -= 1;
        if (inside === 0) whenEmpty?.();
      }
    },
    close(): Promise<void> {
      closing ??= (async () => {
        if (inside > 0) await new Promise<void>((resolve) => (whenEmpty = resolve));
        await home.close();
      })();
      return closing;
    },
  };
}
