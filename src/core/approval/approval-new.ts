import { compare, type Money } from '../base/money.ts';
import { type People, type Principals, resolve } from '../policy/people.ts';
import { type AskedLately, type PersonExcess, personExcess } from '../policy/person-limits.ts';
import type { Policy } from '../policy/policy.ts';
import type { OrderFacts } from '../policy/policy-judge.ts';
import { aimOf, type Renewal } from '../renewal/renewal.ts';
import type { OrderNames } from '../request/order-names.ts';
import { type Quote, totalOf } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import { type Approval, type BalanceRead, type Requirement, specHash } from './approval.ts';
import { previewApproval } from './approval-preview.ts';
import type { Circumstances } from './blockers.ts';
import type { Overdraft } from './budget.ts';
import { priceDecides } from './requirements.ts';

/** An order that the policy allows and that somebody wants to submit. */
export interface PurchaseWish {
  readonly requester: string;
  readonly spec: InstanceSpec;
  readonly amount: number;
  /** Null when no price is known. */
  readonly quote: Quote | null;
  /** The facts by which the policy judged the order. */
  readonly facts: OrderFacts;
  /** The account's balance; absent where nothing is debited at once. */
  readonly balance?: BalanceRead;
  /** The display names of the order's parts. */
  readonly names?: OrderNames;
  /** The instance to renew, or the disk to enlarge; absent for a request for new instances. */
  readonly renewal?: Pick<Renewal, 'cloudId' | 'disk'>;
}

/** The facts by which a submission is judged, all of one moment. */
export interface SubmissionCircumstances extends Omit<Circumstances, 'price' | 'balance'> {
  /** The requester's recent requests. */
  readonly lately: AskedLately;
}

/** Whether an order may be submitted, and the approval that it then waits for. */
export type SubmissionVerdict =
  | { readonly is: 'free' }
  | { readonly is: 'asks'; readonly approval: Approval }
  | Unsubmittable;

export type Unsubmittable =
  /** Nobody can approve an order without a price. */
  | { readonly is: 'priceUnknown' }
  | { readonly is: 'overBudget'; readonly overdrafts: readonly Overdraft[] }
  /** The order exceeds the policy's limits for one person. */
  | { readonly is: 'tooMany'; readonly excess: PersonExcess }
  /** The account cannot pay for the order, so the request would wait in vain. */
  | { readonly is: 'short'; readonly balance: Money; readonly total: Money }
  /** Nobody could ever meet these requirements: too few people may approve. */
  | { readonly is: 'unsatisfiable'; readonly requirements: readonly Requirement[] }
  /** Slack has not yet confirmed that enough of the approvers are members. */
  | { readonly is: 'approversUnread' };

/** Caps the people and channels notified of one request: a team wants no more, and Slack takes no more at once. */
const MAX_TOLD = 30;

/** Judges a submission: free to buy, to be approved first, or not to be submitted, with the reason. */
export function askFor(
  wish: PurchaseWish,
  { at, policy, admins, people, month, lately }: SubmissionCircumstances,
): SubmissionVerdict {
  const { requester, spec, amount, quote, facts } = wish;
  if (spec.charge.kind === 'prepaid' && quote === null) return { is: 'priceUnknown' };
  const asked = { requester, charge: spec.charge.kind, quote };
  const { requirements, unsatisfiable, told, overdrafts } = previewApproval(policy, admins, asked, month, people, at);
  const short = shortfall(wish);
  if (short !== null) return short;
  const instances = wish.renewal === undefined ? amount : 0;
  const excess = personExcess(policy, lately, { waits: requirements.length > 0, instances });
  if (excess !== null) return { is: 'tooMany', excess };
  if (overdrafts.length > 0) return { is: 'overBudget', overdrafts };
  if (requirements.length === 0) return { is: 'free' };
  if (unsatisfiable.length > 0) return { is: 'unsatisfiable', requirements: unsatisfiable };
  if (!requirements.every((requirement) => isAble(requirement, people))) return { is: 'approversUnread' };

  const { escalation, remindAfterMs, expireAfterMs, priceTolerancePercent, selfApproval, groups } = policy.approval;
  const others = (principals: Principals): readonly string[] =>
    resolve(principals, groups, people).users.filter((user) => selfApproval || user !== requester);
  const approval: Approval = {
    specHash: specHash(spec, amount, wish.renewal && aimOf(wish.renewal)),
    round: 1,
    quote,
    ...(wish.balance && { balance: wish.balance }),
    before: null,
    facts,
    requirements,
    votes: [],
    decision: null,
    told: [...told.channels, ...told.users].slice(0, MAX_TOLD),
    escalateTo: escalation === null ? [] : others(escalation.to).slice(0, MAX_TOLD),
    expiresAt: at + expireAfterMs,
    remindAt: remindAfterMs === null ? null : at + remindAfterMs,
    escalateAt: escalation === null ? null : at + escalation.afterMs,
    remindEveryMs: remindAfterMs ?? 0,
    tolerancePercent: priceTolerancePercent,
  };
  return { is: 'asks', approval };
}

/**
 * An unknown balance or one in another currency is no shortfall. A renewal may be submitted now and the account topped up
 * before approval.
 */
function shortfall({ spec, quote, balance, renewal }: PurchaseWish): Unsubmittable | null {
  const money = balance?.money ?? null;
  const prolongs = renewal !== undefined && renewal.disk === undefined;
  if (spec.charge.kind !== 'prepaid' || prolongs || quote === null || money === null) return null;
  const total = totalOf(quote);
  return (compare(money, total) ?? 0) < 0 ? { is: 'short', balance: money, total } : null;
}

/** Whether enough known members can approve. An unreadable user group may have more of them, so it counts as enough. */
const isAble = ({ needed, users, unknownGroups }: Requirement, people: People): boolean =>
  unknownGroups.length > 0 || users.filter((user) => people.membershipOf(user) === 'member').length >= needed;

/** Whether the price decides if the order needs approval, or by whom. */
export const needsPrice = ({ spec }: Pick<PurchaseWish, 'spec'>, policy: Policy): boolean =>
  spec.charge.kind === 'prepaid' || policy.approval.budgets.length > 0 || priceDecides(policy, spec.charge.kind);
