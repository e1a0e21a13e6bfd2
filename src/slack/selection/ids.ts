import type { LeaseWish } from '../../core/lease/order-lease.ts';
import { isPower, POWERS, type Power } from '../../core/power/power.ts';

/** The callback id of the window that confirms an act on several instances. */
export const SELECTION_FORM = 'selection';

/** The field for the number of instances that are to be released. */
export const SELECTION_COUNT = 'count';

/** The boxes, one per instance; the part after a colon tells them apart. */
export const BOXES = 'selection_boxes';

/** The acts on several instances. */
export type SelectionAct = Power | LeaseWish['what'];

/** The acts with a button: all that need no time. */
export type SelectionButton = Exclude<SelectionAct, 'set'>;

export const isSelectionAct = (word: string): word is SelectionAct =>
  word === 'extend' || word === 'set' || isPower(word);

/** Buttons for the ticked boxes. */
export const selectionAction = (what: SelectionButton): string => `selection_${what}`;

export const SELECTION_ACTIONS: ReadonlyMap<string, SelectionButton> = new Map(
  [...POWERS, 'extend' as const].map((what) => [selectionAction(what), what]),
);
