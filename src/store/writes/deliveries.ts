import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import { AlreadyTaken } from '../store.ts';

/** A person's action, as Slack delivered it. An attacker who obtains the payload may deliver it again. */
interface Delivery {
  readonly origin: string;
  /** Whether a commit was made for it. */
  taken: boolean;
}

const current = new AsyncLocalStorage<Delivery>();

/** For repeatable work on the way to the actual purpose of a delivery: its commits do not count as the delivery's. */
export const outsideDelivery = <T>(work: () => T): T => current.run({ origin: '', taken: true }, work);

/**
 * The first commit within `work`, however deep below, counts for this delivery. If a commit was made for it before, here or
 * in another replica, nothing is written and `commit` throws {@link AlreadyTaken}.
 *
 * @param origin the same at every delivery of the payload
 */
export const inDelivery = <T>(origin: string, work: () => T): T => current.run({ origin, taken: false }, work);

/** The current delivery if it has no commit yet; else null. */
export function pendingDelivery(): Delivery | null {
  const delivery = current.getStore() ?? null;
  return delivery === null || delivery.taken ? null : delivery;
}

/** Slack's signatures are valid for five minutes, and its own retries come within a few more. */
const KEEP_MS = 3_600_000;

/** @throws AlreadyTaken which also rolls the transaction back */
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

/** Deletes deliveries that are too old to be repeated. */
export async function forgetOld(db: Kysely<Tables>, now: number): Promise<void> {
  const old = await db
    .selectFrom('deliveries')
    .select('origin')
    .where('at', '<', now - KEEP_MS)
    .orderBy('at')
    .limit(FORGOTTEN_AT_ONCE)
    .execute();
  if (old.length === 0) return;
  // By a list: with a subquery PostgreSQL would scan the whole table.
  const origins = old.map(({ origin }) => origin);
  await db.deleteFrom('deliveries').where('origin', 'in', origins).execute();
}

export const FORGET_EVERY_MS = 60_000;
