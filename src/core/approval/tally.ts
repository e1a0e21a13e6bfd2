import { monthAfter, monthOf, type Spending } from './budget.ts';
import type { Expense } from './expense.ts';

/** The sums kept per person, currency and month, in millionths of the currency's unit. */
export const SUMS = ['held', 'waits', 'runs', 'debited', 'ran', 'doubted', 'unpriced'] as const;
/**
 * Open expenses are kept under the month {@link OPEN}: `held` waits to be debited; `waits` and `runs` are costs per hour,
 * of what waits and of what runs. A month has: `debited`; `ran`, the finished hours, less what a running expense would have
 * cost from the month's first moment to its start; and `doubted`, what was ordered in the month and may exist. `unpriced`
 * counts instances without a price.
 */
export type Sum = (typeof SUMS)[number];

/** The month under which open expenses are kept in every month. */
export const OPEN = 0;

/** A change of one sum. */
export interface Tally {
  /** The month's first moment, milliseconds UTC, or {@link OPEN}. */
  readonly month: number;
  readonly requester: string;
  /** Empty where no price is known. */
  readonly currency: string;
  readonly sum: Sum;
  readonly by: number;
}

/**
 * How the sums change when an expense changes. Every write keeps them up to date, so that reading a month does not read all
 * its expenses.
 *
 * @param before null for a new expense
 * @param at when it changed, milliseconds UTC
 */
export function talliesOf(before: Expense | null, next: Expense, at: number): readonly Tally[] {
  const gone = before === null ? [] : [...counted(before).map(negative), ...closing(before, next, at)];
  return merged([...gone, ...counted(next)]);
}

/** The sums of an auto-renewal, see `endMoved`. */
export const talliesOfRenewing = (expense: Expense, micros: number | null, at: number): readonly Tally[] => {
  if (micros === 0) return [];
  const of = { month: monthOf(at), requester: expense.requester };
  return micros === null || expense.lastTerm === null
    ? [{ ...of, currency: '', sum: 'unpriced', by: 1 }]
    : [{ ...of, currency: expense.lastTerm.currency, sum: 'debited', by: micros }];
};

/** What an expense adds to the sums as long as its state lasts. */
function counted({ requester, instances, cost, state }: Expense): readonly Tally[] {
  if (state.is === 'over' || state.is === 'left') return [];
  const since = state.is === 'debited' ? state.at : state.is === 'doubtful' ? state.since : null;
  const month = since === null ? OPEN : monthOf(since);
  if (cost === null) return [{ month, requester, currency: '', sum: 'unpriced', by: instances }];
  const { currency, micros } = cost;
  const tally = (sum: Sum, by: number, under = month): Tally => ({ month: under, requester, currency, sum, by });
  if (cost.kind === 'term') {
    return [tally(state.is === 'debited' ? 'debited' : state.is === 'doubtful' ? 'doubted' : 'held', micros)];
  }
  switch (state.is) {
    case 'running': {
      const first = monthOf(state.since);
      return [tally('runs', micros), tally('ran', -overTime(micros, state.since - first), first)];
    }
    case 'doubtful':
      return [tally('doubted', overTime(micros, monthAfter(state.since) - state.since))];
    default:
      return [tally('waits', micros)];
  }
}

/** The hours that ran until `at`, for each month that they fell in, once the expense runs no more. */
function closing({ requester, instances, cost, state }: Expense, next: Expense, at: number): readonly Tally[] {
  const isOver =
    (next.state.is === 'over' || next.state.is === 'left') && (state.is === 'running' || state.is === 'paused');
  if (cost === null) {
    return isOver ? [{ month: monthOf(at), requester, currency: '', sum: 'unpriced', by: instances }] : [];
  }
  if (state.is !== 'running' || (next.state.is === 'running' && next.state.since === state.since)) return [];
  const tallies: Tally[] = [];
  for (let from = state.since; from < at; ) {
    const to = Math.min(at, monthAfter(from));
    const by = overTime(cost.micros, to - from);
    tallies.push({ month: monthOf(from), requester, currency: cost.currency, sum: 'ran', by });
    from = to;
  }
  return tallies;
}

const HOUR_S = 3_600n;

/** The cost of a duration at a price per hour, by whole seconds. */
const overTime = (micros: number, ms: number): number => {
  const seconds = BigInt(Math.floor(Math.max(0, ms) / 1_000));
  return Number((BigInt(micros) * seconds) / HOUR_S);
};

const negative = (tally: Tally): Tally => ({ ...tally, by: -tally.by });

/** One tally per sum, without zeros, and sorted: all writers lock the rows in this order, so that they cannot deadlock. */
export function merged(tallies: readonly Tally[]): readonly Tally[] {
  const by = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = JSON.stringify([tally.month, tally.requester, tally.currency, tally.sum]);
    by.set(key, { ...tally, by: tally.by + (by.get(key)?.by ?? 0) });
  }
  return [...by]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, tally]) => tally)
    .filter((tally) => tally.by !== 0);
}

/** Each person's spending at a moment, from the sums of its month and the open ones. */
export function spendingOf(sums: readonly Tally[], at: number): readonly Spending[] {
  const people = new Map<string, Record<Sum, number> & Pick<Spending, 'requester' | 'currency'>>();
  for (const { requester, currency, sum, by } of sums) {
    const key = JSON.stringify([requester, currency]);
    const one = people.get(key) ?? { requester, currency, ...NOTHING };
    people.set(key, { ...one, [sum]: one[sum] + by });
  }
  return [...people.values()].map((one) => partsOfSums(one, at));
}

const NOTHING: Readonly<Record<Sum, number>> = {
  held: 0,
  waits: 0,
  runs: 0,
  debited: 0,
  ran: 0,
  doubted: 0,
  unpriced: 0,
};

/** The spending of one person in one currency. */
export function partsOfSums(
  sums: Readonly<Record<Sum, number>> & Pick<Spending, 'requester' | 'currency'>,
  at: number,
): Spending {
  const { requester, currency, held, waits, runs, debited, ran, doubted, unpriced } = sums;
  const left = monthAfter(at) - at;
  // The replicas' clocks differ a little: something that began a moment ahead has cost nothing yet.
  const soFar = Math.max(0, overTime(runs, at - monthOf(at)) + ran);
  const runsOn = overTime(runs, left);
  const waiting = held + doubted + overTime(waits, left);
  return { requester, currency, debited, soFar, runsOn, waiting, unpriced };
}

/** The spending without that of one request, which still waits. */
export function withoutRequest(month: readonly Spending[], expense: Expense | null, at: number): readonly Spending[] {
  const [own] = expense === null ? [] : spendingOf(counted(expense), at);
  if (own === undefined) return month;
  return month.map((one) =>
    one.requester === own.requester && one.currency === own.currency
      ? { ...one, waiting: Math.max(0, one.waiting - own.waiting), unpriced: one.unpriced - own.unpriced }
      : one,
  );
}
