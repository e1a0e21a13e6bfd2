import { describe, expect, test } from 'vitest';
import { monthAfter, monthOf } from '../../../src/core/approval/budget.ts';
import type { Cost, Expense, ExpenseState } from '../../../src/core/approval/expense.ts';
import {
  merged,
  spendingOf,
  type Tally,
  talliesOf,
  talliesOfRenewing,
  withoutRequest,
} from '../../../src/core/approval/tally.ts';
import { NOW } from '../../support/approvals.ts';

const HOUR = 3_600_000;
const MONTH = monthOf(NOW);
const TERM: Cost = { kind: 'term', micros: 7, currency: 'CNY', term: { unit: 'Month', period: 1 } };
const HOURLY: Cost = { kind: 'hourly', micros: 10, currency: 'CNY' };

const expense = (state: ExpenseState, cost: Cost | null = TERM, over: Partial<Expense> = {}): Expense => ({
  ...{ id: 'r-1-1', requester: 'U1', instances: 2, cost, state, lastTerm: cost, until: null },
  ...over,
});
/** The sums that it adds, as `sum: by`, those of the open month marked. */
const sumsOf = (tallies: readonly Tally[]) =>
  tallies.map(({ sum, by, month }) => [month === MONTH ? sum : `${sum} (open)`, by]);
const adds = (state: ExpenseState, cost: Cost | null = TERM) => sumsOf(talliesOf(null, expense(state, cost), NOW));
const turns = (from: ExpenseState, to: ExpenseState, cost: Cost | null = HOURLY, at = NOW) =>
  sumsOf(talliesOf(expense(from, cost), expense(to, cost), at));

const RUNNING = { is: 'running', since: NOW - 3 * HOUR } as const;
const OVER = { is: 'over' } as const;
const LEFT = { is: 'left', was: 'running' } as const;
const left = Math.floor((monthAfter(NOW) - NOW) / HOUR);

test.each<readonly [string, ExpenseState, Cost | null, readonly unknown[]]>([
  ['a term that waits', { is: 'held' }, TERM, [['held (open)', 7]]],
  ['a term that was debited', { is: 'debited', at: NOW }, TERM, [['debited', 7]]],
  ['a term that may have been debited', { is: 'doubtful', since: NOW }, TERM, [['doubted', 7]]],
  ['hours that wait', { is: 'held' }, HOURLY, [['waits (open)', 10]]],
  [
    'hours that may be billed, until the end of the month',
    { is: 'doubtful', since: NOW },
    HOURLY,
    [['doubted', left * 10]],
  ],
  ['hours of what is paused, as it may be started', { is: 'paused' }, HOURLY, [['waits (open)', 10]]],
  ['what has no known price', { is: 'held' }, null, [['unpriced (open)', 2]]],
  ['what was debited without a known price', { is: 'debited', at: NOW }, null, [['unpriced', 2]]],
  ['what is over', OVER, HOURLY, []],
  ['what is in an account that was left', LEFT, HOURLY, []],
])('%s counts', (_which, state, cost, sums) => expect(adds(state, cost)).toEqual(sums));

