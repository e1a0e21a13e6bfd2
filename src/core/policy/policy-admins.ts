import type { Authority } from './authority.ts';
import { expandGroups } from './named-groups.ts';
import { type Directory, isAmong, isNamed } from './people.ts';
import type { PolicySource } from './policy.ts';

/**
 * The policy's admins beside those of the configuration, as the policy is at each question. Of a user group those are
 * admins who are known to be in it; while that is not known, nobody is because of it.
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
      // Who is nobody's full member is no admin by a group. Who acts has been asked about, see slack/entry/gate.ts.
      const mayBeMember = ['member', 'unknown'].includes(people.membershipOf(user));
      return mayBeMember && isAmong(user, admins, approval.groups, people) === true;
    },
    admins: () => [...new Set([...authority.admins(), ...expandGroups(rules().admins, rules().approval.groups)])],
  };
}
