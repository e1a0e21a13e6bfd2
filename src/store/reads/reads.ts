import type { Kysely } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { readArchivedRequest } from '../archive/read-archive.ts';
import { mayGo } from '../outbox/outbox-claim.ts';
import { toInstance, toRequest } from '../rows.ts';
import type { Tables } from '../schema.ts';
import { readNewest, submittedBy } from './read-events.ts';

export async function readRequest(db: Kysely<Tables>, by: 'id' | 'origin', value: string): Promise<Request | null> {
  const row = await db
    .selectFrom('requests')
    .innerJoin('mailboxes', 'mailboxes.request_id', 'requests.id')
    .select(['version', 'due_at', 'body', 'card_channel', 'card_ts'])
    .where(by, '=', value)
    .executeTakeFirst();
  return row === undefined ? null : toRequest(row);
}

/** Also one that was archived since: what was submitted once is answered as once. */
export const readRequestByOrigin = async (db: Kysely<Tables>, origin: string): Promise<Request | null> =>
  (await readRequest(db, 'origin', origin)) ?? (await readArchivedRequest(db, 'origin', origin));

/** Of the events of the archive as well: what was asked for long ago may still exist. */
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

/** See `Store.instancesCalled`. An id is never also a name: ids of ours and of the cloud come first. */
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

export async function readInstancesOf(db: Kysely<Tables>, requestId: string): Promise<Instance[]> {
  const rows = await db
    .selectFrom('instances')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('ordinal')
    .execute();
  return rows.map(toInstance);
}

export async function readDepth(db: Kysely<Tables>): Promise<{ waiting: number; oldestDueAt: number | null }> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.countAll().as('waiting'), eb.fn.min('due_at').as('oldest')])
    .where('due_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return { waiting: Number(row.waiting), oldestDueAt: row.oldest };
}

/** The earliest moment at which a claim could find something; null when nothing waits. */
export async function readNextDueAt(db: Kysely<Tables>): Promise<number | null> {
  const moments = [
    await firstFree(db, 'requests', 'due_at'),
    await firstClaimed(db, 'requests', 'due_at'),
    await firstFree(db, 'instances', 'due_at'),
    await firstClaimed(db, 'instances', 'due_at'),
    await firstFree(db, 'instances', 'expiry_at'),
    await firstClaimed(db, 'instances', 'expiry_at'),
    await firstMessage(db),
    await firstMailbox(db),
  ].filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

// Each is the first of an index that holds only what waits, and not the least of all: that would be gone through.

async function firstFree(
  db: Kysely<Tables>,
  ...[table, column]: ['requests', 'due_at'] | ['instances', 'due_at' | 'expiry_at']
): Promise<number | null> {
  const row = await db
    .selectFrom(table as 'instances')
    .select(`${column} as at`)
    .where(column, 'is not', null)
    .where('claim_owner', 'is', null)
    .orderBy(column)
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

async function firstClaimed(
  db: Kysely<Tables>,
  ...[table, column]: ['requests', 'due_at'] | ['instances', 'due_at' | 'expiry_at']
): Promise<number | null> {
  const row = await db
    .selectFrom(table as 'instances')
    .select('claim_until as at')
    .where('claim_owner', 'is not', null)
    .where(column, 'is not', null)
    .orderBy('claim_until')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** What waits behind a delivery that is under way, behind earlier lines or for a card to stand is not due whatever its time says. */
async function firstMessage(db: Kysely<Tables>): Promise<number | null> {
  const row = await db
    .selectFrom('outbox as o')
    .innerJoin('mailboxes as m', 'm.request_id', 'o.request_id')
    .select('o.due_at as at')
    .where('o.due_at', 'is not', null)
    .where('m.claim_owner', 'is', null)
    .where((eb) => mayGo(eb, []))
    .orderBy('o.due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

async function firstMailbox(db: Kysely<Tables>): Promise<number | null> {
  const row = await db
    .selectFrom('mailboxes')
    .select('claim_until as at')
    .where('claim_owner', 'is not', null)
    .orderBy('claim_until')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