describe('hours that have run', () => {
  const gone = ['runs (open)', -10];

  test('stay counted once it is over, paused, or its account is left', () => {
    for (const to of [OVER, LEFT])
      expect(Object.fromEntries(turns(RUNNING, to) as [string, number][])).toMatchObject({ 'runs (open)': -10 });
    const [ran] = turns(RUNNING, OVER).filter(([sum]) => sum === 'ran');
    const sinceMonth = (RUNNING.since - MONTH) / HOUR;
    expect(ran).toEqual(['ran', 10 * (3 + sinceMonth)]);
    expect(turns(RUNNING, { is: 'paused' })).toEqual(expect.arrayContaining([gone, ['waits (open)', 10]]));
  });

  test('are not counted twice while it runs on, and nothing runs of what was paused', () => {
    expect(turns(RUNNING, RUNNING)).toEqual([]);
    expect(turns({ is: 'paused' }, OVER)).toEqual([['waits (open)', -10]]);
    expect(turns({ is: 'held' }, OVER, TERM)).toEqual([['held (open)', -7]]);
  });

  test('start again after a second beginning', () => {
    const later = { is: 'running', since: NOW } as const;
    const month = spendingOf(
      merged([
        ...talliesOf(null, expense(RUNNING, HOURLY), NOW),
        ...talliesOf(expense(RUNNING, HOURLY), expense(later, HOURLY), NOW - HOUR),
      ]),
      NOW,
    );
    expect(month).toMatchObject([{ soFar: 20 }]);
  });

  test('without a price count as such for the month in which they end', () => {
    const unpriced = (from: ExpenseState, to: ExpenseState) =>
      talliesOf(expense(from, null), expense(to, null), NOW).filter(({ month }) => month === MONTH);
    for (const from of [RUNNING, { is: 'paused' }] as const)
      for (const to of [OVER, LEFT])
        expect(unpriced(from, to)).toMatchObject([{ sum: 'unpriced', by: 2, requester: 'U1', currency: '' }]);
    expect(unpriced({ is: 'held' }, OVER)).toEqual([]);
    expect(unpriced(RUNNING, { is: 'paused' })).toEqual([]);
  });
});

test('an auto-renewal counts as debited at its price, or as one without', () => {
  const row = expense({ is: 'debited', at: 1 });
  expect(talliesOfRenewing(row, 5, NOW)).toEqual([
    { month: MONTH, requester: 'U1', currency: 'CNY', sum: 'debited', by: 5 },
  ]);
  const unknown = [{ month: MONTH, requester: 'U1', currency: '', sum: 'unpriced', by: 1 }];
  expect(talliesOfRenewing(row, null, NOW)).toEqual(unknown);
  expect(talliesOfRenewing({ ...row, lastTerm: null }, 5, NOW)).toEqual(unknown);
  expect(talliesOfRenewing(row, 0, NOW)).toEqual([]);
});

test('all writers lock the sums in the same order, and none that does not change', () => {
  const sum = (requester: string, by: number): Tally => ({ month: MONTH, requester, currency: 'CNY', sum: 'held', by });
  const tallies = [sum('U3', 1), sum('U1', 2), sum('U2', 5), sum('U2', -5), sum('U1', 1)];
  for (const order of [tallies, tallies.toReversed()]) expect(merged(order)).toEqual([sum('U1', 3), sum('U3', 1)]);
});

describe('a month without one request', () => {
  const waits = expense({ is: 'held' });
  const sums = (...expenses: readonly Expense[]) => expenses.flatMap((one) => talliesOf(null, one, NOW));
  const usd = { ...TERM, currency: 'USD' } as const;

  test('lacks what that adds, and nothing of other people or in other currencies', () => {
    const others = [
      expense({ is: 'held' }, TERM, { requester: 'U2' }),
      expense({ is: 'held' }, usd),
      expense({ is: 'doubtful', since: NOW }),
    ];
    const month = spendingOf(merged(sums(waits, ...others)), NOW);
    const without = spendingOf(merged(sums(...others)), NOW);
    const byKey = (list: typeof month) =>
      list.toSorted((a, b) => (a.requester + a.currency < b.requester + b.currency ? -1 : 1));
    expect(byKey(withoutRequest(month, waits, NOW))).toEqual(byKey(without));
  });

  test('lacks what has no price, never below nothing', () => {
    const unpriced = expense({ is: 'held' }, null);
    const month = spendingOf(sums(unpriced, unpriced), NOW);
    expect(withoutRequest(month, unpriced, NOW)).toMatchObject([{ unpriced: 2 }]);
    const little = spendingOf(sums(expense({ is: 'held' }, { ...TERM, micros: 3 })), NOW);
    expect(withoutRequest(little, waits, NOW)).toMatchObject([{ waiting: 0 }]);
  });

  test('is the month where there is no such expense, or it counts nothing', () => {
    const month = spendingOf(sums(waits), NOW);
    expect(withoutRequest(month, null, NOW)).toBe(month);
    expect(withoutRequest(month, expense(OVER), NOW)).toBe(month);
  });
});
