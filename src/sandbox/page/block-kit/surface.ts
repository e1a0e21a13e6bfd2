import { createContext, useContext } from 'react';
import type { Element, Held } from '../form/values.ts';

/** The place of one element: its name for people, and the target of its events. */
export interface Place {
  readonly blockId: string;
  /** An input block tells the bot of changes only with `dispatch_action`; elsewhere every change is told. */
  readonly dispatches: boolean;
  /** The accessible name. */
  readonly label: string;
  /** Whether the label is also drawn, as in input blocks. */
  readonly showsLabel: boolean;
  readonly hint: string | null;
  readonly optional: boolean;
}

export interface ElementProps {
  readonly element: Element;
  readonly place: Place;
}

export interface Suggestion {
  readonly text: { readonly type: string; readonly text: string; readonly emoji?: boolean };
  readonly value: string;
  readonly description?: { readonly type: string; readonly text: string };
}

export interface SuggestionGroup {
  /** Null for options without a group. */
  readonly label: string | null;
  readonly options: readonly Suggestion[];
}

/** The surface of blocks: a message, a modal, the App Home or the gallery. It holds the values and talks to the bot. */
export interface Surface {
  held(blockId: string, element: Element): Held | undefined;
  hold(place: Place, element: Element, held: Held): void;
  press(place: Place, element: Element, extra: Readonly<Record<string, unknown>>): void;
  /** Null if the bot did not answer. */
  suggest(place: Place, element: Element, query: string): Promise<readonly SuggestionGroup[] | null>;
  /** The errors, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

const INERT: Surface = {
  held: () => undefined,
  hold: () => {},
  press: () => {},
  suggest: async () => [],
  errors: {},
};

export const SurfaceContext = createContext<Surface>(INERT);

export const useSurface = () => useContext(SurfaceContext);
