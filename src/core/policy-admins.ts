import type { Authority } from './authority.ts';
import type { PolicySource } from './policy.ts';

/** The policy's admins beside those of the configuration, as the policy is at each question. */
export function withPolicyAdmins(authority: Authority, policy: PolicySource): Authority {
  const named = () => policy.current().policy.admins;
  return {
    isAdmin: (user) => authority.isAdmin(user) || named().includes(user),
    admins: () => [...new Set([...authority.admins(), ...named()])],
  };
}
