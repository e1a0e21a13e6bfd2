import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Kysely, Selectable } from 'kysely';
import type { StoreConfig } from '../config.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import type { ChainEnd, ChainedEvent } from '../core/request/hash-chain.ts';
import { FILE } from './opening/left-database.ts';
import { otherSchema, otherSchemaSentence } from './opening/migrate.ts';
import { toEvent } from './rows.ts';
import type { DatabaseKind, EventTable, Tables } from './schema.ts';
import { explainStoreError, unavailable } from './store-trouble.ts';

/** The audit trail, read-only. It can be read while a bot works; neither disturbs the other. */
export interface Trail {
  /**
   * Passes on all events in the order of their numbers, archived ones first, in batches, as of one moment.
   *
   * @returns the stored end of the chain; null if that was removed
   * @throws StoreUnavailable
   */
  read(take: (events: readonly ChainedEvent[]) => Promise<void>): Promise<ChainEnd | null>;
  close(): Promise<void>;
}

const AT_ONCE = 1000;

/** Neither makes nor migrates a database. The error is a sentence for a person. */
export async function openTrail(config: StoreConfig): Promise<Result<Trail, string>> {
  const opened = config.kind === 'embedded' ? await openFile(config.directory) : await openServer(config.url);
  if (!opened.ok) return opened;
  const db = opened.value;
  const giveUp = async (sentence: string): Promise<Result<Trail, string>> => {
    await db.destroy();
    return fail(sentence);
  };
  try {
    if (!(await isTrail(db))) return await giveUp(STRANGE_SENTENCE);
    const other = await otherSchema(db as Kysely<unknown>);
    if (other !== null) return await giveUp(otherSchemaSentence('The database', other));
  } catch (error) {
    return await giveUp(`The store cannot be read: ${explainStoreError(error)}`);
  }
  return ok(trailIn(db, config.kind === 'embedded' ? 'sqlite' : 'postgres'));
}

/** Whether the database has an audit trail. */
export const isTrail = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.introspection.getTables()).some(({ name }) => name === 'events');

async function openFile(directory: string): Promise<Result<Kysely<Tables>, string>> {
  const { openSqliteToRead } = await import('./opening/sqlite.ts');
  const path = join(resolve(directory), FILE);
  // Opening would create an empty database.
  if (!existsSync(path)) return fail(`There is no database ${path}. Set DATA_DIR, or DATABASE_URL, as for the bot.`);
  try {
    return ok(await openSqliteToRead(path));
  } catch (error) {
    return fail(
      `The database ${path} cannot be opened. Run this as the user that the bot runs as. ${explainStoreError(error)}`,
    );
  }
}

async function openServer(url: string): Promise<Result<Kysely<Tables>, string>> {
  return (await import('./opening/open-postgres.ts')).openPostgresToRead(url);
}

const trailIn = (db: Kysely<Tables>, kind: DatabaseKind): Trail => ({
  async read(take) {
    const atOneMoment =
      kind === 'sqlite'
        ? db.transaction()
        : db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return atOneMoment.execute((snapshot) => readTrail(snapshot, take));
  },
  close: () => db.destroy(),
});

/** Implements {@link Trail.read}, within the caller's transaction. */
export async function readTrail(
  db: Kysely<Tables>,
  take: (events: readonly ChainedEvent[]) => Promise<void>,
): Promise<ChainEnd | null> {
  const end = await asked(() => db.selectFrom('chain').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst());
  for (const table of ['archived_events', 'events'] as const) await readTable(db, table, take);
  return end ?? null;
}

async function readTable(
  snapshot: Kysely<Tables>,
  table: 'archived_events' | 'events',
  take: (events: readonly ChainedEvent[]) => Promise<void>,
): Promise<void> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await asked(() =>
      snapshot.selectFrom(table).selectAll().where('seq', '>', after).orderBy('seq').limit(AT_ONCE).execute(),
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    await take(rows.map(readable));
    after = last.seq;
  }
}

async function asked<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    throw unavailable(error);
  }
}

/** Invalid JSON is passed on too: its hash then shows that it was changed. */
function readable(row: Selectable<EventTable>): ChainedEvent {
  try {
    return toEvent(row);
  } catch {
    return toEvent({ ...row, data: JSON.stringify({ unreadable: row.data }) });
  }
}

const STRANGE_SENTENCE = 'The database holds no audit trail. Set DATA_DIR, or DATABASE_URL, as for the bot.';
