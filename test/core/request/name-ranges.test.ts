import { describe, expect, test } from 'vitest';
import { commonStart, nameRanges, packed, unpacked } from '../../../src/core/request/name-ranges.ts';
import { instanceName } from '../../../src/core/spec/spec.ts';

const of = (amount: number, name = 'web') =>
  Array.from({ length: amount }, (_, n) => instanceName(name, n + 1, amount));
const said = (names: readonly string[]) => nameRanges(names).map(packed);

describe('names that count up', () => {
  test.each([1, 2, 9, 10, 99, 100, 1000])('of a request for %i are one range', (amount) => {
    expect(nameRanges(of(amount))).toHaveLength(1);
    expect(nameRanges(of(amount))[0]?.count).toBe(amount);
  });

  test.each([
    [
      ['web-1', 'web-2', 'web-4'],
      ['web-1..2', 'web-4'],
    ],
    [['web-9', 'web-10', 'web-11'], ['web-9..11']],
    [['web-09', 'web-10'], ['web-09..10']],
    // Another width is another name.
    [
      ['web-9', 'web-010'],
      ['web-9', 'web-010'],
    ],
    [['web-99', 'web-100'], ['web-99..100']],
    [
      ['web-099', 'web-1000'],
      ['web-099', 'web-1000'],
    ],
    [
      ['web-1', 'db-2'],
      ['web-1', 'db-2'],
    ],
    [
      ['web', 'web'],
      ['web', 'web'],
    ],
    [
      ['web-2', 'web-1'],
      ['web-2', 'web-1'],
    ],
    [[], []],
  ])('%j are %j', (names, ranges) => expect(said(names)).toEqual(ranges));

  test('come out of what they were packed into, each once and in their order', () => {
    let state = 7;
    const next = (below: number) => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    for (let round = 0; round < 50; round += 1) {
      const names = of(1 + next(1000), ['web', 'db-2024', 'i-2ze0a9'][next(3)]).filter(() => next(5) > 0);
      expect(said(names).flatMap(unpacked).join()).toBe(names.join());
    }
  });
});

test('numbers that no computer counts exactly are no range', () => {
  const names = ['x-9007199254740991', 'x-9007199254740992'];
  expect(said(names)).toEqual(names);
});

test.each(['web-1', 'web-1..3x', 'cn-beijing/i-2ze9', 'r-7k3mz9q2xa-20', 'a..b', 'x-5..1', 'x-1..99999999'])(
  'a name that stands for itself is not changed: %j',
  (word) => expect(unpacked(word)).toEqual([word]),
);

test.each([
  [['web-001', 'web-300'], 'web-'],
  [['web1', 'web2'], 'web'],
  [['db-2024-01', 'db-2024-99'], 'db-2024-'],
  [['web-1', 'shop-1'], ''],
  [['a1', 'a2'], ''],
  [['ab1', 'ab2'], 'ab'],
  [['web-101', 'web-102'], 'web-'],
  [[], ''],
])('%j begin with %j', (names, start) => expect(commonStart(names)).toBe(start));
