import { isNamed, type Membership, type People, type Principals } from './people.ts';
import type { Policy } from './policy.ts';

/**
 * Why this person may not use the bot at all; null when they may. Full members may. Guests and people of other workspaces
 * may if the configuration or the policy names their own id for anything. What exactly they may do is judged at each act.
 *
 * @param admins as in `Authority`
 */
export function refusedEntry(
  user: string,
  { create, act, approval }: Pick<Policy, 'create' | 'act' | 'approval'>,
  admins: Principals,
  people: People,
): Exclude<Membership, 'member'> | null {
  const membership = people.membershipOf(user);
  if (membership === 'member') return null;
  if (membership !== 'guest' && membership !== 'stranger') return membership;
  const granted = [...(create?.value ?? []), ...act].flatMap(({ who }) => (who === 'everyone' ? [] : who));
  return isNamed(user, [...admins, ...granted], approval.groups) ? null : membership;
}
