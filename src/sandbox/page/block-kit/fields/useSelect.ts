import { useContext, useMemo, useState } from 'react';
import { valueIn } from '../../form/values.ts';
import { NamesContext } from '../../names.ts';
import { useWords } from '../../words/words.ts';
import { type ElementProps, type Suggestion, useSurface } from '../surface.ts';
import { filterGroups, fixedGroups, type Offer, useSuggestions } from './suggestions.ts';

/** People and channels are held as ids, everything else as the whole option. */
const holdsIds = (type: string) => /users|channels|conversations/.test(type);

/** The shared part of single and multi selects: the offer, the typed text, and the chosen options. */
export function useSelect({ element, place }: ElementProps) {
  const surface = useSurface();
  const { form } = useWords();
  const names = useContext(NamesContext);
  const [typed, setTyped] = useState<string | null>(null);
  const external = useSuggestions(element, place);
  const fixed = useMemo(() => fixedGroups(element, names), [element, names]);
  const offer: Offer =
    fixed === null ? external : { groups: filterGroups(fixed, typed ?? ''), loading: false, empty: form.noResults };
  const known = (fixed ?? external.groups).flatMap(({ options }) => options);
  const held = valueIn(surface.held(place.blockId, element), element);
  const asOption = (one: unknown): Suggestion =>
    typeof one === 'string'
      ? (known.find(({ value }) => value === one) ?? { value: one, text: { type: 'plain_text', text: one } })
      : (one as Suggestion);
  const chosen = held === null ? [] : Array.isArray(held) ? held.map(asOption) : [asOption(held)];
  return {
    offer,
    chosen,
    typed,
    /** Null if nothing is being typed: the field shows the chosen option. */
    type: (text: string | null) => {
      setTyped(text);
      if (fixed === null && text !== null) external.ask(text);
    },
    /** The list was opened without typing. */
    browse: () => {
      if (fixed === null) external.ask(typed ?? '');
    },
    find: (value: string) => [...known, ...chosen].find((option) => option.value === value),
    toHold: (option: Suggestion) => (holdsIds(element.type) ? option.value : option),
    error: surface.errors[place.blockId] ?? null,
    placeholder: (element.placeholder as { text?: string } | undefined)?.text ?? form.select,
  };
}
