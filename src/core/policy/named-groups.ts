import { isUserGroup, type NamedGroups, type Principals } from './people.ts';
import type { Policy } from './policy.ts';

/** Every Slack user group that a policy names anywhere, once. Their members must be known to judge by the policy. */
export function userGroupsOf({ admins, create, act, approval }: Policy): readonly string[] {
  const { approvers, groups, rules, notify, escalation, budgets } = approval;
  const named: readonly ('everyone' | 'each' | Principals)[] = [
    admins,
    approvers,
    notify ?? [],
    escalation?.to ?? [],
    ...groups.values(),
    ...(create?.value ?? []).map(({ who }) => who),
    ...act.map(({ who }) => who),
    ...(rules ?? []).map(({ from }) => from ?? []),
    ...budgets.map(({ who }) => who),
  ];
  return [...new Set(named.flat().filter(isUserGroup))];
}

/** Replaces the policy's own group names by their members; Slack user groups stay. */
export const expandGroups = (principals: Principals, groups: NamedGroups): Principals => [
  ...new Set(principals.flatMap((one) => groups.get(one) ?? [one])),
];
