import { describe, expect, test } from 'vitest';
import { severalExtended, severalLeased } from '../../../src/commands/power/several.ts';

const DAY = 86_400_000;
const read = (reader: typeof severalLeased, typed: string) => {
  const several = reader(typed.split(' ').filter((word) => word !== ''));
  if (several === null) return 'one alone';
  return several.ok ? [several.value.names.join(' '), several.value.wish] : several.error.fault;
};

describe('several instances and a time behind them', () => {
  test.each([
    ['web-* 3d', ['web-*', { what: 'set', ms: 3 * DAY }]],
    ['web-1 web-2 12h', ['web-1 web-2', { what: 'set', ms: DAY / 2 }]],
    ['web-1,web-2 none', ['web-1,web-2', { what: 'set', ms: 'none' }]],
    ['* NONE', ['*', { what: 'set', ms: 'none' }]],
    ['web-*', 'missing'],
    ['web-1 web-2', 'one alone'],
    ['web-* web-2', 'notADurationOrNone'],
    ['web-* 3x', 'notADurationOrNone'],
    ['web-* 0d', 'notADurationOrNone'],
    ['web-* 3d 4d', 'tooMany'],
    ['web-* none web-2', 'tooMany'],
    ['web-1 3d', 'one alone'],
    ['web-1', 'one alone'],
    ['none 3d', 'one alone'],
    ['', 'one alone'],
  ])('lease %s', (typed, wanted) => {
    expect(read(severalLeased, typed)).toEqual(wanted);
  });

  test.each([
    ['web-* 3d', ['web-*', { what: 'extend', ms: 3 * DAY }]],
    ['web-1 web-2', ['web-1 web-2', { what: 'extend', ms: null }]],
    ['web-* 3 days', ['web-*', { what: 'extend', ms: 3 * DAY }]],
    ['web-* +3d', ['web-*', { what: 'extend', ms: 3 * DAY }]],
    ['web-* -3d', 'notADuration'],
    ['web-* none', 'notADuration'],
    ['web-* 3x', 'notADuration'],
    ['web-* 3d 4d', 'tooMany'],
    ['web-1 3d', 'one alone'],
  ])('extend %s', (typed, wanted) => {
    expect(read(severalExtended, typed)).toEqual(wanted);
  });
});
