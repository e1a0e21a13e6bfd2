import { CompiledQuery, type Kysely } from 'kysely';
import type { AuditEvent } from '../../core/request/event.ts';
import { type ChainEnd, chained } from '../../core/request/hash-chain.ts';
import { eventRow } from '../rows.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import { StoreUnavailable } from '../store.ts';

/**
 * Appends to the audit trail, within the caller's transaction. The chain's end is one row, which every writer of events
 * locks until its commit. So this comes last in a transaction: the lock is short and causes no deadlock. A trigger moves
 * the end with the insert, which saves a statement under the lock.
 *
 * @returns null when there was nothing to append
 */
export async function appendEvents(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  events: readonly AuditEvent[],
): Promise<Appended | null> {
  if (events.length === 0) return null;
  const before = await holdEnd(db, kind);
  const rows = chained(before, events);
  await db.insertInto('events').values(rows.map(eventRow)).execute();
  return { before, end: rows.at(-1) ?? before };
}

/** The end of the audit trail before and after an append. */
export interface Appended {
  readonly before: ChainEnd;
  readonly end: ChainEnd;
}

/** On SQLite a transaction is alone anyway. On PostgreSQL the weakest lock that blocks other writers lets readers pass. */
const HOLD_END: Readonly<Record<DatabaseKind, CompiledQuery<ChainEnd>>> = {
  sqlite: CompiledQuery.raw('select seq, hash from chain where id = 1'),
  postgres: CompiledQuery.raw('select seq, hash from chain where id = 1 for no key update'),
};

async function holdEnd(db: Kysely<Tables>, kind: DatabaseKind): Promise<ChainEnd> {
  const [end] = (await db.executeQuery(HOLD_END[kind])).rows;
  if (end === undefined) throw new StoreUnavailable(NO_END_SENTENCE);
  return end;
}

const NO_END_SENTENCE =
  'The row in which the store notes the end of its audit trail has been removed. Restore the database from a backup.';
