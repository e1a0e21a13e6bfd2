import type { Growth } from '../disk/growth.ts';
import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Expense, ExpenseState } from './expense.ts';

const MARK = '+';

/** What a disk that has grown costs more is an expense of its own, beside that of its instance: it may be another person's. */
const idOfGrowth = (instanceId: string, n: number): string => `${instanceId}${MARK}${n + 1}`;

export const growthIdsOf = ({ id, growths = [] }: Pick<Instance, 'id' | 'growths'>): readonly string[] =>
  growths.map((_, n) => idOfGrowth(id, n));

/** Which instance an expense is about. */
export const instanceOfExpense = (id: string): string => id.split(MARK)[0] ?? id;

/** What the growths of an instance cost, after something became of them or it. @param before by id @param at of that, milliseconds UTC */
export const growthExpenses = (
  instance: Instance,
  before: ReadonlyMap<string, Expense>,
  at: number,
): readonly Expense[] =>
  (instance.growths ?? []).map((growth, n) => {
    const id = idOfGrowth(instance.id, n);
    const { by: requester, more } = growth;
    const cost = more === null ? null : ({ kind: 'hourly', ...more } as const);
    const state = stateOf(growth, instance, { before: before.get(id)?.state, now: at });
    return { id, requester, instances: 1, cost, state, lastTerm: null, until: null };
  });

/** A disk is paid for while its instance is stopped, too, and one that is not attached when it is gone. */
function stateOf(
  { state, at, isLoose }: Growth,
  instance: Instance,
  { before, now }: { readonly before: ExpenseState | undefined; readonly now: number },
): ExpenseState {
  if (state === 'notGrown' || (hasGone(instance) && isLoose !== true)) return { is: 'over' };
  if (state === 'ordered') return { is: 'held' };
  if (state === 'doubtful') return { is: 'doubtful', since: at };
  if (before?.is === 'left' || before?.is === 'running') return before;
  // It was given up and is there after all: what it cost before is counted already.
  return { is: 'running', since: before?.is === 'over' ? now : at };
}
