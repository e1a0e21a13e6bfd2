import { MINUTE_MS } from '../../core/base/durations.ts';
import type { Log } from '../../core/base/log.ts';
import { SHARED_CHANNEL } from '../../core/request/closed-channel.ts';
import type { Delivery, MessagePlace, Store } from '../../store/store.ts';
import { isChannelId, isUserId } from '../kit/ids.ts';
import type { Localizer } from '../kit/localizer.ts';
import type { Post } from '../kit/post.ts';
import { passesLater, type SlackError } from '../kit/slack-error.ts';
import { type DeliveryClient, lookingIn, type Place, type Sent } from './delivery-client.ts';
import type { LimitedMethod, RateLimiter } from './rate-limiter.ts';

/** The outcome of one try. */
export type DeliveryOutcome =
  /**
   * `found`: an earlier try had posted it already. `isUnchanged`: it shows this already, and Slack was not asked. `isLast`: it is never
   * edited any more.
   */
  | {
      readonly kind: 'sent';
      readonly at: Place;
      readonly found: boolean;
      readonly isUnchanged?: boolean;
      readonly isLast?: boolean;
    }
  /** The bot's own rate limit: not before this many milliseconds. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** `inDoubt`: Slack may show a message that the store does not know. */
  | {
      readonly kind: 'trouble';
      readonly trouble: SlackError;
      readonly method: LimitedMethod;
      readonly inDoubt: boolean;
    }
  /** A newer version has written it, which sends it. */
  | { readonly kind: 'unknown' }
  /** Slack will never take it. */
  | { readonly kind: 'never'; readonly reason: string }
  /** What it would say is not true any more. */
  | { readonly kind: 'needless' };

/** The ports and the memory of sending. */
export interface Sender {
  readonly store: Pick<Store, 'request' | 'instancesOf' | 'eventsOf' | 'commit' | 'closed'>;
  readonly client: DeliveryClient;
  readonly localizer: Localizer;
  /** The user ids of the admins that are known. */
  readonly admins: () => readonly string[];
  readonly rateLimiter: RateLimiter;
  readonly now: () => number;
  readonly log: Log;
  /** A hash of what each card (by its request), ask and direct message (by its delivery) shows; a forgotten one costs a needless edit. */
  readonly looks: Map<string, string>;
  /** The channel of the direct messages, by person, and the person, by channel. */
  readonly dmChannels: Map<string, string>;
  /** Whether channels are shared with another company, and when Slack said so. */
  readonly shared: Map<string, { readonly at: number; readonly is: boolean | null }>;
  /** The workspace's web address; null until Slack has told it. */
  readonly web: { url: string | null };
}

interface Destination {
  readonly channel: string;
  /** Null for a message of its own. */
  readonly threadTs: string | null;
}

/** Clocks differ: a message is looked for from this long before its first try. Where one is off by more, the cloud takes no call. */
const CLOCK_SLACK_MS = 15 * MINUTE_MS;

/** Posts in the turn of a channel, or of the conversation with a person, whichever of its two ids is named. */
export async function inTurn(
  { rateLimiter, dmChannels, now }: Sender,
  to: string,
  post: () => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  const ms = rateLimiter.post(isUserId(to) ? to : (dmChannels.get(to) ?? to), now());
  return ms > 0 ? { kind: 'wait', ms } : post();
}

/** @param to a channel, or a person: their direct messages have an id of their own, under which a lost post can be found */
export const channelOf = async (sender: Sender, to: string): Promise<Sent<string>> =>
  isUserId(to) ? dmChannel(sender, to) : { ok: true, value: to };

/** Without the right to open it, Slack accepts the person's id instead. */
async function dmChannel(sender: Sender, user: string): Promise<Sent<string>> {
  const { client, dmChannels } = sender;
  const known = dmChannels.get(user);
  if (known !== undefined) return { ok: true, value: known };
  const opened = await unlessPaused(sender, 'conversations.open', () => client.openDm(user));
  if (opened.ok) dmChannels.set(user, opened.value).set(opened.value, user);
  else if (opened.trouble.code === 'missing_scope' || opened.trouble.kind === 'refused')
    return { ok: true, value: user };
  return opened;
}

