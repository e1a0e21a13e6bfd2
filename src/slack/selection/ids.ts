import type { LeaseWish } from '../../core/lease/order-lease.ts';
import { isPower, POWERS, type Power } from '../../core/power/power.ts';

/** The callback id of the window that confirms what is done with several instances. */
export const SELECTION_FORM = 'selection';

/** Blocks of the window, and the elements in them by the same names. */
export const SELECTION_FIELDS = { mode: 'mode', count: 'count' } as const;

/** Boxes of which each stands for an instance; what follows a colon tells them apart. */
export const BOXES = 'selection_boxes';

/** What can be done with several. */
export type SelectionAct = Power | LeaseWish['what'];

/** What buttons offer: all but what needs a time to be said. */
export type SelectionButton = Exclude<SelectionAct, 'set'>;

export const isSelectionAct = (word: string): word is SelectionAct =>
  word === 'extend' || word === 'set' || isPower(word);

/** Buttons that are about the boxes that are ticked. */
export const selectionAction = (what: SelectionButton): string => `selection_${what}`;

export const SELECTION_ACTIONS: ReadonlyMap<string, SelectionButton> = new Map(
  [...POWERS, 'extend' as const].map((what) => [selectionAction(what), what]),
);
