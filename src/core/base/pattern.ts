/**
 * Whether a word fits a pattern as a whole, without regard to case; `*` stands for anything, also for nothing. Without
 * regular expressions, so that no pattern can take long.
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
