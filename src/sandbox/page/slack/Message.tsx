import { memo, type ReactNode, useContext, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { SlackEphemeral, SlackMessage } from '../../state.ts';
import { Avatar } from '../Avatar.tsx';
import { MessageBlocks } from '../block-kit/surfaces.tsx';
import { Mrkdwn } from '../mrkdwn/Mrkdwn.tsx';
import { BOT_NAME, NamesContext } from '../names.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { timeOf } from './when.ts';

interface Props {
  readonly message: SlackMessage;
  readonly channel: string;
  readonly inThread: boolean;
}

export const MessageView = memo(function MessageView({ message, channel, inThread }: Props) {
  const { openThread } = useSession();
  const words = useWords();
  const { ts, user, text, blocks, edited, replies } = message;
  return (
    <Frame user={user} ts={ts} channel={channel}>
      {blocks && blocks.length > 0 ? (
        <MessageBlocks channel={channel} ts={ts} blocks={blocks} />
      ) : (
        <Mrkdwn text={text} />
      )}
      {edited && <span className="edited">{words.channel.edited}</span>}
      {!inThread && replies.length > 0 && (
        <Button className="replies" onPress={() => openThread({ channel, ts })}>
          <Avatar id={user} name={BOT_NAME} small />
          <span className="replies-count">{words.channel.replies(replies.length)}</span>
          <span className="replies-last">
            {words.channel.lastReply(timeOf(replies.at(-1)?.ts ?? ts, words.locale))}
          </span>
        </Button>
      )}
    </Frame>
  );
});

export function EphemeralView({ whisper, dismiss }: { whisper: SlackEphemeral; dismiss: () => void }) {
  const { blocks, text, ts, channel } = whisper;
  const words = useWords();
  return (
    <Frame user={null} ts={ts} channel={channel} whisper>
      {blocks && blocks.length > 0 ? (
        <MessageBlocks channel={channel} ts={ts} blocks={blocks} />
      ) : (
        <Mrkdwn text={text} />
      )}
      <div className="dismiss">
        <Button className="link-button" onPress={dismiss}>
          {words.channel.dismiss}
        </Button>
      </div>
    </Frame>
  );
}

/** The sender and the time. `user` null: the bot, to one person only. */
function Frame({
  user,
  ts,
  channel,
  whisper,
  children,
}: {
  user: string | null;
  ts: string;
  channel: string;
  whisper?: boolean;
  children: ReactNode;
}) {
  const { state } = useSession();
  const words = useWords();
  const { here, isMeant } = useLanding(channel, ts);
  const names = useContext(NamesContext);
  const person = state.users.find(({ id }) => id === user);
  const author = person?.name ?? (user === null ? BOT_NAME : (names.user(user) ?? BOT_NAME));
  return (
    <article
      ref={here}
      className={`message ${whisper ? 'whisper' : ''} ${isMeant ? 'meant' : ''}`}
      aria-label={words.channel.at(author, timeOf(ts, words.locale))}
    >
      {whisper && <p className="only-you">👁 {words.channel.onlyYou}</p>}
      <Avatar id={user ?? ''} name={author} />
      <div className="message-body">
        <div className="byline">
          <span className="author">{author}</span>
          {person === undefined && <span className="app-badge">APP</span>}
          <span className="time">{timeOf(ts, words.locale)}</span>
        </div>
        {children}
      </div>
    </article>
  );
}

/** Scrolls to a link's target and highlights it, until another link is followed. */
function useLanding(channel: string, ts: string) {
  const { target } = useSession();
  const here = useRef<HTMLElement>(null);
  const isMeant = target !== null && target.channel === channel && target.ts === ts;
  useEffect(() => {
    if (isMeant && target !== null) here.current?.scrollIntoView({ block: 'center' });
  }, [isMeant, target]);
  return { here, isMeant };
}
