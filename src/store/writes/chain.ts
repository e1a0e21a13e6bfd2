import { CompiledQuery, type Kysely } from 'kysely';
import type { AuditEvent } from '../../core/request/event.ts';
import { type ChainEnd, chained } from '../../core/request/hash-chain.ts';
import { eventRow } from '../rows.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import { StoreUnavailable } from '../store.ts';

/**
 * Appends to the audit trail, within the caller's transaction. Its end is one row, which every writer of events holds until
 * its commit: so it comes last of all a transaction does, is held as briefly as can be, and closes no circle of waiting.
 * A trigger moves the end along with the insert, which saves a statement while it is held.
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

/** Where the audit trail ended before something was appended, and where it ends now. */
export interface Appended {
  readonly before: ChainEnd;
  readonly end: ChainEnd;
}

/** On SQLite a transaction is alone anyway. The weakest lock that keeps other writers away lets readers pass. */
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
