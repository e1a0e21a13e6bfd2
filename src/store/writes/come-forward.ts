import type { Kysely } from 'kysely';
import { HOUR_MS, MINUTE_MS } from '../../core/base/durations.ts';
import { compareText } from '../../core/base/lists.ts';
import { forwardOwn } from '../../core/expiry/expiry-clock.ts';
import { NO_CLAIM } from '../claim.ts';
import { instanceRow, toInstance } from '../rows.ts';
import type { Tables } from '../schema.ts';
import { CLAIMED } from './claims.ts';

/** Work on rows and messages waits for less than this; only what people decide about waits for longer. */
const LONGEST_WAIT_MS = 2 * MINUTE_MS;
/** What was begun with a key is tried again after this time at the latest. */
const LONGEST_KEY_WAIT_MS = HOUR_MS;

/** See `Store.comeForward`. */
export async function comeForward(db: Kysely<Tables>, now: number, claimMs: number): Promise<void> {
  const due = { due_at: now };
  const latest = now + LONGEST_WAIT_MS;
  await db
    .updateTable('own_keys')
    .set(due)
    .where('due_at', '>', now + LONGEST_KEY_WAIT_MS)
    .execute();
  await db.updateTable('requests').set(due).where('due_at', '>', latest).where('state', '=', 'creating').execute();
  await db.updateTable('instances').set(due).where('due_at', '>', latest).execute();
  await forwardInstances(db, now);
  await db.updateTable('outbox').set(due).where('due_at', '>', latest).execute();
  for (const table of CLAIMED)
    await db
      .updateTable(table)
      .set(NO_CLAIM)
      .where('claim_owner', 'is not', null)
      .where('claim_until', '>', latest + claimMs)
      .execute();
}

/** What a body holds with a moment of the bot's own; milliseconds begin with 1 until 2033, and then with 2. */
const WITH_OWN_MOMENT = ['"tryAt":1', '"tryAt":2', '"lookAt":1', '"lookAt":2'];

/** Their own moments are in the body; the column has the earliest of them. */
async function forwardInstances(db: Kysely<Tables>, now: number): Promise<void> {
  const rows = await db
    .selectFrom('instances')
    .select(['id', 'version', 'due_at', 'body'])
    .where('expiry_at', 'is not', null)
    .where((eb) => eb.or(WITH_OWN_MOMENT.map((part) => eb('body', 'like', `%${part}%`))))
    .orderBy('expiry_at')
    .execute();
  for (const row of rows.toSorted((a, b) => compareText(a.id, b.id))) {
    const next = forwardOwn(toInstance(row), now);
    if (next === null) continue;
    // Who has written it meanwhile knows the hour of now.
    await db
      .updateTable('instances')
      .set(instanceRow(next))
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .execute();
  }
}
