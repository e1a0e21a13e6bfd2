import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isLeftBehind, mayBeUnderWay, type StoredAccount } from '../../core/account/account.ts';
import { isInDoubt } from '../../core/renewal/renewal.ts';
import type { ChainEnd } from '../../core/request/hash-chain.ts';
import type { Request } from '../../core/request/request.ts';
import type { StoreIdentity } from '../metadata.ts';
import { toInstance } from '../rows.ts';
import type { DatabaseKind, SettingTable, Tables } from '../schema.ts';
import type { Change, CommitRefusal } from '../store.ts';
import { readEventAt, readFirstSeq } from './read-events.ts';

/** The id in the refusal of a conflicting change of the account. */
const ACCOUNT_ID = 'account';

export async function ensureIdentity(db: Kysely<Tables>, now: number): Promise<StoreIdentity> {
  const { body } = await settingOf(db, 'store');
  if (body !== null) return JSON.parse(body) as StoreIdentity;
  const identity: StoreIdentity = { id: `s-${randomBytes(8).toString('hex')}`, since: now };
  // Of two concurrent calls the second finds it set.
  await db
    .updateTable('settings')
    .set((eb) => ({ version: eb('version', '+', 1), body: JSON.stringify(identity) }))
    .where('name', '=', 'store')
    .where('body', 'is', null)
    .execute();
  return JSON.parse((await settingOf(db, 'store')).body ?? '') as StoreIdentity;
}

export const readAccount = async (db: Kysely<Tables>): Promise<StoredAccount | null> =>
  accountIn((await settingOf(db, ACCOUNT_ID)).body);

/**
 * The ids of unfinished rows in this account: those that are due some time, and renewals. Rows in a previous account do not
 * count.
 */
export async function readUnderWay(
  db: Kysely<Tables>,
  limit: number,
  account: StoredAccount | null,
): Promise<readonly string[]> {
  const rows = db.selectFrom('instances').select(['id', 'version', 'due_at', 'body']);
  const due = await rows.where('due_at', 'is not', null).orderBy('due_at').execute();
  // At rest, but with an ordered change.
  const changing = await rows
    .where('expiry_at', 'is not', null)
    .where('due_at', 'is', null)
    .where('body', 'like', '%"attributes":{%')
    .orderBy('expiry_at')
    .execute();
  const found = [...due, ...changing]
    .map(toInstance)
    .filter((row) => mayBeUnderWay(row) && (account === null || !isLeftBehind(row, account)));
  const requests = await db
    .selectFrom('requests')
    .select(['id', 'body'])
    .where('renews', 'is not', null)
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .execute();
  const renewing = requests.filter(({ body }) => mayHaveTaken((JSON.parse(body) as Pick<Request, 'renewal'>).renewal));
  return [...found, ...renewing].map(({ id }) => id).slice(0, limit);
}

const mayHaveTaken = (renewal: Request['renewal']): boolean =>
  renewal != null && (renewal.acceptedAt !== null || isInDoubt(renewal));

/** Refuses a change of the account if the account has changed since. */
export async function writeAccount(db: Kysely<Tables>, { account }: Change): Promise<CommitRefusal | null> {
  if (account === undefined) return null;
  const { version, body } = await settingOf(db, ACCOUNT_ID);
  const refusal: CommitRefusal = { kind: 'conflict', id: ACCOUNT_ID };
  const was = accountIn(body);
  if ((was?.id ?? null) !== account.was) return refusal;
  const { numUpdatedRows } = await db
    .updateTable('settings')
    .set({
      version: version + 1,
      body: JSON.stringify({ id: account.next, first: was?.first ?? account.next } satisfies StoredAccount),
    })
    .where('name', '=', ACCOUNT_ID)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? null : refusal;
}

/** Checked after the other writes of a change of account: nothing else may be unfinished in the old account. */
export async function checkNothingUnderWay(db: Kysely<Tables>, { account }: Change): Promise<CommitRefusal | null> {
  if (account === undefined || account.was === null) return null;
  const now = await readAccount(db);
  const left = await readUnderWay(db, 1, { id: account.was, first: now?.first ?? account.was });
  return left.length > 0 ? { kind: 'conflict', id: ACCOUNT_ID } : null;
}

/**
 * Locks the account until the intent to buy there is committed. A change of account then either sees the intent, or comes
 * first and the intent is refused. SQLite has only one writer at a time.
 */
export async function keepAccount(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { underAccount }: Change,
): Promise<CommitRefusal | null> {
  if (underAccount === undefined) return null;
  const query = db.selectFrom('settings').select('body').where('name', '=', ACCOUNT_ID);
  const { body } = await (kind === 'postgres' ? query.forShare() : query).executeTakeFirstOrThrow();
  return accountIn(body)?.id === underAccount ? null : { kind: 'conflict', id: ACCOUNT_ID };
}

const accountIn = (body: string | null): StoredAccount | null =>
  body === null ? null : (JSON.parse(body) as StoredAccount);

const settingOf = (db: Kysely<Tables>, name: string): Promise<Pick<SettingTable, 'version' | 'body'>> =>
  db.selectFrom('settings').select(['version', 'body']).where('name', '=', name).executeTakeFirstOrThrow();

/** Whether a committed event is still unchanged, unless it was removed with the archive. */
export async function holds(db: Kysely<Tables>, { seq, hash }: ChainEnd): Promise<boolean> {
  const event = await readEventAt(db, seq);
  return event === null ? seq < ((await readFirstSeq(db)) ?? 0) : event.hash === hash;
}

export async function readEnd(db: Kysely<Tables>): Promise<ChainEnd> {
  return db.selectFrom('chain').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow();
}
