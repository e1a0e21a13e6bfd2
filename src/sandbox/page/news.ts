import type { SlackState } from '../state.ts';

/** What a screen reader should hear: messages that `me` can see and that were not there before. */
export function newsFor(me: string, before: SlackState, after: SlackState): string[] {
  const known = new Set(seenBy(me, before).map(({ key }) => key));
  return seenBy(me, after)
    .filter(({ key }) => !known.has(key))
    .map(({ sentence }) => sentence);
}

function seenBy(me: string, slack: SlackState): { key: string; sentence: string }[] {
  const posts = slack.channels
    .filter((channel) => !channel.is_im || channel.name === me)
    .flatMap((channel) => {
      const where = channel.is_im ? 'a direct message' : `#${channel.name}`;
      return channel.messages.flatMap((root) => [
        { key: `${channel.id} ${root.ts}`, sentence: `New message in ${where}: ${root.text}` },
        ...root.replies.map((reply) => ({
          key: `${channel.id} ${reply.ts}`,
          sentence: `New reply in ${where}: ${reply.text}`,
        })),
      ]);
    });
  const whispers = slack.ephemeral
    .filter(({ user }) => user === me)
    .map(({ ts, channel, text }) => ({ key: `only ${channel} ${ts}`, sentence: `Only visible to you: ${text}` }));
  return [...posts, ...whispers];
}
