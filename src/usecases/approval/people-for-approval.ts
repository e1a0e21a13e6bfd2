import { requirementsOf, votersOf } from '../../core/approval/requirements.ts';
import type { People } from '../../core/policy/people.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { ApprovalDeps } from './approval-deps.ts';

/** Slack takes about a hundred of these calls a minute: the others are asked about at the next try. */
const ASKED_MAX = 30;

/**
 * Who is who when something is asked for: the requester and the user groups as they are now, and those who may have to agree as they
 * were known lately, so that nothing waits for people who have all left.
 */
export async function peopleForApproval(
  { policy: source, authority, directory }: Pick<ApprovalDeps, 'policy' | 'authority' | 'directory'>,
  requester: string,
  charge: ChargeKind,
): Promise<People> {
  const now = await directory.fresh([requester]);
  const { policy } = source.current();
  // At no price, so that every rule about the price counts.
  const voters = votersOf(requirementsOf(policy, authority.admins(), { requester, charge, quote: null }, now));
  if (voters.length === 0) return now;
  const known = directory.known();
  const unknown = voters.filter((user) => known.membershipOf(user) === 'unknown');
  await directory.memberships(unknown.slice(0, ASKED_MAX), 'lately');
  const lately = directory.known();
  return {
    membersOf: now.membersOf,
    membershipOf: (user) => (user === requester ? now.membershipOf(user) : lately.membershipOf(user)),
  };
}
