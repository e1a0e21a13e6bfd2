import type { Budget } from './approval-policy.ts';
import { add, compare, type Money } from './money.ts';
import { isAmong, type People } from './people.ts';
import type { Policy } from './policy.ts';
import type { Request } from './request.ts';

/** What one request that counts in this month (`countsIn`) has cost or may yet cost. */
export interface Spending {
  readonly requestId: string;
  readonly requester: string;
  /** See `totalOf`; null when no price was known. */
  readonly cost: Money | null;
}

/** A budget that an order would exceed, or against which it cannot be held. */
export interface Overdraft {
  readonly line: number;
  /** Whether it is one person's or shared. */
  readonly shared: boolean;
  readonly perMonth: Money;
  /** What is spoken for already. */
  readonly spent: Money;
  /** Null when no price is known; in another currency than `perMonth` when the cloud asks for that. */
  readonly cost: Money | null;
}

/** The first moment of the month (UTC) in which a moment lies. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/**
 * Whether a request that costs something, or may, counts in the month that begins at `from`: while it waits in whatever month
 * it is, since it may be bought in it; then in that in which it was agreed to, or asked for where nobody had to agree.
 */
export function countsIn(from: number, { state, createdAt, approval }: Request): boolean {
  return state === 'pending' || (approval?.decision?.at ?? createdAt) >= from;
}

/** The budgets that somebody's spending counts against. One whose group cannot be read counts: in doubt it is not free money. */
export const budgetsOf = ({ approval }: Policy, user: string, people: People): readonly Budget[] =>
  approval.budgets.filter(({ who }) => who === 'each' || isAmong(user, who, approval.groups, people) !== false);

/**
 * The budgets that would be exceeded. What has no price, or one in another currency, cannot be compared with what is left,
 * and so exceeds every budget that applies: otherwise it would be free money.
 */
export function overdrafts(
  policy: Policy,
  requester: string,
  cost: Money | null,
  month: readonly Spending[],
  people: People,
): readonly Overdraft[] {
  return budgetsOf(policy, requester, people).flatMap((budget) => {
    const { line, who, perMonth } = budget;
    const spent = spentOf(policy, budget, requester, month, people);
    const all = cost === null ? null : add(spent, cost);
    if (all !== null && (compare(all, perMonth) ?? 1) <= 0) return [];
    return [{ line, shared: who !== 'each', perMonth, spent, cost }];
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
  return month
    .filter(({ requester }) => counts(requester))
    .reduce((sum, { cost }) => (cost === null ? sum : (add(sum, cost) ?? sum)), { ...perMonth, minor: 0 });
}
