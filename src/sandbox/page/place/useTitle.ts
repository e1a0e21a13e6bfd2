import { useEffect } from 'react';
import { BOT_NAME } from '../names.ts';
import { useSession } from '../session.ts';
import { forMeIn } from '../unread.ts';
import { useWords } from '../words/words.ts';
import { channelAt } from './places.ts';

/** The window's title, as in Slack: the waiting news, and the place. */
export function useTitle(): void {
  const { state, me, place, unread, tab } = useSession();
  const words = useWords();
  const channel = channelAt(state, me.id, place);
  const here =
    tab === 'cloud'
      ? words.app.cloud
      : place.kind === 'channel'
        ? `#${channel?.name ?? ''}`
        : place.kind === 'dm'
          ? BOT_NAME
          : words.sidebar.home;
  const waiting = forMeIn(unread);
  const others = [...unread.values()].some(({ count }) => count > 0);
  const mark = waiting > 0 ? `(${waiting}) ` : others ? '• ' : '';
  const title = `${mark}${here} · ECS sandbox`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
