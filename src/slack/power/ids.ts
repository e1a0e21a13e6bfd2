import { POWERS, type Power } from '../../core/power/power.ts';

/** The callback id of every order's window. */
export const POWER_FORM = 'power_order';

/** The action id of an order's button; its value is the instance's own id. */
export const powerAction = (what: Power): string => `power_${what}`;

export const POWER_ACTIONS: ReadonlyMap<string, Power> = new Map(POWERS.map((what) => [powerAction(what), what]));

/** Blocks of the windows, and the elements in them by the same names. */
export const POWER_FIELDS = { mode: 'mode', name: 'name' } as const;
