import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { POLICY_SAYS } from './policy-says.ts';
import { RULES } from './voice-rules.ts';

// The sources are read and not the values: sentences are functions of many things, and each of their branches has to keep the rules.

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
const WORDS = [
  ...FILES.toSorted().flatMap((file) =>
    wordsOf(readFileSync(join(CATALOGUE, file), 'utf8')).map((words) => [file, words] as const),
  ),
  ...POLICY_SAYS.map((words) => ['policy/', words] as const),
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
