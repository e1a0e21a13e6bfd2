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

/** What the growths of an instance cost, after something became of them or it. @param before by id */
export const growthExpenses = (instance: Instance, before: ReadonlyMap<string, Expense>): readonly Expense[] =>
  (instance.growths ?? []).map((growth, n) => {
    const id = idOfGrowth(instance.id, n);
    const { by: requester, more } = growth;
    const cost = more === null ? null : ({ kind: 'hourly', ...more } as const);
    const state = stateOf(growth, instance, before.get(id)?.state);
    return { id, requester, instances: 1, cost, state, lastTerm: null, until: null };
  });

/** A disk is paid for while its instance is stopped, too. */
function stateOf({ state, at }: Growth, instance: Instance, before: ExpenseState | undefined): ExpenseState {
  if (state === 'notGrown' || hasGone(instance)) return { is: 'over' };
  if (state === 'ordered') return { is: 'held' };
  if (state === 'doubtful') return { is: 'doubtful', since: at };
  return before?.is === 'left' || before?.is === 'running' ? before : { is: 'running', since: at };
}
