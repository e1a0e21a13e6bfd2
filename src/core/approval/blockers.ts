import { compare, type Money } from '../base/money.ts';
import type { Result } from '../base/result.ts';
import type { Failure } from '../failure/failure.ts';
import { isGranted, type Membership, type People, type Principals } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import { type Breach, judgePolicy } from '../policy/policy-judge.ts';
import { aimOf } from '../renewal/renewal.ts';
import { rulesOfRenewing } from '../renewal/renewal-new.ts';
import type { Request } from '../request/request.ts';
import { type Drift, driftOf, type Quote, totalOf } from '../spec/quote.ts';
import { type Approval, specHash } from './approval.ts';
import { type Overdraft, overdrafts, type Spending } from './budget.ts';
import { expenseOfRequest } from './expense.ts';
import { asksMore, requirementsOnWaiting } from './requirements.ts';
import { withoutRequest } from './tally.ts';

/** The facts that decide whether a waiting request may be bought now. */
export interface Circumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  /** The cloud's current price of the order. */
  readonly price: Result<Quote | 'unknown', Failure>;
  readonly balance: Result<Money, Failure>;
  /** The spending that counts against budgets in the month of `at`. */
  readonly month: readonly Spending[];
}

/** What prevents the purchase now, even if everybody agrees. */
export type Blocker =
  /** The requester is a bot, is deactivated, or is of unknown membership. */
  | { readonly why: 'requester'; readonly membership: Exclude<Membership, 'member' | 'guest' | 'stranger'> }
  /** The policy has become stricter since the submission. Without breaches, a user group that decides could not be read. */
  | { readonly why: 'policy'; readonly breaches: readonly Breach[] }
  /** The policy no longer has the requested start script, so the order cannot be bought. */
  | { readonly why: 'scriptMissing'; readonly name: string }
  | { readonly why: 'budget'; readonly overdrafts: readonly Overdraft[] }
  | { readonly why: 'priceUnknown'; readonly failure: Failure | null }
  | { readonly why: 'balanceUnknown'; readonly failure: Failure | null }
  | { readonly why: 'notEnough'; readonly balance: Money; readonly total: Money };

/** Members of a user group among the admins count only if Slack has confirmed that they are in it. */
export const isAdmin = (user: string, { admins, policy, people }: Circumstances): boolean =>
  isGranted(user, admins, policy.approval.groups, people) === true;

/** Who has to agree at this price, by the current policy. */
export const requirementsNow = (
  { requester, spec }: Request,
  quote: Quote | null,
  { policy, admins, people }: Circumstances,
) => requirementsOnWaiting(policy, admins, { requester, charge: spec.charge.kind, quote }, people);

/**
 * The spec and the amount of a request change only with a new round. Throws when they differ from what was asked: then
 * nobody has agreed to them.
 */
export function mustBeAsAsked({ id, spec, amount, renewal }: Request, approval: Approval): void {
  if (approval.specHash !== specHash(spec, amount, renewal && aimOf(renewal)))
    throw new Error(`${id} is not what was asked to be approved`);
}

/** An unknown price is no price: nothing prepaid is approved without one. */
export function priceNow(
  request: Request,
  approval: Approval,
  { price }: Circumstances,
): { readonly is: 'known'; readonly quote: Quote | null } | { readonly is: 'refused'; readonly refused: Blocker } {
  if (price.ok && price.value !== 'unknown' && isFor(request, price.value)) return { is: 'known', quote: price.value };
  const mayBeUnknown = request.spec.charge.kind !== 'prepaid' && approval.quote === null;
  if (mayBeUnknown) return { is: 'known', quote: null };
  return { is: 'refused', refused: { why: 'priceUnknown', failure: price.ok ? null : price.error } };
}

/** Whether the quote is a valid price of this very order. */
function isFor({ spec, amount }: Request, quote: Quote): boolean {
  const units = quote.kind === 'term' ? quote.price.minor : quote.price.micros;
  const isKind = (quote.kind === 'term') === (spec.charge.kind === 'prepaid');
  return isKind && quote.amount === amount && Number.isSafeInteger(units) && units > 0;
}

export function driftBetween(request: Request, before: Quote | null, after: Quote | null, now: Circumstances): Drift {
  if (before === null || after === null) return before === after ? 'none' : 'incomparable';
  const drift = driftOf(before, after, now.policy.approval.priceTolerancePercent);
  // The rest of a term costs less every day.
  if (drift === 'down' && request.renewal?.disk !== undefined) return 'none';
  // Even a small rise is a new price if it makes another rule fit.
  return drift === 'none' && asksMore(now.policy, request.spec.charge.kind, before, after) ? 'up' : drift;
}

/**
 * The rest of a term costs less every day, so the lowest price shown counts. It never rises, or each vote would add the
 * tolerance once more.
 */
export function quoteApproved({ renewal }: Request, { quote: before }: Approval, now: Quote | null): Quote | null {
  if (renewal?.disk === undefined || before === null || now === null) return before;
  return compare(totalOf(now), totalOf(before)) === -1 ? now : before;
}

/**
 * What prevents the purchase now, even if everybody agrees: the requester's membership, the current policy and budgets, or
 * the balance.
 */
export function blockersOf(
  request: Request,
  approval: Approval,
  quote: Quote | null,
  now: Circumstances,
): Blocker | null {
  const { at, policy, people, month, balance } = now;
  const membership = people.membershipOf(request.requester);
  if (membership === 'bot' || membership === 'deactivated' || membership === 'unknown')
    return { why: 'requester', membership };
  const facts = { ...approval.facts, isAdmin: isAdmin(request.requester, now) };
  const rules = request.renewal === undefined ? policy : rulesOfRenewing(policy, request.renewal);
  const { verdict, breaches } = judgePolicy(facts, rules, people);
  if (verdict !== 'allowed') return { why: 'policy', breaches };
  const others = withoutRequest(month, expenseOfRequest(request), at);
  const over = overdrafts(policy, request.requester, quote, others, people, at);
  if (over.length > 0) return { why: 'budget', overdrafts: over };
  if (request.spec.charge.kind !== 'prepaid' || quote === null) return null;
  const total = totalOf(quote);
  const rest = balance.ok ? compare(balance.value, total) : null;
  if (!balance.ok || rest === null) {
    const failure = balance.ok ? null : balance.error;
    return policy.approval.allowUnknownBalance ? null : { why: 'balanceUnknown', failure };
  }
  return rest >= 0 ? null : { why: 'notEnough', balance: balance.value, total };
}
