import type { Log } from '../../core/base/log.ts';
import type { Delivery, MessagePlace, Store } from '../../store/store.ts';
import { isChannelId } from '../kit/ids.ts';
import type { Localizer } from '../kit/localizer.ts';
import type { Post } from '../kit/post.ts';
import { passesLater, type SlackError } from '../kit/slack-error.ts';
import { type DeliveryClient, lookingIn, type Place, type Sent } from './delivery-client.ts';
import type { LimitedMethod, RateLimiter } from './rate-limiter.ts';

/** The outcome of one try. */
export type DeliveryOutcome =
  /** `found`: an earlier try had posted it already. `isLast`: it is never edited any more. */
  | { readonly kind: 'sent'; readonly at: Place; readonly found: boolean; readonly isLast?: boolean }
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
  /** The channel of the direct messages, by person. */
  readonly dmChannels: Map<string, string>;
  /** The workspace's web address; null until Slack has told it. */
  readonly web: { url: string | null };
}

/** Clocks differ: a message is looked for from this long before its first try. */
const CLOCK_SLACK_MS = 120_000;

/** Without the right to open it, Slack accepts the person's id instead. */
export async function dmChannel(sender: Sender, user: string): Promise<Sent<string>> {
  const { client, dmChannels } = sender;
  const known = dmChannels.get(user);
  if (known !== undefined) return { ok: true, value: known };
  const opened = await unlessPaused(sender, 'conversations.open', () => client.openDm(user));
  if (opened.ok) dmChannels.set(user, opened.value);
  else if (opened.trouble.code === 'missing_scope' || opened.trouble.kind === 'refused')
    return { ok: true, value: user };
  return opened;
}

/**
 * A message's web address; null without a message, or if Slack does not tell the workspace's address, which costs only a link.
 */
export async function permalink(sender: Sender, at: MessagePlace | null): Promise<string | null> {
  if (at === null) return null;
  if (sender.web.url === null) {
    const asked = await unlessPaused(sender, 'auth.test', () => sender.client.workspace());
    if (asked.ok && asked.value !== null && /^https:\/\//u.test(asked.value)) sender.web.url = asked.value;
  }
  const { url } = sender.web;
  return url === null ? null : new URL(`/archives/${at.channel}/p${at.ts.replace('.', '')}`, url).href;
}

/** The address of a card in a channel; nobody else can look into conversations between people. */
export const cardLink = (sender: Sender, { card }: Delivery): Promise<string | null> => linkTo(sender, card);

export const linkTo = (sender: Sender, card: MessagePlace | null): Promise<string | null> =>
  permalink(sender, card !== null && isChannelId(card.channel) ? card : null);

/** Posts unless Slack shows it already. */
export async function postOnce(
  sender: Sender,
  delivery: Delivery,
  to: { readonly channel: string; readonly threadTs: string | null },
  post: Post,
): Promise<DeliveryOutcome> {
  if (delivery.mayHaveBeenSent) {
    const since = (delivery.firstTriedAt ?? sender.now()) - CLOCK_SLACK_MS;
    const found = await unlessPaused(sender, lookingIn(to.threadTs), () =>
      sender.client.find({ ...to, since }, delivery.id),
    );
    // A message that is posted again has the same mark as the one that cannot be edited any more.
    if (found.ok && found.value !== null && found.value.ts !== delivery.existing?.ts)
      return { kind: 'sent', at: found.value, found: true };
    if (!found.ok && passesLater(found.trouble)) return troubled(found, true);
    if (!found.ok)
      sender.log.warn(
        { requestId: delivery.requestId, kind: delivery.kind, code: found.trouble.code },
        'an earlier try may have reached Slack and the history may not be read: sending again, perhaps twice',
      );
  }
  const mark = { delivery: delivery.id, request: delivery.requestId };
  const spoken = await withoutBlocksIfNeeded(sender, delivery, post, (shown) => sender.client.post(to, shown, mark));
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

/** Slack's limits are partly unpublished and may change; the text alone still tells the state. */
export async function withoutBlocksIfNeeded<T>(
  { log }: Sender,
  { requestId, kind }: Delivery,
  post: Post,
  call: (shown: Post) => Promise<Sent<T>>,
): Promise<Sent<T>> {
  const spoken = await call(post);
  if (spoken.ok || spoken.trouble.kind !== 'tooMuch') return spoken;
  log.error({ requestId, kind, code: spoken.trouble.code }, 'Slack refuses the blocks; sending the text alone');
  return call({ text: post.text, blocks: [] });
}

export const troubled = (
  { trouble, method }: Extract<Sent<unknown>, { ok: false }>,
  inDoubt = method === 'chat.postMessage' && trouble.kind === 'inDoubt',
): DeliveryOutcome => ({ kind: 'trouble', trouble, method, inDoubt });
