import type { Kysely } from 'kysely';
import { makeStore, type StoreDeps } from './make.ts';
import { migrate } from './migrate.ts';
import { embeddedHome } from './open-embedded.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** A database that lives as long as the process, for simulations in which the bot dies and starts again on the same data. */
export interface MemoryDatabase {
  /** A store over the data, as a process that has just started would open it. Closing it leaves the data. */
  open(): MortalStore;
  destroy(): Promise<void>;
}

export interface MortalStore extends Store {
  /** As `kill -9`: work in hand may still come true or not, but nobody of this store ever hears an answer again. */
  crash(): void;
}

export async function openMemoryDatabase(deps: StoreDeps): Promise<MemoryDatabase> {
  const db = await openSqlite(':memory:');
  await migrate(db as Kysely<unknown>, 'sqlite');
  const home = { ...embeddedHome(db, () => {}), close: async () => {} };
  return { open: () => mortal(makeStore(home, deps)), destroy: () => db.destroy() };
}

function mortal(store: Store): MortalStore {
  const life = { over: false };
  return {
    ...silenced(store, life),
    outbox: silenced(store.outbox, life),
    ground: silenced(store.ground, life),
    archive: silenced(store.archive, life),
    exclusive: store.exclusive,
    onCommit: (listener) => store.onCommit(listener),
    crash() {
      life.over = true;
      void store.close();
    },
  };
}

/** The same methods, whose promises stay open once life is over. */
function silenced<T extends object>(target: T, life: { readonly over: boolean }): T {
  const silence = new Promise<never>(() => {});
  const hear = (method: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]) => {
      if (life.over) return silence;
      const answer = method(...args);
      if (!(answer instanceof Promise)) return answer;
      return answer.then(
        (value) => (life.over ? silence : value),
        (error) => (life.over ? silence : Promise.reject(error)),
      );
    };
  };
  const methods = Object.entries(target).map(([name, value]) => [
    name,
    typeof value === 'function' ? hear(value) : value,
  ]);
  return Object.fromEntries(methods) as T;
}