/** How long Slack's answer whether a channel is shared counts, and how many are kept. */
const SHARED_KNOWN_MS = 60_000;
const SHARED_KEPT = 1_000;

/** Whether people of another company read a channel; null if Slack may not tell the bot. */
async function readByOthers(sender: Sender, channel: string): Promise<Sent<boolean | null>> {
  const { client, shared, now } = sender;
  const known = shared.get(channel);
  if (known !== undefined && Math.abs(now() - known.at) < SHARED_KNOWN_MS) return { ok: true, value: known.is };
  const asked = await unlessPaused(sender, 'conversations.info', () => client.shared(channel));
  if (!asked.ok) return asked;
  shared.delete(channel);
  shared.set(channel, { at: now(), is: asked.value });
  for (const oldest of shared.keys()) {
    if (shared.size <= SHARED_KEPT) break;
    shared.delete(oldest);
  }
  return asked;
}

/** As if Slack refused the channel. */
export const CLOSED_TO_CARDS: DeliveryOutcome = {
  ...{ kind: 'trouble', method: 'conversations.info', inDoubt: false },
  trouble: { kind: 'noSuchPlace', code: SHARED_CHANNEL },
};

/**
 * Null if a card or its thread may be written there; otherwise {@link CLOSED_TO_CARDS}, or why that is not known.
 *
 * @param stands whether something stands there already, which is kept up to date although Slack asks for patience
 */
export async function closedToCards(
  sender: Sender,
  delivery: Delivery,
  channel: string,
  stands: boolean,
): Promise<DeliveryOutcome | null> {
  if (!isChannelId(channel)) return null;
  const shared = await readByOthers(sender, channel);
  if (shared.ok) return shared.value === true ? CLOSED_TO_CARDS : null;
  if (!passesLater(shared.trouble) || (stands && shared.trouble.kind === 'slowDown')) return null;
  // What an earlier try may have posted is still in doubt.
  return troubled(shared, delivery.mayHaveBeenSent);
}

/**
 * A message's web address; null without a message, or if Slack does not tell the workspace's address, which costs only a link.
 */
export async function permalink(sender: Sender, at: MessagePlace | null): Promise<string | null> {
  if (at === null) return null;
  if (sender.web.url === null) {
    const asked = await unlessPaused(sender, 'auth.test', () => sender.client.workspace());
    if (asked.ok && asked.value?.startsWith('https://')) sender.web.url = asked.value;
  }
  const { url } = sender.web;
  return url === null ? null : new URL(`/archives/${at.channel}/p${at.ts.replace('.', '')}`, url).href;
}

/** The address of a card in a channel; nobody else can look into conversations between people. */
export const cardLink = (sender: Sender, { card }: Delivery): Promise<string | null> => linkTo(sender, card);

export const linkTo = (sender: Sender, card: MessagePlace | null): Promise<string | null> =>
  permalink(sender, card !== null && isChannelId(card.channel) ? card : null);

/**
 * Has what is said depend on whether Slack shows the message: after an earlier try of unknown end it is looked for first. Then it is
 * one that exists, or one that was never tried.
 *
 * @param say is called unless Slack does not tell right now
 */
export async function withoutDoubt(
  sender: Sender,
  delivery: Delivery,
  say: (known: Delivery) => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  if (delivery.existing !== null || !delivery.mayHaveBeenSent) return say(delivery);
  const opened = await channelOf(sender, delivery.channel);
  const found = opened.ok ? await earlierPost(sender, delivery, { channel: opened.value, threadTs: null }) : opened;
  if (!found.ok && passesLater(found.trouble)) return troubled(found, true);
  return say({ ...delivery, existing: found.ok ? found.value : null, mayHaveBeenSent: false });
}

