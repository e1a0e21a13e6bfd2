import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import type { ChainedEvent } from '../../core/request/hash-chain.ts';
import { toEvent } from '../rows.ts';
import type { EventTable, Tables } from '../schema.ts';

/**
 * The audit trail is in two tables: its first events are in the archive (unless that was removed), the others in `events`.
 * They are read one after the other. The younger first: it mostly has everything needed, and events archived between the
 * two reads are not read twice.
 */
const TABLES = ['events', 'archived_events'] as const;

type Events = SelectQueryBuilder<Tables, 'events', object>;
type Narrowed = (events: Events) => Events;

const eventsIn = (db: Kysely<Tables>, table: (typeof TABLES)[number]): Events =>
  db.selectFrom(`${table} as events` as 'events');

/** The newest matching events, newest first. */
export async function readNewest(
  db: Kysely<Tables>,
  limit: number,
  narrowed: Narrowed,
): Promise<readonly Selectable<EventTable>[]> {
  const found: Selectable<EventTable>[] = [];
  for (const table of TABLES) {
    if (found.length >= limit) break;
    const before = found.at(-1)?.seq ?? null;
    const rows = await narrowed(eventsIn(db, table))
      .selectAll('events')
      .$if(before !== null, (query) => query.where('events.seq', '<', before ?? 0))
      .orderBy('events.seq', 'desc')
      .limit(limit - found.length)
      .execute();
    found.push(...rows);
  }
  return found;
}

/** The number of matching events before an event. */
export async function countBefore(db: Kysely<Tables>, seq: number, narrowed: Narrowed): Promise<number> {
  let sum = 0;
  for (const table of TABLES) {
    const { count } = await narrowed(eventsIn(db, table))
      .select((eb) => eb.fn.countAll().as('count'))
      .where('events.seq', '<', seq)
      .executeTakeFirstOrThrow();
    sum += Number(count);
  }
  return sum;
}

export async function readEventsOf(db: Kysely<Tables>, requestId: string): Promise<ChainedEvent[]> {
  const rows: Selectable<EventTable>[] = [];
  for (const table of TABLES) {
    const before = rows[0]?.seq ?? null;
    const older = await eventsIn(db, table)
      .selectAll()
      .where('request_id', '=', requestId)
      .$if(before !== null, (query) => query.where('seq', '<', before ?? 0))
      .orderBy('seq')
      .execute();
    rows.unshift(...older);
  }
  return rows.map(toEvent);
}

export async function readNewestEventsOf(
  db: Kysely<Tables>,
  requestId: string,
  limit: number,
): Promise<ChainedEvent[]> {
  const rows = await readNewest(db, limit, (events) => events.where('request_id', '=', requestId));
  return rows.map(toEvent);
}

/** A person's submissions. */
export const submittedBy =
  (requester: string): Narrowed =>
  (events) =>
    events
      .where('events.actor', '=', requester)
      // A literal, because the partial index applies only to this literal.
      .where('events.kind', '=', sql.lit('request.submitted'));

/** The event with this number, in either table. */
export async function readEventAt(db: Kysely<Tables>, seq: number): Promise<Selectable<EventTable> | null> {
  for (const table of TABLES) {
    const row = await eventsIn(db, table).selectAll().where('seq', '=', seq).executeTakeFirst();
    if (row !== undefined) return row;
  }
  return null;
}

/** The number of the first event that was not archived; null for none. */
export async function readFirstSeq(db: Kysely<Tables>): Promise<number | null> {
  const row = await db.selectFrom('events').select('seq').orderBy('seq').limit(1).executeTakeFirst();
  return row?.seq ?? null;
}
