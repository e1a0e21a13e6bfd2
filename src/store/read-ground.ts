import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ChainEnd } from '../core/chain.ts';
import type { StoreIdentity } from './ground.ts';
import type { SettingTable, Tables } from './schema.ts';
import type { Change, CommitRefusal } from './store.ts';

/** What the refusal of a change of the account is about. */
export const ACCOUNT_ID = 'account';

export async function ensureIdentity(db: Kysely<Tables>, now: number): Promise<StoreIdentity> {
  const { body } = await settingOf(db, 'store');
  if (body !== null) return JSON.parse(body) as StoreIdentity;
  const identity: StoreIdentity = { id: `s-${randomBytes(8).toString('hex')}`, since: now };
  // Of two at once the second finds it filled in.
  await db
    .updateTable('settings')
    .set((eb) => ({ version: eb('version', '+', 1), body: JSON.stringify(identity) }))
    .where('name', '=', 'store')
    .where('body', 'is', null)
    .execute();
  return JSON.parse((await settingOf(db, 'store')).body ?? '') as StoreIdentity;
}

export const readAccount = async (db: Kysely<Tables>): Promise<string | null> =>
  accountIn((await settingOf(db, ACCOUNT_ID)).body);

/** Refuses a change that was based on another account. */
export async function writeAccount(db: Kysely<Tables>, { account, at }: Change): Promise<CommitRefusal | null> {
  if (account === undefined) return null;
  const { version, body } = await settingOf(db, ACCOUNT_ID);
  const refusal: CommitRefusal = { kind: 'conflict', id: ACCOUNT_ID };
  if (accountIn(body) !== account.was) return refusal;
  const { numUpdatedRows } = await db
    .updateTable('settings')
    .set({ version: version + 1, body: JSON.stringify({ id: account.next, since: at }) })
    .where('name', '=', ACCOUNT_ID)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? null : refusal;
}

const accountIn = (body: string | null): string | null =>
  body === null ? null : (JSON.parse(body) as { readonly id: string }).id;

const settingOf = (db: Kysely<Tables>, name: string): Promise<Pick<SettingTable, 'version' | 'body'>> =>
  db.selectFrom('settings').select(['version', 'body']).where('name', '=', name).executeTakeFirstOrThrow();

/** Whether an event that was once committed is still what it was. */
export async function holds(db: Kysely<Tables>, { seq, hash }: ChainEnd): Promise<boolean> {
  const event = await db.selectFrom('events').select('hash').where('seq', '=', seq).executeTakeFirst();
  return event?.hash === hash;
}

export async function readEnd(db: Kysely<Tables>): Promise<ChainEnd> {
  return db.selectFrom('chain').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirstOrThrow();
}
