import type { SlackEphemeral, SlackState } from '../state.ts';

interface Place {
  readonly user: string;
  readonly channel: string;
  /** The timestamp of the message that the thread is below; null for the channel itself. */
  readonly thread: string | null;
}

/** What the bot told one person alone, in a channel or in a thread of it, oldest first. */
export const whispersIn = ({ ephemeral }: SlackState, { user, channel, thread }: Place): readonly SlackEphemeral[] =>
  ephemeral.filter((one) => one.user === user && one.channel === channel && (one.thread_ts ?? null) === thread);
