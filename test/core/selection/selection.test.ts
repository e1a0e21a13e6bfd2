import { describe, expect, test } from 'vitest';
import { inCountingOrder } from '../../../src/core/base/lists.ts';
import {
  isMeant,
  isSingle,
  MAX_SELECTED,
  maxSelectedOf,
  readSelection,
  requestIdOf,
} from '../../../src/core/selection/selection.ts';

const kinds = (...words: string[]) => readSelection(words).map(({ kind, given }) => `${kind} ${given}`);

describe('the words that say which instances are meant', () => {
  test.each([
    [
      ['web-1', 'web-2'],
      ['one web-1', 'one web-2'],
    ],
    [
      ['web-1,web-2', 'web-3,'],
      ['one web-1', 'one web-2', 'one web-3'],
    ],
    [['web-1、web-2，web-3。'], ['one web-1', 'one web-2', 'one web-3']],
    [
      ['`i-2ze4f8h1k5`', 'cn-beijing/web-1'],
      ['one i-2ze4f8h1k5', 'one cn-beijing/web-1'],
    ],
    [['web-1', 'web-1', '`web-1`'], ['one web-1']],
    [['fleet-*'], ['pattern fleet-*']],
    [
      ['cn-beijing/fleet-*', '*-db', 'a*b*c'],
      ['pattern cn-beijing/fleet-*', 'pattern *-db', 'pattern a*b*c'],
    ],
    [['*'], ['mine *']],
    [
      ['**', 'cn-beijing/*'],
      ['mine **', 'mine cn-beijing/*'],
    ],
    [['r-7k3mz9q2xa'], ['request r-7k3mz9q2xa']],
    [['R-7K3MZ9Q2XA'], ['request R-7K3MZ9Q2XA']],
    [
      ['r-7k3mz9q2xa-1', 'r-web', 'cn-beijing/r-7k3mz9q2xa'],
      ['one r-7k3mz9q2xa-1', 'one r-web', 'one cn-beijing/r-7k3mz9q2xa'],
    ],
    [['my server', ''], ['one my server']],
    [['x'.repeat(129)], [`unreadable ${'x'.repeat(129)}`]],
    [[], []],
    [[',', ' '], []],
  ])('%j', (words, wanted) => {
    expect(kinds(...words)).toEqual(wanted);
  });

  test('one instance alone is named as it always was', () => {
    for (const words of [[], ['web-1'], ['web-1', 'web-1'], ['cn-beijing/web-1'], ['i-2ze4f8h1k5'], ['x'.repeat(129)]])
      expect(isSingle(readSelection(words)), words.join(' ')).toBe(true);
    for (const words of [['web-1', 'web-2'], ['web-*'], ['*'], ['r-7k3mz9q2xa'], ['cn-beijing/*']])
      expect(isSingle(readSelection(words)), words.join(' ')).toBe(false);
  });

  test('a pattern is about whole names, in any case, in its region', () => {
    const fits = (pattern: string, name: string, region: string | null = null) =>
      isMeant({ pattern, region }, { name, region: 'cn-beijing' });
    expect(['fleet-1', 'FLEET-x', 'fleet-'].map((name) => fits('fleet-*', name))).toEqual([true, true, true]);
    expect(['afleet-1', 'fleet'].map((name) => fits('fleet-*', name))).toEqual([false, false]);
    expect([fits('fleet-*', 'fleet-1', 'cn-beijing'), fits('fleet-*', 'fleet-1', 'cn-shanghai')]).toEqual([
      true,
      false,
    ]);
    // No part of a pattern but the star means anything.
    expect([fits('fleet.*', 'fleet-1'), fits('fleet-[0-9]*', 'fleet-1'), fits('%*', 'fleet-1')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test('whole requests may be named with all their instances, anything else only as far as people can follow', () => {
  const most = (...words: readonly string[]) => maxSelectedOf(readSelection(words));
  expect([most('r-7k3mz9q2xa'), most('r-7k3mz9q2xa', 'r-7k3mz9q2xb')]).toEqual([1_000, 1_000]);
  expect([most(), most('*'), most('r-7k3mz9q2xa', 'web-1')]).toEqual([MAX_SELECTED, MAX_SELECTED, MAX_SELECTED]);
});

test('the id of a request is read as people copy it', () => {
  expect(['`R-7k3mz9q2xa`', 'r-7k3mz9q2xa-1', 'xr-7k3mz9q2xa', 'r-7k3mz9q2x'].map(requestIdOf)).toEqual([
    'r-7k3mz9q2xa',
    ...[null, null, null],
  ]);
});

test('names are in the order in which people count', () => {
  const names = [
    'web-10',
    'web-2',
    'web-1',
    'Web-3',
    'db-1',
    'web-02',
    'web',
    'web-1-10',
    'web-1-9',
    '数据-2',
    '数据-10',
  ];
  expect(names.toSorted(inCountingOrder)).toEqual([
    ...['db-1', 'web', 'web-1', 'web-1-9', 'web-1-10', 'web-02', 'web-2', 'Web-3', 'web-10'],
    ...['数据-2', '数据-10'],
  ]);
});
