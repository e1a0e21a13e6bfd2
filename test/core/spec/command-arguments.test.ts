import { expect, test } from 'vitest';
import {
  attributeWords,
  durationOrNone,
  instanceRef,
  onOrOff,
  optionalDuration,
  optionalLifting,
  optionalWord,
  period,
  readArguments,
  refWord,
  remainingWords,
  usageOf,
} from '../../../src/core/spec/command-arguments.ts';

test('arguments are read in the order in which they are declared', () => {
  const args = { which: instanceRef(), how: onOrOff, why: remainingWords('[why]') };
  expect(usageOf(args)).toBe('<id or name> on|off [why]');
  expect(readArguments(args, ['web-1', 'ON', 'a', 'b'])).toEqual({
    ok: true,
    value: { which: { word: 'web-1', region: null }, how: true, why: ['a', 'b'] },
  });
});

test.each([
  ['nothing where something is needed', { a: instanceRef() }, [], { fault: 'missing', usage: '<id or name>' }],
  ['no word of a second one', { a: onOrOff, b: durationOrNone }, ['on'], { fault: 'missing', usage: '<7d|none>' }],
  ['a third way', { a: onOrOff }, ['maybe'], { fault: 'notASwitch', usage: 'on|off', given: 'maybe' }],
  ['no duration', { a: optionalDuration }, ['soon'], { fault: 'notADuration', usage: '[7d]', given: 'soon' }],
  ['no time at all', { a: optionalDuration }, ['0h'], { fault: 'notADuration', usage: '[7d]', given: '0h' }],
  ['a time of the past', { a: optionalDuration }, ['-3d'], { fault: 'notADuration', usage: '[7d]', given: '-3d' }],
  ['two durations', { a: optionalDuration }, ['3', 'days', '2h'], { fault: 'tooMany', given: '2h' }],
  ['none and more', { a: durationOrNone }, ['none', '2h', '3h'], { fault: 'tooMany', given: '2h 3h' }],
  ['more than a time', { a: optionalDuration }, ['10', 'days', 'and', 'more'], { fault: 'tooMany', given: 'and more' }],
  ['a time and a word', { a: optionalDuration }, ['2h', 'days'], { fault: 'tooMany', given: 'days' }],
  [
    'a time of two words',
    { a: optionalDuration },
    ['12', 'moons'],
    { fault: 'notADuration', usage: '[7d]', given: '12 moons' },
  ],
  ['a pattern', { a: instanceRef() }, ['web-*'], { fault: 'notAnInstance', usage: '<id or name>', given: 'web-*' }],
  ['an empty name', { a: instanceRef() }, ['``'], { fault: 'notAnInstance', usage: '<id or name>', given: '``' }],
  ['a word too many', { a: optionalWord('[id]') }, ['a', 'b', 'c'], { fault: 'tooMany', given: 'b c' }],
  ['anything where nothing is taken', {}, ['now'], { fault: 'tooMany', given: 'now' }],
] as const)('refused: %s', (_, args, given, error) => {
  expect(readArguments(args, given)).toEqual({ ok: false, error });
});

test('an instance is named by its id, its name, or either of them in a region', () => {
  const read = (word: string) => readArguments({ a: instanceRef() }, [word]);
  const is = (word: string, region: string | null) => ({ ok: true, value: { a: { word, region } } });
  expect(read('`i-bp1abc`')).toEqual(is('i-bp1abc', null));
  expect(read('cn-beijing/web-1')).toEqual(is('web-1', 'cn-beijing'));
  expect(read('r-7k3mz9q2xa-1')).toEqual(is('r-7k3mz9q2xa-1', null));
  expect(read('the blue one')).toEqual(is('the blue one', null));
  expect(refWord({ word: 'the blue one', region: 'cn-beijing' })).toBe('"cn-beijing/the blue one"');
});

test('an optional word may be left out', () => {
  expect(readArguments({ a: optionalWord('[id]') }, [])).toEqual({ ok: true, value: { a: null } });
});

test.each([
  [['3d'], 259_200_000],
  [['+3d'], 259_200_000],
  [['3', 'days'], 259_200_000],
  [['3', '天'], 259_200_000],
  [['NONE'], 'none'],
] as const)('%j is a time', (words, value) => {
  expect(readArguments({ a: durationOrNone }, words)).toEqual({ ok: true, value: { a: value } });
});

