/** `name_prefix[begin_number,bits]name_suffix`; a name without a prefix is an ordinary one. */
const PATTERN = /^(?<prefix>[^[\]]+)\[(?<begin>\d{0,6}),?(?<bits>[1-6]?)\](?<suffix>[^[\]]*)$/u;
const MAX_BITS = 6;

/**
 * The names of a pattern, one per instance; null if it is no pattern. By default it begins with 0 and takes six digits, as it
 * does if the first number has more digits than given.
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
