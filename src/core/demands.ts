import type { Demand } from './approval.ts';
import type { ApprovalRule } from './approval-policy.ts';
import type { ChargeKind } from './charge.ts';
import { compare, type Money } from './money.ts';
import { type People, type Principals, resolve } from './people.ts';
import type { Policy } from './policy.ts';
import { type Quote, totalOf } from './quote.ts';

/** What decides who has to agree to an order. */
export interface Asked {
  readonly requester: string;
  readonly charge: ChargeKind;
  /** Null when no price is known: every rule about the price fits then. */
  readonly quote: Quote | null;
}

/** Who may approve at all: those of the policy and, where it names nobody, the admins. */
export const approversOf = ({ approval }: Policy, admins: Principals): Principals =>
  approval.approvers.length > 0 ? approval.approvers : admins;

/** Everything that has to be met before an order may be bought; nothing for what everybody may buy by themselves. */
export function demandsOf(policy: Policy, admins: Principals, asked: Asked, people: People): readonly Demand[] {
  const total = asked.quote === null ? null : totalOf(asked.quote);
  const fitting = (policy.approval.rules ?? []).filter((rule) => fits(rule, asked.charge, total));
  // Nobody's rule lets anything prepaid through unseen.
  const rules = fitting.length === 0 && asked.charge === 'prepaid' ? [LEAST] : fitting;
  return rules.map(({ line, needed, from }) => {
    const named = resolve(from ?? approversOf(policy, admins), policy.approval.groups, people);
    const mayOwn = policy.approval.selfApproval;
    const users = named.users.filter((user) => mayOwn || user !== asked.requester);
    return { line, needed, from, users, unknownGroups: named.unknownGroups };
  });
}

const LEAST = { line: null, needed: 1, from: null } as const;

function fits({ charge, above }: ApprovalRule, kind: ChargeKind, total: Money | null): boolean {
  if (charge !== null && charge !== kind) return false;
  if (above === null || total === null) return true;
  const order = compare(total, above);
  return order === null || order > 0;
}

/** Demands that nobody could ever meet, because too few people may. */
export const hopeless = (demands: readonly Demand[]): readonly Demand[] =>
  demands.filter(({ needed, users, unknownGroups }) => unknownGroups.length === 0 && users.length < needed);

/** Everybody who may vote, once. */
export const votersOf = (demands: readonly Demand[]): readonly string[] => [
  ...new Set(demands.flatMap(({ users }) => users)),
];
