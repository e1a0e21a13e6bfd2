import { closedBy } from '../../core/request/closed-channel.ts';
import type { Request } from '../../core/request/request.ts';
import type { Delivery } from '../../store/store.ts';
import { tellIfNobodyWasTold } from '../approval/tell-untold.ts';
import { textIn } from '../kit/localizer.ts';
import { renderCard } from '../request/card.ts';
import { editInPlace, isKeptOut, type Look, postEditable } from './send-editable.ts';
import type { Outcome, Sender } from './sender.ts';

/** Posts the card, or edits the one that stands. */
export async function sendCard(mouth: Sender, delivery: Delivery): Promise<Outcome> {
  const request = await mouth.store.request(delivery.requestId);
  if (request === null) return { kind: 'never', reason: 'unknown_request' };
  const instances = await mouth.store.instancesOf(delivery.requestId);
  const ended = instances.filter(({ outcome }) => outcome !== null).length;
  const look: Look = {
    key: request.id,
    in: async (channel) => {
      const text = await textIn(mouth.readers, channel, async () => request.requester);
      const refused = channel === request.channel ? null : await mouth.store.closed.codeOf(request.channel);
      return renderCard(request, instances, text, channel, refused === null ? 'absent' : closedBy(refused));
    },
    news: ended + newsOf(request),
  };
  if (delivery.stands === null) return postCard(mouth, delivery, request, look);
  // A card never disappears silently.
  return editInPlace(mouth, delivery, delivery.stands, look, async () => {
    const wait = mouth.pace.post(delivery.channel, mouth.now());
    return wait > 0 ? { kind: 'wait', ms: wait } : postCard(mouth, delivery, request, look);
  });
}

/** How much has become of the request itself that people wait for. */
export const newsOf = ({ finishedAt, approval }: Request): number =>
  (finishedAt === null ? 0 : 1) + (approval === null ? 0 : approval.round - 1 + (approval.decision === null ? 0 : 1));

/** In the channel it was asked for in; where the bot may not write there, in the requester's direct messages. */
async function postCard(mouth: Sender, delivery: Delivery, request: Request, look: Look): Promise<Outcome> {
  const first = await postEditable(mouth, delivery, delivery.channel, look);
  if (!isKeptOut(first)) return first;
  mouth.log.warn(
    { requestId: request.id, channel: delivery.channel, code: first.trouble.code },
    'the card cannot be posted where it was asked for; posting it to the requester',
  );
  await tellIfNobodyWasTold(mouth, request, delivery.channel, null);
  const second = await postEditable(mouth, delivery, request.requester, look);
  return second.kind === 'trouble' && second.trouble.kind === 'noSuchPlace'
    ? { kind: 'never', reason: first.trouble.code }
    : second;
}
