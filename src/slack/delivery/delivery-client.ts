import type { WebClient } from '@slack/web-api';
import { sharedIn } from '../channels/channel-access.ts';
import type { Post } from '../kit/post.ts';
import { type SlackError, slackError } from '../kit/slack-error.ts';
import { makeQuietClient, type SlackAccess } from '../transport/quiet-client.ts';
import type { LimitedMethod } from './rate-limiter.ts';

/** Where a message is. */
export interface Place {
  readonly channel: string;
  readonly ts: string;
}

/** Written into a message's metadata, so that it can be found again. */
interface Mark {
  readonly delivery: string;
  readonly request: string;
}

/** How a call ended; `method` tells whose rate limit a refusal concerns. */
export type Sent<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly method: LimitedMethod; readonly trouble: SlackError };

/** The Web API calls for messages that nobody has just asked for. Never retries, never throws. */
export interface DeliveryClient {
  post(to: { channel: string; threadTs: string | null }, post: Post, mark: Mark): Promise<Sent<Place>>;
  /** The first post's metadata stays. */
  edit(at: Place, post: Post): Promise<Sent<Place>>;
  /** The workspace's web address, `https://….slack.com/`; null if Slack does not say. */
  workspace(): Promise<Sent<string | null>>;
  /** See {@link sharedIn}. */
  shared(channel: string): Promise<Sent<boolean | null>>;
  /** The channel of the direct messages with a person. */
  openDm(user: string): Promise<Sent<string>>;
  /** Looks for the bot's message among those posted since, in a channel or a thread; null if it is not there. */
  find(
    where: { channel: string; threadTs: string | null; since: number },
    delivery: string,
  ): Promise<Sent<Place | null>>;
}

const EVENT_TYPE = 'ecs_chatops';
const PAGE_SIZE = 200;
/** Looking back further is not worth Slack's rate limits. */
const MAX_PAGES = 5;

export function makeDeliveryClient(slack: SlackAccess, timeoutMs = 10_000): DeliveryClient {
  const web = makeQuietClient(slack, timeoutMs);
  return {
    post: ({ channel, threadTs }, { text, blocks }, { delivery, request }) =>
      callMethod('chat.postMessage', async () => {
        const answer = await web.chat.postMessage({
          channel,
          text,
          ...(blocks.length === 0 ? {} : { blocks: [...blocks] }),
          ...(threadTs === null ? {} : { thread_ts: threadTs }),
          metadata: { event_type: EVENT_TYPE, event_payload: { delivery, request } },
          unfurl_links: false,
          unfurl_media: false,
        });
        return placeOf(answer, channel);
      }),
    edit: (at, { text, blocks }) =>
      callMethod('chat.update', async () => {
        await web.chat.update({ ...at, text, blocks: [...blocks] });
        return at;
      }),
    workspace: () => callMethod('auth.test', async () => (await web.auth.test()).url ?? null),
    shared: (channel) => callMethod('conversations.info', () => sharedIn(web, channel)),
    openDm: (user) =>
      callMethod('conversations.open', async () => {
        const { channel } = await web.conversations.open({ users: user });
        return channel?.id ?? user;
      }),
    find: (where, delivery) => callMethod(lookingIn(where.threadTs), () => findByMark(web, where, delivery)),
  };
}

/** The method that looks for a message. */
export const lookingIn = (threadTs: string | null): LimitedMethod =>
  threadTs === null ? 'conversations.history' : 'conversations.replies';

async function findByMark(
  web: WebClient,
  { channel, threadTs, since }: { channel: string; threadTs: string | null; since: number },
  delivery: string,
): Promise<Place | null> {
  let cursor = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = {
      channel,
      oldest: (since / 1000).toFixed(6),
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE_SIZE,
      ...(cursor === '' ? {} : { cursor }),
    };
    const answer = await (threadTs === null
      ? web.conversations.history(asked)
      : web.conversations.replies({ ...asked, ts: threadTs }));
    for (const message of answer.messages ?? [])
      if (message.ts !== undefined && isMarked(message.metadata, delivery)) return { channel, ts: message.ts };
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return null;
  }
  return null;
}

/** The SDK's type of the metadata is made from examples, so read it as anything. */
function isMarked(metadata: unknown, delivery: string): boolean {
  const { event_type, event_payload } = (metadata ?? {}) as { event_type?: unknown; event_payload?: unknown };
  return event_type === EVENT_TYPE && (event_payload as { delivery?: unknown } | undefined)?.delivery === delivery;
}

function placeOf(answer: { channel?: string; ts?: string }, channel: string): Place {
  // An answer without a place counts as lost.
  if (answer.ts === undefined) throw new Error('no place in the answer');
  return { channel: answer.channel ?? channel, ts: answer.ts };
}

async function callMethod<T>(method: LimitedMethod, call: () => Promise<T>): Promise<Sent<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, method, trouble: slackError(error) };
  }
}
