import type { SlackState } from '../../state.ts';
import type { MessageRef, SlackPlace, ThreadRef } from '../session.ts';
import { isIn } from '../unread.ts';

/** Reads `https://….slack.com/archives/C…/p1700000000000100`; null for any other address. */
export function readPermalink(address: string): MessageRef | null {
  const read = /^https:\/\/[\w-]+\.slack\.com\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:[?#]|$)/.exec(address);
  return read && { channel: read[1] ?? '', ts: `${read[2]}.${read[3]}` };
}

interface Landing {
  readonly place: SlackPlace;
  /** The thread of a reply, or of a message with replies. */
  readonly thread: ThreadRef | null;
}

/** Where a person finds a message; null if it is gone, or not visible to them. */
export function landingOf({ channels }: SlackState, user: string, { channel, ts }: MessageRef): Landing | null {
  const found = channels.find(({ id }) => id === channel);
  if (found === undefined || !isIn(found, user)) return null;
  const root = found.messages.find((one) => one.ts === ts || one.replies.some((reply) => reply.ts === ts));
  if (root === undefined) return null;
  return {
    place: found.is_im ? { kind: 'dm' } : { kind: 'channel', id: channel },
    thread: root.replies.length > 0 ? { channel, ts: root.ts } : null,
  };
}
