import { type Kysely, sql } from 'kysely';
import { type Clock, pause } from '../../core/base/clock.ts';
import { mustBeAlone } from './migrate.ts';

/**
 * One lock per database. Every working connection holds it shared; a migration that breaks older versions holds it
 * exclusively.
 */
const LOCK = 4_187_263_905;
/** A stopping replica may need a moment. */
const WAIT_MS = 15_000;
const ASK_MS = 500;

/** Older versions still use a database that is to be changed in a way that breaks them. */
export class StillInUse extends Error {
  override readonly name = 'StillInUse';
}

/**
 * Runs a migration before this version works on a database, and waits for older versions that it would break. Throws {@link
 * StillInUse} if they stay, or the database's error.
 */
export const migrateBeside = (
  db: Kysely<unknown>,
  clock: Clock,
  migrate: (on: Kysely<unknown>) => Promise<void>,
): Promise<void> =>
  db.connection().execute(async (on) => {
    for (const since = clock.now(); await mustBeAlone(on); await pause(clock, ASK_MS)) {
      if (await took(on, 'pg_try_advisory_lock')) {
        await migrate(on).finally(() => took(on, 'pg_advisory_unlock'));
        return;
      }
      if (clock.now() - since >= WAIT_MS) throw new StillInUse();
    }
    await migrate(on);
  });

async function took(on: Kysely<unknown>, how: 'pg_try_advisory_lock' | 'pg_advisory_unlock'): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select ${sql.raw(how)}(${LOCK}::bigint) as done`.execute(on);
  return rows[0]?.done === true;
}

/**
 * The first statement of each connection. Holds the lock, so that the schema stays usable for this version as long as the
 * connection lasts.
 */
export const HOLD = `select pg_advisory_lock_shared(${LOCK})`;

export const stillInUseSentence = (database: string): string =>
  `${database} is still in use by an older ecs-chatops, which cannot work with the schema that this version needs. ` +
  'Stop every older one, then start this one.';
