const counting = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As people count: `web-2` before `web-10`. Names that count the same are ordered by their characters. */
export const inCountingOrder = (a: string, b: string): number => counting.compare(a, b) || compareText(a, b);

/** By character codes: the same in every language and on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
