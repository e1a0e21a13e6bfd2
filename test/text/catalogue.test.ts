import { expect, test } from 'vitest';
import { TEXTS } from '../../src/text/texts.ts';

/** What is the same in both languages: data, names, commands, and amounts as they come in. */
const SAME: readonly RegExp[] = [
  /^commands\.examples\.\d+$/u,
  /^card\.facts\.names$/u,
  /^card\.(title|facts\.(typeIs|diskIs|bandwidthIs))$/u,
  /^instances\.(size|disk)$/u,
  /^modal\.(typeOption|fieldLine)$/u,
  /^money\.(what|card\.is)$/u,
  /^approval\.ask\.decided$/u,
  /^policy\.listed$/u,
  /^policy\.perMonth$/u,
  /^instances\.(columns\.id)$/u,
  /^power\.form\.id$/u,
  /^(\w+\.)?marks\.\w+$/u,
  /^approval\.at$/u,
  // Each language has a page of its own.
  /^power\.refund\.url$/u,
  // A name with the beginning of a hash; a size with the console's name of a disk.
  /^options\.(?:script|disk)$/u,
  /^commands\.slash$/u,
];

/** Everything in a catalogue by its path. */
function leaves(of: unknown, path: readonly string[] = []): readonly (readonly [path: string, leaf: unknown])[] {
  if (typeof of !== 'object' || of === null) return [[path.join('.'), of]];
  return Object.entries(of).flatMap(([key, value]) => leaves(value, [...path, key]));
}

const english = new Map(leaves(TEXTS.en));
const chinese = new Map(leaves(TEXTS.zh));

const isSame = (path: string): boolean => SAME.some((pattern) => pattern.test(path));

test('both languages set the same things, and nothing else', () => {
  expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test('no sentence was left in English, and each that is the same on purpose is one', () => {
  const sentences = [...chinese].filter(([, leaf]) => typeof leaf === 'string');
  expect(sentences.length).toBeGreaterThan(300);
  const left = sentences.filter(([, leaf]) => !/\p{Script=Han}/u.test(String(leaf))).map(([path]) => path);
  expect(left.filter((path) => !isSame(path))).toEqual([]);
});

/** A value that stands for any parameter: text, number and list alike; sentences that need more are held in the gallery. */
const ANY = 2;

const said = (make: (...args: readonly unknown[]) => unknown, arg: unknown): string | null => {
  try {
    const sentence = make(arg, arg, arg, arg, arg);
    return typeof sentence === 'string' ? sentence : null;
  } catch {
    return null;
  }
};

test('no sentence with something in it was left in English', () => {
  const made = [...chinese].flatMap(([path, leaf]) => {
    if (typeof leaf !== 'function' || isSame(path)) return [];
    const make = leaf as (...args: readonly unknown[]) => unknown;
    const sentence = said(make, ANY) ?? said(make, ['web-1', 'web-2']);
    return sentence === null || sentence === '' ? [] : [[path, sentence] as const];
  });
  expect(made.length).toBeGreaterThan(150);
  expect(made.filter(([, sentence]) => !/\p{Script=Han}/u.test(sentence))).toEqual([]);
});

test('what a person is to type is the same in both languages', () => {
  const named = new RegExp(`/ecs (?:${Object.keys(TEXTS.en.commands.summary).join('|')})\\b`, 'gu');
  const commandsIn = (leaf: unknown) => (typeof leaf === 'string' ? (leaf.match(named) ?? []).toSorted() : []);
  for (const [path, leaf] of english) expect(commandsIn(chinese.get(path)), path).toEqual(commandsIn(leaf));
});
