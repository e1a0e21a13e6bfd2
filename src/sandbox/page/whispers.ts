import type { SlackEphemeral, SlackState } from '../state.ts';

interface Place {
  readonly user: string;
  readonly channel: string;
  /** The timestamp of the thread's first message; null for the channel itself. */
  readonly thread: string | null;
}

/** The bot's messages to one person alone, in a channel or a thread, oldest first. */
export const whispersIn = ({ ephemeral }: SlackState, { user, channel, thread }: Place): readonly SlackEphemeral[] =>
  ephemeral.filter((one) => one.user === user && one.channel === channel && (one.thread_ts ?? null) === thread);
