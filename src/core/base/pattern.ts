/**
 * Whether a whole word matches a pattern, ignoring case; `*` matches anything, also nothing. Without regular expressions,
 * so that no pattern is slow.
 */
export function matchesPattern(pattern: string, word: string): boolean {
  const [first = '', ...parts] = pattern.toLowerCase().split('*');
  const given = word.toLowerCase();
  const last = parts.pop();
  if (last === undefined) return given === first;
  if (!given.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = given.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return given.length - last.length >= at && given.endsWith(last);
}
