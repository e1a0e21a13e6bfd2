import { useCallback, useState } from 'react';
import type { Seen } from './session.ts';
import { isNewer } from './unread.ts';

/** The newest timestamp that each person has seen, by person and conversation. */
type SeenByPerson = Readonly<Record<string, Readonly<Record<string, string>>>>;

const KEPT_AS = 'ecs-sandbox.seen';

/** The browser keeps it, as Slack keeps it for an account, so that a reload makes nothing unread again. */
export function useSeen(): Seen {
  const [seen, setSeen] = useState(read);
  const mark = useCallback((user: string, channel: string, ts: string) => {
    setSeen((before) => {
      if (!isNewer(ts, before[user]?.[channel] ?? null)) return before;
      const next = { ...before, [user]: { ...before[user], [channel]: ts } };
      write(next);
      return next;
    });
  }, []);
  return { of: (user, channel) => seen[user]?.[channel] ?? null, mark };
}

function read(): SeenByPerson {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}') as SeenByPerson;
  } catch {
    return {}; // a browser that keeps nothing, or something else that was kept under this name
  }
}

function write(seen: SeenByPerson): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(seen));
  } catch {
    // it lasts until the page is left
  }
}
