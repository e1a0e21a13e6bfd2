import type { SlackPlace, ThreadRef } from '../session.ts';

/** The person and place in the page's address, so that a reload shows the same and two tabs can be two people. */
interface Whereabouts {
  readonly user: string | null;
  readonly place: SlackPlace | null;
  readonly thread: ThreadRef | null;
  readonly tab: 'slack' | 'cloud';
}

export function readAddress(search: string): Whereabouts {
  const query = new URLSearchParams(search);
  const at = query.get('at');
  const thread = query.get('thread')?.split('/');
  return {
    user: query.get('user'),
    place: at === null ? null : at === 'dm' || at === 'home' ? { kind: at } : { kind: 'channel', id: at },
    thread: thread?.[0] && thread[1] ? { channel: thread[0], ts: thread[1] } : null,
    tab: query.get('view') === 'cloud' ? 'cloud' : 'slack',
  };
}

export function writeAddress({ user, place, thread, tab }: Whereabouts): string {
  const query = new URLSearchParams();
  if (user !== null) query.set('user', user);
  if (place !== null) query.set('at', place.kind === 'channel' ? place.id : place.kind);
  if (thread !== null) query.set('thread', `${thread.channel}/${thread.ts}`);
  if (tab !== 'slack') query.set('view', tab);
  return `?${query}`;
}
