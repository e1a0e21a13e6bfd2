import { createHash } from 'node:crypto';
import { type Delivery, StoreUnavailable } from '../../store/store.ts';
import { isUserId } from '../kit/ids.ts';
import type { Post } from '../kit/post.ts';
import type { Place } from './delivery-client.ts';
import { channelOf, type DeliveryOutcome, edit, postOnce, type Sender, troubled } from './sender.ts';

/** The content of a message that is edited in place. */
export interface EditableContent {
  /** Its key in {@link Sender.looks}. */
  readonly key: string;
  /** The message as it looks in a channel. */
  in(channel: string): Promise<Post>;
}

const LOOKS_KEPT = 2000;

/**
 * Edits the existing message; an edit that would change nothing is left out.
 *
 * @param gone what to do if somebody deleted it, archived its channel or removed the bot from it
 */
export async function editInPlace(
  sender: Sender,
  delivery: Delivery,
  at: Place,
  look: EditableContent,
  gone: () => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  const post = await look.in(at.channel);
  const hash = hashOf(at, post);
  if (sender.looks.get(look.key) === hash) return { kind: 'sent', at, found: false, isUnchanged: true };
  sender.rateLimiter.editing(delivery.id, sender.now());
  const spoken = await edit(sender, delivery, at, post);
  if (spoken.ok) {
    sender.rateLimiter.edited();
    remember(sender.looks, look.key, hash);
    return { kind: 'sent', at, found: false };
  }
  const { kind, code } = spoken.trouble;
  if (kind !== 'messageGone' && kind !== 'noSuchPlace') return troubled(spoken);
  sender.log.warn({ requestId: delivery.requestId, kind: delivery.kind, code }, 'a message cannot be edited any more');
  sender.looks.delete(look.key);
  return gone();
}

/** @param to a channel or a person */
export async function postEditable(
  sender: Sender,
  delivery: Delivery,
  to: string,
  look: EditableContent,
): Promise<DeliveryOutcome> {
  const opened = await channelOf(sender, to);
  if (!opened.ok) return troubled(opened);
  const post = await look.in(opened.value);
  const outcome = await postOnce(sender, delivery, { channel: opened.value, threadTs: null }, post);
  if (!isUserId(to)) await noteClosed(sender, to, outcome);
  if (outcome.kind !== 'sent') return outcome;
  // What an earlier try has posted shows the state of that try.
  if (outcome.found) {
    const spoken = await edit(sender, delivery, outcome.at, post);
    if (!spoken.ok) return troubled(spoken, true);
  }
  // It is not rendered again: a store that fails after a post would have it posted twice.
  remember(sender.looks, look.key, hashOf(outcome.at, post));
  return outcome;
}

/** Slack has many reasons for keeping an app out of a channel, and adds new ones. */
export const isChannelClosed = (outcome: DeliveryOutcome): outcome is Extract<DeliveryOutcome, { kind: 'trouble' }> =>
  outcome.kind === 'trouble' && (outcome.trouble.kind === 'noSuchPlace' || outcome.trouble.kind === 'refused');

/** Notes it so that nobody is promised a card in a closed channel. A post counts as sent even if this note fails. */
export async function noteClosed(
  { store: { closed }, now }: Sender,
  channel: string,
  outcome: DeliveryOutcome,
): Promise<void> {
  try {
    if (isChannelClosed(outcome)) await closed.note(channel, outcome.trouble.code, now());
    else if (outcome.kind === 'sent' && (await closed.codeOf(channel)) !== null)
      await closed.note(channel, null, now());
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

function remember(looks: Map<string, string>, key: string, shown: string): void {
  looks.delete(key);
  looks.set(key, shown);
  for (const oldest of looks.keys()) {
    if (looks.size <= LOOKS_KEPT) break;
    looks.delete(oldest);
  }
}

const hashOf = (at: Place, post: Post): string =>
  createHash('sha256')
    .update(JSON.stringify([at, post]))
    .digest('base64');
