import { closedBy } from '../../core/request/closed-channel.ts';
import type { Request } from '../../core/request/request.ts';
import type { Delivery } from '../../store/store.ts';
import { tellIfNobodyWasTold } from '../approval/tell-untold.ts';
import { section } from '../kit/blocks.ts';
import { textIn } from '../kit/localizer.ts';
import { fallback } from '../kit/mrkdwn.ts';
import { passesLater } from '../kit/slack-error.ts';
import { renderCard } from '../request/card.ts';
import type { Place } from './delivery-client.ts';
import { type EditableContent, editInPlace, isChannelClosed, noteClosed, postEditable } from './send-editable.ts';
import { CLOSED_TO_CARDS, closedToCards, type DeliveryOutcome, edit, inTurn, type Sender, troubled } from './sender.ts';

/** Posts the card, or edits the existing one. */
export async function sendCard(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  const request = await sender.store.request(delivery.requestId);
  if (request === null) return { kind: 'never', reason: 'unknown_request' };
  const instances = await sender.store.instancesOf(delivery.requestId);
  const look: EditableContent = {
    key: request.id,
    in: async (channel) => {
      const text = await textIn(sender.localizer, channel, async () => request.requester);
      const refused = channel === request.channel ? null : await sender.store.closed.codeOf(request.channel);
      return renderCard(request, instances, text, channel, refused === null ? 'absent' : closedBy(refused));
    },
  };
  const { existing } = delivery;
  if (existing === null) return postCard(sender, delivery, request, look);
  const closed = await closedToCards(sender, delivery, existing.channel, true);
  if (closed === CLOSED_TO_CARDS) return moveCard(sender, delivery, existing, request, look);
  if (closed !== null) return closed;
  // A card never disappears silently.
  return editInPlace(sender, delivery, existing, look, () =>
    inTurn(sender, delivery.channel, () => postCard(sender, delivery, request, look)),
  );
}

/** Posts in the request's channel; if that is closed to the card, in the requester's direct messages. */
async function postCard(
  sender: Sender,
  delivery: Delivery,
  request: Request,
  look: EditableContent,
): Promise<DeliveryOutcome> {
  const first = await postUnlessShared(sender, delivery, look);
  if (!isChannelClosed(first)) return first;
  sender.log.warn(
    { requestId: request.id, channel: delivery.channel, code: first.trouble.code },
    'the card cannot be posted where it was asked for; posting it to the requester',
  );
  await tellIfNobodyWasTold(sender, request, delivery.channel, null);
  const second = await inTurn(sender, request.requester, () => postEditable(sender, delivery, request.requester, look));
  return second.kind === 'trouble' && second.trouble.kind === 'noSuchPlace'
    ? { kind: 'never', reason: first.trouble.code }
    : second;
}

/** For a card whose channel has since been shared: it loses its buttons and says where the new card is. */
async function moveCard(
  sender: Sender,
  delivery: Delivery,
  at: Place,
  request: Request,
  look: EditableContent,
): Promise<DeliveryOutcome> {
  const { moved } = sender.localizer.channelText().places;
  sender.rateLimiter.editing(delivery.id, sender.now());
  const left = await edit(sender, delivery, at, { text: fallback(moved), blocks: [section(moved)] });
  if (!left.ok && passesLater(left.trouble)) return troubled(left);
  return postCard(sender, delivery, request, look);
}

/** A channel that people of another company read is closed to cards: nobody there is let in, and a card has prices and addresses. */
async function postUnlessShared(sender: Sender, delivery: Delivery, look: EditableContent): Promise<DeliveryOutcome> {
  const { channel } = delivery;
  const closed = await closedToCards(sender, delivery, channel, false);
  if (closed === null) return postEditable(sender, delivery, channel, look);
  if (closed === CLOSED_TO_CARDS) await noteClosed(sender, channel, closed);
  return closed;
}
