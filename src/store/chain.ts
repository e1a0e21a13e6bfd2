import type { Kysely } from 'kysely';
import { type ChainEnd, chained } from '../core/chain.ts';
import type { AuditEvent } from '../core/event.ts';
import { eventRow } from './rows.ts';
import type { DatabaseKind, Tables } from './schema.ts';

/**
 * Appends to the audit trail, within the caller's transaction. Its end is one row, which every writer of events holds until
 * its commit: so it comes last of all a transaction does, is held as briefly as can be, and closes no circle of waiting.
 * A trigger moves the end along with the insert, which saves a statement while it is held.
 */
export async function appendEvents(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = chained(await holdEnd(db, kind), events);
  await db.insertInto('events').values(rows.map(eventRow)).execute();
}

/** On SQLite a transaction is alone anyway. The weakest lock that keeps other writers away lets readers pass. */
const holdEnd = (db: Kysely<Tables>, kind: DatabaseKind): Promise<ChainEnd> =>
  db
    .selectFrom('chain')
    .select(['seq', 'hash'])
    .where('id', '=', 1)
    .$if(kind === 'postgres', (query) => query.forNoKeyUpdate())
    .executeTakeFirstOrThrow();
