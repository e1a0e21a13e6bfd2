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
import type { Overdraft, Spending } from './budget.ts';

/** A judged order that somebody wants to submit. */
export interface PurchaseWish {
  readonly requester: string;
  readonly spec: InstanceSpec;
  readonly amount: number;
  /** Null when no price is known. */
  readonly quote: Quote | null;
  /** What the policy was asked about. */
  readonly facts: OrderFacts;
  /** What the account has; absent where nothing is debited at once. */
  readonly balance?: BalanceRead;
  /** What it is called, for people. */
  readonly names?: OrderNames;
  /** The instance whose time is to be prolonged, or whose disk is to be larger; absent where new ones are asked for. */
  readonly renewal?: Pick<Renewal, 'cloudId' | 'disk'>;
}

/** What it is judged by, as it is at one moment. */
export interface SubmissionCircumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  /** What counts against budgets this month. */
  readonly month: readonly Spending[];
  /** What the requester has asked for lately. */
  readonly lately: AskedLately;
}

/** Whether something may be submitted, and who has to agree to it then. */
export type SubmissionVerdict =
  | { readonly is: 'free' }
  | { readonly is: 'asks'; readonly approval: Approval }
  | Unsubmittable;

export type Unsubmittable =
  /** Nobody can agree to what has no price. */
  | { readonly is: 'priceUnknown' }
  | { readonly is: 'overBudget'; readonly overdrafts: readonly Overdraft[] }
  /** One person may not have or ask for so much. */
  | { readonly is: 'tooMany'; readonly excess: PersonExcess }
  /** The account cannot pay for it: it would wait in vain. */
  | { readonly is: 'short'; readonly balance: Money; readonly total: Money }
  /** These could never be met: too few people may approve. */
  | { readonly is: 'unsatisfiable'; readonly requirements: readonly Requirement[] }
  /** Slack has not said of enough of those who may approve that they are members. */
  | { readonly is: 'approversUnread' };

/** More would be told of each request than a team wants to hear, and than Slack takes at once. */
const MAX_TOLD = 30;

/** What has to be agreed to before it may be bought. */
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

/** What cannot be compared is no shortfall; a renewal may be asked for, and paid for until then. */
function shortfall({ spec, quote, balance, renewal }: PurchaseWish): Unsubmittable | null {
  const money = balance?.money ?? null;
  const prolongs = renewal !== undefined && renewal.disk === undefined;
  if (spec.charge.kind !== 'prepaid' || prolongs || quote === null || money === null) return null;
  const total = totalOf(quote);
  return (compare(money, total) ?? 0) < 0 ? { is: 'short', balance: money, total } : null;
}

/** Whether enough of them can agree as far as is known; a user group that cannot be read may have more. */
const isAble = ({ needed, users, unknownGroups }: Requirement, people: People): boolean =>
  unknownGroups.length > 0 || users.filter((user) => people.membershipOf(user) === 'member').length >= needed;

/** Whether it depends on the price whether, and by whom, it may be bought. */
export const needsPrice = ({ spec }: Pick<PurchaseWish, 'spec'>, { approval }: Policy): boolean =>
  spec.charge.kind === 'prepaid' ||
  approval.budgets.length > 0 ||
  (approval.rules ?? []).some(
    ({ charge, above }) => above !== null && (charge ?? spec.charge.kind) === spec.charge.kind,
  );
