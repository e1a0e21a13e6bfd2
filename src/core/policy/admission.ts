import { isNamed, type Membership, type People, type Principals } from './people.ts';
import type { Policy } from './policy.ts';

/**
 * Why somebody may not use the bot at all; null when they may. Full members may, and guests and people of other workspaces whom the
 * configuration or the policy names by their own id for something that they may do. What exactly is judged where it is done.
 *
 * @param admins as `Authority` names them
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
