import { expect, test } from 'vitest';
import { galleryEntries } from '../../src/sandbox/gallery/gallery.ts';
import { bringsSpace, sentencesOf } from '../../src/text/sentences.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { oneOf } from '../../src/text/zh/base/listed.ts';
import { RULES, wrongLines } from './chinese-rules.ts';

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

const ALL = galleryEntries();
const CHINESE = ALL.filter(([name]) => name.endsWith(' (zh)'));

test.each(RULES)('nothing in Chinese has %s', (_wrong, pattern) => {
  const found = new Map(
    CHINESE.flatMap(([name, shown]) =>
      textsOf(shown)
        .flatMap((text) => wrongLines(text, pattern))
        .map((line) => [line, name] as const),
    ),
  );
  expect([...found].map(([line, name]) => `${name}: ${line}`)).toEqual([]);
});

/** Every mrkdwn of a message or view, as it was sent. */
function markupOf(shown: unknown): readonly string[] {
  if (Array.isArray(shown)) return shown.flatMap(markupOf);
  if (typeof shown !== 'object' || shown === null) return [];
  const { type, text } = shown as Json;
  if (type === 'mrkdwn' && typeof text === 'string') return [text];
  return Object.values(shown).flatMap(markupOf);
}

/** Slack takes a mark of bold, italic or struck words as one only between white space, Latin marks, and the ends of a line. */
const APART = String.raw`[\s!-\/:-@\[-\x60{-~]`;
const STUCK = [
  new RegExp(String.raw`(?<=^|${APART})(?<mark>[*_~])(?=[^\s*_~])[^\n*]*?\S\k<mark>(?!$|${APART})`, 'mu'),
  new RegExp(String.raw`(?<!^|${APART})(?<mark>[*_~])(?=\S)[^\n*]*?\S\k<mark>(?=$|${APART})`, 'mu'),
];

test('no mark of bold words touches a letter or a full-width mark', () => {
  const found = ALL.flatMap(([name, shown]) =>
    markupOf(shown)
      .map((text) => text.replace(/<[^>]*>|`[^`]*`/gu, (one) => one.replace(/[*_~]/gu, '-')))
      .flatMap((text) => STUCK.flatMap((stuck) => stuck.exec(text)?.[0] ?? []))
      .map((stuck) => `${name}: ${stuck}`),
  );
  expect(found).toEqual([]);
});

test('sentences stand apart by a space unless their marks bring one', () => {
  expect(sentencesOf(['One.', '', 'Two.'])).toBe('One. Two.');
  expect(sentencesOf(['一。', '', '二。'])).toBe('一。二。');
  expect([bringsSpace('一：'), bringsSpace('one:'), bringsSpace('')]).toEqual([true, false, false]);
});

test('nothing in Chinese names an argument in English', () => {
  const named =
    /(?:<|&lt;)(?:name|id|n|number|preset|reason|region|id or name|name or id|part of the name)(?: …)?(?:>|&gt;)/u;
  const found = CHINESE.flatMap(([name, shown]) =>
    textsOf(shown)
      .filter((text) => named.test(text))
      .map(() => name),
  );
  expect(found).toEqual([]);
});

test('a list in Chinese keeps its last word apart from Latin letters', () => {
  expect(oneOf(['ESSD 云盘', 'AutoPL', 'SSD 云盘'])).toBe('ESSD 云盘、AutoPL 或 SSD 云盘');
  expect(oneOf(['地域', '镜像'])).toBe('地域或镜像');
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

test('no line to copy holds a lookalike of a mark, which the bot would not read', () => {
  const found = ALL.flatMap(([name, shown]) =>
    textsOf(shown).flatMap((text) =>
      (/(?<![\w/])\/ecs [^\n`“”]*[꞉∗ˋ∼ˍ›]/u.exec(text) ?? []).map((line) => `${name}: ${line}`),
    ),
  );
  expect(found).toEqual([]);
});

test('where Session Manager is known not to work, nobody is sent there', () => {
  const connect = ALL.filter(([name]) => name.startsWith('connect'));
  const broken = Object.values(TEXTS).flatMap(({ connect: { agent } }) => [agent.missing, agent.old, agent.silent]);
  const without = connect.filter(([, shown]) =>
    textsOf(shown).some((text) => broken.some((one) => text.includes(one))),
  );
  expect(without.length).toBeGreaterThan(6);
  for (const [name, shown] of without)
    expect(textsOf(shown).join('\n'), name).not.toMatch(/use the terminal|请使用终端/iu);
});
