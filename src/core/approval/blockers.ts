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
import { type Approval, canonical, specHash } from './approval.ts';
import { type Overdraft, overdrafts, type Spending } from './budget.ts';
import { expenseOfRequest } from './expense.ts';
import { requirementsOnWaiting } from './requirements.ts';
import { withoutRequest } from './tally.ts';

/** By what it is judged whether something that waits may be bought now. */
export interface Circumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  /** What the cloud asks for the order now. */
  readonly price: Result<Quote | 'unknown', Failure>;
  readonly balance: Result<Money, Failure>;
  /** What counts against budgets in the month of this moment. */
  readonly month: readonly Spending[];
}

/** What is in the way of buying it now, even if everybody agrees. */
export type Blocker =
  /** Who asked for it is not, or not known to be, somebody who may have anything bought. */
  | { readonly why: 'requester'; readonly membership: Exclude<Membership, 'member' | 'guest' | 'stranger'> }
  /** The policy has become stricter since it was asked for; no breaches: it cannot be judged, as a user group cannot be read. */
  | { readonly why: 'policy'; readonly breaches: readonly Breach[] }
  /** The policy has no start script of that name now, so that what was asked for cannot be bought. */
  | { readonly why: 'scriptMissing'; readonly name: string }
  | { readonly why: 'budget'; readonly overdrafts: readonly Overdraft[] }
  | { readonly why: 'priceUnknown'; readonly failure: Failure | null }
  | { readonly why: 'balanceUnknown'; readonly failure: Failure | null }
  | { readonly why: 'notEnough'; readonly balance: Money; readonly total: Money };

/** Of a user group among the admins those are, who are known to be in it at this moment. */
export const isAdmin = (user: string, { admins, policy, people }: Circumstances): boolean =>
  isGranted(user, admins, policy.approval.groups, people) === true;

/** Who has to agree, by the policy of now, at some price. */
export const requirementsNow = (
  { requester, spec }: Request,
  quote: Quote | null,
  { policy, admins, people }: Circumstances,
) => requirementsOnWaiting(policy, admins, { requester, charge: spec.charge.kind, quote }, people);

/** The spec and the amount of a request change only with another round; if they ever did otherwise, nobody has been asked about them. */
export function mustBeAsAsked({ id, spec, amount, renewal }: Request, approval: Approval): void {
  if (approval.specHash !== specHash(spec, amount, renewal && aimOf(renewal)))
    throw new Error(`${id} is not what was asked to be approved`);
}

/** A price that is not known is no price: nothing prepaid is approved at it. */
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

/** Whether it is a price of this very order at all. */
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
  if (drift !== 'none' || compare(totalOf(after), totalOf(before)) !== 1) return drift;
  // However little it has moved: a rule that has come to fit asks for people who were not asked at the price shown.
  const same = canonical(requirementsNow(request, before, now)) === canonical(requirementsNow(request, after, now));
  return same ? 'none' : 'up';
}

/** What is left of a term costs less every day, and the least that was shown counts: never more, or each vote would add the tolerance once more. */
export function quoteApproved({ renewal }: Request, { quote: before }: Approval, now: Quote | null): Quote | null {
  if (renewal?.disk === undefined || before === null || now === null) return before;
  return compare(totalOf(now), totalOf(before)) === -1 ? now : before;
}

/** What is in the way of buying it now, even if everybody agrees: the policy and the budgets of this moment, and the money. */
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
