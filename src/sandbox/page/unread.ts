import type { SlackChannelState, SlackMessage, SlackState } from '../state.ts';

/** Whether this person has a conversation in their sidebar; a direct message has one person beside the bot. */
export const isIn = ({ is_im, name, members }: SlackChannelState, user: string): boolean =>
  is_im ? name === user : (members?.includes(user) ?? true);

/** What of a conversation somebody has not seen yet. */
export interface Unread {
  /** Messages. In direct messages replies count too: Slack shows those in the same list of threads that wait. */
  readonly count: number;
  /** Of those, what is meant for this person alone: all direct messages, and what mentions them. Slack shows it as a number. */
  readonly forMe: number;
}

export const NOTHING_UNREAD: Unread = { count: 0, forMe: 0 };

/** @param seen the newest timestamp that was on the person's screen; null when they never looked. */
export function unreadIn(channel: SlackChannelState, user: string, seen: string | null): Unread {
  const all = channel.is_im ? channel.messages.flatMap((root) => [root, ...root.replies]) : channel.messages;
  const fresh = all.filter((message) => message.user !== user && isNewer(message.ts, seen));
  const forMe = channel.is_im ? fresh.length : fresh.filter((message) => mentions(message, user)).length;
  return { count: fresh.length, forMe };
}

export const isNewer = (ts: string, than: string | null): boolean => than === null || Number(ts) > Number(than);

const mentions = ({ text, blocks }: SlackMessage, user: string): boolean =>
  `${text}${JSON.stringify(blocks ?? [])}`.includes(`<@${user}>`);

/** The newest of a conversation, replies too; null where there is nothing. */
export function newestIn({ messages }: SlackChannelState): string | null {
  const all = messages.flatMap((root) => [root.ts, ...root.replies.map(({ ts }) => ts)]);
  return all.reduce<string | null>((newest, ts) => (isNewer(ts, newest) ? ts : newest), null);
}

/** What waits for somebody in all their conversations. */
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
