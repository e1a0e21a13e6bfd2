import type { Authority } from './authority.ts';
import { expandGroups } from './named-groups.ts';
import { type Directory, isAmong, isNamed } from './people.ts';
import type { PolicySource } from './policy.ts';

/**
 * The admins of the configuration and of the current policy. Members of a user group are admins only if they are known to
 * be in it.
 */
export function withPolicyAdmins(
  authority: Authority,
  policy: PolicySource,
  directory: Pick<Directory, 'known'>,
): Authority {
  const rules = () => policy.current().policy;
  return {
    isAdmin(user) {
      const { admins, approval } = rules();
      if (authority.isAdmin(user) || isNamed(user, admins, approval.groups)) return true;
      const people = directory.known();
      // Only a full member is an admin through a group. Slack was asked about the acting person before, see
      // slack/entry/gate.ts.
      const mayBeMember = ['member', 'unknown'].includes(people.membershipOf(user));
      return mayBeMember && isAmong(user, admins, approval.groups, people) === true;
    },
    admins: () => [...new Set([...authority.admins(), ...expandGroups(rules().admins, rules().approval.groups)])],
  };
}
