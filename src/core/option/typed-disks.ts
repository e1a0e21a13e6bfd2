/** Typed data disks, listed or by number. */
export interface TypedDisks {
  /** By number from 1, with the key that was typed. */
  readonly said: Map<number, { readonly key: string; readonly line: string }>;
  /** How many were listed without a number. If any, only the typed disks count. */
  listed: number;
}

/**
 * The lines of a draft. Listed disks replace all previous ones. A numbered disk replaces the one with that number, or is
 * added at the end. No disk is dropped: after a gap in the numbers it gets the next free one.
 *
 * @param before the lines that the command starts from
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

/** The value as one line. A line break stays part of it, so that it is judged instead of read as another disk. */
export const onOneLine = (value: string): string => value.replaceAll('\n', '%0A');
