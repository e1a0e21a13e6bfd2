import { expect, test } from 'vitest';
import type { Expense, ExpenseState } from '../../../src/core/approval/expense.ts';
import { growthExpenses } from '../../../src/core/approval/growth-expense.ts';
import type { Growth } from '../../../src/core/disk/growth.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { NOW } from '../../support/approvals.ts';
import { anInstance } from '../../support/instances.ts';

const HOUR = 3_600_000;
const GROWN: Growth = {
  ...{ by: 'U1', clientToken: 't-1', more: { micros: 60_000, currency: 'CNY' } },
  ...{ state: 'grown', at: NOW },
};

/** What its one growth costs, by what it cost before. */
function stateOf(instance: Instance, before: ExpenseState | null, at: number): ExpenseState | undefined {
  const [first] = growthExpenses(instance, new Map(), NOW);
  const known: ReadonlyMap<string, Expense> = new Map(
    before === null || first === undefined ? [] : [[first.id, { ...first, state: before }]],
  );
  return growthExpenses(instance, known, at)[0]?.state;
}

const there = (growth: Growth) => anInstance({ cloudId: 'i-1', outcome: 'reached', dueAt: null, growths: [growth] });
const gone = (growth: Growth): Instance => ({ ...there(growth), wanted: 'released' });

test('an instance that is back counts from then on, and not a second time what it cost before', () => {
  expect(stateOf(there(GROWN), null, NOW + HOUR)).toEqual({ is: 'running', since: NOW });
  expect(stateOf(gone(GROWN), { is: 'running', since: NOW }, NOW + HOUR)).toEqual({ is: 'over' });
  expect(stateOf(there(GROWN), { is: 'over' }, NOW + 9 * HOUR)).toEqual({ is: 'running', since: NOW + 9 * HOUR });
  const running = { is: 'running', since: NOW } as const;
  expect(stateOf(there(GROWN), running, NOW + 9 * HOUR)).toEqual(running);
});

test('a disk that its instance does not take with it counts on, or as one that may cost something', () => {
  const running = { is: 'running', since: NOW } as const;
  expect(stateOf(gone({ ...GROWN, isLoose: true }), running, NOW + HOUR)).toEqual(running);
  const doubtful = { ...GROWN, state: 'doubtful', isLoose: true } as const;
  expect(stateOf(gone(doubtful), null, NOW + HOUR)).toEqual({ is: 'doubtful', since: NOW });
  expect(stateOf(gone({ ...GROWN, state: 'notGrown' }), null, NOW + HOUR)).toEqual({ is: 'over' });
});
