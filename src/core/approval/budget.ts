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
  /** Empty for what has no known price. */
  readonly currency: string;
  /** Prepaid, with what has renewed itself. */
  readonly debited: number;
  /** What is billed by the hour, for the time that it is known to have existed. */
  readonly soFar: number;
  /** The same for the rest of the month, if all that runs now runs on. */
  readonly runsOn: number;
  /** What waits to be bought or started, and what may exist: for the rest of the month, or what is debited for it. */
  readonly waiting: number;
  /** Instances without a known price. */
  readonly unpriced: number;
}

/** A budget that an order would exceed, or against which it cannot be held. */
export interface Overdraft {
  readonly line: number;
  /** Whether it is one person's or shared. */
  readonly shared: boolean;
  readonly perMonth: Money;
  /** What is committed already. */
  readonly spent: Money;
  /** Of this month. Null when no price is known; in another currency than `perMonth` when the cloud asks for that. */
  readonly cost: Money | null;
  /** Present when that is what runs up by the hour until the end of the month, and no debit. */
  readonly hourly?: true;
}

/** The first moment of the month (UTC) in which a moment lies. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** The first moment of the month after. */
export function monthAfter(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** What an order costs in the month of a moment: all of a term, which is debited at once, else the rest of the month by the hour. */
export const costInMonth = (quote: Quote, at: number): Money =>
  quote.kind === 'term' ? quote.price : forTime(quote.price, monthAfter(at) - at);

/** The budgets that somebody's spending counts against. One whose group cannot be read counts: in doubt it is not free money. */
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

/** What of a month counts against a budget: of one that everybody has for themselves, against this person's. */
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

/** What counts: what was debited, what has run up by the hour, and what is committed for the rest of the month. */
export const allOf = ({ debited, soFar, runsOn, waiting }: Spending): number => debited + soFar + runsOn + waiting;

/** The same by name, as money; one a currency. */
export interface Parts {
  readonly debited: Money;
  readonly soFar: Money;
  /** For the rest of the month: what runs on, and what waits. */
  readonly committed: Money;
  /** Whether some of that only waits, or may not exist. */
  readonly waits: boolean;
}

/** What one person's month consists of. */
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
