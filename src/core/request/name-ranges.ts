/** Names that count up without a gap, `web-01` … `web-20`; for a single name both ends are the same. */
interface NameRange {
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

/** At most this many names are listed one by one. */
export const MAX_NAMES_LISTED = 20;

/** The names in their order; consecutive ones become one range. */
export function nameRanges(names: readonly string[]): readonly NameRange[] {
  const ranges: NameRange[] = [];
  for (const name of names) {
    const range = ranges.at(-1);
    if (range !== undefined && follows(range.last, name))
      ranges[ranges.length - 1] = { ...range, last: name, count: range.count + 1 };
    else ranges.push({ first: name, last: name, count: 1 });
  }
  return ranges;
}

const NUMBERED = /^(?<base>.*?)(?<digits>\d+)$/u;

/** `web-2` after `web-1`, `web-10` after `web-9`, and `web-010` after `web-009`. */
function follows(before: string, name: string): boolean {
  const [one, next] = [NUMBERED.exec(before)?.groups, NUMBERED.exec(name)?.groups];
  if (one === undefined || next === undefined || one.base !== next.base) return false;
  const [digits = '', more = ''] = [one.digits, next.digits];
  return digits.length < 16 && more === String(Number(digits) + 1).padStart(digits.length, '0');
}

/** The common beginning of several names, `web-` of `web-01` and `web-02`; empty where it is too short to search by. */
export function commonStart(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const start = first.slice(0, length).replace(/\d+$/u, '');
  return start.length < 2 ? '' : start;
}

/** `web-1..300`, or the name itself for a single one. */
export const packed = ({ first, last, count }: NameRange): string =>
  count === 1 ? first : `${first}..${NUMBERED.exec(last)?.groups?.digits ?? ''}`;

/** The names that {@link packed} stands for. */
export function unpacked(word: string): readonly string[] {
  const { base = '', from, to } = /^(?<base>.*?)(?<from>\d+)\.\.(?<to>\d+)$/u.exec(word)?.groups ?? {};
  if (from === undefined) return [word];
  const count = Number(to) - Number(from) + 1;
  if (!(count >= 1 && count <= MAX_PACKED)) return [word];
  return Array.from({ length: count }, (_, n) => `${base}${String(Number(from) + n).padStart(from.length, '0')}`);
}

const MAX_PACKED = 10_000;
