/** Names of parts in one word, e.g. `click.0-7,fault.2,restore`. */
export function written(names: Iterable<string>): string {
  const numbers = new Map<string, number[]>();
  const plain: string[] = [];
  for (const name of names) {
    const [, list, number] = /^(.+)\.(\d+)$/u.exec(name) ?? [];
    if (list === undefined) plain.push(name);
    else numbers.set(list, [...(numbers.get(list) ?? []), Number(number)]);
  }
  const listed = [...numbers].flatMap(([list, all]) => ranges(all).map((range) => `${list}.${range}`));
  return [...plain, ...listed].join();
}

/** What {@link written} has written. */
export const read = (word: string): ReadonlySet<string> =>
  new Set(
    word.split(',').flatMap((one) => {
      const [, list, first, last = first] = /^(.+)\.(\d+)(?:-(\d+))?$/u.exec(one) ?? [];
      if (list === undefined) return one === '' ? [] : [one];
      return Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => `${list}.${Number(first) + n}`);
    }),
  );

function ranges(numbers: readonly number[]): readonly string[] {
  const spans: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
}
