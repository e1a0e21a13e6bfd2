import { useContext, useEffect, useRef, useState } from 'react';
import type { SlackState } from '../state.ts';
import { NamesContext } from './names.ts';
import { newsFor } from './news.ts';
import { useSession } from './session.ts';
import { useWords } from './words/words.ts';

/** Tells screen readers of new messages, wherever they arrive, but not of those to another person alone. */
export function Announcer() {
  const { me, state } = useSession();
  const words = useWords();
  const names = useContext(NamesContext);
  const before = useRef<{ me: string; slack: SlackState } | null>(null);
  const [spoken, setSpoken] = useState({ to: '', says: '' });
  useEffect(() => {
    const last = before.current;
    before.current = { me: me.id, slack: state.slack };
    if (last === null || last.me !== me.id) return;
    const news = newsFor(me.id, last.slack, state.slack, words, names);
    if (news.length > 0) setSpoken({ to: me.id, says: news.join('. ') });
  }, [me.id, state.slack, words, names]);
  return (
    <div className="visually-hidden" role="status" aria-label={words.app.news}>
      {spoken.to === me.id && spoken.says}
    </div>
  );
}
