import { add, compare, forTime, fromMicros, type Money } from '../base/money.ts';
import { isAmong, type People } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import type { Quote } from '../spec/quote.ts';
import type { Budget } from './approval-policy.ts';

/**
 * What one person has spent in one currency in a month, as of a moment in it. In millionths of the currency's unit; see
 * core/approval/tally.ts for how it comes about.
 */
export interface Spending {
  readonly requester: string;
  /** Empty for expenses without a known price. */
  readonly currency: string;
  /** Prepaid purchases, including auto-renewals. */
  readonly debited: number;
  /** The hourly cost so far, for the time that it is known to have existed. */
  readonly soFar: number;
  /** The hourly cost for the rest of the month, if everything that runs now keeps running. */
  readonly runsOn: number;
  /**
   * The cost of everything that waits to be bought or started or may exist: the rest of the month by the hour, or the whole
   * prepaid price.
   */
  readonly waiting: number;
  /** Instances without a known price. */
  readonly unpriced: number;
}

/** A budget that an order would exceed or cannot be compared with. */
export interface Overdraft {
  readonly line: number;
  /** False for a budget per person. */
  readonly shared: boolean;
  readonly perMonth: Money;
  /** The spending so far, including commitments for the rest of the month. */
  readonly spent: Money;
  /**
   * The order's cost in this month. Null when no price is known; in another currency than `perMonth` when the cloud quotes
   * in that.
   */
  readonly cost: Money | null;
  /** Present when the cost is the hourly cost until the end of the month, not a debit. */
  readonly hourly?: true;
}

/** The first moment of the month (UTC) that contains `at`. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** The first moment of the next month (UTC). */
export function monthAfter(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/**
 * An order's cost in the month of `at`: the full price of a term, which is debited at once, else the hourly price for the
 * rest of the month.
 */
export const costInMonth = (quote: Quote, at: number): Money =>
  quote.kind === 'term' ? quote.price : forTime(quote.price, monthAfter(at) - at);

/**
 * The budgets that a person's spending counts against. A budget counts if its user group cannot be read: in doubt nobody
 * spends freely.
 */
export const budgetsOf = ({ approval }: Policy, user: string, people: People): readonly Budget[] =>
  approval.budgets.filter(({ who }) => who === 'each' || isAmong(user, who, approval.groups, people) !== false);

/**
 * The budgets that an order would exceed at that moment. An order without a price, or with one in another currency, cannot be compared
 * with what is left. It exceeds every budget that applies, or it would be free.
 */
export function overdrafts(
  policy: Policy,
  requester: string,
  quote: Quote | null,
  month: readonly Spending[],
  people: People,
  at: number,
): readonly Overdraft[] {
  const cost = quote === null ? null : costInMonth(quote, at);
  const byTheHour = quote?.kind === 'hourly' ? ({ hourly: true } as const) : {};
  return budgetsOf(policy, requester, people).flatMap((budget) => {
    const { line, who, perMonth } = budget;
    const spent = spentOf(policy, budget, requester, month, people);
    const all = cost === null ? null : add(spent, cost);
    if (all !== null && (compare(all, perMonth) ?? 1) <= 0) return [];
    return [{ line, shared: who !== 'each', perMonth, spent, cost, ...byTheHour }];
  });
}

/** The part of a month that counts against a budget; only this person's for a budget per person. */
export function spentOf(
  policy: Policy,
  { who, perMonth }: Budget,
  user: string,
  month: readonly Spending[],
  people: People,
): Money {
  const counts = (one: string): boolean =>
    who === 'each' ? one === user : isAmong(one, who, policy.approval.groups, people) !== false;
  const { currency } = perMonth;
  const micros = month
    .filter((one) => one.currency === currency && counts(one.requester))
    .reduce((sum, one) => sum + allOf(one), 0);
  return fromMicros(micros, currency);
}

/** What counts against a budget: debits, the hourly cost so far, and commitments for the rest of the month. */
export const allOf = ({ debited, soFar, runsOn, waiting }: Spending): number => debited + soFar + runsOn + waiting;

/** The parts of a person's month in one currency, as money. */
export interface Parts {
  readonly debited: Money;
  readonly soFar: Money;
  /** Commitments for the rest of the month: running and waiting. */
  readonly committed: Money;
  /** Whether part of `committed` only waits, or may not exist. */
  readonly waits: boolean;
}

export function partsOf(month: readonly Spending[]): { readonly parts: readonly Parts[]; readonly unpriced: number } {
  const parts = month
    .filter((one) => allOf(one) > 0)
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
    .map(({ currency, debited, soFar, runsOn, waiting }) => ({
      debited: fromMicros(debited, currency),
      soFar: fromMicros(soFar, currency),
      committed: fromMicros(runsOn + waiting, currency),
      waits: waiting > 0,
    }));
  return { parts, unpriced: month.reduce((sum, one) => sum + one.unpriced, 0) };
}
