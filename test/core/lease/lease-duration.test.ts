import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/base/durations.ts';
import {
  formatLeaseDuration,
  leaseDurationOf,
  normaliseLeaseDuration,
  parseLeaseDuration,
} from '../../../src/core/lease/lease-duration.ts';
import type { Charge } from '../../../src/core/spec/charge.ts';
import { NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import type { FieldProblem } from '../../../src/core/spec/spec.ts';
import { readDraft } from '../../../src/core/spec/spec-parse.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';

const PAYG: Charge = { kind: 'payAsYouGo' };
const PREPAID: Charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false };

test.each([
  [8 * HOUR_MS, '8h'],
  [3 * DAY_MS, '3d'],
  [90 * MINUTE_MS, '90m'],
  [null, 'none'],
])('%s is written %s, and read again', (ms, word) => {
  expect(formatLeaseDuration(ms)).toBe(word);
  expect(parseLeaseDuration(word)).toBe(ms);
});

test.each([
  ['24h', '1d'],
  ['2 Days', '2d'],
  ['NEVER', 'none'],
  ['off', 'none'],
  ['None', 'none'],
  ['2026-12-01T09:00:00Z', '2026-12-01T09:00:00Z'],
  ['0', '0'],
])('%s is stored as %s', (given, stored) => {
  expect(normaliseLeaseDuration(given)).toBe(stored);
});

test('what is ordered counts before what the policy gives, and for nothing where it is prepaid', () => {
  expect(leaseDurationOf({ charge: PAYG }, DAY_MS)).toBe(DAY_MS);
  expect(leaseDurationOf({ charge: PAYG }, null)).toBeNull();
  expect(leaseDurationOf({ charge: PAYG, leaseMs: HOUR_MS }, DAY_MS)).toBe(HOUR_MS);
  expect(leaseDurationOf({ charge: PAYG, leaseMs: null }, DAY_MS)).toBeNull();
  expect(leaseDurationOf({ charge: PREPAID, leaseMs: HOUR_MS }, DAY_MS)).toBeNull();
});

describe('what will not do is told at the field', () => {
  const problemsOf = (lease: string, charge = 'payAsYouGo'): readonly FieldProblem[] =>
    readDraft({ lease, charge }, NOTHING_KNOWN).problems;

  test.each([
    ['soon', undefined, 'isn’t a time', '不是有效的时长'],
    ['0', undefined, 'isn’t a time', '不是有效的时长'],
    ['-3h', undefined, 'isn’t a time', '不是有效的时长'],
    ['2026-12-01T09:00:00Z', undefined, 'Write it like 8h', '8h、3d'],
    ['59m', undefined, 'at least 1 hour', '至少'],
    ['0h', undefined, 'too short', '过短'],
    ['1001d', undefined, '1000 days at most', '1000 天'],
    ['4000d', 'spot', '1000 days at most', '过长'],
    ['8h', 'prepaid', 'Prepaid instances end with their period', '包年包月'],
  ])('lease=%s, paid %s', (lease, charge, english, chinese) => {
    const problems = problemsOf(lease, charge);
    expect(problems).toMatchObject([{ field: 'lease', problem: 'option' }]);
    for (const problem of problems) {
      expect(en.modal.problem(problem)).toContain(english);
      expect(zh.modal.problem(problem)).toContain(chinese);
    }
  });

  test.each([
    ['1h', undefined],
    ['1000d', 'spot'],
    ['none', 'payAsYouGo'],
    ['none', 'prepaid'],
  ])('lease=%s, paid %s, will do', (lease, charge) => {
    expect(problemsOf(lease, charge)).toEqual([]);
  });
});
