/** What stands for something else is one letter, and what people or Alibaba Cloud wrote themselves is left out. */
const bare = (text: string): string =>
  text
    .replace(/```.*?```|`[^`\n]*`/gsu, '~A~')
    .replace(/<[^>|\n]*\|([^>\n]*)>/gu, '$1')
    .replace(/<[^>\n]*>/gu, 'A')
    .replace(/“[^”\n]*”/gu, 'A')
    .replace(/(?<=[*~] )（/gu, '')
    .replace(/(?<=[，。；：])(?:[*~] | (?=[*_~]))/gu, '')
    .replace(/(?<=[*~]) | (?=[*~])/gu, '')
    .replace(/: _ \. -/gu, 'A')
    .replace(/[*_~]/gu, '');

const HAN = String.raw`\p{Script=Han}`;
/** What Chinese has its own marks for. */
export const RULES: readonly (readonly [wrong: string, pattern: RegExp])[] = [
  ['a Latin full stop', new RegExp(String.raw`${HAN}[^\n]*\.(?:\s|$)`, 'u')],
  ['a Latin mark beside Chinese', new RegExp(`${HAN}\\s*[,;:?!]|[,;:?!]\\s*${HAN}`, 'u')],
  ['Latin parentheses around Chinese', new RegExp(`${HAN}\\s*[()]|[()]\\s*${HAN}`, 'u')],
  ['straight quotes', new RegExp(`${HAN}["']|["']${HAN}`, 'u')],
  ['a space after a full-width mark', /[，。；：！？、] +\S/u],
  ['a space before a full-width mark', / +[，。；：（）！？、]/u],
  ['a space between two Chinese characters', new RegExp(`${HAN} +${HAN}`, 'u')],
  ['a Latin comma between names', /A, A/u],
  ['two marks in a row', /[，。；：]{2}/u],
  ['a full stop before and none at the end', new RegExp(`。[^。：·\\n]*${HAN}[^。：·\\n]*[^。？！：…）”\\s]$`, 'u')],
];

/** The lines in Chinese that break a rule. */
export const wrongLines = (text: string, pattern: RegExp): readonly string[] =>
  bare(text)
    .split('\n')
    .filter((line) => new RegExp(HAN, 'u').test(line) && pattern.test(line));
