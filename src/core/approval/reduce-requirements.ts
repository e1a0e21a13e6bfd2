import { linesFor } from '../policy/rules.ts';
import type { Requirement } from './approval.ts';

/**
 * Leaves out each requirement that another one implies, so that exactly the same people suffice. For display only: a
 * decision is checked against every requirement.
 *
 * A requirement is implied when nobody can meet the other without it: however the other is met, enough of those people are
 * among its own.
 */
export function reducedRequirements<T extends Requirement>(requirements: readonly T[]): readonly T[] {
  return requirements.filter(
    (one, n) =>
      !requirements.some((other, m) => other !== one && implies(other, one) && (!implies(one, other) || m < n)),
  );
}

/** Whether nobody can meet `a` without meeting `b`. A requirement that nobody can meet implies nothing. */
function implies(a: Requirement, b: Requirement): boolean {
  const mayBeMet = a.unknownGroups.length > 0 || a.users.length >= a.needed;
  const groupsToo = a.unknownGroups.every((group) => b.unknownGroups.includes(group));
  const elsewhere = a.users.filter((user) => !b.users.includes(user)).length;
  return mayBeMet && groupsToo && a.needed - elsewhere >= b.needed;
}

/** Whether everybody known to count for `part` also counts for `whole`. */
export const isWithin = (part: Requirement, whole: Requirement): boolean =>
  part.users.every((user) => whole.users.includes(user)) &&
  part.unknownGroups.every((group) => whole.unknownGroups.includes(group));

/**
 * The unsatisfiable requirements to show. Admins see each with its line. Others see only the one that lacks most: several
 * numbers without their rules would seem to contradict each other.
 */
export function unsatisfiableTold(requirements: readonly Requirement[], isAdmin: boolean): readonly Requirement[] {
  const told = requirements.map(linesFor(isAdmin));
  const lacks = ({ needed, users }: Requirement): number => needed - users.length;
  return isAdmin ? told : told.toSorted((a, b) => lacks(b) - lacks(a)).slice(0, 1);
}
