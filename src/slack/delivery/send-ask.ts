import type { Delivery } from '../../store/store.ts';
import { renderAsk } from '../approval/ask-message.ts';
import { hasApproval } from '../approval/blocks.ts';
import { renderAsks } from '../approval/grouped-asks.ts';
import { textIn } from '../kit/localizer.ts';
import { type EditableContent, editInPlace, postEditable } from './send-editable.ts';
import { type DeliveryOutcome, droppedIfNowhere, inTurn, linkTo, type Sender } from './sender.ts';

/** Posts or edits the message that asks somebody to decide one request, or several of one person. */
export async function sendAsk(sender: Sender, delivery: Delivery): Promise<DeliveryOutcome> {
  const all = await Promise.all([delivery.requestId, ...delivery.others].map((id) => sender.store.request(id)));
  const requests = all.flatMap((request) => (request !== null && hasApproval(request) ? [request] : []));
  const [request] = requests;
  if (request === undefined) return { kind: 'never', reason: 'unknown_request' };
  const { existing } = delivery;
  const waits = requests.some(({ state }) => state === 'pending');
  // Decided before the message was sent: there is nothing left to ask.
  if (!waits && existing === null) return { kind: 'needless' };
  const text = await textIn(sender.localizer, delivery.channel, async () => delivery.channel);
  const linked = await Promise.all(
    requests.map(async (one) => ({ request: one, toCard: await linkTo(sender, one.card) })),
  );
  const look: EditableContent = {
    key: delivery.id,
    in: async () =>
      linked.length > 1 ? renderAsks(linked, text) : renderAsk(request, linked[0]?.toCard ?? null, text),
  };
  // A person who cannot be written to is not asked: the request has its card, and others may decide.
  const post = async () => droppedIfNowhere(await postEditable(sender, delivery, delivery.channel, look));
  if (existing === null) return post();
  return editInPlace(sender, delivery, existing, look, async () => {
    // A deleted message that needs no answer any more is not posted again.
    if (!waits) return { kind: 'needless' };
    return inTurn(sender, delivery.channel, post);
  });
}
