import { existsSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { ChainEnd } from '../../core/request/hash-chain.ts';
import { checkChain } from '../../core/request/hash-chain-check.ts';
import type { StoreDeps } from '../create-store.ts';
import { FILE, MOVED_FILE } from '../opening/left-database.ts';
import { migrationsOf } from '../opening/migrate.ts';
import { openEmbedded } from '../opening/open-embedded.ts';
import { openPostgres } from '../opening/open-postgres.ts';
import type { Tables } from '../schema.ts';
import { explainStoreError } from '../store-trouble.ts';
import { readTrail } from '../trail.ts';
import { copyTables, countRows, type RowCounts, TABLE_NAMES } from './copy-tables.ts';

export interface Moved {
  readonly counts: RowCounts;
  /** The last event of the audit trail, the same before and after. */
  readonly end: ChainEnd;
  /** The new name of the embedded database; null if it could not be renamed. */
  readonly kept: string | null;
}

/**
 * Moves an embedded store to an empty PostgreSQL database, completely or not at all, and checks the copy against the audit
 * trail. Renames the old database, so that no bot continues on it. The error is a sentence for a person.
 *
 * @param directory `DATA_DIR`; no bot may run on it
 * @param url `postgres://…`
 */
export async function moveStore(directory: string, url: string, deps: StoreDeps): Promise<Result<Moved, string>> {
  const file = join(resolve(directory), FILE);
  // Opening would create an empty database.
  if (!existsSync(file)) return fail(`There is no database ${file}. Set DATA_DIR as for the bot.`);
  const target = await openPostgres(url, deps);
  if (!target.ok) return target;
  try {
    const source = await openEmbedded(directory, deps);
    if (!source.ok) return source;
    const moved = await copyAll(source.value.db, target.value.db).finally(() => source.value.close());
    return moved.ok ? ok({ ...moved.value, kept: setAside(file) }) : moved;
  } finally {
    await target.value.close();
  }
}

/** This version would lose what a newer version has added to one of the databases. */
const isAlike = async (from: Kysely<Tables>, to: Kysely<Tables>): Promise<boolean> =>
  String(await migrationsOf(from as Kysely<unknown>)) === String(await migrationsOf(to as Kysely<unknown>));

/** Rolls the transaction back. */
class NotMoved extends Error {}

async function copyAll(from: Kysely<Tables>, to: Kysely<Tables>): Promise<Result<Omit<Moved, 'kept'>, string>> {
  try {
    return await to.transaction().execute(async (transaction) => {
      // Keeps a bot from writing before the copy is complete.
      await sql`lock table settings in exclusive mode`.execute(transaction);
      if (!(await isAlike(from, transaction))) throw new NotMoved(NEWER);
      if (!(await isUnused(transaction))) throw new NotMoved(USED);
      await copyTables(from, transaction);
      const [before, after] = [await countRows(from), await countRows(transaction)];
      const table = TABLE_NAMES.find((name) => before[name] !== after[name]);
      if (table !== undefined)
        throw new NotMoved(`${NOTHING} ${before[table]} rows of ${table} became ${after[table]}.`);
      return ok({ counts: after, end: await checkedEnd(transaction) });
    });
  } catch (error) {
    if (error instanceof NotMoved) return fail(error.message);
    return fail(`${NOTHING} ${explainStoreError(error)}`);
  }
}

/** Whether the database contains only what the schema makes. */
async function isUnused(db: Kysely<Tables>): Promise<boolean> {
  const { settings, chain, ...others } = await countRows(db);
  const written = await db.selectFrom('settings').select('name').where('version', '>', 0).executeTakeFirst();
  return written === undefined && Object.values(others).every((count) => count === 0);
}

async function checkedEnd(db: Kysely<Tables>): Promise<ChainEnd> {
  const check = checkChain();
  const end = await readTrail(db, async (events) => {
    for (const event of events) check.next(event, event.seq);
  });
  if (end === null || check.finish(end) !== null) throw new NotMoved(BROKEN);
  return end;
}

function setAside(file: string): string | null {
  try {
    const kept = join(dirname(file), MOVED_FILE);
    renameSync(file, kept);
    return kept;
  } catch {
    return null;
  }
}

const NOTHING = 'Nothing was moved.';
const USED = `${NOTHING} The PostgreSQL database is in use already. Give the move an empty one; if it was moved there before, set DATABASE_URL and start the bot.`;
const NEWER = `${NOTHING} A newer ecs-chatops has changed one of the two databases. Move with that version.`;
const BROKEN = `${NOTHING} The audit trail is broken: npm run --silent audit -- verify says where. Restore the store from a backup and move that.`;
