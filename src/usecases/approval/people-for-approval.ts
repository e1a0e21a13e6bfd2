import { requirementsOf, votersOf } from '../../core/approval/requirements.ts';
import type { People } from '../../core/policy/people.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { ApprovalDeps } from './approval-deps.ts';

/** Slack takes about a hundred of these calls a minute; the rest are asked about at the next try. */
const ASKED_MAX = 30;

/**
 * The people behind a new request: the requester and the user groups read anew, possible approvers as they were last known.
 * Without them, a request could wait for people who have all left.
 */
export async function peopleForApproval(
  { policy: source, authority, directory }: Pick<ApprovalDeps, 'policy' | 'authority' | 'directory'>,
  requester: string,
  charge: ChargeKind,
): Promise<People> {
  const now = await directory.fresh([requester]);
  const { policy } = source.current();
  // Without a price, so that every rule about prices counts.
  const voters = votersOf(requirementsOf(policy, authority.admins(), { requester, charge, quote: null }, now));
  const known = directory.known();
  const unknown = voters.filter((user) => known.membershipOf(user) === 'unknown');
  const lately = await directory.memberships(unknown.slice(0, ASKED_MAX), 'lately');
  return {
    membersOf: now.membersOf,
    membershipOf: (user) => (user === requester ? now.membershipOf(user) : lately.membershipOf(user)),
  };
}
