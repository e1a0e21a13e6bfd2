import { useEffect, useRef, useState } from 'react';
import type { Element } from '../../form/values.ts';
import type { Names } from '../../names.ts';
import { useWords } from '../../words/words.ts';
import { type Place, type Suggestion, type SuggestionGroup, useSurface } from '../surface.ts';

const TYPING_PAUSE_MS = 200;

/** A select's present options, and why there may be none. */
export interface Offer {
  readonly groups: readonly SuggestionGroup[];
  readonly loading: boolean;
  /** Shown instead of an empty list. */
  readonly empty: string;
}

/** The fixed lists: a select's own options, the workspace's people and channels. Null for lists from the bot. */
export function fixedGroups(element: Element, names: Names): readonly SuggestionGroup[] | null {
  const kind = element.type.replace('multi_', '');
  if (kind === 'external_select') return null;
  if (kind === 'users_select') return [{ label: null, options: names.users.map(({ id, name }) => entry(id, name)) }];
  if (kind === 'channels_select' || kind === 'conversations_select') {
    return [{ label: null, options: names.channels.map(({ id, name }) => entry(id, `#${name}`)) }];
  }
  return groupsOf(element.options, element.option_groups);
}

const entry = (value: string, text: string): Suggestion => ({ value, text: { type: 'plain_text', text } });

/** `options` and `option_groups` in one shape. */
export function groupsOf(options: unknown, groups: unknown): readonly SuggestionGroup[] {
  if (Array.isArray(groups)) {
    return groups.map((group) => ({ label: String(group?.label?.text ?? ''), options: group?.options ?? [] }));
  }
  return [{ label: null, options: Array.isArray(options) ? options : [] }];
}

export function filterGroups(groups: readonly SuggestionGroup[], typed: string): readonly SuggestionGroup[] {
  const wanted = typed.trim().toLowerCase();
  const fits = ({ text }: Suggestion) => text.text.toLowerCase().includes(wanted);
  return groups
    .map(({ label, options }) => ({ label, options: options.filter(fits) }))
    .filter(({ options }) => options.length > 0);
}

/**
 * Asks the bot for options after a pause in typing. An answer overtaken by a newer question is dropped; the old list stays until
 * the next one has come.
 */
export function useSuggestions(element: Element, place: Place): Offer & { ask: (typed: string) => void } {
  const surface = useSurface();
  const { form } = useWords();
  const latest = useRef(surface);
  latest.current = surface;
  const [offer, setOffer] = useState<Offer>({ groups: [], loading: false, empty: form.noResults });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const question = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const minLength = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  const ask = (typed: string) => {
    clearTimeout(timer.current);
    question.current += 1;
    const mine = question.current;
    if (typed.trim().length < minLength) {
      setOffer({ groups: [], loading: false, empty: form.typeMore(minLength) });
      return;
    }
    setOffer((before) => ({ ...before, loading: true }));
    const run = async () => {
      const groups = await latest.current.suggest(place, element, typed.trim());
      if (question.current !== mine) return;
      const empty = groups === null ? form.notLoaded : form.noResults;
      setOffer({ groups: groups ?? [], loading: false, empty });
    };
    timer.current = setTimeout(run, typed === '' ? 0 : TYPING_PAUSE_MS);
  };
  return { ...offer, ask };
}