test.each([
  ['lease 7d', { a: instanceRef(), b: durationOrNone }, ['7d']],
  ['lease none', { a: instanceRef(), b: durationOrNone }, ['none']],
  ['extend 3 days', { a: instanceRef(), b: optionalDuration }, ['3', 'days']],
  ['renew 1 month', { a: instanceRef(), b: period }, ['1', 'month']],
  ['auto-renew on', { a: instanceRef(), b: onOrOff }, ['on']],
  ['set name=web-2', { a: instanceRef(), b: attributeWords }, ['name=web-2']],
] as const)('in /ecs %s the instance is missing, not what is there', (_, args, given) => {
  expect(readArguments(args, given)).toEqual({ ok: false, error: { fault: 'missing', usage: '<id or name>' } });
});

test('a region is read in any case, and the mark after a name is no part of it', () => {
  const read = (word: string) => readArguments({ a: instanceRef() }, [word]);
  const web1 = { word: 'web-1', region: 'cn-beijing' };
  for (const word of ['CN-Beijing/web-1', 'cn-beijing/web-1,', 'cn-beijing/web-1。'])
    expect(read(word), word).toEqual({ ok: true, value: { a: web1 } });
  expect(read('cn-beijing/')).toMatchObject({ ok: false, error: { fault: 'notAnInstance' } });
});

test.each(['on', 'ON', 'yes', '开启', '开'])('%s turns it on', (word) => {
  expect(readArguments({ a: onOrOff }, [word])).toEqual({ ok: true, value: { a: true } });
});

test.each<[words: string, lifted: object | null]>([
  ['', { is: 'freeze', version: null }],
  ['7', { is: 'freeze', version: 7 }],
  ['12', { is: 'freeze', version: 12 }],
  ['account 1968 give-up 12', { is: 'account', id: '1968', giveUp: 12 }],
  ['account 1968 give-up 2x', null],
  ['account 1968 give-up x2', null],
  ['freeze', null],
  ['account 1968', { is: 'account', id: '1968', giveUp: null }],
  ['ACCOUNT 1968 Give-Up 2', { is: 'account', id: '1968', giveUp: 2 }],
  ['7 8', null],
  ['seven', null],
  ['1234567890', null],
  ['account', null],
  ['account 1968 give-up', null],
  ['account 1968 give-up x', null],
  ['account 1968 keep 2', null],
  ['account 1968 give-up 2 now', null],
  ['freeze 1968', null],
])('what “unfreeze %s” ends: %j', (words, lifted) => {
  const given = words === '' ? [] : words.split(' ');
  const error = { fault: 'tooMany', given: words };
  expect(optionalLifting.read(given)).toEqual(lifted === null ? { ok: false, error } : { ok: true, value: lifted });
});

test('a duration may be left out or declined only where its command says so', () => {
  const HOURS = 7_200_000;
  expect(optionalDuration.read([])).toEqual({ ok: true, value: null });
  expect(optionalDuration.read(['2h'])).toEqual({ ok: true, value: HOURS });
  expect(optionalDuration.read(['none'])).toMatchObject({ error: { fault: 'notADuration', usage: '[7d]' } });
  expect(durationOrNone.read(['NONE'])).toEqual({ ok: true, value: 'none' });
  expect(durationOrNone.read(['2h'])).toEqual({ ok: true, value: HOURS });
  for (const given of ['0h', 'soon'])
    expect(durationOrNone.read([given])).toEqual({
      ok: false,
      error: { fault: 'notADurationOrNone', usage: '<7d|none>', given },
    });
});

test('a term may be said in two words, and something has to be said', () => {
  expect(period.read(['1', 'year'])).toEqual({ ok: true, value: { unit: 'Month', period: 12 } });
  expect(period.read(['2w'])).toEqual({ ok: true, value: { unit: 'Week', period: 2 } });
  const usage = '<1m|6m|1y|2w>';
  expect(period.read([' '])).toEqual({ ok: false, error: { fault: 'missing', usage } });
  expect(period.read(['1', 'day'])).toEqual({ ok: false, error: { fault: 'notAPeriod', usage, given: '1 day' } });
});

test('changes of an instance are asked for in a window where none is said, and their faults are all told', () => {
  expect(attributeWords.read([])).toEqual({ ok: true, value: null });
  expect(attributeWords.read(['name=web-2'])).toMatchObject({ ok: true, value: { name: 'web-2' } });
  expect(attributeWords.read(['size=2', 'colour=red'])).toMatchObject({ ok: false, error: { fault: 'attributes' } });
});

test('a name is as long as the cloud’s own at most', () => {
  expect(instanceRef().read(['x'.repeat(128)]).ok).toBe(true);
  expect(instanceRef().read(['x'.repeat(129)]).ok).toBe(false);
  expect([refWord({ word: 'web-1', region: null }), refWord({ word: 'web-1', region: 'cn-beijing' })]).toEqual([
    'web-1',
    'cn-beijing/web-1',
  ]);
});
