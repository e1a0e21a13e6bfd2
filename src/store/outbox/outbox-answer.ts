import type { ExpressionBuilder, Kysely } from 'kysely';
import { isStanding } from '../../core/request/message.ts';
import { NO_CLAIM } from '../claim.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import type { Delivery, MessagePlace } from '../store.ts';
import { appendEvents } from '../writes/chain.ts';
import { askAgain } from './asks.ts';
import { readClaim } from './outbox-claim.ts';

/**
 * Records the result of a delivery, within the caller's transaction. Each of these functions first releases the claim. It
 * changes nothing if the claim is lost: then the new holder is responsible.
 */
export async function writeDelivered(
  db: Kysely<Tables>,
  delivery: Delivery,
  at: MessagePlace,
  now: number,
): Promise<void> {
  if (!(await giveBack(db, delivery))) return;
  if (!stays(delivery)) return await forget(db, delivery);
  if (delivery.kind === 'card')
    await db
      .updateTable('mailboxes')
      .set({ card_channel: at.channel, card_ts: at.ts })
      .where('request_id', '=', delivery.requestId)
      .execute();
  await db
    .updateTable('outbox')
    .set((eb) => ({
      ...(delivery.kind === 'card' ? {} : { place_channel: at.channel, place_ts: at.ts }),
      due_at: unlessChanged(eb, delivery, now),
      news: unlessNew(eb, delivery),
      ...NOT_TRIED,
    }))
    .where('request_id', '=', delivery.requestId)
    .where('delivery_id', '=', delivery.id)
    .execute();
  const moved = delivery.card?.channel !== at.channel || delivery.card.ts !== at.ts;
  if (delivery.kind === 'card' && moved) await askAgain(db, delivery.requestId, now, true);
}

/** A message that can be edited in Slack keeps its row. */
const stays = ({ kind, messages: [message] }: Delivery): boolean =>
  kind === 'card' || kind === 'ask' || isStanding(message);

/** What was requested again meanwhile is due again, behind those that have waited. */
const unlessChanged = (eb: ExpressionBuilder<Tables, 'outbox'>, { revision }: Delivery, now: number) =>
  eb.case().when('revision', '=', revision).then(null).else(now).end();

/** What it shows is no news any more. */
const unlessNew = (eb: ExpressionBuilder<Tables, 'outbox'>, { revision }: Delivery) =>
  eb.case().when('revision', '=', revision).then(0).else(eb.ref('news')).end();

const NOT_TRIED = { attempts: 0, first_tried_at: null, in_doubt: 0 } as const;

export async function writeDropped(db: Kysely<Tables>, delivery: Delivery): Promise<void> {
  if (!(await giveBack(db, delivery))) return;
  if (delivery.kind === 'ask') await giveUpAsk(db, delivery);
  else await forget(db, delivery);
}

/** Doubt stays: a later failed try says nothing about an earlier one whose answer was lost. */
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
  // Without its card a request is silent, so the card is tried again at every change. An ask that cannot be posted is not
  // repeated.
  if (delivery.kind === 'card' || (delivery.kind === 'ask' && delivery.existing !== null)) {
    await db
      .updateTable('outbox')
      .set((eb) => ({ due_at: unlessChanged(eb, delivery, now), ...NOT_TRIED }))
      .where('request_id', '=', delivery.requestId)
      .where('delivery_id', '=', delivery.id)
      .execute();
    // Without a card there is no thread, so its lines could never be sent.
    if (delivery.kind === 'card' && delivery.existing === null) lines = await dropLines(db, delivery.requestId);
  } else if (delivery.kind === 'ask') {
    if (!(await giveUpAsk(db, delivery))) return;
  } else await forget(db, delivery);
  const to = delivery.kind === 'ask' || delivery.kind === 'notice' ? { to: delivery.channel } : {};
  const data = { delivery: delivery.id, message: delivery.kind, ...to, lines, reason };
  const event = { at: now, actor: 'bot', instanceId: null, kind: 'message.abandoned', data } as const;
  await appendEvents(
    db,
    kind,
    [delivery.requestId, ...delivery.others].map((requestId) => ({ ...event, requestId })),
  );
}

async function giveBack(db: Kysely<Tables>, delivery: Delivery): Promise<boolean> {
  const { owner, claimNo } = readClaim(delivery.claim);
  const { numUpdatedRows } = await db
    .updateTable('mailboxes')
    .set(NO_CLAIM)
    .where('request_id', '=', delivery.requestId)
    .where('claim_owner', '=', owner)
    .where('claim_no', '=', claimNo)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Removes an ask that was not posted, with those that its message would show. Returns false if another ask joined
 * meanwhile: then it stays due, and all are tried together.
 */
async function giveUpAsk(db: Kysely<Tables>, { requestId, id, revision }: Delivery): Promise<boolean> {
  const own = await db
    .updateTable('outbox')
    .set(NOT_TRIED)
    .where('request_id', '=', requestId)
    .where('delivery_id', '=', id)
    .returning(['seq', 'revision'])
    .executeTakeFirst();
  if (own !== undefined && own.revision !== revision) return false;
  if (own !== undefined) {
    await db.deleteFrom('outbox').where('leader', '=', own.seq).execute();
    await db.deleteFrom('outbox').where('seq', '=', own.seq).execute();
  }
  return true;
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
