import { compare, type Money } from '../base/money.ts';
import { type Membership, type People, type Principals, resolve } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import type { ChargeKind } from '../spec/charge.ts';
import { type Quote, totalOf } from '../spec/quote.ts';
import type { Approval, Requirement } from './approval.ts';
import type { ApprovalRule } from './approval-policy.ts';

/** The facts that decide who has to agree to an order. */
export interface AskedOrder {
  readonly requester: string;
  readonly charge: ChargeKind;
  /** Null when no price is known: then every rule about a price fits. */
  readonly quote: Quote | null;
}

/** The approvers of the policy; the admins where it names nobody. */
export const approversOf = ({ approval }: Policy, admins: Principals): Principals =>
  approval.approvers.length > 0 ? approval.approvers : admins;

/** All requirements of an order; empty when it needs no approval. */
export function requirementsOf(
  policy: Policy,
  admins: Principals,
  asked: AskedOrder,
  people: People,
): readonly Requirement[] {
  const total = asked.quote === null ? null : totalOf(asked.quote);
  const fitting = (policy.approval.rules ?? []).filter((rule) => fits(rule, asked.charge, total));
  // Anything prepaid needs at least one approver, even where no rule fits.
  const rules = fitting.length === 0 && asked.charge === 'prepaid' ? [LEAST] : fitting;
  return rules.map((rule) => requirementBy(rule, policy, admins, asked, people));
}

/**
 * The requirements of a request that already waits. At least one person has to agree even if the policy has since dropped
 * its rules: otherwise nobody could decide.
 */
export function requirementsOnWaiting(
  policy: Policy,
  admins: Principals,
  asked: AskedOrder,
  people: People,
): readonly [Requirement, ...Requirement[]] {
  const [first = requirementBy(LEAST, policy, admins, asked, people), ...more] = requirementsOf(
    policy,
    admins,
    asked,
    people,
  );
  return [first, ...more];
}

/** Whether an order with this billing method needs approval at some price. */
export const mayNeedApproval = ({ approval }: Policy, charge: ChargeKind): boolean =>
  charge === 'prepaid' || (approval.rules ?? []).some((rule) => fits(rule, charge, null));

/** Whether the price decides if an order with this billing method needs approval, or by whom. */
export const priceDecides = ({ approval }: Policy, kind: ChargeKind): boolean =>
  (approval.rules ?? []).some(({ charge, above }) => above !== null && (charge ?? kind) === kind);

/** Whether a rule fits at a price that did not fit before: it asks people who never saw the request. */
export function asksMore({ approval }: Policy, charge: ChargeKind, before: Quote, now: Quote): boolean {
  const [was, is] = [totalOf(before), totalOf(now)];
  return (approval.rules ?? []).some((rule) => fits(rule, charge, is) && !fits(rule, charge, was));
}

const LEAST = { line: null, needed: 1, from: null } as const;

function requirementBy(
  { line, needed, from }: Omit<Requirement, 'users' | 'unknownGroups'>,
  policy: Policy,
  admins: Principals,
  asked: AskedOrder,
  people: People,
): Requirement {
  const { users: named, unknownGroups } = resolve(from ?? approversOf(policy, admins), policy.approval.groups, people);
  const mayOwn = policy.approval.selfApproval;
  // A person of unknown membership may be a member. Each click checks the membership again.
  const users = named.filter(
    (user) => (mayOwn || user !== asked.requester) && MAY_VOTE.includes(people.membershipOf(user)),
  );
  return { line, needed: Math.max(needed, 1), from, users, unknownGroups };
}

const MAY_VOTE: readonly Membership[] = ['member', 'unknown'];

function fits({ charge, above }: ApprovalRule, kind: ChargeKind, total: Money | null): boolean {
  if (charge !== null && charge !== kind) return false;
  if (above === null || total === null) return true;
  const order = compare(total, above);
  // In doubt the rule fits.
  return order === null || !(order <= 0);
}

/** The requirements that nobody could ever meet, because too few people may approve. */
export const unsatisfiable = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.filter(({ needed, users, unknownGroups }) => unknownGroups.length === 0 && users.length < needed);

/** Everybody who may vote, without duplicates. */
export const votersOf = (requirements: readonly Requirement[]): readonly string[] => [
  ...new Set(requirements.flatMap(({ users }) => users)),
];

/** People who may vote now, could not before, and have not been notified. Empty where the policy names the recipients. */
export function newVoters(
  { approval: { notify } }: Policy,
  { requirements: before, told }: Pick<Approval, 'requirements' | 'told'>,
  requirements: readonly Requirement[],
): readonly string[] {
  if (notify !== null) return [];
  const known = [...votersOf(before), ...told];
  return votersOf(requirements).filter((user) => !known.includes(user));
}

/** Whether this person has yet to vote, by the last judgement. For display only; it grants nothing. */
export const waitsFor = (user: string, { requirements, votes }: Pick<Approval, 'requirements' | 'votes'>): boolean =>
  votersOf(requirements).includes(user) && !votes.some(({ by }) => by === user);
