import { memo, type ReactNode, useContext } from 'react';
import { Button } from 'react-aria-components';
import type { SlackEphemeral, SlackMessage } from '../../state.ts';
import { Avatar } from '../Avatar.tsx';
import { MessageBlocks } from '../block-kit/surfaces.tsx';
import { Mrkdwn } from '../mrkdwn/Mrkdwn.tsx';
import { BOT_NAME, NamesContext } from '../names.ts';
import { useSession } from '../session.ts';
import { timeOf } from './when.ts';

interface Props {
  readonly message: SlackMessage;
  readonly channel: string;
  readonly inThread: boolean;
}

export const MessageView = memo(function MessageView({ message, channel, inThread }: Props) {
  const { openThread } = useSession();
  const { ts, user, text, blocks, edited, replies } = message;
  return (
    <Frame user={user} ts={ts}>
      {blocks && blocks.length > 0 ? (
        <MessageBlocks channel={channel} ts={ts} blocks={blocks} />
      ) : (
        <Mrkdwn text={text} />
      )}
      {edited && <span className="edited">(edited)</span>}
      {!inThread && replies.length > 0 && (
        <Button className="replies" onPress={() => openThread({ channel, ts })}>
          <Avatar id={user} name={BOT_NAME} small />
          <span className="replies-count">
            {replies.length} {replies.length === 1 ? 'reply' : 'replies'}
          </span>
          <span className="replies-last">Last reply at {timeOf(replies.at(-1)?.ts ?? ts)}</span>
        </Button>
      )}
    </Frame>
  );
});

export function EphemeralView({ whisper, dismiss }: { whisper: SlackEphemeral; dismiss: () => void }) {
  const { blocks, text, ts, channel } = whisper;
  return (
    <Frame user={null} ts={ts} whisper>
      {blocks && blocks.length > 0 ? (
        <MessageBlocks channel={channel} ts={ts} blocks={blocks} />
      ) : (
        <Mrkdwn text={text} />
      )}
      <div className="dismiss">
        <Button className="link-button" onPress={dismiss}>
          Dismiss message
        </Button>
      </div>
    </Frame>
  );
}

/** Who said it and when. `user` null: the bot, to one person only. */
function Frame({
  user,
  ts,
  whisper,
  children,
}: {
  user: string | null;
  ts: string;
  whisper?: boolean;
  children: ReactNode;
}) {
  const { state } = useSession();
  const names = useContext(NamesContext);
  const person = state.users.find(({ id }) => id === user);
  const author = person?.name ?? (user === null ? BOT_NAME : (names.user(user) ?? BOT_NAME));
  return (
    <article className={`message ${whisper ? 'whisper' : ''}`} aria-label={`${author} at ${timeOf(ts)}`}>
      {whisper && <p className="only-you">👁 Only visible to you</p>}
      <Avatar id={user ?? ''} name={author} />
      <div className="message-body">
        <div className="byline">
          <span className="author">{author}</span>
          {person === undefined && <span className="app-badge">APP</span>}
          <span className="time">{timeOf(ts)}</span>
        </div>
        {children}
      </div>
    </article>
  );
}
