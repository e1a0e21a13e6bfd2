import { type Failure, type FailureKind, failureOf } from '../failure/failure.ts';
import { NEVER_ORDERED } from '../failure/failure-cause.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import type { LookResult } from './next-action.ts';

/** What an instance is given up with, as far as a look tells more than its kind. */
export function failureOfLook(kind: FailureKind, told: Failure | null, seen: Exclude<LookResult, null>): Failure {
  // That an earlier look was refused is no news after one that was answered.
  const last = told?.api === LOOK_API ? null : told;
  if (last !== null && last.kind === kind) return last;
  const locks = seen === 'missing' ? [] : seen.locks;
  if (kind === 'locked') return failureOf(kind, { code: codeOfLock(seen), detail: locks.join(', ') });
  return last === null ? failureOf(kind) : { ...last, kind, retryAfterMs: null };
}

/** Its time was over before its order could be sent, so that nothing exists. */
export const neverOrdered = (): Failure => failureOf('deadline', { code: NEVER_ORDERED });

/** What the cloud would refuse a release with, where a look has shown it already. */
function codeOfLock(seen: Exclude<LookResult, null>): string | null {
  if (seen === 'missing' || seen.locks.length > 0) return null;
  return seen.deletionProtection ? 'InvalidOperation.DeletionProtection' : 'ChargeTypeViolation';
}
