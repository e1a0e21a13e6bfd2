import { strict as assert } from 'node:assert';
import { type Kysely, sql } from 'kysely';
import { compareText } from '../../core/base/lists.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Message } from '../../core/request/message.ts';
import { MAX_NAMES_LISTED } from '../../core/request/name-ranges.ts';
import type { Request } from '../../core/request/request.ts';
import { NO_CLAIM } from '../claim.ts';
import { askAgain, dueAgain, tellAgain, writeAsk } from '../outbox/asks.ts';
import { checkNothingUnderWay, keepAccount, writeAccount } from '../reads/read-metadata.ts';
import { instanceRow, nameKeyOf, newInstanceRow, newMailboxRow, newRequestRow, requestRow } from '../rows.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import type { Change, CommitRefusal, RowWrite } from '../store.ts';
import { writeAsker } from './asked.ts';
import { writeExpenses } from './expenses.ts';
import { checkFreeze, writeFreeze } from './freeze.ts';
import { writeOwnKeys } from './own-keys.ts';
import { writeSpending } from './spending.ts';
import { writeMarks } from './write-marks.ts';
import { seenAlike, writeSeen } from './write-seen.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/**
 * Writes a change without its events, within the caller's transaction. After a refusal the caller must roll the transaction
 * back.
 *
 * All writers of the store lock rows in this order, and by id within a table, so that they cannot deadlock: settings,
 * askers, marks, own keys, requests, instances, expenses, spending, mailboxes, outbox, chain.
 */
export async function writeChange(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  change: Change,
): Promise<CommitRefusal | null> {
  const settings =
    (await writeAccount(db, change)) ??
    (await keepAccount(db, kind, change)) ??
    (await checkFreeze(db, kind, change)) ??
    (await writeFreeze(db, change)) ??
    (await writeSpending(db, change)) ??
    (await writeAsker(db, change)) ??
    (await writeMarks(db, change)) ??
    (await writeOwnKeys(db, change));
  if (settings !== null) return settings;
  for (const write of byId(change.requests)) {
    const refusal = await (write.next.version === 1 ? insertRequest(db, write.next) : updateRequest(db, write));
    if (refusal !== null) return refusal;
  }
  await nudge(db, change);
  const { alike, others } = seenAlike(change.instances ?? []);
  for (const group of alike) {
    const refusal = await writeSeen(db, group);
    if (refusal !== null) return refusal;
  }
  for (const [index, write] of byId(others).entries()) {
    await yieldToEventLoop(index);
    const refusal = await (write.next.version === 1
      ? insertInstance(db, write.next, change.at)
      : updateInstance(db, write, change.at));
    if (refusal !== null) return refusal;
  }
  const underWay = await checkNothingUnderWay(db, change);
  if (underWay !== null) return underWay;
  await writeExpenses(db, kind, change);
  await writeMessages(db, change);
  return null;
}

const byId = <T extends Request | Instance>(writes: readonly RowWrite<T>[] | undefined): readonly RowWrite<T>[] =>
  (writes ?? []).toSorted((a, b) => compareText(a.next.id, b.next.id));

async function insertRequest(db: Kysely<Tables>, next: Request): Promise<CommitRefusal | null> {
  // `on conflict do nothing`, because an error would end the transaction on PostgreSQL.
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('requests')
    .values(newRequestRow(next))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) {
    await db.insertInto('mailboxes').values(newMailboxRow(next)).execute();
    return (await wasArchived(db, next.origin)) ? { kind: 'duplicate', origin: next.origin } : null;
  }
  const sameOrigin = await db.selectFrom('requests').select('id').where('origin', '=', next.origin).executeTakeFirst();
  return sameOrigin === undefined ? { kind: 'conflict', id: next.id } : { kind: 'duplicate', origin: next.origin };
}

/** Checked after the insert: the row with this origin may have been archived while the insert waited for it. */
async function wasArchived(db: Kysely<Tables>, origin: string): Promise<boolean> {
  const row = await db.selectFrom('archived_requests').select('id').where('origin', '=', origin).executeTakeFirst();
  return row !== undefined;
}

async function updateRequest(db: Kysely<Tables>, write: RowWrite<Request>): Promise<CommitRefusal | null> {
  const { next, claim } = write;
  assertNext(next);
  let update = db.updateTable('requests').set(requestRow(next)).where('id', '=', next.id);
  update = update.where('version', '=', next.version - 1);
  if (claim !== undefined) update = update.set(NO_CLAIM).where('claim_owner', '=', claim);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? null : { kind: 'conflict', id: next.id };
}

async function insertInstance(db: Kysely<Tables>, next: Instance, at: number): Promise<CommitRefusal | null> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('instances')
    .values((eb) => ({
      ...newInstanceRow(next),
      channel: eb.selectFrom('mailboxes').select('channel').where('request_id', '=', next.requestId),
      ended_at: nameKeyOf(next) === null ? at : null,
    }))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return { kind: 'conflict', id: next.id };
  await noteRegion(db, next);
  return null;
}

