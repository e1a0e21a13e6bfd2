/** Groups items by key in their original order; no group is empty. Node 20 has no `Map.groupBy`. */
export function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): ReadonlyMap<K, readonly [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Splits items into batches of `size` in their order. The last batch may be smaller; none is empty. */
export const batchesOf = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

/** Each name with what it means, from a table by meaning. In a row, white space separates the names. */
export const byName = <Meaning extends string>(
  table: Readonly<Partial<Record<Meaning, string>>>,
): ReadonlyMap<string, Meaning> =>
  new Map(
    (Object.entries(table) as [Meaning, string][]).flatMap(([meaning, names]) =>
      names.split(/\s+/u).map((name) => [name, meaning] as const),
    ),
  );

/** The only item of a list that has just one. @throws if it has none */
export function onlyOf<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('the list is empty, and has no only item');
  return item;
}

const counting = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As people count: `web-2` before `web-10`. Names that count the same are ordered by their characters. */
export const inCountingOrder = (a: string, b: string): number => counting.compare(a, b) || compareText(a, b);

/** By character codes: the same in every language and on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
