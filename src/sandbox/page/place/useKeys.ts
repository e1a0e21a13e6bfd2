import { useEffect, useRef } from 'react';
import { useSession } from '../session.ts';
import { channelAt, newsAt, placeBeside, placesOf } from './places.ts';

/**
 * Slack's own keys: Alt with an arrow walks through the conversations, also with Shift through those with news; Escape closes the
 * thread.
 */
export function useKeys(): void {
  const session = useSession();
  const latest = useRef(session);
  latest.current = session;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { state, me, place, go, unread, thread, openThread, drawer, setDrawer } = latest.current;
      // An open window, list or menu handles its own keys.
      if (event.defaultPrevented || document.querySelector('[role=dialog], [role=alertdialog], .popover')) return;
      if (event.key === 'Escape') {
        if (drawer) setDrawer(false);
        else if (thread !== null) openThread(null);
        return;
      }
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      const hasNews = event.shiftKey
        ? (one: typeof place) => (newsAt(unread, channelAt(state, me.id, one))?.count ?? 0) > 0
        : undefined;
      const next = placeBeside(placesOf(state, me.id), place, event.key === 'ArrowDown' ? 1 : -1, hasNews);
      if (next !== null) go(next);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
