import type { KeyboardEvent, ReactNode } from 'react';
import { BOT_NAME } from '../names.ts';
import { channelsOf, isSamePlace, newsAt } from '../place/places.ts';
import { dmOf, type SlackPlace, useSession } from '../session.ts';
import { NOTHING_UNREAD, type Unread } from '../unread.ts';
import { useWords } from '../words/words.ts';

export function Sidebar() {
  const { state, me, unread, drawer } = useSession();
  const { sidebar } = useWords();
  const news = (channel: Parameters<typeof newsAt>[1]) => newsAt(unread, channel) ?? NOTHING_UNREAD;
  return (
    <nav className={`sidebar ${drawer ? 'open' : ''}`} aria-label={sidebar.name} onKeyDown={walk}>
      <h1 className="workspace">ECS sandbox</h1>
      <Group name={sidebar.channels}>
        {channelsOf(state, me.id).map((channel) => (
          <Entry
            key={channel.id}
            to={{ kind: 'channel', id: channel.id }}
            says={channel.is_private ? [sidebar.isPrivate] : []}
            news={news(channel)}
          >
            <span className="entry-mark" aria-hidden="true">
              {channel.is_private ? <Lock /> : '#'}
            </span>
            <span className="entry-name">{channel.name}</span>
          </Entry>
        ))}
      </Group>
      <Group name={sidebar.direct}>
        <Entry to={{ kind: 'dm' }} news={news(dmOf(state, me.id))}>
          <span className={`entry-mark dot ${state.bot}`} />
          <span className="entry-name">{BOT_NAME}</span>
        </Entry>
      </Group>
      <Group name={sidebar.apps}>
        <Entry to={{ kind: 'home' }} news={NOTHING_UNREAD}>
          <span className="entry-mark" aria-hidden="true">
            ⌂
          </span>
          <span className="entry-name">{sidebar.home}</span>
        </Entry>
      </Group>
    </nav>
  );
}

/** The arrow keys move from entry to entry. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('.entry')];
  const at = entries.findIndex((entry) => entry.matches(':focus'));
  if (at < 0) return;
  event.preventDefault();
  entries[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

export function Lock() {
  return (
    <svg className="lock" viewBox="0 0 16 16" aria-hidden="true">
      <rect x="3" y="7" width="10" height="7" rx="1.5" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" />
    </svg>
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

interface EntryProps {
  readonly to: SlackPlace;
  readonly news: Unread;
  /** In words, what otherwise only a picture tells. */
  readonly says?: readonly string[];
  readonly children: ReactNode;
}

function Entry({ to, news, says = [], children }: EntryProps) {
  const { place, go } = useSession();
  const { sidebar } = useWords();
  const unread = news.forMe > 0 ? [sidebar.news(news.forMe)] : news.count > 0 ? [sidebar.unread] : [];
  return (
    <li>
      <button
        type="button"
        className={`entry ${news.count > 0 ? 'unread' : ''}`}
        aria-current={isSamePlace(place, to) ? 'page' : undefined}
        onClick={() => go(to)}
      >
        {children}
        <span className="visually-hidden">{[...says, ...unread].join(', ')}</span>
        {news.forMe > 0 && (
          <span className="badge" aria-hidden="true">
            {news.forMe}
          </span>
        )}
      </button>
    </li>
  );
}
