import { type Kysely, sql } from 'kysely';
import type { ChunkSpan } from '../../core/chunk/chunk.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { readArchivedRequest } from '../archive/read-archive.ts';
import { rowsOfRequests, toInstance, toRequest } from '../rows.ts';
import type { Tables } from '../schema.ts';
import { readNewest, submittedBy } from './read-events.ts';

export async function readRequest(db: Kysely<Tables>, by: 'id' | 'origin', value: string): Promise<Request | null> {
  const row = await rowsOfRequests(db).where(by, '=', value).executeTakeFirst();
  return row === undefined ? null : toRequest(row);
}

/** Also finds an archived request, so that a repeated submission is recognised. */
export const readRequestByOrigin = async (db: Kysely<Tables>, origin: string): Promise<Request | null> =>
  (await readRequest(db, 'origin', origin)) ?? (await readArchivedRequest(db, 'origin', origin));

/** Also searches archived events: a request from long ago may not be archived itself. */
export async function readLastRequestOf(db: Kysely<Tables>, requester: string): Promise<Request | null> {
  const [newest] = await readNewest(db, 1, (events) =>
    submittedBy(requester)(
      events
        .innerJoin('requests', 'requests.id', 'events.request_id')
        .where('requests.renews', 'is', null) as typeof events,
    ),
  );
  return newest === undefined ? null : readRequest(db, 'id', newest.request_id);
}

export async function readInstance(db: Kysely<Tables>, id: string): Promise<Instance | null> {
  const row = await db.selectFrom('instances').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toInstance(row);
}

/** Implements `Store.instancesCalled`. Ids come first: an id never counts as a name. */
export async function readInstancesCalled(db: Kysely<Tables>, word: string, limit: number): Promise<Instance[]> {
  const byId = await db
    .selectFrom('instances')
    .selectAll()
    .where((eb) => eb.or([eb('id', '=', word), eb('cloud_id', '=', word)]))
    .execute();
  if (byId.length > 0) return byId.map(toInstance);
  const rows = await db.selectFrom('instances').selectAll().where('name_key', '=', word).limit(limit).execute();
  return rows.map(toInstance).toSorted((a, b) => (b.acceptedAt ?? 0) - (a.acceptedAt ?? 0));
}

export async function readInstancesOf(
  db: Kysely<Tables>,
  requestId: string,
  { first, amount }: ChunkSpan = ALL,
): Promise<Instance[]> {
  const rows = await db
    .selectFrom('instances')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('ordinal', '>=', first)
    .where('ordinal', '<', first + amount)
    .orderBy('ordinal')
    .execute();
  return rows.map(toInstance);
}

const ALL: ChunkSpan = { first: 1, amount: 1_000_000 };

export async function readDepth(db: Kysely<Tables>): Promise<{ waiting: number; oldestDueAt: number | null }> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll().as('waiting'), eb.fn.min('due_at').filterWhere('news', '=', 1).as('oldest')])
    .where('due_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { waiting: Number(row.waiting), oldestDueAt: row.oldest };
}

/**
 * The earliest moment at which a claim of instances or requests could find a row; null when none waits.
 *
 * Each part is the first entry of a partial index. The minimum over all rows would have to read every one.
 */
export async function readNextDueAt(db: Kysely<Tables>): Promise<number | null> {
  const firsts = DUE_COLUMNS.flatMap(([table, column]) => [
    sql`(select ${sql.ref(column)} from ${sql.table(table)}
      where ${sql.ref(column)} is not null and claim_owner is null order by ${sql.ref(column)} limit 1)`,
    sql`(select claim_until from ${sql.table(table)}
      where ${sql.ref(column)} is not null and claim_owner is not null order by claim_until limit 1)`,
  ]).map((first, index) => sql`${first} as ${sql.ref(`first_${index}`)}`);
  const { rows } = await sql<Record<string, number | null>>`select ${sql.join(firsts)}`.execute(db);
  const moments = Object.values(rows[0] ?? {}).filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

const DUE_COLUMNS = [
  ['requests', 'due_at'],
  ['instances', 'due_at'],
  ['instances', 'expiry_at'],
] as const;
