import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema.ts';
import { AlreadyTaken } from '../store.ts';

/** A person's action, as Slack sent it. Slack may retry it, and an attacker who obtains it may send it again. */
interface Payload {
  readonly origin: string;
  /** Whether a commit was made for it. */
  taken: boolean;
}

const current = new AsyncLocalStorage<Payload>();

/** For repeatable work on the way to the actual purpose of a payload: its commits do not count as the payload's. */
export const outsidePayload = <T>(work: () => T): T => current.run({ origin: '', taken: true }, work);

/**
 * The first commit within `work`, however deep below, counts for this payload. If a commit was made for it before, here or
 * in another replica, nothing is written and `commit` throws {@link AlreadyTaken}.
 *
 * @param origin names the payload, the same at every retry
 */
export const inPayload = <T>(origin: string, work: () => T): T => current.run({ origin, taken: false }, work);

/** The current payload if it has no commit yet; else null. */
export function pendingPayload(): Payload | null {
  const payload = current.getStore() ?? null;
  return payload === null || payload.taken ? null : payload;
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
  if (numInsertedOrUpdatedRows !== 1n) throw new AlreadyTaken('It was taken before.');
}

export async function wasTaken(db: Kysely<Tables>, origin: string): Promise<boolean> {
  const row = await db.selectFrom('deliveries').select('at').where('origin', '=', origin).executeTakeFirst();
  return row !== undefined;
}

const FORGOTTEN_AT_ONCE = 1_000;

/** Deletes payloads that are too old to be retried. */
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
