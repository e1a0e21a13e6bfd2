import type { Insertable, Kysely, Selectable } from 'kysely';
import { purchasesFor } from '../../core/renewal/renewal.ts';
import { isHistoryOnly } from '../../core/request/history-only.ts';
import type { Request } from '../../core/request/request.ts';
import { toInstance, toRequest } from '../rows.ts';
import type {
  ArchivedRowTable,
  DatabaseKind,
  InstanceTable,
  MailboxTable,
  OutboxTable,
  RequestTable,
  Tables,
} from '../schema.ts';
import type { ArchivePosition, ArchiveSpan } from './archive.ts';

/** Finished requests with all their rows, locked. */
interface Candidates {
  readonly requests: readonly Selectable<RequestTable>[];
  readonly instances: readonly Selectable<InstanceTable>[];
  readonly mailboxes: readonly Selectable<MailboxTable>[];
  readonly messages: readonly Selectable<OutboxTable>[];
}

/** Implements `Archive.requests`, within the caller's transaction. */
export async function archiveRequests(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  span: ArchiveSpan,
  after: ArchivePosition | null,
): Promise<{ readonly archived: number; readonly next: ArchivePosition | null }> {
  const candidates = await lockCandidates(db, kind, span, after);
  const last = candidates.requests.at(-1);
  // Requests locked by others are missing, so fewer than the limit does not mean the end.
  if (last === undefined) return { archived: 0, next: null };
  const open = await readOpenRenewals(db, candidates, span.before);
  const leading = await readLeading(db, candidates);
  const over = candidates.requests.filter(
    (row) => isOver(row, candidates, span.before) && !open.has(row.id) && !leading.has(row.id),
  );
  if (over.length > 0) await move(db, over, candidates, span.now);
  return { archived: over.length, next: { finishedAt: last.finished_at ?? 0, id: last.id } };
}

/** Locks rows in the order that all writers use, see commit.ts. */
async function lockCandidates(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { before, limit }: ArchiveSpan,
  after: ArchivePosition | null,
): Promise<Candidates> {
  const isPostgres = kind === 'postgres';
  const requests = await db
    .selectFrom('requests')
    .selectAll()
    .where('finished_at', '<', before)
    .$if(after !== null, (query) =>
      query
        .where('finished_at', '>=', after?.finishedAt ?? 0)
        .where((eb) => eb.or([eb('finished_at', '>', after?.finishedAt ?? 0), eb('id', '>', after?.id ?? '')])),
    )
    .orderBy('finished_at')
    .orderBy('id')
    .limit(limit)
    .$if(isPostgres, (query) => query.forUpdate().skipLocked())
    .execute();
  if (requests.length === 0) return { requests, instances: [], mailboxes: [], messages: [] };
  const ids = requests.map(({ id }) => id);
  const instances = await db
    .selectFrom('instances')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('id')
    .$if(isPostgres, (query) => query.forUpdate())
    .execute();
  const mailboxes = await db
    .selectFrom('mailboxes')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('request_id')
    .$if(isPostgres, (query) => query.forUpdate())
    .execute();
  const messages = await db
    .selectFrom('outbox')
    .selectAll()
    .where('request_id', 'in', ids)
    .orderBy('seq')
    .$if(isPostgres, (query) => query.forUpdate())
    .execute();
  return { requests, instances, mailboxes, messages };
}

function isOver(row: Selectable<RequestTable>, all: Candidates, before: number): boolean {
  const its = <T extends { readonly request_id: string }>(rows: readonly T[]) =>
    rows.filter(({ request_id }) => request_id === row.id);
  const instances = its(all.instances);
  const isQuiet = [row, ...instances, ...its(all.mailboxes)].every(({ claim_owner }) => claim_owner === null);
  const isSaid = its(all.messages).every(({ due_at, in_doubt }) => due_at === null && in_doubt === 0);
  const hasEnded = instances.every(
    ({ ended_at, expiry_at }) => ended_at !== null && ended_at < before && expiry_at === null,
  );
  return isQuiet && isSaid && hasEnded && isHistoryOnly(asRequest(row, null), instances.map(toInstance));
}

const asRequest = (row: Selectable<RequestTable>, mailbox: Selectable<MailboxTable> | null): Request =>
  toRequest({ ...row, card_channel: mailbox?.card_channel ?? null, card_ts: mailbox?.card_ts ?? null });

