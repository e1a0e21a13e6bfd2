import { useEffect, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import type { SlackChannelState, SlackEphemeral, SlackMessage } from '../../state.ts';
import { BOT_NAME } from '../names.ts';
import { channelAt } from '../place/places.ts';
import { SCROLLS } from '../scrolls.ts';
import { useSession } from '../session.ts';
import { isNewer, newestIn } from '../unread.ts';
import { whispersIn } from '../whispers.ts';
import { useWords } from '../words/words.ts';
import { Composer } from './composer/Composer.tsx';
import { EphemeralView, MessageView } from './Message.tsx';
import { Lock } from './Sidebar.tsx';
import { useStickToEnd } from './useStickToEnd.ts';
import { Welcome } from './Welcome.tsx';
import { dayOf } from './when.ts';

/** A channel or the direct messages with the bot. */
export function Channel() {
  const { state, place, me } = useSession();
  const words = useWords();
  const shown = channelAt(state, me.id, place);
  const name = place.kind === 'channel' ? (shown?.name ?? place.id) : BOT_NAME;
  const title = place.kind === 'channel' ? `#${name}` : name;
  const whispers = whispersIn(state.slack, { user: me.id, channel: shown?.id ?? '', thread: null });
  const messages = shown?.messages ?? [];
  // Anything new, or another person or channel, brings the messages back.
  const now = [me.id, shown?.id, messages.at(-1)?.ts, whispers.at(-1)?.ts].join(' ');
  const [welcomedAt, setWelcomedAt] = useState<string | null>(null);
  const isWritten = messages.length + whispers.length > 0;
  const isWelcome = isWritten && welcomedAt === now;
  useSeeing(shown);
  return (
    <main className="channel" aria-label={title}>
      <header className="channel-head">
        <h2>
          {place.kind === 'channel' && <span className="hash">{shown?.is_private ? <Lock /> : '#'}</span>}
          {name}
        </h2>
        {place.kind === 'dm' && <span className="app-badge">APP</span>}
        {place.kind === 'channel' && shown?.is_private && (
          <span className="channel-kind">{words.channel.isPrivate}</span>
        )}
        {isWritten && (
          <ToggleButton className="try-again" isSelected={isWelcome} onChange={(on) => setWelcomedAt(on ? now : null)}>
            {words.welcome.try}
          </ToggleButton>
        )}
      </header>
      <Messages
        key={`${me.id} ${shown?.id}`}
        title={title}
        messages={messages}
        whispers={whispers}
        channel={shown?.id ?? ''}
        welcomes={isWelcome}
        back={() => setWelcomedAt(null)}
      />
      <Composer
        key={`composer ${me.id} ${place.kind} ${name}`}
        label={words.channel.messageTo(title)}
        channel={shown?.id ?? null}
      />
    </main>
  );
}

/** Messages on the screen count as seen; those that come while the window is hidden do when somebody looks. */
function useSeeing(shown: SlackChannelState | null): void {
  const { me, seen, tab } = useSession();
  const { mark } = seen;
  const id = shown?.id;
  const newest = shown === null ? null : newestIn(shown);
  useEffect(() => {
    const look = () => {
      if (id !== undefined && newest !== null && tab === 'slack' && document.visibilityState === 'visible')
        mark(me.id, id, newest);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [id, newest, tab, me.id, mark]);
}

interface MessagesProps {
  readonly title: string;
  readonly channel: string;
  readonly messages: readonly SlackMessage[];
  readonly whispers: readonly SlackEphemeral[];
  /** Shows the welcome instead of the messages. */
  readonly welcomes: boolean;
  readonly back: () => void;
}

function Messages({ title, channel, messages, whispers, welcomes, back }: MessagesProps) {
  const { me, seen } = useSession();
  const words = useWords();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  // Where the news began when the channel was opened: the line stays while the person reads.
  const [firstNew] = useState(() => {
    const before = seen.of(me.id, channel);
    return before === null ? null : (messages.find(({ ts }) => isNewer(ts, before))?.ts ?? null);
  });
  const written = [
    ...messages.map((message) => ({ ts: message.ts, message, whisper: null })),
    ...whispers
      .filter(({ ts }) => !dismissed.includes(ts))
      .map((whisper) => ({ ts: whisper.ts, message: null, whisper })),
  ].sort((a, b) => Number(a.ts) - Number(b.ts));
  const entries = welcomes ? [] : written;
  const end = useStickToEnd(entries.map(({ ts }) => ts).join());
  const day = (ts: string) => dayOf(ts, words.locale, words.channel.today);
  return (
    // The Announcer tells new messages, one sentence each; a live log would read every edit of a card again.
    <div
      className="messages"
      role="log"
      aria-live="off"
      aria-label={words.channel.messagesIn(title)}
      {...SCROLLS}
      ref={end}
    >
      {entries.length === 0 && <Welcome title={title} picked={back} />}
      {entries.map(({ ts, message, whisper }, at) => (
        <div key={`${whisper ? 'only ' : ''}${ts}`}>
          {day(ts) !== day(entries[at - 1]?.ts ?? '0') && (
            <div className="day">
              <span>{day(ts)}</span>
            </div>
          )}
          {ts === firstNew && <div className="fresh">{words.channel.fresh}</div>}
          {message && <MessageView message={message} channel={channel} inThread={false} />}
          {whisper && <EphemeralView whisper={whisper} dismiss={() => setDismissed([...dismissed, ts])} />}
        </div>
      ))}
    </div>
  );
}
