import type { Clock } from '../../src/core/base/clock.ts';
import { type Store, StoreUnavailable } from '../../src/store/store.ts';
import type { MortalStore } from '../support/memory-database.ts';

/** One life of the bot's process: it ends at any call, before or after the call took effect, and then hears nothing any more. */
export interface Life {
  readonly name: string;
  readonly isDead: () => boolean;
  /** How many calls it has made so far that change something. */
  readonly changes: () => number;
  die(): void;
  /** Dies at the n-th call from now that changes something; a death at a read is one between two of those. */
  dieIn(calls: number, when: 'before' | 'after'): void;
  /** Wraps what the process works with, so that it ends with the life. `losesAnswer`: asked after each write that has come true. */
  store(store: MortalStore, isOut: () => boolean, losesAnswer?: () => boolean): Store;
  clock(clock: Clock): Clock;
  /** Counts as a call of the process; rejects never, and resolves only while it lives. */
  call<T>(run: () => Promise<T>, isRead?: boolean): Promise<T>;
}

const READS: ReadonlySet<unknown> = new Set([
  ...['request', 'instance', 'instancesCalled', 'instancesOf', 'eventsOf', 'freeze', 'month', 'nextDueAt', 'depth'],
  ...['claimInstances', 'claimRequests', 'claim', 'held', 'refreshClaims', 'releaseClaims', 'comeForward'],
  ...['of', 'named', 'due', 'byCloudIds'],
  ...['isWhole', 'acceptLoss', 'account', 'storedAccount', 'underWay', 'identity'],
]);

/** One of its own for each call: what waits for it would be kept by one that all have in common. */
const silence = (): Promise<never> => new Promise(() => {});

export function makeLife(name: string, onDeath: () => void): Life {
  let dead = false;
  let changes = 0;
  /** How its timers that have not run yet are stopped. */
  const timers = new Set<() => void>();
  let fuse: { calls: number; readonly when: 'before' | 'after' } | null = null;

  const die = (): void => {
    if (dead) return;
    dead = true;
    for (const cancel of timers) cancel();
    timers.clear();
    onDeath();
  };
  const burnsDown = (): 'before' | 'after' | null => {
    changes += 1;
    if (fuse === null) return null;
    fuse.calls -= 1;
    return fuse.calls > 0 ? null : fuse.when;
  };
  const call = async <T>(run: () => Promise<T>, isRead = false): Promise<T> => {
    const end = isRead ? null : burnsDown();
    if (end === 'before') die();
    if (dead) return silence();
    try {
      const result = await run();
      if (end === 'after') die();
      return dead ? silence() : result;
    } catch (error) {
      if (dead) return silence();
      throw error;
    }
  };

  return {
    name,
    isDead: () => dead,
    changes: () => changes,
    die,
    dieIn(calls, when) {
      fuse = { calls, when };
    },
    call,
    store(store, isOut, losesAnswer = () => false) {
      const wrap = <T extends object>(target: T): T =>
        new Proxy(target, {
          get(from, key) {
            const value: unknown = Reflect.get(from, key);
            if (typeof value === 'object' && value !== null) return wrap(value);
            if (typeof value !== 'function' || key === 'onCommit') return value;
            return (...args: unknown[]) =>
              call(async () => {
                if (isOut()) throw new StoreUnavailable('the disk is full');
                const answer: unknown = await value.apply(from, args);
                if (!READS.has(key) && losesAnswer()) throw new StoreUnavailable('the connection was lost');
                return answer;
              }, READS.has(key));
          },
        });
      return wrap<Store>(store);
    },
    clock: (clock) => ({
      now: () => clock.now(),
      after(ms, run) {
        if (dead) return () => {};
        const cancel = clock.after(ms, () => {
          timers.delete(stop);
          run();
        });
        const stop = (): void => {
          timers.delete(stop);
          cancel();
        };
        timers.add(stop);
        return stop;
      },
    }),
  };
}