/** Requests with an unfinished renewal of their instances, and renewals of an instance that still exists. */
async function readOpenRenewals(db: Kysely<Tables>, all: Candidates, before: number): Promise<ReadonlySet<string>> {
  const renewed = all.requests.flatMap(({ renews }) => renews ?? []);
  const existing = await among(renewed, (ids) =>
    db
      .selectFrom('instances')
      .select('id')
      .where('id', 'in', ids)
      .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>=', before)]))
      .execute(),
  );
  const asked = new Map(all.instances.map((row) => [row, purchasesFor(toInstance(row))]));
  const renewals = [...asked.values()].flat();
  const unfinished = await among(renewals, (ids) =>
    db.selectFrom('requests').select('id').where('id', 'in', ids).where('finished_at', 'is', null).execute(),
  );
  return new Set([
    ...all.requests.flatMap(({ id, renews }) => (renews !== null && existing.has(renews) ? [id] : [])),
    ...[...asked].flatMap(([row, ids]) => (ids.some((id) => unfinished.has(id)) ? [row.request_id] : [])),
  ]);
}

/** Requests whose message to an approver also shows a request that still waits. */
async function readLeading(db: Kysely<Tables>, all: Candidates): Promise<ReadonlySet<string>> {
  const asks = all.messages.filter(({ kind }) => kind === 'ask');
  if (asks.length === 0) return new Set();
  const led = await db
    .selectFrom('outbox as o')
    .innerJoin('requests as r', 'r.id', 'o.request_id')
    .select('o.leader')
    .where(
      'o.leader',
      'in',
      asks.map(({ seq }) => seq),
    )
    .where('r.finished_at', 'is', null)
    .execute();
  const leaders = new Set(led.map(({ leader }) => leader));
  return new Set(asks.flatMap(({ seq, request_id }) => (leaders.has(seq) ? [request_id] : [])));
}

async function among(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<readonly { readonly id: string }[]>,
): Promise<ReadonlySet<string>> {
  return new Set(ids.length === 0 ? [] : (await read(ids)).map(({ id }) => id));
}

async function move(
  db: Kysely<Tables>,
  over: readonly Selectable<RequestTable>[],
  all: Candidates,
  now: number,
): Promise<void> {
  const ids = over.map(({ id }) => id);
  const isIts = ({ request_id }: { readonly request_id: string }) => ids.includes(request_id);
  const instances = all.instances.filter(isIts);
  const requestOf = new Map([
    ...ids.map((id) => [id, id] as const),
    ...instances.map((row) => [row.id, row.request_id] as const),
  ]);
  const costIds = [...requestOf.keys()];
  const expenses = await db.selectFrom('expenses').selectAll().where('id', 'in', costIds).execute();
  const rows: Insertable<ArchivedRowTable>[] = [
    ...instances.map((row) => archived('instance', row.id, row.request_id, row, row.cloud_id)),
    ...all.messages.filter(isIts).map((row) => archived('message', String(row.seq), row.request_id, row)),
    ...expenses.map((row) => archived('expense', row.id, requestOf.get(row.id) ?? row.id, row)),
  ];
  await db
    .insertInto('archived_requests')
    .values(
      over.map(({ id, origin, version, finished_at, body }) => {
        const { card_channel = null, card_ts = null } = all.mailboxes.find(({ request_id }) => request_id === id) ?? {};
        return { id, origin, version, card_channel, card_ts, finished_at: finished_at ?? 0, archived_at: now, body };
      }),
    )
    .execute();
  if (rows.length > 0) await db.insertInto('archived_rows').values(rows).execute();
  await db.deleteFrom('outbox').where('request_id', 'in', ids).execute();
  await db.deleteFrom('mailboxes').where('request_id', 'in', ids).execute();
  await db.deleteFrom('expenses').where('id', 'in', costIds).execute();
  await db.deleteFrom('instances').where('request_id', 'in', ids).execute();
  await db.deleteFrom('requests').where('id', 'in', ids).execute();
}

const archived = (
  kind: ArchivedRowTable['kind'],
  id: string,
  request_id: string,
  row: object,
  cloud_id: string | null = null,
): Insertable<ArchivedRowTable> => ({ kind, id, request_id, cloud_id, body: JSON.stringify(row) });
