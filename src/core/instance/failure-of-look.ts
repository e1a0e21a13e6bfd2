import { type Failure, type FailureKind, failureOf } from '../failure/failure.ts';
import { NEVER_ORDERED } from '../failure/failure-cause.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import type { LookResult } from './next-action.ts';

/** The failure with which an instance is given up, with the details that a look adds to its kind. */
export function failureOfLook(kind: FailureKind, told: Failure | null, seen: Exclude<LookResult, null>): Failure {
  // A refused look is outdated once a later look was answered.
  const last = told?.api === LOOK_API ? null : told;
  if (last !== null && last.kind === kind) return last;
  const locks = seen === 'missing' ? [] : seen.locks;
  if (kind === 'locked') return failureOf(kind, { code: codeOfLock(seen), detail: locks.join(', ') });
  return last === null ? failureOf(kind) : { ...last, kind, retryAfterMs: null };
}

/** The deadline passed before an order could be sent, so nothing exists. */
export const neverOrdered = (): Failure => failureOf('deadline', { code: NEVER_ORDERED });

/** The error code with which the cloud would refuse a release; the look has already shown the cause. */
function codeOfLock(seen: Exclude<LookResult, null>): string | null {
  if (seen === 'missing' || seen.locks.length > 0) return null;
  return seen.deletionProtection ? 'InvalidOperation.DeletionProtection' : 'ChargeTypeViolation';
}