async function noteRegion(db: Kysely<Tables>, { requester, spec: { region } }: Instance): Promise<void> {
  await db
    .insertInto('regions_used')
    .values({ requester, region })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function updateInstance(
  db: Kysely<Tables>,
  write: RowWrite<Instance>,
  at: number,
): Promise<CommitRefusal | null> {
  const { next, claim } = write;
  assertNext(next);
  let update = db.updateTable('instances').set(instanceRow(next)).where('id', '=', next.id);
  const hasEnded = nameKeyOf(next) === null;
  update = update.set((eb) => ({ ended_at: hasEnded ? eb.fn.coalesce('ended_at', eb.val(at)) : null }));
  update = update.where('version', '=', next.version - 1);
  if (claim !== undefined) update = update.set(NO_CLAIM).where('claim_owner', '=', claim);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) return { kind: 'conflict', id: next.id };
  // The new owner may have had nothing in this region.
  if (next.attributes?.left.some(({ is }) => is === 'owner') === true) await noteRegion(db, next);
  return null;
}

function assertNext(next: Request | Instance): void {
  assert(Number.isInteger(next.version) && next.version > 1, `${next.id} cannot be written as version ${next.version}`);
}

/** Also ends the claim: its holder has read an older state and cannot write any more, so nobody need wait for it. */
async function nudge(db: Kysely<Tables>, change: Change): Promise<void> {
  if (change.nudge === undefined) return;
  for (const id of change.nudge.requestIds.toSorted(compareText)) {
    await db
      .updateTable('requests')
      .set((eb) => ({ due_at: change.nudge?.at ?? null, version: eb('version', '+', 1), ...NO_CLAIM }))
      .where('id', '=', id)
      .execute();
  }
}

async function writeMessages(db: Kysely<Tables>, { messages = [], requests = [], nudge, at }: Change): Promise<void> {
  // An instance that reaches its end nudges its request; what a look shows before changes the instance alone.
  const news = new Set([...requests.map(({ next }) => next.id), ...(nudge?.requestIds ?? [])]);
  const cards = new Set(messages.filter((message) => message.kind === 'card').map((message) => message.requestId));
  for (const requestId of [...cards].sort(compareText)) {
    // A card that already waits keeps its due time, and so any wait that Slack asked for.
    await db
      .insertInto('outbox')
      .values({ ...outboxRow({ kind: 'card', requestId }, at) })
      .onConflict((conflict) =>
        conflict
          .column('request_id')
          .where(sql<boolean>`kind = 'card'`)
          .doUpdateSet(dueAgain(at, news.has(requestId))),
      )
      .execute();
  }
  for (const requestId of [...cards].sort(compareText)) {
    await askAgain(db, requestId, at, news.has(requestId));
    await tellAgain(db, requestId, at, news.has(requestId));
  }
  const byPlace = messages
    .filter((message) => message.kind === 'ask')
    .toSorted((a, b) => compareText(placeOf(a), placeOf(b)));
  for (const ask of byPlace) await writeAsk(db, ask, at);
  await openMailboxes(db, messages);
  const lines = messages.filter(({ kind }) => kind !== 'card' && kind !== 'ask');
  if (lines.length === 0) return;
  const ofMany = await requestsOfMany(db, lines);
  const dueAt = ({ kind, requestId }: Message) => (kind === 'thread' && ofMany.has(requestId) ? at + GATHER_MS : at);
  await db
    .insertInto('outbox')
    .values(lines.map((message) => outboxRow(message, dueAt(message))))
    .execute();
}

/** How long a thread line of a large request waits for lines of the other instances, so that equal lines become one. */
const GATHER_MS = 5_000;

async function requestsOfMany(db: Kysely<Tables>, lines: readonly Message[]): Promise<ReadonlySet<string>> {
  const told = new Set(lines.flatMap(({ kind, requestId }) => (kind === 'thread' ? [requestId] : [])));
  if (told.size === 0) return told;
  const rows = await db
    .selectFrom('instances')
    .select('request_id')
    .where('request_id', 'in', [...told])
    .where('ordinal', '=', MAX_NAMES_LISTED + 1)
    .execute();
  return new Set(rows.map(({ request_id }) => request_id));
}

/** A request has its mailbox from the beginning; a scope gets one with its first notice. */
async function openMailboxes(db: Kysely<Tables>, messages: readonly Message[]): Promise<void> {
  const scopes = new Set(messages.flatMap((message) => (message.kind === 'notice' ? [message.requestId] : [])));
  for (const scope of [...scopes].sort(compareText))
    await db
      .insertInto('mailboxes')
      .values({ request_id: scope, channel: '', claim_no: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

type Ask = Extract<Message, { kind: 'ask' }>;

const placeOf = ({ requestId, to }: Ask): string => `${requestId} ${to}`;

function recipientOf(message: Message): string | null {
  if (message.kind === 'dm') return message.user;
  return message.kind === 'ask' || message.kind === 'notice' ? message.to : null;
}

const outboxRow = (message: Message, at: number) => ({
  kind: message.kind,
  request_id: message.requestId,
  recipient: recipientOf(message),
  body: JSON.stringify(message),
  revision: 1,
  due_at: at,
});
