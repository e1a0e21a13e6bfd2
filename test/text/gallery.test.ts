import { expect, test } from 'vitest';
import { galleryEntries } from '../../src/sandbox/gallery.ts';
import { bringsSpace, sentencesOf } from '../../src/text/sentences.ts';

// Marks are put between parts by the Slack side, where no translator sees them: so what is shown is read, not the catalogue.

type Json = Readonly<Record<string, unknown>>;

/** Every text of a message or view, as it was sent. */
function textsOf(shown: unknown): readonly string[] {
  if (Array.isArray(shown)) return shown.flatMap(textsOf);
  if (typeof shown !== 'object' || shown === null) return [];
  const { type, text, elements } = shown as Json;
  if ((type === 'mrkdwn' || type === 'plain_text') && typeof text === 'string') return [text];
  if (type === 'rich_text_section' && Array.isArray(elements))
    return [elements.map((one: Json) => (one.type === 'text' ? one.text : 'A')).join('')];
  return Object.values(shown).flatMap(textsOf);
}

/** What stands for something else is one letter, and what people or Alibaba Cloud wrote themselves is left out. */
const bare = (text: string): string =>
  text
    .replace(/```.*?```|`[^`\n]*`/gsu, '~A~')
    .replace(/<[^>|\n]*\|([^>\n]*)>/gu, '$1')
    .replace(/<[^>\n]*>/gu, 'A')
    .replace(/“[^”\n]*”/gu, 'A')
    .replace(/line \d+: .*$/u, '')
    .replace(/(?<=[*~] )（/gu, '')
    .replace(/(?<=[，。；：])(?:[*~] | (?=[*_~]))/gu, '')
    .replace(/(?<=[*~]) | (?=[*~])/gu, '')
    .replace(/: _ \. -/gu, 'A')
    .replace(/[*_~]/gu, '');

const HAN = String.raw`\p{Script=Han}`;
const RULES: readonly (readonly [wrong: string, pattern: RegExp])[] = [
  ['a Latin full stop', new RegExp(String.raw`${HAN}[^\n]*\.(?:\s|$)`, 'u')],
  ['a Latin mark beside Chinese', new RegExp(`${HAN}\\s*[,;:?!]|[,;:?!]\\s*${HAN}`, 'u')],
  ['Latin parentheses around Chinese', new RegExp(`${HAN}\\s*[()]|[()]\\s*${HAN}`, 'u')],
  ['straight quotes', new RegExp(`${HAN}["']|["']${HAN}`, 'u')],
  ['a space after a full-width mark', /[，。；：！？、] +\S/u],
  ['a space before a full-width mark', / +[，。；：（）！？、]/u],
  ['a space between two Chinese characters', new RegExp(`${HAN} +${HAN}`, 'u')],
  ['two marks in a row', /[，。；：]{2}/u],
  ['a full stop before and none at the end', new RegExp(`。[^。：·\\n]*${HAN}[^。：·\\n]*[^。？！：…）”\\s]$`, 'u')],
];

const ALL = galleryEntries();
const CHINESE = ALL.filter(([name]) => name.endsWith(' (zh)'));

test.each(RULES)('nothing in Chinese has %s', (_wrong, pattern) => {
  const found = new Map(
    CHINESE.flatMap(([name, shown]) =>
      textsOf(shown)
        .flatMap((text) => bare(text).split('\n'))
        .filter((line) => new RegExp(HAN, 'u').test(line) && pattern.test(line))
        .map((line) => [line, name] as const),
    ),
  );
  expect([...found].map(([line, name]) => `${name}: ${line}`)).toEqual([]);
});

test('sentences stand apart by a space unless their marks bring one', () => {
  expect(sentencesOf(['One.', '', 'Two.'])).toBe('One. Two.');
  expect(sentencesOf(['一。', '', '二。'])).toBe('一。二。');
  expect([bringsSpace('一：'), bringsSpace('one:'), bringsSpace('')]).toEqual([true, false, false]);
});

test('nothing that is shown names a moment in a zone that is not its reader’s', () => {
  const bare = /\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? UTC|[\u{E000}\u{E001}]/u;
  const found = ALL.flatMap(([name, shown]) => {
    const rest = JSON.stringify(shown).replace(/<!date\^[^>]*>/gu, '');
    return bare.test(rest)
      ? [`${name}: ${rest.slice(Math.max(0, rest.search(bare) - 60), rest.search(bare) + 30)}`]
      : [];
  });
  expect(found).toEqual([]);
});
