import type { Kysely } from 'kysely';
import { isLeftBehind } from '../../core/account/account.ts';
import {
  type AskedRenewal,
  askedRenewal,
  type Expense,
  endMoved,
  expenseAfter,
  expenseBack,
  expenseLeft,
  expenseOfRequest,
  newExpense,
  withRenewalPrice,
} from '../../core/approval/expense.ts';
import { growthExpenses, growthIdsOf, instanceOfExpense } from '../../core/approval/growth-expense.ts';
import { merged, type Tally, talliesOf, talliesOfRenewing } from '../../core/approval/tally.ts';
import { batchesOf } from '../../core/base/lists.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { readAccount } from '../reads/read-metadata.ts';
import { rowsOfInstances, toInstance, toRequest } from '../rows.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import type { Change } from '../store.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** The expenses that a commit has read, and its changes of the sums. */
interface Books {
  readonly db: Kysely<Tables>;
  readonly at: number;
  /** As stored, with this commit's changes. */
  readonly known: Map<string, Expense>;
  readonly changed: Set<string>;
  readonly tallies: Tally[];
}

/**
 * Updates the expenses of the written rows, and their sums, in the same transaction. After the rows, which are therefore
 * locked.
 */
export async function writeExpenses(db: Kysely<Tables>, kind: DatabaseKind, change: Change): Promise<void> {
  const requests = (change.requests ?? []).map(({ next }) => next);
  // An unchanged instance has an unchanged expense.
  const instances = (change.instances ?? []).flatMap(({ next, seenBefore }) => (seenBefore ? [] : [next]));
  if (requests.length + instances.length === 0 && change.account === undefined) return;
  const known = await readExpenses(db, kind, idsOf(requests, instances));
  const books: Books = { db, at: change.at, known, changed: new Set(), tallies: [] };
  for (const request of requests) {
    const expense = expenseOfRequest(request);
    if (expense !== null) put(books, expense);
    const { end = null, instanceId = '' } = request.renewal ?? {};
    const prolonged = known.get(instanceId);
    if (end?.is === 'renewed' && prolonged !== undefined) move(books, prolonged, end.until, askedRenewal(request));
  }
  for (const [index, instance] of instances.entries()) {
    await yieldToEventLoop(index);
    await keep(books, instance, requests);
    for (const grown of growthExpenses(instance, known, books.at)) await putRunning(books, instance, grown);
  }
  if (change.account !== undefined) await moveAccount(books, kind);
  await write(books);
}

const idsOf = (requests: readonly Request[], instances: readonly Instance[]): readonly string[] => [
  ...requests.flatMap(({ id, renewal }) => (renewal === undefined ? [id] : [id, renewal.instanceId])),
  ...instances.flatMap((instance) => [instance.id, ...growthIdsOf(instance)]),
];

async function keep(books: Books, instance: Instance, requests: readonly Request[]): Promise<void> {
  const { known, at, db } = books;
  const before = known.get(instance.id) ?? null;
  if (before === null && instance.adopted === true) return;
  const first = before ?? (await firstExpense(db, instance, requests));
  if (first === null) return;
  const next = await putRunning(books, instance, expenseAfter(first, instance, at), first);
  const until = instance.expiry?.until ?? null;
  if (until === null || until === next.until) return;
  const asked =
    next.until === null || instance.renewedBy === undefined ? null : await readAsked(db, instance.renewedBy);
  move(books, withRenewalPrice(next, instance), until, asked);
}

/** An instance's answer may come after its account was left; then it does not count. */
async function putRunning(
  books: Books,
  instance: Instance,
  after: Expense,
  before = books.known.get(after.id) ?? null,
): Promise<Expense> {
  const begins = runs(after) && (before === null || !runs(before));
  const next = begins && (await isLeft(books.db, instance)) ? expenseLeft(after) : after;
  put(books, next);
  return next;
}

async function firstExpense(db: Kysely<Tables>, instance: Instance, requests: readonly Request[]) {
  const { requestId } = instance;
  const request = requests.find(({ id }) => id === requestId) ?? (await readRow(db, requestId));
  return request === null ? null : newExpense(instance, request);
}

