import type { SlackState } from '../state.ts';
import { isIn } from './unread.ts';
import type { PageWords } from './words/words.ts';

/** What a screen reader should hear: messages that `me` can see and that were not there before. */
export function newsFor(me: string, before: SlackState, after: SlackState, words: PageWords['news']): string[] {
  const known = new Set(seenBy(me, before, words).map(({ key }) => key));
  return seenBy(me, after, words)
    .filter(({ key }) => !known.has(key))
    .map(({ sentence }) => sentence);
}

function seenBy(me: string, slack: SlackState, words: PageWords['news']): { key: string; sentence: string }[] {
  const posts = slack.channels
    .filter((channel) => isIn(channel, me))
    .flatMap((channel) => {
      const where = channel.is_im ? words.direct : `#${channel.name}`;
      return channel.messages.flatMap((root) => [
        { key: `${channel.id} ${root.ts}`, sentence: words.message(where, root.text) },
        ...root.replies.map((reply) => ({
          key: `${channel.id} ${reply.ts}`,
          sentence: words.reply(where, reply.text),
        })),
      ]);
    });
  const whispers = slack.ephemeral
    .filter(({ user }) => user === me)
    .map(({ ts, channel, text }) => ({ key: `only ${channel} ${ts}`, sentence: words.onlyYou(text) }));
  return [...posts, ...whispers];
}
