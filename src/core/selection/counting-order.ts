const counting = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As people count: `web-2` before `web-10`. What counts the same is told apart by its characters. */
export const inCountingOrder = (a: string, b: string): number => counting.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
