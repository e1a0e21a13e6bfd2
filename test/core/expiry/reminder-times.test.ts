import { describe, expect, test } from 'vitest';
import { isExpiryDue, nextExpiryLook, ownDueAt, remindsNow } from '../../../src/core/expiry/expiry-clock.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor } from '../../../src/core/lease/lease.ts';
import { anAccepted, NOW, seen, spec } from '../../support/instances.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A full hour, far ahead. */
const UNTIL = Math.ceil(NOW / HOUR) * HOUR + 40 * DAY;

const prepaid = (unit: 'Month' | 'Week', period: number, fields: Partial<Instance> = {}) =>
  anAccepted({
    outcome: 'reached',
    spec: { ...spec, charge: { kind: 'prepaid', term: { unit, period }, autoRenew: false } },
    ...fields,
  });
const remindersOf = (row: Instance): readonly number[] => {
  const days: number[] = [];
  for (let at = UNTIL - 39 * DAY; at < UNTIL; ) {
    at = nextExpiryLook(row, UNTIL, at);
    days.push((UNTIL - at) / DAY);
  }
  return days;
};
const AFTER_END = -1 / 24;

test.each<readonly [string, Instance, readonly number[]]>([
  ['a month', prepaid('Month', 1), [14, 7, 3, 1]],
  ['four weeks', prepaid('Week', 4), [14, 7, 3, 1]],
  ['two weeks', prepaid('Week', 2), [7, 3, 1]],
  ['one week', prepaid('Week', 1), [3, 1]],
  ['a time that is not known', anAccepted(), [14, 7, 3, 1]],
])('of %s the reminders are in the second half, and the end is looked for an hour later', (_term, row, days) => {
  expect(remindersOf(row)).toEqual([...days, AFTER_END]);
});

describe('a look reminds', () => {
  const row = prepaid('Month', 1);
  const known = { ...row, expiry: { until: UNTIL } as NonNullable<Instance['expiry']> };
  const shows = (expiresAt: number | null, over = {}) => seen('Running', { chargeKind: 'prepaid', expiresAt, ...over });

  test('if the end is as known', () => {
    expect(remindsNow(known, shows(UNTIL), NOW)).toBe(true);
    expect(remindsNow(known, shows(UNTIL + 1), NOW)).toBe(false);
  });

  test('if the end is new and the first reminder is over', () => {
    const first = UNTIL - 14 * DAY;
    expect([first - 1, first].map((at) => remindsNow(row, shows(UNTIL), at))).toEqual([false, true]);
  });

  test('not after the end, without one, or of what is not there or not prepaid', () => {
    expect([UNTIL - 1, UNTIL].map((at) => remindsNow(known, shows(UNTIL), at))).toEqual([true, false]);
    expect(remindsNow({ ...row, expiry: { until: null } as never }, shows(null), NOW)).toBe(false);
    expect(remindsNow(known, 'missing', NOW)).toBe(false);
    expect(remindsNow(known, shows(UNTIL, { chargeKind: 'payAsYouGo' }), NOW)).toBe(false);
  });
});

test('an instance is due for the first of its lease, its prepaid time and all else', () => {
  const lease = (lookAt: number) => ({ ...leaseFor(0), begun: true, lookAt });
  const row = (leaseAt: number, expiryAt: number) =>
    prepaid('Month', 1, { lease: lease(leaseAt), expiry: { lookAt: expiryAt, until: UNTIL } as never });
  expect([ownDueAt(row(5, 7)), ownDueAt(row(7, 5))]).toEqual([5, 5]);
  expect([4, 5].map((at) => isExpiryDue(row(9, 5), at))).toEqual([false, true]);
  expect(isExpiryDue(anAccepted({ outcome: 'reached' }), NOW)).toBe(false);
});
