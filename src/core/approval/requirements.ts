import { compare, type Money } from '../base/money.ts';
import { type Membership, type People, type Principals, resolve } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import type { ChargeKind } from '../spec/charge.ts';
import { type Quote, totalOf } from '../spec/quote.ts';
import type { Approval, Requirement } from './approval.ts';
import type { ApprovalRule } from './approval-policy.ts';

/** What decides who has to agree to an order. */
export interface AskedOrder {
  readonly requester: string;
  readonly charge: ChargeKind;
  /** Null when no price is known: every rule about the price fits then. */
  readonly quote: Quote | null;
}

/** Who may approve at all: those of the policy and, where it names nobody, the admins. */
export const approversOf = ({ approval }: Policy, admins: Principals): Principals =>
  approval.approvers.length > 0 ? approval.approvers : admins;

/** Everything that has to be met before an order may be bought; nothing for what everybody may buy without approval. */
export function requirementsOf(
  policy: Policy,
  admins: Principals,
  asked: AskedOrder,
  people: People,
): readonly Requirement[] {
  const total = asked.quote === null ? null : totalOf(asked.quote);
  const fitting = (policy.approval.rules ?? []).filter((rule) => fits(rule, asked.charge, total));
  // Nobody's rule lets anything prepaid through unseen.
  const rules = fitting.length === 0 && asked.charge === 'prepaid' ? [LEAST] : fitting;
  return rules.map((rule) => requirementBy(rule, policy, admins, asked, people));
}

/**
 * The same of what waits already: at least one has to agree, even when the policy asks for nobody any more, since nobody
 * could decide on it otherwise.
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

/** Whether somebody may have to agree to what is paid for so, at some price. */
export const mayNeedApproval = ({ approval }: Policy, charge: ChargeKind): boolean =>
  charge === 'prepaid' || (approval.rules ?? []).some((rule) => fits(rule, charge, null));

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
  // Whose membership is not known may turn out to be a member, and is asked about at the click.
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
  // In doubt it fits.
  return order === null || !(order <= 0);
}

/** Requirements that nobody could ever meet, because too few people may. */
export const unsatisfiable = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.filter(({ needed, users, unknownGroups }) => unknownGroups.length === 0 && users.length < needed);

/** Everybody who may vote, once. */
export const votersOf = (requirements: readonly Requirement[]): readonly string[] => [
  ...new Set(requirements.flatMap(({ users }) => users)),
];

/** Who may vote by now, could not before, and has not been told that it waits; nobody where the policy says who is told. */
export function newVoters(
  { approval: { notify } }: Policy,
  { requirements: before, told }: Pick<Approval, 'requirements' | 'told'>,
  requirements: readonly Requirement[],
): readonly string[] {
  if (notify !== null) return [];
  const known = [...votersOf(before), ...told];
  return votersOf(requirements).filter((user) => !known.includes(user));
}

/** Whether somebody is asked to decide and has not agreed, as far as the last judgement knows: to be shown, and no right. */
export const waitsFor = (user: string, { requirements, votes }: Pick<Approval, 'requirements' | 'votes'>): boolean =>
  votersOf(requirements).includes(user) && !votes.some(({ by }) => by === user);