/** Posts to a person or a channel once. If there is no such place, the message is dropped. */
export async function postTo(sender: Sender, delivery: Delivery, to: string, post: Post): Promise<DeliveryOutcome> {
  const opened = await channelOf(sender, to);
  return droppedIfNowhere(
    opened.ok ? await postOnce(sender, delivery, { channel: opened.value, threadTs: null }, post) : troubled(opened),
  );
}

export const droppedIfNowhere = (outcome: DeliveryOutcome): DeliveryOutcome =>
  outcome.kind === 'trouble' && outcome.trouble.kind === 'noSuchPlace'
    ? { kind: 'never', reason: outcome.trouble.code }
    : outcome;

/** Where an earlier try of unknown end has posted the message; null if nowhere, or if the history may not be read at all. */
async function earlierPost(sender: Sender, delivery: Delivery, to: Destination): Promise<Sent<Place | null>> {
  if (!delivery.mayHaveBeenSent) return { ok: true, value: null };
  const triedAt = delivery.firstTriedAt ?? sender.now();
  // At a later hour it was tried before the clock was set back, and nobody knows when.
  const since = triedAt > sender.now() ? 0 : triedAt - CLOCK_SLACK_MS;
  const found = await unlessPaused(sender, lookingIn(to.threadTs), () =>
    sender.client.find({ ...to, since }, delivery.id),
  );
  if (found.ok || passesLater(found.trouble)) return found;
  sender.log.warn(
    { requestId: delivery.requestId, kind: delivery.kind, code: found.trouble.code },
    'an earlier try may have reached Slack and the history may not be read: the message may be posted twice',
  );
  return { ok: true, value: null };
}

/** Posts unless Slack shows it already. */
export async function postOnce(
  sender: Sender,
  delivery: Delivery,
  to: Destination,
  post: Post,
): Promise<DeliveryOutcome> {
  const earlier = await earlierPost(sender, delivery, to);
  if (!earlier.ok) return troubled(earlier, true);
  // A message that is posted again has the same mark as the one that cannot be edited any more.
  if (earlier.value !== null && earlier.value.ts !== delivery.existing?.ts)
    return { kind: 'sent', at: earlier.value, found: true };
  const mark = { delivery: delivery.id, request: delivery.requestId };
  const spoken = await speak(sender, delivery, 'chat.postMessage', post, (shown) =>
    sender.client.post(to, shown, mark),
  );
  return spoken.ok ? { kind: 'sent', at: spoken.value, found: false } : troubled(spoken);
}

/** During a pause that Slack has asked for, fails as Slack would, without asking it. */
async function unlessPaused<T>(
  { rateLimiter, now }: Sender,
  method: LimitedMethod,
  call: () => Promise<Sent<T>>,
): Promise<Sent<T>> {
  const retryAfterMs = rateLimiter.pausedUntil(method) - now();
  if (retryAfterMs <= 0) return call();
  return { ok: false, method, trouble: { kind: 'slowDown', code: 'ratelimited', retryAfterMs } };
}

export const edit = (sender: Sender, delivery: Delivery, at: Place, post: Post): Promise<Sent<Place>> =>
  speak(sender, delivery, 'chat.update', post, (shown) => sender.client.edit(at, shown));

/** Slack's limits are partly unpublished and may change; the text alone still tells the state. */
async function speak(
  sender: Sender,
  { requestId, kind }: Delivery,
  method: LimitedMethod,
  post: Post,
  call: (shown: Post) => Promise<Sent<Place>>,
): Promise<Sent<Place>> {
  const spoken = await unlessPaused(sender, method, () => call(post));
  if (spoken.ok || spoken.trouble.kind !== 'tooMuch') return spoken;
  sender.log.error({ requestId, kind, code: spoken.trouble.code }, 'Slack refuses the blocks; sending the text alone');
  return unlessPaused(sender, method, () => call({ text: post.text, blocks: [] }));
}

export const troubled = (
  { trouble, method }: Extract<Sent<unknown>, { ok: false }>,
  inDoubt = method === 'chat.postMessage' && trouble.kind === 'inDoubt',
): DeliveryOutcome => ({ kind: 'trouble', trouble, method, inDoubt });
