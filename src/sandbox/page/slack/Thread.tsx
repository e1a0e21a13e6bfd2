import { Button } from 'react-aria-components';
import { SCROLLS } from '../scrolls.ts';
import { type ThreadRef, useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { MessageView } from './Message.tsx';
import { useStickToEnd } from './useStickToEnd.ts';

export function Thread({ thread }: { thread: ThreadRef }) {
  const { state, openThread } = useSession();
  const words = useWords().channel;
  const channel = state.slack.channels.find(({ id }) => id === thread.channel);
  const root = channel?.messages.find(({ ts }) => ts === thread.ts);
  const end = useStickToEnd(String(root?.replies.length));
  return (
    <aside className="thread" aria-label={words.thread}>
      <header className="thread-head">
        <h2>{words.thread}</h2>
        <span className="thread-place">{channel?.is_im ? words.direct : `#${channel?.name ?? ''}`}</span>
        <Button className="close-button" aria-label={words.closeThread} onPress={() => openThread(null)}>
          ×
        </Button>
      </header>
      <div className="messages" role="log" aria-live="off" aria-label={words.inThread} {...SCROLLS} ref={end}>
        {root === undefined ? (
          <p className="gone">{words.deleted}</p>
        ) : (
          <>
            <MessageView message={root} channel={thread.channel} inThread />
            <div className="reply-count">
              <span>{words.replies(root.replies.length)}</span>
            </div>
            {root.replies.map((reply) => (
              <MessageView key={reply.ts} message={reply} channel={thread.channel} inThread />
            ))}
          </>
        )}
      </div>
    </aside>
  );
}
