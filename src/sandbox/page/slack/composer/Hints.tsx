import { useEffect, useRef } from 'react';
import { useWords } from '../../words/words.ts';
import type { SlashHint } from './suggest.ts';

interface Props {
  readonly id: string;
  readonly hints: readonly SlashHint[];
  readonly active: number;
  readonly pick: (hint: SlashHint) => void;
}

export const hintId = (list: string, at: number): string => `${list}-${at}`;

/** The list above the composer. The composer keeps the focus; screen readers learn the active entry by its id. */
export function Hints({ id, hints, active, pick }: Props) {
  const { composer } = useWords();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className="hints" role="listbox" id={id} aria-label={composer.commands} ref={list}>
      {hints.map((hint, at) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the composer has the focus and the keys
        <div
          key={hint.command}
          id={hintId(id, at)}
          role="option"
          className="slash-hint"
          aria-selected={at === active}
          // The composer keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(hint)}
        >
          <span className="slash-command">
            <b>{hint.command}</b> {hint.usage}
          </span>
          <span className="slash-says">{hint.says}</span>
        </div>
      ))}
    </div>
  );
}
