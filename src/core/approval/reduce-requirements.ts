import { linesFor } from '../policy/rules.ts';
import type { Requirement } from './approval.ts';

/**
 * The requirements that imply the others: exactly the same people suffice. For showing only; a decision is held against every
 * one of them.
 *
 * One is left out when another cannot be met without it: of those who meet that, enough are among its own people, in every case.
 */
export function reducedRequirements<T extends Requirement>(requirements: readonly T[]): readonly T[] {
  return requirements.filter(
    (one, n) =>
      !requirements.some((other, m) => other !== one && implies(other, one) && (!implies(one, other) || m < n)),
  );
}

/** Whether nobody can meet `a` without meeting `b`. What nobody can meet says nothing of others. */
function implies(a: Requirement, b: Requirement): boolean {
  const mayBeMet = a.unknownGroups.length > 0 || a.users.length >= a.needed;
  const groupsToo = a.unknownGroups.every((group) => b.unknownGroups.includes(group));
  const elsewhere = a.users.filter((user) => !b.users.includes(user)).length;
  return mayBeMet && groupsToo && a.needed - elsewhere >= b.needed;
}

/** Whether all who may meet `part` may meet `whole` as well, as far as they are known. */
export const isWithin = (part: Requirement, whole: Requirement): boolean =>
  part.users.every((user) => whole.users.includes(user)) &&
  part.unknownGroups.every((group) => whole.unknownGroups.includes(group));

/**
 * Of requirements that nobody could ever meet, those that are shown: to admins each with its line; to others the one that lacks most, as several
 * numbers of people without their rules would seem to contradict each other.
 */
export function unsatisfiableTold(requirements: readonly Requirement[], isAdmin: boolean): readonly Requirement[] {
  const told = requirements.map(linesFor(isAdmin));
  const lacks = ({ needed, users }: Requirement): number => needed - users.length;
  return isAdmin ? told : told.toSorted((a, b) => lacks(b) - lacks(a)).slice(0, 1);
}
