import type { Growth } from '../disk/growth.ts';
import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Expense, ExpenseState } from './expense.ts';

const MARK = '+';

/**
 * The extra cost of a grown disk is an expense of its own beside that of its instance: another person may have asked for
 * it.
 */
const idOfGrowth = (instanceId: string, n: number): string => `${instanceId}${MARK}${n + 1}`;

export const growthIdsOf = ({ id, growths = [] }: Pick<Instance, 'id' | 'growths'>): readonly string[] =>
  growths.map((_, n) => idOfGrowth(id, n));

/** The instance that an expense belongs to. */
export const instanceOfExpense = (id: string): string => id.split(MARK)[0] ?? id;

/**
 * The expenses of an instance's growths after a change. @param before by expense id @param at when it changed, milliseconds
 * UTC
 */
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

/**
 * A disk costs money while its instance is stopped. A disk that is not attached also costs money after its instance is
 * gone.
 */
function stateOf(
  { state, at, isLoose }: Growth,
  instance: Instance,
  { before, now }: { readonly before: ExpenseState | undefined; readonly now: number },
): ExpenseState {
  if (state === 'notGrown' || (hasGone(instance) && isLoose !== true)) return { is: 'over' };
  if (state === 'ordered') return { is: 'held' };
  if (state === 'doubtful') return { is: 'doubtful', since: at };
  if (before?.is === 'left' || before?.is === 'running') return before;
  // The growth was given up but has happened after all. Its earlier hours are counted already.
  return { is: 'running', since: before?.is === 'over' ? now : at };
}
