import { isKnownMessage } from '../../core/request/known.ts';
import { isStanding } from '../../core/request/message.ts';
import { MAX_NAMES_LISTED } from '../../core/request/name-ranges.ts';
import type { Delivery } from '../../store/store.ts';
import { approvalEndOf, renderEnd } from '../approval/dm.ts';
import { renderGiven } from '../attribute/words.ts';
import { isUserId } from '../kit/ids.ts';
import { textIn } from '../kit/localizer.ts';
import type { Post } from '../kit/post.ts';
import { renderDm } from '../request/dm.ts';
import { knownServer } from '../request/getting-in.ts';
import { renderThread } from '../request/thread.ts';
import { sendAsk } from './send-ask.ts';
import { sendCard } from './send-card.ts';
import { sendNotice } from './send-notice.ts';
import { sendStanding } from './send-standing.ts';
import {
  cardLink,
  closedToCards,
  type DeliveryOutcome,
  inTurn,
  postOnce,
  postTo,
  type Sender,
  withoutDoubt,
} from './sender.ts';

/**
 * One try of a delivery: renders it from the present store, looks first whether Slack shows it already, and goes another way if
 * the first is closed.
 */
export async function sendAll(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  if (!delivery.messages.every(isKnownMessage)) return { kind: 'unknown' };
  // Takes its turn before it waits for anything, so that no two deliveries take the same one.
  if (delivery.existing === null) return inTurn(sender, placeOf(delivery), () => send(sender, delivery));
  const { rateLimiter, now } = sender;
  const ms = rateLimiter.edit(delivery.id, delivery.news, now());
  if (ms > 0) return { kind: 'wait', ms };
  try {
    return await send(sender, delivery);
  } finally {
    rateLimiter.giveBack(delivery.id);
  }
}

/** A channel or a person. The card of a request from a channel may be elsewhere. */
const placeOf = ({ kind, card, channel }: Delivery): string =>
  kind === 'thread' && !isUserId(channel) ? (card?.channel ?? channel) : channel;

async function send(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  switch (delivery.kind) {
    case 'card':
      return sendCard(sender, delivery);
    case 'ask':
      return withoutDoubt(sender, delivery, (known) => sendAsk(sender, known));
    case 'thread':
      return sendThread(sender, delivery);
    case 'dm':
      return sendDm(sender, delivery);
    case 'notice':
      return sendNotice(sender, delivery);
  }
}

async function sendThread(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  if (delivery.card === null) return { kind: 'never', reason: 'no_card' };
  const notes = delivery.messages.flatMap((message) => (message.kind === 'thread' ? [message.note] : []));
  const to = { channel: delivery.card.channel, threadTs: delivery.card.ts };
  const request = async () => sender.store.request(delivery.requestId);
  const requester = async () => (await request())?.requester ?? null;
  const runs = notes.some(({ milestone }) => milestone === 'running');
  const asked = runs || notes.length > MAX_NAMES_LISTED ? await request() : null;
  const instances = runs ? await sender.store.instancesOf(delivery.requestId) : [];
  const now = asked === null ? null : { instances, region: asked.spec.region, ...knownServer(asked) };
  const outcome =
    (await closedToCards(sender, delivery, to.channel, true)) ??
    (await postOnce(
      sender,
      delivery,
      to,
      renderThread(notes, await textIn(sender.localizer, to.channel, requester), now),
    ));
  if (
    outcome.kind === 'trouble' &&
    (outcome.trouble.kind === 'messageGone' || outcome.trouble.kind === 'noSuchPlace')
  ) {
    // The card is gone: ordering it again brings it back, elsewhere if need be, and the thread follows.
    sender.looks.delete(delivery.requestId);
    await sender.store.commit({ messages: [{ kind: 'card', requestId: delivery.requestId }], at: sender.now() });
  }
  return outcome;
}

async function sendDm(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  const [message] = delivery.messages;
  if (isStanding(message)) return withoutDoubt(sender, delivery, (known) => sendStanding(sender, known, message));
  const post = await privatePost(sender, delivery);
  if (post === 'unknown') return { kind: 'never', reason: 'unknown_request' };
  if (post === 'needless') return { kind: 'needless' };
  return postTo(sender, delivery, delivery.channel, post);
}

async function privatePost(sender: Sender, delivery: Delivery): Promise<Post | 'unknown' | 'needless'> {
  const request = await sender.store.request(delivery.requestId);
  if (request === null) return 'unknown';
  const text = await sender.localizer.textFor(delivery.channel);
  const [message] = delivery.messages;
  if (message?.kind === 'dm' && message.about === 'owner') {
    const all = await sender.store.instancesOf(delivery.requestId);
    return renderGiven(message, all, text) ?? 'needless';
  }
  const end = approvalEndOf(request);
  if (end !== null) return renderEnd(request, end, await cardLink(sender, delivery), text);
  return renderDm(request, await sender.store.instancesOf(delivery.requestId), text);
}