const runs = ({ state }: Expense): boolean => state.is === 'running' || state.is === 'paused';

async function isLeft(db: Kysely<Tables>, instance: Instance): Promise<boolean> {
  const account = await readAccount(db);
  return account !== null && isLeftBehind(instance, account);
}

/** An expense's state as JSON in its row. */
const BY_THE_HOUR = ['running', 'paused', 'left'].map((is) => `%"state":{"is":"${is}"%`);

/** After a change of account: hourly expenses in the old account stop counting, those in the new account count again. */
async function moveAccount(books: Books, kind: DatabaseKind): Promise<void> {
  const { db, known, at } = books;
  const account = await readAccount(db);
  if (account === null) return;
  const rows = await db
    .selectFrom('expenses')
    .select(['id', 'body'])
    .where((eb) => eb.or(BY_THE_HOUR.map((form) => eb('body', 'like', form))))
    .orderBy('id')
    .$if(kind === 'postgres', (query) => query.forNoKeyUpdate())
    .execute();
  const instances = await readInstances(db, [...new Set(rows.map(({ id }) => instanceOfExpense(id)))]);
  for (const row of rows) {
    const instance = instances.get(instanceOfExpense(row.id));
    if (instance === undefined) continue;
    const before = known.get(row.id) ?? (JSON.parse(row.body) as Expense);
    known.set(row.id, before);
    put(books, isLeftBehind(instance, account) ? expenseLeft(before) : expenseBack(before, at));
  }
}

/** The most ids per statement. */
const READ_AT_ONCE = 500;

async function readInstances(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, Instance>> {
  const found = new Map<string, Instance>();
  for (const batch of batchesOf(ids, READ_AT_ONCE)) {
    const rows = await rowsOfInstances(db).where('id', 'in', batch).execute();
    for (const row of rows.map(toInstance)) found.set(row.id, row);
  }
  return found;
}

/** The last renewal of an instance, if it may have moved its end. */
async function readAsked(db: Kysely<Tables>, requestId: string): Promise<AskedRenewal | null> {
  const request = await readRow(db, requestId);
  return request === null ? null : askedRenewal(request);
}

async function readRow(db: Kysely<Tables>, id: string): Promise<Request | null> {
  const row = await db
    .selectFrom('requests')
    .select(['version', 'due_at', 'body'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toRequest({ ...row, card_channel: null, card_ts: null });
}

function put({ known, changed, tallies, at }: Books, next: Expense): void {
  const before = known.get(next.id) ?? null;
  if (before !== null && JSON.stringify(before) === JSON.stringify(next)) return;
  // Most requests have no cost of their own beside their instances'.
  if (before === null && next.state.is === 'over') return;
  known.set(next.id, next);
  changed.add(next.id);
  tallies.push(...talliesOf(before, next, at));
}

function move(books: Books, before: Expense, until: number, asked: AskedRenewal | null): void {
  const { next, micros } = endMoved(before, until, asked);
  put(books, next);
  books.tallies.push(...talliesOfRenewing(before, micros, books.at));
}

async function readExpenses(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  ids: readonly string[],
): Promise<Map<string, Expense>> {
  // PostgreSQL refuses an empty list.
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('expenses')
    .select('body')
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    // Locked, because a renewal and its instance are written separately.
    .$if(kind === 'postgres', (query) => query.forNoKeyUpdate())
    .execute();
  return new Map(rows.map(({ body }) => JSON.parse(body) as Expense).map((one) => [one.id, one]));
}

async function write({ db, known, changed, tallies }: Books): Promise<void> {
  for (const [index, id] of [...changed].sort().entries()) {
    await yieldToEventLoop(index);
    const body = JSON.stringify(known.get(id));
    await db
      .insertInto('expenses')
      .values({ id, body })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ body }))
      .execute();
  }
  for (const { month, requester, currency, sum, by } of merged(tallies))
    await db
      .insertInto('spending')
      .values({ month, requester, currency, sum, amount: by })
      .onConflict((conflict) =>
        conflict
          .columns(['month', 'requester', 'currency', 'sum'])
          .doUpdateSet((eb) => ({ amount: eb('spending.amount', '+', by) })),
      )
      .execute();
}
