import type { WebClient } from '@slack/web-api';
import type { Clock } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import { type Closed, closedBy, SHARED_CHANNEL } from '../../core/request/closed-channel.ts';
import type { Store } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { isUserId } from '../kit/ids.ts';
import { slackError } from '../kit/slack-error.ts';

/** Whether the bot can post in a channel; `unknown` until Slack has said. */
export type Access = 'open' | 'unknown' | Closed;

export const isClosed = (access: Access): access is Closed => access !== 'open' && access !== 'unknown';

export interface Channels {
  /** The recent answer; starts to find out if there is none. */
  peek(channel: string): Access;
  /** Waits a little for Slack's answer. Never rejects. */
  learn(channel: string): Promise<Access>;
}

/** Short, so that an invitation of the bot counts soon; long enough for a form that is drawn several times. */
const KEPT_MS = 20_000;
const KEPT_MAX = 1_000;
const LEARN_MS = 2_000;
/** Slack does not tell when a channel opens to the bot again. */
const REFUSAL_COUNTS_MS = 86_400_000;

interface Known {
  readonly at: number;
  readonly asked: Promise<Access>;
  access: Access;
}

export function makeChannels(
  ports: { readonly store: Pick<Store, 'closed'>; readonly clock: Clock },
  client: WebClient,
): Channels {
  const { clock } = ports;
  const known = new Map<string, Known>();
  function ask(channel: string): Known {
    const kept = known.get(channel);
    if (kept !== undefined && clock.now() - kept.at < KEPT_MS) return kept;
    const asked = accessOf(client, ports, channel);
    const fresh: Known = { at: clock.now(), asked, access: kept?.access ?? 'unknown' };
    void asked.then((access) => {
      fresh.access = access;
    });
    known.delete(channel);
    known.set(channel, fresh);
    for (const oldest of known.keys()) {
      if (known.size <= KEPT_MAX) break;
      known.delete(oldest);
    }
    return fresh;
  }
  return {
    // The bot's direct messages with a person are always open.
    peek: (channel) => (isUserId(channel) ? 'open' : ask(channel).access),
    async learn(channel) {
      if (isUserId(channel)) return 'open';
      const access = await withDeadline(clock, LEARN_MS, ask(channel).asked);
      return access === 'late' ? 'unknown' : access;
    },
  };
}

/** Asks Slack and the store, without posting. Never rejects. */
async function accessOf(client: WebClient, ports: Parameters<typeof refusedIn>[0], channel: string): Promise<Access> {
  const [read, shared, code] = await Promise.all([
    codeOfReading(client, channel),
    sharedIn(client, channel).catch(() => null),
    refusedIn(ports, channel),
  ]);
  if (shared === true) return 'shared';
  const refused = shared === false && code === SHARED_CHANNEL ? null : code;
  switch (read) {
    case null:
      // The bot is in the channel, so it was invited after an `absent`. Membership alone does not allow posting, so any other
      // refusal stands.
      return refused === null || closedBy(refused) === 'absent' ? 'open' : closedBy(refused);
    case 'not_in_channel':
      if (refused !== null) return closedBy(refused);
      return (await grantedTo(client, 'chat:write.public')) === false ? 'absent' : 'open';
    case 'channel_not_found':
    case 'is_archived':
      return closedBy(read);
    default:
      return refused === null ? 'unknown' : closedBy(refused);
  }
}

/** Why Slack refused the last message to a channel; null if unknown or long ago. */
export function refusedIn(
  { store, clock }: { readonly store: Pick<Store, 'closed'>; readonly clock: Pick<Clock, 'now'> },
  channel: string,
): Promise<string | null> {
  return unlessStoreDown(
    () => store.closed.codeOf(channel, clock.now() - REFUSAL_COUNTS_MS),
    () => null,
  );
}

/**
 * Reading a channel is the only call that needs membership and changes nothing. The time asked for lies before Slack's first
 * message, so nothing is read.
 */
export async function codeOfReading(client: WebClient, channel: string): Promise<string | null> {
  try {
    await client.conversations.history({ channel, limit: 1, latest: '1' });
    return null;
  } catch (error) {
    return slackError(error).code;
  }
}

/**
 * Whether people of another company can read a channel, or were invited to; null if Slack may not tell the bot.
 * https://docs.slack.dev/reference/objects/conversation-object
 *
 * @throws an error of the Web API
 */
export async function sharedIn(client: WebClient, channel: string): Promise<boolean | null> {
  try {
    const { channel: about } = await client.conversations.info({ channel });
    return about?.is_ext_shared === true || about?.is_pending_ext_shared === true;
  } catch (error) {
    const { code } = slackError(error);
    if (code === 'missing_scope' || code === 'channel_not_found') return null;
    throw error;
  }
}

export async function grantedTo(client: WebClient, scope: string): Promise<boolean | null> {
  try {
    return (await client.auth.test()).response_metadata?.scopes?.includes(scope) ?? null;
  } catch {
    return null;
  }
}
