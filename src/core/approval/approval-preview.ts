import { isPerson, type People, type Principals, resolve } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import type { Requirement } from './approval.ts';
import { type Overdraft, overdrafts, type Spending } from './budget.ts';
import { type AskedOrder, requirementsOf, unsatisfiable, votersOf } from './requirements.ts';

/** What asking for something would set off: who has to agree, who hears of it, and whether it could ever come to that. */
export interface ApprovalPreview {
  readonly requirements: readonly Requirement[];
  /** Those of them that nobody could ever meet. */
  readonly unsatisfiable: readonly Requirement[];
  readonly told: Recipients;
  /** Those with a cost of null are so only until a price is known. */
  readonly overdrafts: readonly Overdraft[];
}

export interface Recipients {
  /** Slack user ids; each of them is called by a message of their own. */
  readonly users: readonly string[];
  /** Channels that show a card of it as well; nobody is called there. */
  readonly channels: readonly string[];
  /** User groups whose members would be told, and are not known. */
  readonly unknownGroups: readonly string[];
}

/** @param month what counts in the month of `at` */
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

/** Those whom the policy names for it, else everybody who may agree; not those who asked for it, unless they may agree too. */
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
