import { createHash } from 'node:crypto';
import type { Request } from '../core/request.ts';
import type { Delivery } from '../store/store.ts';
import { renderCard } from './card.ts';
import type { Place, Spoken } from './deliver.ts';
import { isUserId } from './ids.ts';
import { dmChannel, type Mouth, type Outcome, postOnce, type Shown, troubled, withoutBlocksIfNeeded } from './mouth.ts';
import type { Post } from './standing.ts';

/** What the card has to show. */
interface Look {
  /** As it would look in a channel. */
  in(channel: string): Post;
  /** See {@link Shown}. */
  readonly ends: number;
}

const LOOKS_KEPT = 2000;

/** Posts the card, or edits the one that stands. */
export async function speakCard(mouth: Mouth, delivery: Delivery): Promise<Outcome> {
  const request = await mouth.store.request(delivery.requestId);
  if (request === null) return { kind: 'never', reason: 'unknown_request' };
  const instances = await mouth.store.instancesOf(delivery.requestId);
  const ended = instances.filter(({ outcome }) => outcome !== null).length;
  const look: Look = {
    in: (channel) => renderCard(request, instances, undefined, channel),
    ends: ended + (request.state === 'finished' ? 1 : 0),
  };
  return delivery.card === null
    ? postCard(mouth, delivery, request, look)
    : editCard(mouth, delivery, request, delivery.card, look);
}

async function editCard(mouth: Mouth, delivery: Delivery, request: Request, at: Place, look: Look): Promise<Outcome> {
  const post = look.in(at.channel);
  const hash = hashOf(at, post);
  const shown = mouth.looks.get(request.id);
  if (shown?.hash === hash) return { kind: 'sent', at, found: false };
  const ms = mouth.pace.edit(request.id, look.ends > (shown?.ends ?? 0), mouth.now());
  if (ms > 0) return { kind: 'wait', ms };
  const spoken = await withoutBlocksIfNeeded(mouth, delivery, post, (shown) => mouth.client.edit(at, shown));
  if (spoken.ok) {
    mouth.pace.edited();
    remember(mouth.looks, request.id, { hash, ends: look.ends });
    return { kind: 'sent', at, found: false };
  }
  const { kind, code } = spoken.trouble;
  if (kind !== 'messageGone' && kind !== 'noSuchPlace') return troubled(spoken);
  // Somebody deleted the card, archived the channel or threw the bot out of it: a card never disappears silently.
  mouth.log.warn({ requestId: request.id, code }, 'the card cannot be edited any more; posting it anew');
  const wait = mouth.pace.post(delivery.channel, mouth.now());
  return wait > 0 ? { kind: 'wait', ms: wait } : postCard(mouth, delivery, request, look);
}

/** In the channel it was asked for in; where the bot may not write there, in the requester's direct messages. */
async function postCard(mouth: Mouth, delivery: Delivery, request: Request, look: Look): Promise<Outcome> {
  const first = await postIn(mouth, delivery, delivery.channel, look);
  // Slack has many reasons for keeping an app out of a channel, and adds to them.
  const keptOut =
    first.kind === 'trouble' && (first.trouble.kind === 'noSuchPlace' || first.trouble.kind === 'refused');
  if (!keptOut) return shown(mouth, delivery, first, look);
  mouth.log.warn(
    { requestId: request.id, channel: delivery.channel, code: first.trouble.code },
    'the card cannot be posted where it was asked for; posting it to the requester',
  );
  const second = await postIn(mouth, delivery, request.requester, look);
  return second.kind === 'trouble' && second.trouble.kind === 'noSuchPlace'
    ? { kind: 'never', reason: first.trouble.code }
    : shown(mouth, delivery, second, look);
}

/** @param to a channel, or a person: their direct messages have an id of their own, under which a lost post can be found. */
async function postIn(mouth: Mouth, delivery: Delivery, to: string, look: Look): Promise<Outcome> {
  const opened: Spoken<string> = isUserId(to) ? await dmChannel(mouth, to) : { ok: true, value: to };
  if (!opened.ok) return troubled(opened);
  return postOnce(mouth, delivery, { channel: opened.value, threadTs: null }, look.in(opened.value));
}

/** A card that was found shows the state of an earlier try: it counts as sent once it has been edited. */
async function shown(mouth: Mouth, delivery: Delivery, outcome: Outcome, look: Look): Promise<Outcome> {
  if (outcome.kind !== 'sent') return outcome;
  const { at, found } = outcome;
  const post = look.in(at.channel);
  if (found) {
    const spoken = await withoutBlocksIfNeeded(mouth, delivery, post, (shown) => mouth.client.edit(at, shown));
    if (!spoken.ok) return troubled(spoken, true);
  }
  remember(mouth.looks, delivery.requestId, { hash: hashOf(at, post), ends: look.ends });
  return outcome;
}

function remember(looks: Map<string, Shown>, requestId: string, shown: Shown): void {
  looks.delete(requestId);
  looks.set(requestId, shown);
  for (const oldest of looks.keys()) {
    if (looks.size <= LOOKS_KEPT) break;
    looks.delete(oldest);
  }
}

const hashOf = (at: Place, post: Post): string =>
  createHash('sha256')
    .update(JSON.stringify([at, post]))
    .digest('base64');
