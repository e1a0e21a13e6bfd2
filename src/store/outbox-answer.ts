import type { Kysely } from 'kysely';
import { appendEvents } from './chain.ts';
import { NO_LEASE } from './commit.ts';
import { readLease } from './outbox-claim.ts';
import type { DatabaseKind, Tables } from './schema.ts';
import type { Delivery } from './store.ts';

/**
 * What became of a delivery, each within the caller's transaction. All of them first give the lease back and change
 * nothing when it had gone: whoever has it now answers for the delivery.
 */
export async function writeDelivered(
  db: Kysely<Tables>,
  delivery: Delivery,
  at: { readonly channel: string; readonly ts: string },
): Promise<void> {
  if (!(await giveBack(db, delivery))) return;
  if (delivery.kind !== 'card') return await forget(db, delivery);
  await db
    .updateTable('mailboxes')
    .set({ card_channel: at.channel, card_ts: at.ts })
    .where('request_id', '=', delivery.requestId)
    .execute();
  await db
    .updateTable('outbox')
    .set((eb) => ({
      // A card that was asked for again meanwhile is still due.
      due_at: eb.case().when('revision', '=', delivery.revision).then(null).else(eb.ref('due_at')).end(),
      attempts: 0,
      first_tried_at: null,
      in_doubt: 0,
    }))
    .where('request_id', '=', delivery.requestId)
    .where('kind', '=', 'card')
    .execute();
}

/**
 * Doubt stays once it is there: a later try that surely failed says nothing about the earlier one whose answer was lost.
 */
export async function writePostponed(
  db: Kysely<Tables>,
  delivery: Delivery,
  dueAt: number,
  mayHaveBeenSent: boolean,
): Promise<void> {
  if (!(await giveBack(db, delivery))) return;
  await db
    .updateTable('outbox')
    .set({ due_at: dueAt, in_doubt: delivery.mayHaveBeenSent || mayHaveBeenSent ? 1 : 0 })
    .where('request_id', '=', delivery.requestId)
    .where('delivery_id', '=', delivery.id)
    .execute();
}

export async function writeAbandoned(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  delivery: Delivery,
  reason: string,
  now: number,
): Promise<void> {
  if (!(await giveBack(db, delivery))) return;
  let lines = delivery.kind === 'thread' ? delivery.messages.length : 0;
  if (delivery.kind === 'card') {
    await db
      .updateTable('outbox')
      .set({ due_at: null, attempts: 0, first_tried_at: null, in_doubt: 0 })
      .where('request_id', '=', delivery.requestId)
      .where('kind', '=', 'card')
      .execute();
    // Without a card there is no thread: its lines could never be sent and would wait for ever.
    if (delivery.card === null) lines = await dropLines(db, delivery.requestId);
  } else await forget(db, delivery);
  const data = { delivery: delivery.id, message: delivery.kind, lines, reason };
  const event = { at: now, actor: 'bot', requestId: delivery.requestId, instanceId: null, data };
  await appendEvents(db, kind, [{ ...event, kind: 'message.abandoned' }]);
}

async function giveBack(db: Kysely<Tables>, delivery: Delivery): Promise<boolean> {
  const { owner, claimNo } = readLease(delivery.lease);
  const { numUpdatedRows } = await db
    .updateTable('mailboxes')
    .set(NO_LEASE)
    .where('request_id', '=', delivery.requestId)
    .where('lease_owner', '=', owner)
    .where('claim_no', '=', claimNo)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function forget(db: Kysely<Tables>, delivery: Delivery): Promise<void> {
  await db
    .deleteFrom('outbox')
    .where('request_id', '=', delivery.requestId)
    .where('delivery_id', '=', delivery.id)
    .execute();
}

async function dropLines(db: Kysely<Tables>, requestId: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('request_id', '=', requestId)
    .where('kind', '=', 'thread')
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
