import { expect, test } from 'vitest';
import { dict, isDict, parseJson } from '../../../src/core/base/json.ts';
import { batchesOf, byName, compareText, groupBy, inCountingOrder } from '../../../src/core/base/lists.ts';
import { errorName } from '../../../src/core/base/log.ts';
import { isLatin, nearest, wordWithin } from '../../../src/core/base/nearest.ts';
import { inEnglish, said, say, verbatim } from '../../../src/core/saying.ts';

const WORDS = ['region', 'zone', 'image', 'ip', 'reg'];

test.each([
  ['region', 'region'],
  ['REGION', 'region'],
  ['regin', 'region'], // one left out
  ['regiion', 'region'], // one too many
  ['rigion', 'region'], // another letter
  ['reigon', 'region'], // two neighbours swapped
  ['rigin', 'region'], // two slips in a longer word
  ['rigins', null],
  ['pi', 'ip'], // a swap is one slip, which a short word may have
  ['xy', null],
  ['ai', null], // half a swap
  ['xxxino', null], // a swap beside three slips
  ['zaae', null], // two slips in a short word
  ['p', null], // of one letter nothing can be misspelt
  ['n', null],
  ['zon', 'zone'],
  ['', null],
  [`zone${'x'.repeat(60)}`, null],
])('the word that %j most likely means is %j', (given, word) => {
  expect(nearest(given, WORDS)).toBe(word);
});

test('of equally near words the first is meant, and of no words none', () => {
  expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  expect(nearest('bat', [])).toBeNull();
});

test.each([
  ['创建服务器', '创建'],
  ['请创建一下', '创建'],
  ['创建实例吧', '创建实例'],
  ['create', null],
  ['', null],
])('the Chinese word inside %j is %j', (given, word) => {
  expect(wordWithin(given, ['创建', '创建实例', 'create', 'e创'])).toBe(word);
});

test('groups and batches keep the order and are never empty', () => {
  expect([...groupBy(['a1', 'b1', 'a2'], (word) => word[0])]).toEqual([
    ['a', ['a1', 'a2']],
    ['b', ['b1']],
  ]);
  expect(batchesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect([batchesOf([1, 2], 2), batchesOf([], 2)]).toEqual([[[1, 2]], []]);
  expect([...byName({ mine: 'mine 我的', all: 'all' })]).toEqual([
    ['mine', 'mine'],
    ['我的', 'mine'],
    ['all', 'all'],
  ]);
});

test('names are ordered as people count, and those that count the same by their characters', () => {
  expect(['web-10', 'web-2', 'Web-2', 'web-1'].sort(inCountingOrder)).toEqual(['web-1', 'Web-2', 'web-2', 'web-10']);
  expect([compareText('B', 'a'), compareText('b', 'a'), compareText('a', 'a')]).toEqual([-1, 1, 0]);
});

test('a word with one Chinese character is no Latin one', () => {
  expect(['web-1', 'web创', '创web', '创'].filter(isLatin)).toEqual(['web-1']);
});

test('only a record is read as one, and what is no JSON is nothing', () => {
  const others = [null, undefined, 1, 'a', [1], true];
  expect([isDict({}), others.some(isDict)]).toEqual([true, false]);
  expect([dict({ a: 1 }), ...others.map(dict)]).toEqual([{ a: 1 }, {}, {}, {}, {}, {}, {}]);
  expect([parseJson('{"a":1}'), parseJson('null'), parseJson('{a')]).toEqual([{ a: 1 }, null, undefined]);
});

test('of an error only its name is logged, as its message may hold anything', () => {
  expect([errorName(new TypeError('secret')), errorName('secret')]).toEqual(['TypeError', 'unknown']);
});

test('a sentence is translated by its template, with all its parts in their places, also sentences within', () => {
  const inner = say`${'b'} is ${2}`;
  const saying = say`${'a'} has ${inner}.`;
  expect(saying.template).toBe('{0} has {1}.');
  expect(inEnglish(saying)).toBe('a has b is 2.');
  const chinese: Record<string, string> = { '{0} has {1}.': '{1}在{0}中。', '{0} is {1}': '{0}为{1}' };
  expect(said(saying, (template) => chinese[template] ?? template)).toBe('b为2在a中。');
  expect(inEnglish(verbatim('{0} as it is'))).toBe('{0} as it is');
  expect(said(saying, () => '{7}')).toBe('');
});
