const LONGEST = 80;

/** A person's words in quotation marks, short enough for a sentence. */
export function quoted(given: string): string {
  const characters = [...given];
  return `“${characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : given}”`;
}
