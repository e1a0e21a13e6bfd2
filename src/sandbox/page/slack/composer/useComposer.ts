import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { api } from '../../api.ts';
import { slashTrouble } from '../../sentences.ts';
import { useSession } from '../../session.ts';
import { languageOf, useWords } from '../../words/words.ts';
import { readSlash } from './slash.ts';
import { firstActive, hintsFor, type SlashHint } from './suggest.ts';

export interface Notice {
  readonly kind: 'hint' | 'trouble';
  readonly sentence: string;
}

export function useComposer(channel: string | null) {
  const { me, state, draft, setDraft } = useSession();
  const words = useWords();
  const [typed, setTyped] = useState('');
  const [notice, setNotice] = useState<Notice | null>(null);
  const last = useRef('');
  const hints = useHints(typed, setTyped);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (draft === null) return;
    setTyped(draft.text);
    setDraft(null);
    box.current?.focus();
  }, [draft, setDraft]);
  const send = async () => {
    if (typed.trim() === '') return;
    const slash = readSlash(typed);
    if (slash === null) return setNotice({ kind: 'hint', sentence: words.composer.hint });
    if (channel === null) return setNotice({ kind: 'hint', sentence: words.composer.noConversation });
    last.current = typed;
    setTyped('');
    setNotice(null);
    const sees = await api.slash({ user: me.id, channel, ...slash });
    if (!sees.ok) setNotice({ kind: 'trouble', sentence: slashTrouble(words, slash.command, sees.error) });
  };
  const use = async (callback_id: string, name: string) => {
    setNotice(null);
    const sees = await api.shortcut({ user: me.id, callback_id });
    if (!sees.ok) setNotice({ kind: 'trouble', sentence: slashTrouble(words, name, sees.error) });
  };
  return {
    shortcuts: state.slack.shortcuts,
    ...{ use, typed, notice, hints, box, send },
    type: setTyped,
    onKeyDown: (event: KeyboardEvent) => {
      // An input method uses Enter and arrows to choose characters.
      if (event.nativeEvent.isComposing || hints.onKeyDown(event)) return;
      if (event.key === 'Enter' && !event.shiftKey) {
        event.preventDefault();
        send();
      } else if (event.key === 'ArrowUp' && !event.altKey && typed === '' && last.current !== '') {
        event.preventDefault();
        setTyped(last.current);
      }
    },
  };
}

/** The list of completions and the active entry. Another letter resets it. */
function useHints(typed: string, fill: (text: string) => void) {
  const { commands, me } = useSession();
  const { composer } = useWords();
  const [closed, setClosed] = useState<string | null>(null);
  const [moved, setMoved] = useState<{ readonly typed: string; readonly at: number } | null>(null);
  const shown = closed === typed ? [] : hintsFor(typed, commands, languageOf(me.locale), composer.slash);
  const active = moved?.typed === typed ? moved.at : firstActive(typed, shown);
  const pick = (hint: SlashHint) => hint.fill !== null && fill(hint.fill);
  const move = (step: 1 | -1) =>
    setMoved({ typed, at: active < 0 && step < 0 ? shown.length - 1 : (active + step + shown.length) % shown.length });
  /** True if the list has used the key. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (shown.length === 0 || event.altKey) return false;
    const isPlain = !event.shiftKey;
    const picked = shown[event.key === 'Tab' ? Math.max(active, 0) : active];
    if (event.key === 'Escape') setClosed(typed);
    else if (shown.every(({ fill: text }) => text === null)) return false;
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && isPlain && picked) pick(picked);
    else return false;
    event.preventDefault();
    return true;
  };
  return { shown, active, pick, onKeyDown };
}
