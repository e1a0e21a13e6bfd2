/** `name_prefix[begin_number,bits]name_suffix`; a name without a prefix is an ordinary one. */
const PATTERN = /^(?<prefix>[^[\]]+)\[(?<begin>\d{0,6}),?(?<bits>[1-6]?)\](?<suffix>[^[\]]*)$/u;
const MAX_BITS = 6;

/**
 * The names that a pattern stands for, one per instance; null when it is none. Begins with 0 and takes six digits without a word; so
 * it does where the first number has more digits than were asked for.
 */
export function numbered(pattern: string, amount: number): readonly string[] | null {
  const { prefix, begin, bits, suffix } = PATTERN.exec(pattern)?.groups ?? {};
  if (prefix === undefined || begin === undefined) return null;
  const first = Number(begin || '0');
  const asked = Number(bits || MAX_BITS);
  const digits = begin.length > asked ? MAX_BITS : asked;
  return Array.from(
    { length: amount },
    (_, index) => `${prefix}${String(first + index).padStart(digits, '0')}${suffix}`,
  );
}
