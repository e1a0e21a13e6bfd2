import { expect, test } from 'vitest';
import type { Budget } from '../../../src/core/approval/approval-policy.ts';
import { budgetsOf, monthOf, overdrafts, type Spending } from '../../../src/core/approval/budget.ts';
import type { Money } from '../../../src/core/base/money.ts';
import { cny, NOW, peopleWith, policyWith, spent, termQuote } from '../../support/approvals.ts';

const usd = (minor: number): Money => ({ minor, currency: 'USD' });
const EACH: Budget = { line: 3, who: 'each', perMonth: cny(1_000) };
const TEAM: Budget = { line: 4, who: ['team'], perMonth: cny(1_000) };
const groups = new Map([['team', ['UANN', 'UBEN', 'SGROUP1']]]);
const PEOPLE = peopleWith({ SGROUP1: ['UCAT'] });

const asQuote = (cost: Money | null) => (cost === null ? null : termQuote(0, { price: cost, listPrice: cost }));
const over = (budget: Budget, user: string, cost: Money | null, month: readonly Spending[], people = PEOPLE) =>
  overdrafts(policyWith({ groups, budgets: [budget] }), user, asQuote(cost), month, people, NOW);

test('the last unit of a budget may be spent, and not one more', () => {
  expect(over(EACH, 'UANN', cny(400), [spent('UANN', cny(600))])).toEqual([]);
  expect(over(EACH, 'UANN', cny(401), [spent('UANN', cny(600))])).toEqual([
    { line: 3, shared: false, perMonth: cny(1_000), spent: cny(600), cost: cny(401) },
  ]);
  expect(over(EACH, 'UANN', cny(1_001), [])).toHaveLength(1);
});

test('each have their own; a shared one is spent by all of them, however they are named', () => {
  const month = [spent('UBEN', cny(500)), spent('UCAT', cny(400)), spent('UDAN', cny(9_000))];
  expect(over(EACH, 'UANN', cny(1_000), month)).toEqual([]);
  expect(over(TEAM, 'UANN', cny(100), month)).toEqual([]);
  expect(over(TEAM, 'UCAT', cny(101), month)).toMatchObject([{ shared: true, spent: cny(900) }]);
  expect(over(TEAM, 'UDAN', cny(5_000), month)).toEqual([]);
});

test('every budget that is exceeded is reported', () => {
  const policy = policyWith({ groups, budgets: [EACH, TEAM, { ...EACH, line: 5, perMonth: cny(9_000) }] });
  expect(overdrafts(policy, 'UANN', termQuote(2_000), [], PEOPLE, NOW).map(({ line }) => line)).toEqual([3, 4]);
});

test('a group that cannot be read holds everybody: in doubt it is not free money', () => {
  const month = [spent('UDAN', cny(900))];
  expect(over(TEAM, 'UEVE', cny(200), month, peopleWith())).toMatchObject([{ spent: cny(900) }]);
  expect(budgetsOf(policyWith({ groups, budgets: [EACH, TEAM] }), 'UEVE', peopleWith())).toEqual([EACH, TEAM]);
  expect(budgetsOf(policyWith({ groups, budgets: [EACH, TEAM] }), 'UEVE', PEOPLE)).toEqual([EACH]);
});

test('what has no price, or one in another currency, exceeds every budget that applies', () => {
  const left = { line: 3, shared: false, perMonth: cny(1_000) };
  expect(over(EACH, 'UANN', null, [])).toEqual([{ ...left, spent: cny(0), cost: null }]);
  expect(over(EACH, 'UANN', usd(1), [spent('UANN', cny(400))])).toEqual([{ ...left, spent: cny(400), cost: usd(1) }]);
  expect(over(TEAM, 'UDAN', null, [])).toEqual([]);
  expect(over(TEAM, 'UDAN', usd(1), [])).toEqual([]);
});

test('what was asked for without a price, or in another currency, before there was a budget is not counted', () => {
  expect(
    over(EACH, 'UANN', cny(600), [spent('UANN', usd(5_000)), spent('UANN', null), spent('UANN', cny(400))]),
  ).toEqual([]);
  expect(over(EACH, 'UANN', cny(601), [spent('UANN', usd(5_000)), spent('UANN', cny(400))])).toMatchObject([
    { spent: cny(400) },
  ]);
});

test('nothing that is no amount passes for little', () => {
  expect(() => over(EACH, 'UANN', cny(Number.NaN), [])).toThrow();
  expect(() => over(EACH, 'UANN', cny(1), [spent('UANN', cny(Number.NaN))])).toThrow();
});

test.each([
  ['2026-05-01T00:00:00.000Z', '2026-05-01'],
  ['2026-05-31T23:59:59.999Z', '2026-05-01'],
  ['2026-06-01T00:00:00.000Z', '2026-06-01'],
  ['2026-12-31T23:59:59.999Z', '2026-12-01'],
  ['2027-01-01T00:00:00.000Z', '2027-01-01'],
  ['2028-02-29T12:00:00.000Z', '2028-02-01'],
])('%s is of the month from %s on', (at, first) => {
  expect(monthOf(Date.parse(at))).toBe(Date.parse(first));
});
