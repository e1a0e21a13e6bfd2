import { expect, test } from 'vitest';
import {
  duration,
  instanceRef,
  onOrOff,
  optionalWord,
  readArguments,
  refWord,
  remainingWords,
  usageOf,
} from '../../../src/core/spec/command-arguments.ts';

test('arguments are read in the order in which they are declared', () => {
  const args = { which: instanceRef(), how: onOrOff(), long: duration(), why: remainingWords('[why]') };
  expect(usageOf(args)).toBe('<id or name> on|off <30m|2h|3d> [why]');
  expect(readArguments(args, ['web-1', 'ON', '2h', 'a', 'b'])).toEqual({
    ok: true,
    value: { which: { word: 'web-1', region: null }, how: true, long: 7_200_000, why: ['a', 'b'] },
  });
});

test.each([
  ['nothing where something is needed', { a: instanceRef() }, [], { fault: 'missing', usage: '<id or name>' }],
  ['no word of a second one', { a: onOrOff(), b: duration() }, ['on'], { fault: 'missing', usage: '<30m|2h|3d>' }],
  ['a third way', { a: onOrOff() }, ['maybe'], { fault: 'notASwitch', usage: 'on|off', given: 'maybe' }],
  ['no duration', { a: duration() }, ['soon'], { fault: 'notADuration', usage: '<30m|2h|3d>', given: 'soon' }],
  ['no time at all', { a: duration() }, ['0h'], { fault: 'notADuration', usage: '<30m|2h|3d>', given: '0h' }],
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
