import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import { AlreadyTaken } from '../store.ts';

/** Something that a person did and that Slack delivered; an attacker who gets hold of it may deliver it again. */
interface Delivery {
  readonly origin: string;
  /** Whether a commit has been made for it. */
  taken: boolean;
}

const current = new AsyncLocalStorage<Delivery>();

/** For what may be done again however often, and is on the way to what the delivery is for: its commits are not those of the delivery. */
export const outsideDelivery = <T>(work: () => T): T => current.run({ origin: '', taken: true }, work);

/**
 * The first commit that follows from `work`, however deep below, is the one for this delivery: when one was made for it before,
 * here or in another replica, nothing is written and `commit` throws {@link AlreadyTaken}.
 *
 * @param origin the same however often it is delivered
 */
export const inDelivery = <T>(origin: string, work: () => T): T => current.run({ origin, taken: false }, work);

/** The delivery for which a commit is made that has none yet; null for all other commits. */
export function pendingDelivery(): Delivery | null {
  const delivery = current.getStore() ?? null;
  return delivery === null || delivery.taken ? null : delivery;
}

/** Slack's signatures are good for five minutes, and its own repeats come within a few more. */
const KEEP_MS = 3_600_000;

/** @throws AlreadyTaken which also undoes the transaction */
export async function take(db: Kysely<Tables>, origin: string, at: number): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('deliveries')
    .values({ origin, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) throw new AlreadyTaken('It was delivered before.');
}

export async function wasTaken(db: Kysely<Tables>, origin: string): Promise<boolean> {
  const row = await db.selectFrom('deliveries').select('at').where('origin', '=', origin).executeTakeFirst();
  return row !== undefined;
}

const FORGOTTEN_AT_ONCE = 1_000;

/** Forgets what cannot be delivered again any more. */
export async function forgetOld(db: Kysely<Tables>, now: number): Promise<void> {
  const old = await db
    .selectFrom('deliveries')
    .select('origin')
    .where('at', '<', now - KEEP_MS)
    .orderBy('at')
    .limit(FORGOTTEN_AT_ONCE)
    .execute();
  if (old.length === 0) return;
  // By their names: with the query inside, PostgreSQL would go through all that there are.
  const origins = old.map(({ origin }) => origin);
  await db.deleteFrom('deliveries').where('origin', 'in', origins).execute();
}

export const FORGET_EVERY_MS = 60_000;
