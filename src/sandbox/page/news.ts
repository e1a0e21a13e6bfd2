import type { SlackState } from '../state.ts';
import { spokenMrkdwn } from './mrkdwn/spoken.ts';
import type { Names } from './names.ts';
import { isIn } from './unread.ts';
import type { PageWords } from './words/words.ts';

/** What a screen reader should say: new messages that `me` can see. */
export function newsFor(
  me: string,
  before: SlackState,
  after: SlackState,
  { news, locale }: Pick<PageWords, 'news' | 'locale'>,
  names: Names,
): string[] {
  const known = new Set(seenBy(me, before, news).map(({ key }) => key));
  return seenBy(me, after, news)
    .filter(({ key }) => !known.has(key))
    .map(({ say, text }) => say(spokenMrkdwn(text, names, locale)));
}

interface SeenMessage {
  readonly key: string;
  readonly text: string;
  readonly say: (text: string) => string;
}

function seenBy(me: string, slack: SlackState, words: PageWords['news']): SeenMessage[] {
  const posts = slack.channels
    .filter((channel) => isIn(channel, me))
    .flatMap((channel) => {
      const where = channel.is_im ? words.direct : `#${channel.name}`;
      return channel.messages.flatMap((root) => [
        { key: `${channel.id} ${root.ts}`, text: root.text, say: (text: string) => words.message(where, text) },
        ...root.replies.map((reply) => ({
          key: `${channel.id} ${reply.ts}`,
          text: reply.text,
          say: (text: string) => words.reply(where, text),
        })),
      ]);
    });
  const whispers = slack.ephemeral
    .filter(({ user }) => user === me)
    .map(({ ts, channel, text }) => ({ key: `only ${channel} ${ts}`, text, say: words.onlyYou }));
  return [...posts, ...whispers];
}
