import type { StandingMessage } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import type { Delivery } from '../../store/store.ts';
import { hasApproval } from '../approval/blocks.ts';
import {
  type NudgeReason,
  renderNudge,
  renderNudgeOver,
  renderUntold,
  renderUntoldOver,
  renderVoteLost,
} from '../approval/dm.ts';
import { expiryReminder } from '../auto-renewal/expiry-words.ts';
import { reclaimWarning } from '../instance/reclaim-words.ts';
import type { StandingPost } from '../kit/post.ts';
import { leaseWarning } from '../lease/warnings.ts';
import { editInPlace, postEditable } from './send-editable.ts';
import { cardLink, type DeliveryOutcome, droppedIfNowhere, permalink, type Sender } from './sender.ts';

/** Posts a direct message that stands, or edits it by what is true now. */
export async function sendStanding(
  sender: Sender,
  delivery: Delivery,
  message: StandingMessage,
): Promise<DeliveryOutcome> {
  const request = await sender.store.request(delivery.requestId);
  if (request === null) return { kind: 'never', reason: 'unknown_request' };
  const { existing } = delivery;
  const shown = await standingOf(sender, delivery, message, request);
  if (shown === null)
    return existing === null ? { kind: 'needless' } : { kind: 'sent', at: existing, found: false, isUnchanged: true };
  const { post, isLast, isOver } = shown;
  // A message that is no longer true is edited, but never posted for the first time.
  if (isOver && existing === null) return { kind: 'needless' };
  const look = { key: delivery.id, in: async () => post };
  const outcome = droppedIfNowhere(
    existing === null
      ? await postEditable(sender, delivery, delivery.channel, look)
      : await editInPlace(sender, delivery, existing, look, async () => ({ kind: 'needless' })),
  );
  return outcome.kind === 'sent' ? { ...outcome, isLast } : outcome;
}

/** Null if there is nothing to say, or nothing to change. */
async function standingOf(
  sender: Sender,
  delivery: Delivery,
  message: StandingMessage,
  request: Request,
): Promise<StandingPost | null> {
  const text = await sender.localizer.textFor(delivery.channel);
  const instances = () => sender.store.instancesOf(request.id);
  switch (message.about) {
    case 'lease':
      return leaseWarning(sender, request, { ...message, isSent: delivery.existing !== null }, text);
    case 'expiry':
      return expiryReminder(request, await instances(), message.ends, sender.now(), text);
    case 'reclaim':
      return reclaimWarning(request, await instances(), message.instanceIds, text);
    case 'untold':
      return hasApproval(request) && request.state === 'pending'
        ? { post: renderUntold(request, message.unreachable, text), isLast: false, isOver: false }
        : { post: renderUntoldOver(request, text), isLast: true, isOver: true };
    case 'reminder':
    case 'escalation':
    case 'again':
    case 'voteLost':
      return nudge(sender, delivery, message, request);
  }
}

type Nudge = Extract<StandingMessage, { readonly about: NudgeReason | 'voteLost' }>;

/** An approver who has agreed meanwhile, or cannot decide any more, is not waited for. */
async function nudge(
  sender: Sender,
  delivery: Delivery,
  message: Nudge,
  request: Request,
): Promise<StandingPost | null> {
  if (!hasApproval(request)) return null;
  const text = await sender.localizer.textFor(delivery.channel);
  const card = await cardLink(sender, delivery);
  const isOpen = request.state === 'pending';
  if (!isOpen || hasVoted(request, delivery.channel))
    // A vote may have to be given again.
    return { post: renderNudgeOver(request, card, text), isLast: !isOpen, isOver: true };
  const ask = await permalink(sender, delivery.ask);
  const { about } = message;
  if (about === 'voteLost')
    return { post: renderVoteLost(request, message.why, { ask, card }, text), isLast: false, isOver: false };
  // One message that asks has one reminder at a time, for the first of its requests that still waits.
  const before = delivery.existing === null ? delivery.askedWith : [];
  const others = await Promise.all(before.map((id) => sender.store.request(id)));
  if (others.some((one) => one !== null && callsFor(one, about, delivery.channel))) return null;
  return { post: renderNudge(request, about, { ask, card }, text), isLast: false, isOver: false };
}

const hasVoted = ({ approval }: Request, user: string): boolean =>
  approval?.votes.some(({ by }) => by === user) === true;

/** Whether a person who still has to decide on a request gets this message about it: the reminder, or the escalation. Each is asked again on its own. */
function callsFor(request: Request, about: NudgeReason, user: string): boolean {
  if (!hasApproval(request) || request.state !== 'pending' || hasVoted(request, user) || about === 'again')
    return false;
  const { remindAt, escalateAt, escalateTo } = request.approval;
  return about === 'reminder' ? remindAt !== null : escalateAt === null && escalateTo.includes(user);
}
