import { useState } from 'react';
import type { SlackEphemeral, SlackMessage } from '../../state.ts';
import { BOT_NAME } from '../names.ts';
import { dmOf, useSession } from '../session.ts';
import { Composer } from './Composer.tsx';
import { EphemeralView, MessageView } from './Message.tsx';
import { useStickToEnd } from './useStickToEnd.ts';
import { dayOf } from './when.ts';

/** A channel or the direct messages with the bot. */
export function Channel() {
  const { state, place, me } = useSession();
  const shown = place.kind === 'channel' ? state.slack.channels.find(({ id }) => id === place.id) : dmOf(state, me.id);
  const name = place.kind === 'channel' ? (shown?.name ?? place.id) : BOT_NAME;
  const title = place.kind === 'channel' ? `#${name}` : name;
  const messages = shown?.messages ?? [];
  const whispers = state.slack.ephemeral.filter(({ user, channel }) => user === me.id && channel === shown?.id);
  return (
    <main className="channel" aria-label={title}>
      <header className="channel-head">
        <h2>
          {place.kind === 'channel' && <span className="hash">#</span>}
          {name}
        </h2>
        {place.kind === 'dm' && <span className="app-badge">APP</span>}
      </header>
      <Messages
        key={`${me.id} ${shown?.id}`}
        title={title}
        messages={messages}
        whispers={whispers}
        channel={shown?.id ?? ''}
      />
      <Composer key={`composer ${place.kind} ${name}`} label={`Message ${title}`} channel={shown?.id ?? null} />
    </main>
  );
}

interface MessagesProps {
  readonly title: string;
  readonly channel: string;
  readonly messages: readonly SlackMessage[];
  readonly whispers: readonly SlackEphemeral[];
}

function Messages({ title, channel, messages, whispers }: MessagesProps) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const entries = [
    ...messages.map((message) => ({ ts: message.ts, message, whisper: null })),
    ...whispers
      .filter(({ ts }) => !dismissed.includes(ts))
      .map((whisper) => ({ ts: whisper.ts, message: null, whisper })),
  ].sort((a, b) => Number(a.ts) - Number(b.ts));
  const end = useStickToEnd(entries.map(({ ts }) => ts).join());
  return (
    // New messages are told by the Announcer, one sentence each; a live log would read every edit of a card again.
    <div className="messages" role="log" aria-live="off" aria-label={`Messages in ${title}`} ref={end}>
      {entries.length === 0 && <Welcome title={title} />}
      {entries.map(({ ts, message, whisper }, at) => {
        const day = dayOf(ts);
        const newDay = day !== dayOf(entries[at - 1]?.ts ?? '0');
        return (
          <div key={`${whisper ? 'only ' : ''}${ts}`}>
            {newDay && (
              <div className="day">
                <span>{day}</span>
              </div>
            )}
            {message && <MessageView message={message} channel={channel} inThread={false} />}
            {whisper && <EphemeralView whisper={whisper} dismiss={() => setDismissed([...dismissed, ts])} />}
          </div>
        );
      })}
    </div>
  );
}

function Welcome({ title }: { title: string }) {
  return (
    <div className="welcome">
      <h3>This is the very beginning of {title}</h3>
      <p>
        Type <code>/ecs create</code> below to ask for an instance, or <code>/ecs help</code> to see what the bot can
        do.
      </p>
    </div>
  );
}
