import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// docs/development/voice.md, as far as a test can see it. The sources are read and not the values: sentences are
// functions of many things, and each of their branches has to keep the rules.

/** Every text between quotes of a source; what is put in, and branches within, count as a gap. */
function wordsOf(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/^\s*\/\/.*$/gmu, '');
  const found: string[] = [];
  const text = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/gu;
  for (const [, single, double, template] of code.matchAll(text)) {
    if (single !== undefined || double !== undefined) found.push(single ?? double ?? '');
    if (template !== undefined) found.push(template.replace(/\$\{[^}]*\}/gu, '…'));
  }
  // Names of files, kinds and keys have no space; a word alone says nothing wrong.
  return found.filter((one) => /\s/u.test(one));
}

const CATALOGUE = join(import.meta.dirname, '../../src/text/en');
const FILES = readdirSync(CATALOGUE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const WORDS = FILES.toSorted().flatMap((file) =>
  wordsOf(readFileSync(join(CATALOGUE, file), 'utf8')).map((words) => [file, words] as const),
);

/** Each with what to write instead. */
const RULES: readonly (readonly [instead: string, pattern: RegExp])[] = [
  ['automatically', /\bby (?:itself|themselves)\b/iu],
  ['auto-renews', /\brenews? (?:itself|themselves)\b/iu],
  ['again', /\banew\b/iu],
  ['no longer', /\b(?:any more|anymore)\b/iu],
  ['right now, or nothing', /\b(?:at this moment|at the moment|just now)\b/iu],
  ['who it is: the bot operator, the requester, the owner', /\bwho(?:so)?ever\b/iu],
  ['what it is', /\bwhatever\b/iu],
  ['if this continues', /\bif it (?:stays|remains) so\b/iu],
  ['posted, shown, sent, notified', /\b(?:is|are|was|were) told\b|\b[Tt]ells? (?:each|whoever|the rest)\b/u],
  ['must, need', /\bha(?:s|ve) to\b(?! approve)/u],
  ['approve', /\bagree(?:d|s)?\b(?! with)/iu],
  ['request', /\b(?:asked for|asks? for (?:it|an?|more)\b)/iu],
  ['in progress', /\bunder way\b/iu],
  ['charged', /\bdebit/iu],
  ['adopt', /\b(?:take|took|taken) over\b/iu],
  ['permanently deleted', /\b(?:for|gone for) good\b/iu],
  ['click', /\bpress(?:ed)?\b/iu],
  ['disappeared', /\bvanish/iu],
  ['the database', /\b(?:its|the bot’s) store\b/iu],
  ['error details', /\bsmall print\b/iu],
  [
    'a contraction',
    /\b(?:cannot|could not|does not|did not|do not|is not|are not|has not|have not|will not|would not)\b/u,
  ],
  ['a curly apostrophe', /[a-z]'(?:s|t|re|ve|ll)\b/u],
  ['12%', /[\d…] %(?!\w)/u],
  ['ID', /(?<![./$\w-])(?:[Ii]ds?|Id)\b(?![.:=()])/u],
  ['“the bot”, not I', /(?:^|[\s(“])I(?:’\w+)? /u],
  ['the imperative alone', /\bplease\b/iu],
];

test('there is something to read', () => {
  expect(WORDS.length).toBeGreaterThan(1000);
});

test.each(RULES)('instead of what is found write: %s', (_instead, pattern) => {
  const found = WORDS.filter(([, words]) => pattern.test(words));
  expect(found.map(([file, words]) => `${file}: ${words}`)).toEqual([]);
});

test.each([
  ['It goes on by itself', 'automatically'],
  ['Whoever runs the bot is told', 'posted, shown, sent, notified'],
  ["The bot's key", 'a curly apostrophe'],
  ['15 % less', '12%'],
  ['I cannot write there', '“the bot”, not I'],
  ['The instance’s own id or name', 'ID'],
])('%j breaks a rule', (words, instead) => {
  expect(RULES.filter(([, pattern]) => pattern.test(words)).map(([one]) => one)).toContain(instead);
});
