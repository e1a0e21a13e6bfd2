/** Data disks as somebody has typed them, one after the other or by their numbers. */
export interface TypedDisks {
  /** By their number, from 1, under the key with which they were typed. */
  readonly said: Map<number, { readonly key: string; readonly line: string }>;
  /** How many were listed without a number: then there are no others than what was typed. */
  listed: number;
}

/**
 * The lines of a draft. What is listed takes the place of all disks that there were before; what has a number, the place of that one, or it
 * comes behind them. Nothing is left out: where a number in between is missing, it is the next.
 *
 * @param before the lines of what the command starts from
 */
export function disksUnderWords(
  { said, listed }: TypedDisks,
  before = '',
): { readonly lines: string; readonly gaps: readonly Gap[] } {
  const lines = listed > 0 || before === '' ? [] : before.split('\n');
  const gaps: Gap[] = [];
  for (const [n, { key, line }] of [...said].toSorted(([a], [b]) => a - b)) {
    const at = Math.min(n, lines.length + 1);
    if (at < n) gaps.push({ key, becomes: `disk${at + 1}` });
    lines[at - 1] = line;
  }
  return { lines: lines.join('\n'), gaps };
}

interface Gap {
  readonly key: string;
  readonly becomes: string;
}

/** As one line: a break in it stays part of it, so that it is judged and not taken for another disk. */
export const onOneLine = (value: string): string => value.replaceAll('\n', '%0A');
