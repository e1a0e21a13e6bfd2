import type { SlackChannelState, SlackMessage, SlackState } from '../state.ts';

/** Whether this person has a conversation in their sidebar; a direct message belongs to the bot and one person. */
export const isIn = ({ is_im, name, members }: SlackChannelState, user: string): boolean =>
  is_im ? name === user : (members?.includes(user) ?? true);

/** The unseen part of a conversation. */
export interface Unread {
  /** The number of messages. In direct messages replies count too: Slack lists those among the threads that wait. */
  readonly count: number;
  /** Those for this person alone: all direct messages, and mentions of them. Slack shows them as a number. */
  readonly forMe: number;
}

export const NOTHING_UNREAD: Unread = { count: 0, forMe: 0 };

/** @param seen the newest timestamp on the person's screen; null if they never looked */
function unreadIn(channel: SlackChannelState, user: string, seen: string | null): Unread {
  const all = channel.is_im ? channel.messages.flatMap((root) => [root, ...root.replies]) : channel.messages;
  const fresh = all.filter((message) => message.user !== user && isNewer(message.ts, seen));
  const forMe = channel.is_im ? fresh.length : fresh.filter((message) => mentions(message, user)).length;
  return { count: fresh.length, forMe };
}

export const isNewer = (ts: string, than: string | null): boolean => than === null || Number(ts) > Number(than);

const mentions = ({ text, blocks }: SlackMessage, user: string): boolean =>
  `${text}${JSON.stringify(blocks ?? [])}`.includes(`<@${user}>`);

/** The newest timestamp of a conversation, including replies; null if it is empty. */
export function newestIn({ messages }: SlackChannelState): string | null {
  const all = messages.flatMap((root) => [root.ts, ...root.replies.map(({ ts }) => ts)]);
  return all.reduce<string | null>((newest, ts) => (isNewer(ts, newest) ? ts : newest), null);
}

/** A person's news in all conversations. */
export function unreadOf(
  { channels }: SlackState,
  user: string,
  seen: (channel: string) => string | null,
): ReadonlyMap<string, Unread> {
  return new Map(
    channels
      .filter((channel) => isIn(channel, user))
      .map((channel) => [channel.id, unreadIn(channel, user, seen(channel.id))]),
  );
}

export const forMeIn = (unread: ReadonlyMap<string, Unread>): number =>
  [...unread.values()].reduce((sum, { forMe }) => sum + forMe, 0);
