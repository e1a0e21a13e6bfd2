import { type Kysely, sql } from 'kysely';
import { MAX_WAIT_MS } from '../../core/approval/approval-policy.ts';
import { DAY_MS } from '../../core/base/durations.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isBought } from '../../core/renewal/renewal.ts';
import { adoptedOrigin, type Request, type RequestState } from '../../core/request/request.ts';
import { rowsOfRequests, toInstance, toRequest } from '../rows.ts';
import type { Tables } from '../schema.ts';
import type { InstanceQueries } from './instance-queries.ts';
import { jumpThrough } from './jump-through.ts';
import { readNewest, submittedBy } from './read-events.ts';
import { readInstance } from './reads.ts';

const ADOPTED = adoptedOrigin('');

export const readInstanceQueries = (
  read: <T>(run: (db: Kysely<Tables>) => Promise<T>) => Promise<T>,
): InstanceQueries => ({
  regionsOf: (requester) => read((db) => readRegionsOf(db, requester)),
  newestOf: (requester, requests) => read((db) => readNewestOf(db, requester, requests)),
  takenOverBy: (requester, limit) => read((db) => readTakenOverBy(db, requester, limit)),
  withId: (id) => read(async (db) => (await readInstance(db, id)) ?? (await readByCloudIds(db, [id])).get(id) ?? null),
  byCloudIds: (cloudIds) => read((db) => readByCloudIds(db, cloudIds)),
  waiting: (limit) => read((db) => readWaiting(db, limit)),
  newestRequestsOf: (requester, limit) => read((db) => readNewestRequestsOf(db, requester, limit)),
  existingOf: (requester, limit) => read((db) => readExistingOf(db, requester, limit)),
  regions: () => read(readRegions),
  regionsAtRest: () => read(readRegionsAtRest),
  atRest: (region, after, limit) => read((db) => readAtRest(db, region, after, limit)),
  autoRenewing: () => read(readAutoRenewing),
  ofChannel: (channel, since, after, limit) => read((db) => readOfChannel(db, channel, since, after, limit)),
  renewalsOf: (channel, since) => read((db) => readRenewalsOf(db, channel, since)),
  requests: (ids) => read((db) => readRequests(db, ids)),
});

async function readRegionsOf(db: Kysely<Tables>, requester: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('regions_used')
    .select('region')
    .where('requester', '=', requester)
    .orderBy('region')
    .execute();
  return rows.map(({ region }) => region);
}

/** The ids of a person's newest requests, newest first. */
async function newestIdsOf(db: Kysely<Tables>, requester: string, limit: number): Promise<readonly string[]> {
  const newest = await readNewest(db, limit, submittedBy(requester));
  return newest.map(({ request_id }) => request_id);
}

async function readNewestOf(db: Kysely<Tables>, requester: string, requests: number): Promise<readonly Instance[]> {
  const newest = await newestIdsOf(db, requester, requests);
  if (newest.length === 0) return [];
  const place = new Map(newest.map((id, index) => [id, index]));
  const rows = await db
    .selectFrom('instances')
    .selectAll()
    .where('request_id', 'in', [...place.keys()])
    .orderBy('ordinal')
    .execute();
  const at = (id: string): number => place.get(id) ?? 0;
  return rows.sort((a, b) => at(a.request_id) - at(b.request_id)).map(toInstance);
}

