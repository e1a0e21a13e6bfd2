/** The choice that a misspelt word most likely means; null when none is close enough to suggest. */
export function nearest<T extends string>(word: string, choices: readonly T[]): T | null {
  const given = word.toLowerCase();
  let best: T | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const choice of choices) {
    const distance = editDistance(given, choice.toLowerCase());
    if (distance < bestDistance) {
      best = choice;
      bestDistance = distance;
    }
  }
  // One slip in a short word, two in a longer one. Anything further away is another word: `deny` is no `key`, and `x` no `n`.
  const allowed = given.length <= 1 ? 0 : given.length <= 4 ? 1 : 2;
  return bestDistance <= allowed ? best : null;
}

/** Chinese words need no spelling tolerance: the longest known one inside the typed text; null for none. */
export const wordWithin = (given: string, words: readonly string[]): string | null =>
  words.filter((word) => !isLatin(word) && given.includes(word)).sort((one, other) => other.length - one.length)[0] ??
  null;

export const isLatin = (word: string): boolean => /^\p{ASCII}+$/u.test(word);

/** The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  // The full table: words are short. A long word is cut, since nothing is close to it anyway.
  const left = a.slice(0, 40);
  const right = b.slice(0, 40);
  const table: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => table[row]?.[column] ?? 0;
  for (let row = 1; row <= left.length; row += 1) {
    table[row] = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + same);
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, at(row - 2, column - 2) + 1);
      }
      table[row]?.push(cost);
    }
  }
  return at(left.length, right.length);
}
