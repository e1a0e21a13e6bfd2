import { isPerson, type People, type Principals, resolve } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import type { Requirement } from './approval.ts';
import { type Overdraft, overdrafts, type Spending } from './budget.ts';
import { type AskedOrder, requirementsOf, unsatisfiable, votersOf } from './requirements.ts';

/** What a submission would lead to: who has to agree, who is notified, and which requirements and budgets stand in its way. */
export interface ApprovalPreview {
  readonly requirements: readonly Requirement[];
  /** The requirements that nobody could ever meet. */
  readonly unsatisfiable: readonly Requirement[];
  readonly told: Recipients;
  /** An overdraft whose cost is null may disappear once a price is known. */
  readonly overdrafts: readonly Overdraft[];
}

interface Recipients {
  /** Slack user ids. Each person gets a direct message. */
  readonly users: readonly string[];
  /** Channels that also show a card. Nobody is mentioned there. */
  readonly channels: readonly string[];
  /** User groups whose members should be notified but could not be read. */
  readonly unknownGroups: readonly string[];
}

/** @param month the spending that counts in the month of `at` */
export function previewApproval(
  policy: Policy,
  admins: Principals,
  asked: AskedOrder,
  month: readonly Spending[],
  people: People,
  at: number,
): ApprovalPreview {
  const requirements = requirementsOf(policy, admins, asked, people);
  const told = requirements.length === 0 ? NOBODY_TOLD : toldOf(policy, asked.requester, requirements, people);
  const over = overdrafts(policy, asked.requester, asked.quote, month, people, at);
  return { requirements, unsatisfiable: unsatisfiable(requirements), told, overdrafts: over };
}

const NOBODY_TOLD: Recipients = { users: [], channels: [], unknownGroups: [] };

/** The recipients that the policy names, else every voter. The requester is left out unless `selfApproval` is set. */
function toldOf(
  { approval }: Policy,
  requester: string,
  requirements: readonly Requirement[],
  people: People,
): Recipients {
  const { notify, groups, selfApproval } = approval;
  if (notify === null) {
    const unknownGroups = new Set(requirements.flatMap((requirement) => requirement.unknownGroups));
    return { users: votersOf(requirements), channels: [], unknownGroups: [...unknownGroups] };
  }
  const { users, unknownGroups } = resolve(notify, groups, people);
  const others = users.filter((user) => isPerson(user) && (selfApproval || user !== requester));
  return { users: others, channels: users.filter((id) => !isPerson(id)), unknownGroups };
}