async function readTakenOverBy(db: Kysely<Tables>, requester: string, limit: number): Promise<readonly Instance[]> {
  const rows = await db
    .selectFrom('instances as i')
    .innerJoin('requests as r', 'r.id', 'i.request_id')
    .select(['i.version', 'i.due_at', 'i.body'])
    .where('i.requester', '=', requester)
    // Not `like`: with it PostgreSQL would scan everybody's adopted instances.
    .where(sql<string>`substr(r.origin, 1, ${sql.lit(ADOPTED.length)})`, '=', ADOPTED)
    .where('i.name_key', 'is not', null)
    .orderBy('r.created_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toInstance);
}

async function readByCloudIds(db: Kysely<Tables>, cloudIds: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
  if (cloudIds.length === 0) return new Map();
  const rows = await db.selectFrom('instances').selectAll().where('cloud_id', 'in', cloudIds).execute();
  return new Map(rows.map(toInstance).flatMap((one) => (one.cloudId === null ? [] : [[one.cloudId, one] as const])));
}

const readRegions = (db: Kysely<Tables>): Promise<readonly string[]> =>
  jumpThrough((after) =>
    db
      .selectFrom('regions_used')
      .select('region')
      .where('region', '>', after)
      .orderBy('region')
      .limit(1)
      .executeTakeFirst(),
  );

/** Instances at rest that may exist; an instance that is gone has no `name_key`. */
const resting = (db: Kysely<Tables>) =>
  db
    .selectFrom('instances')
    .where('name_key', 'is not', null)
    .where('cloud_id', 'is not', null)
    .where('due_at', 'is', null);

const readRegionsAtRest = (db: Kysely<Tables>): Promise<readonly string[]> =>
  jumpThrough((after) =>
    resting(db).select('region').where('region', '>', after).orderBy('region').limit(1).executeTakeFirst(),
  );

async function readAtRest(
  db: Kysely<Tables>,
  region: string,
  after: string,
  limit: number,
): Promise<readonly Instance[]> {
  const rows = await resting(db)
    .selectAll()
    .where('region', '=', region)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toInstance);
}

/** The end of prepaid time is in the body; who has one is looked at again, so that the column is not null. */
async function readAutoRenewing(db: Kysely<Tables>): Promise<readonly Instance[]> {
  const rows = await db
    .selectFrom('instances')
    .selectAll()
    .where('expiry_at', 'is not', null)
    .where('body', 'like', '%"renewal":{"on":true%')
    .orderBy('expiry_at')
    .execute();
  return rows.map(toInstance);
}

async function readOfChannel(
  db: Kysely<Tables>,
  channel: string,
  since: number,
  after: string,
  limit: number,
): Promise<readonly Instance[]> {
  const created = db
    .selectFrom('instances')
    .select(['id', 'version', 'due_at', 'body'])
    .where('channel', '=', channel)
    .where('cloud_id', 'is not', null)
    .where('id', '>', after);
  // Two queries, because with `or` SQLite scans everything ever created for the channel.
  const rows = await created
    .where('ended_at', 'is', null)
    .unionAll(created.where('ended_at', '>=', since))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toInstance);
}

async function readRenewalsOf(db: Kysely<Tables>, channel: string, since: number): Promise<readonly Request[]> {
  const rows = await rowsOfRequests(db)
    .where('channel', '=', channel)
    .where('renews', 'is not', null)
    .where('state', '=', 'finished' satisfies RequestState)
    // A request may have waited this long for approval, and another day for whatever held it up.
    .where('created_at', '>=', since - MAX_WAIT_MS - DAY_MS)
    .execute();
  return rows
    .map(toRequest)
    .filter(({ renewal, finishedAt }) => isBought(renewal?.end ?? null) && (finishedAt ?? 0) >= since);
}

async function readRequests(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, Request>> {
  if (ids.length === 0) return new Map();
  const rows = await rowsOfRequests(db)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(toRequest).map((request) => [request.id, request]));
}

async function readWaiting(db: Kysely<Tables>, limit: number): Promise<readonly Request[]> {
  const rows = await rowsOfRequests(db)
    // A literal, because the partial index applies only to this literal.
    .where('state', '=', sql.lit('pending'))
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map(toRequest);
}

async function readNewestRequestsOf(db: Kysely<Tables>, requester: string, limit: number): Promise<readonly Request[]> {
  const ids = await newestIdsOf(db, requester, limit);
  const requests = await readRequests(db, ids);
  return ids.flatMap((id) => requests.get(id) ?? []);
}

async function readExistingOf(db: Kysely<Tables>, requester: string, limit: number) {
  const { total } = await db
    .selectFrom('instances')
    .select((eb) => eb.fn.countAll().as('total'))
    .where('requester', '=', requester)
    .where('name_key', 'is not', null)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('instances as i')
    .innerJoin('requests as r', 'r.id', 'i.request_id')
    .where('i.requester', '=', requester)
    .where('i.name_key', 'is not', null)
    .select(['i.version', 'i.due_at', 'i.body'])
    .orderBy('r.created_at', 'desc')
    .orderBy('i.request_id')
    .orderBy('i.ordinal')
    .limit(limit)
    .execute();
  return { instances: rows.map(toInstance), total: Number(total) };
}
