import { type Kysely, sql } from 'kysely';
import { createStore, type StoreDeps } from '../../src/store/create-store.ts';
import { migrate } from '../../src/store/opening/migrate.ts';
import { embeddedHome } from '../../src/store/opening/open-embedded.ts';
import { openSqlite } from '../../src/store/opening/sqlite.ts';
import type { Tables } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

/** A database that lives as long as the process, for simulations in which the bot dies and starts again on the same data. */
export interface MemoryDatabase {
  /** A store over the data, as a process that has just started would open it. Closing it leaves the data. */
  open(): MortalStore;
  /** Remembers all data as it is now, in the place of an earlier backup. */
  backUp(): Promise<void>;
  /** Puts all data back to what it was at the backup, also under the stores that are open. */
  restore(): Promise<void>;
  destroy(): Promise<void>;
}

export interface MortalStore extends Store {
  /** As `kill -9`: work under way may still come true or not, but no caller of this store ever gets an answer again. */
  crash(): void;
}

export async function openMemoryDatabase(deps: StoreDeps): Promise<MemoryDatabase> {
  script ??= scriptOfMigrated();
  const db = await openSqlite(':memory:', await script);
  const home = { ...embeddedHome(db, () => {}), close: async () => {} };
  return {
    open: () => mortal(createStore(home, deps)),
    backUp: () => backUp(db),
    restore: () => db.transaction().execute(putBack),
    destroy: () => db.destroy(),
  };
}

/** Makes an empty database what the migrations make it, in a tenth of the time. Found out once a process. */
let script: Promise<string> | null = null;

export async function scriptOfMigrated(): Promise<string> {
  const db = await openSqlite(':memory:');
  await migrate(db as Kysely<unknown>, 'sqlite');
  const tables = await namesOf(db, 'table');
  const rows = await Promise.all(tables.map(({ name }) => rowsOf(db, name)));
  const [indices, triggers] = [await namesOf(db, 'index'), await namesOf(db, 'trigger')];
  await db.destroy();
  const made = (those: typeof tables): readonly string[] => those.map(({ sql: text }) => text);
  // The rows before the triggers, which would hear of them.
  return ['begin', ...made(tables), ...rows.flat(), ...made(indices), ...made(triggers), 'commit;'].join(';\n');
}

/** The rows of a table, each as the statement that writes it. */
async function rowsOf(db: Kysely<Tables>, table: string): Promise<readonly string[]> {
  const columns = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db);
  const values = sql.join(
    columns.rows.map(({ name }) => sql`quote(${sql.ref(name)})`),
    sql` || ', ' || `,
  );
  const { rows } = await sql<{ row: string }>`select ${values} as row from ${sql.table(table)}`.execute(db);
  return rows.map(({ row }) => `insert into "${table}" values (${row})`);
}

/** The name of the attached database which holds the backup, and of the table in it which holds what SQLite counts its keys by. */
const BACKUP = 'backup';
const SEQUENCES = 'sequences_of_main';

async function namesOf(
  db: Kysely<Tables>,
  type: 'table' | 'index' | 'trigger',
): Promise<readonly { name: string; sql: string }[]> {
  const { rows } = await sql<{ name: string; sql: string }>`
    select name, sql from main.sqlite_master where type = ${type} and name not like 'sqlite~_%' escape '~' order by rowid`.execute(
    db,
  );
  return rows;
}

async function backUp(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string }>`pragma database_list`.execute(db);
  if (rows.some(({ name }) => name === BACKUP)) await sql`detach ${sql.ref(BACKUP)}`.execute(db);
  await sql`attach ':memory:' as ${sql.ref(BACKUP)}`.execute(db);
  await db.transaction().execute(async (trx) => {
    for (const { name } of await namesOf(trx, 'table'))
      await sql`create table ${sql.table(`${BACKUP}.${name}`)} as select * from ${sql.table(`main.${name}`)}`.execute(
        trx,
      );
    await sql`create table ${sql.table(`${BACKUP}.${SEQUENCES}`)} as select * from main.sqlite_sequence`.execute(trx);
  });
}

/** Within a transaction. The triggers, which keep the trail from being changed, are left out meanwhile. */
async function putBack(db: Kysely<Tables>): Promise<void> {
  const triggers = await namesOf(db, 'trigger');
  await sql`pragma defer_foreign_keys = on`.execute(db);
  for (const { name } of triggers) await sql`drop trigger ${sql.ref(name)}`.execute(db);
  const refill = async (table: string, from: string): Promise<void> => {
    await sql`delete from ${sql.table(`main.${table}`)}`.execute(db);
    await sql`insert into ${sql.table(`main.${table}`)} select * from ${sql.table(`${BACKUP}.${from}`)}`.execute(db);
  };
  for (const { name } of await namesOf(db, 'table')) await refill(name, name);
  await refill('sqlite_sequence', SEQUENCES);
  for (const { sql: text } of triggers) await sql.raw(text).execute(db);
}

function mortal(store: Store): MortalStore {
  const life = { over: false };
  return {
    ...silenced(store, life),
    outbox: silenced(store.outbox, life),
    metadata: silenced(store.metadata, life),
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
