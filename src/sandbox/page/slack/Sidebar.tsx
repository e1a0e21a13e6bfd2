import type { ReactNode } from 'react';
import { BOT_NAME } from '../names.ts';
import { type SlackPlace, useSession } from '../session.ts';

export function Sidebar() {
  const { state } = useSession();
  const channels = state.slack.channels.filter((channel) => !channel.is_im);
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h1 className="workspace">ECS sandbox</h1>
      <Group name="Channels">
        {channels.map((channel) => (
          <Entry key={channel.id} to={{ kind: 'channel', id: channel.id }} name={channel.name}>
            <span className="entry-mark">#</span>
            {channel.name}
          </Entry>
        ))}
      </Group>
      <Group name="Direct messages">
        <Entry to={{ kind: 'dm' }} name={BOT_NAME}>
          <span className={`entry-mark dot ${state.bot}`} />
          {BOT_NAME}
        </Entry>
      </Group>
      <Group name="Apps">
        <Entry to={{ kind: 'home' }} name="App Home">
          <span className="entry-mark">⌂</span>
          App Home
        </Entry>
      </Group>
    </nav>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="sidebar-group" aria-label={name}>
      <h2>{name}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function Entry({ to, name, children }: { to: SlackPlace; name: string; children: ReactNode }) {
  const { place, go } = useSession();
  const here = place.kind === to.kind && (place.kind !== 'channel' || (to.kind === 'channel' && place.id === to.id));
  return (
    <li>
      <button
        type="button"
        className="entry"
        aria-label={name}
        aria-current={here ? 'page' : undefined}
        onClick={() => go(to)}
      >
        {children}
      </button>
    </li>
  );
}
