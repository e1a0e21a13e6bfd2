import type { Kysely } from 'kysely';
import type { Freeze } from '../../core/freeze.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import type { Change, CommitRefusal } from '../store.ts';

/** The id in the refusal of a change that was based on another freeze. */
const FREEZE_ID = 'freeze';

/** Rejects when the row is missing or unreadable: the caller must then assume a freeze. */
export async function readFreeze(db: Kysely<Tables>): Promise<Freeze | null> {
  const { version, body } = await db
    .selectFrom('settings')
    .select(['version', 'body'])
    .where('name', '=', FREEZE_ID)
    .executeTakeFirstOrThrow();
  return body === null ? null : { ...(JSON.parse(body) as Omit<Freeze, 'version'>), version };
}

/**
 * Refuses a change that was based on another freeze, and locks the current one until the transaction ends. Comes before all
 * rows, so that lifting a freeze wakes exactly the rows held before.
 */
export async function checkFreeze(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  change: Change,
): Promise<CommitRefusal | null> {
  const { underFreeze } = change;
  if (underFreeze === undefined) return null;
  const { version, body } = await db
    .selectFrom('settings')
    .select(['version', 'body'])
    .where('name', '=', FREEZE_ID)
    .$if(kind === 'postgres', (query) => query.forShare())
    .executeTakeFirstOrThrow();
  const same = underFreeze === null ? body === null : body !== null && version === underFreeze.version;
  return same ? null : { kind: 'conflict', id: FREEZE_ID };
}

/** Sets or lifts the freeze, and wakes the rows that wait for a freeze. */
export async function writeFreeze(db: Kysely<Tables>, change: Change): Promise<CommitRefusal | null> {
  if (change.freeze === undefined) return null;
  const { was, next } = change.freeze;
  // Lifting needs the freeze that the person saw: somebody else may be setting one right now.
  if (was === null && next === null) return { kind: 'conflict', id: FREEZE_ID };
  let update = db
    .updateTable('settings')
    .set((eb) => ({ version: eb('version', '+', 1), body: next === null ? null : JSON.stringify(next) }))
    .where('name', '=', FREEZE_ID);
  update = was === null ? update.where('body', 'is', null) : update.where('version', '=', was.version);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return { kind: 'conflict', id: FREEZE_ID };
  await db.updateTable('requests').set({ due_at: change.at }).where('held_at', 'is not', null).execute();
  await db.updateTable('instances').set({ due_at: change.at }).where('held_at', 'is not', null).execute();
  return null;
}
