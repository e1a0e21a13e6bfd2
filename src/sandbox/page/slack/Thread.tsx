import { useState } from 'react';
import { Button } from 'react-aria-components';
import { SCROLLS } from '../scrolls.ts';
import { type ThreadRef, useSession } from '../session.ts';
import { whispersIn } from '../whispers.ts';
import { useWords } from '../words/words.ts';
import { EphemeralView, MessageView } from './Message.tsx';
import { useStickToEnd } from './useStickToEnd.ts';

export function Thread({ thread }: { thread: ThreadRef }) {
  const { state, me, openThread } = useSession();
  const words = useWords().channel;
  const channel = state.slack.channels.find(({ id }) => id === thread.channel);
  const root = channel?.messages.find(({ ts }) => ts === thread.ts);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const whispers = whispersIn(state.slack, { user: me.id, channel: thread.channel, thread: thread.ts });
  const entries = [
    ...(root?.replies ?? []).map((reply) => ({ ts: reply.ts, reply, whisper: null })),
    ...whispers
      .filter(({ ts }) => !dismissed.includes(ts))
      .map((whisper) => ({ ts: whisper.ts, reply: null, whisper })),
  ].sort((a, b) => Number(a.ts) - Number(b.ts));
  const end = useStickToEnd([thread.ts, ...entries.map(({ ts }) => ts)].join());
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
            {entries.map(({ ts, reply, whisper }) => (
              <div key={`${whisper ? 'only ' : ''}${ts}`}>
                {reply && <MessageView message={reply} channel={thread.channel} inThread />}
                {whisper && <EphemeralView whisper={whisper} dismiss={() => setDismissed([...dismissed, ts])} />}
              </div>
            ))}
          </>
        )}
      </div>
    </aside>
  );
}
