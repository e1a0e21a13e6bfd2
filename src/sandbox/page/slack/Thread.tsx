import { Button } from 'react-aria-components';
import { type ThreadRef, useSession } from '../session.ts';
import { MessageView } from './Message.tsx';
import { useStickToEnd } from './useStickToEnd.ts';

export function Thread({ thread }: { thread: ThreadRef }) {
  const { state, openThread } = useSession();
  const channel = state.slack.channels.find(({ id }) => id === thread.channel);
  const root = channel?.messages.find(({ ts }) => ts === thread.ts);
  const end = useStickToEnd(String(root?.replies.length));
  return (
    <aside className="thread" aria-label="Thread">
      <header className="thread-head">
        <h2>Thread</h2>
        <span className="thread-place">{channel?.is_im ? 'Direct message' : `#${channel?.name ?? ''}`}</span>
        <Button className="close-button" aria-label="Close thread" onPress={() => openThread(null)}>
          ×
        </Button>
      </header>
      <div className="messages" role="log" aria-live="off" aria-label="Messages in thread" ref={end}>
        {root === undefined ? (
          <p className="gone">This message was deleted.</p>
        ) : (
          <>
            <MessageView message={root} channel={thread.channel} inThread />
            <div className="reply-count">
              <span>
                {root.replies.length} {root.replies.length === 1 ? 'reply' : 'replies'}
              </span>
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
