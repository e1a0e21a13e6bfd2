import { awaitsSeat } from '../chunk/chunk.ts';
import type { Failure, FailureKind } from '../failure/failure.ts';
import {
  API_OF,
  type Attempt,
  isPassing,
  isWorthTelling,
  LOOK_API,
  type Treatment,
  treatmentOf,
} from '../failure/failure-treatment.ts';
import { reducePowerRefused } from '../power/reduce-power.ts';
import { record, set } from '../request/row-changes.ts';
import { type ChangeSet, endFailed, failureData, progress, tell, trouble } from './change-set.ts';
import { callsOf, failed, mayExist } from './create-calls.ts';
import type { Instance } from './instance.ts';
import { provenFrom, refusalOfCreate, repeatedUntil } from './next-action.ts';
import { startOver } from './reduce-held.ts';
import { nextTick, retryAt, type Timing, underWaySince } from './timing.ts';

/** Reduces a failed call to a retry, a look, or the end. See failure-treatment.ts for which failure is treated how. */
export function reduceRefused(changes: ChangeSet, what: Attempt, told: Failure, timing: Timing): void {
  const failure = { ...told, api: told.api ?? API_OF[what] };
  if (what === 'finalCheck' || what === 'lookFirst') reduceNotBought(changes, what, failure, timing);
  else if (what === 'create') reduceCreateRefused(changes, failure, timing);
  else if (what === 'look' || what === 'lookUpByTag') reduceLookRefused(changes, what, failure, timing);
  else reduceActRefused(changes, what, failure, timing);
}

const isAnswered = (row: Instance): boolean => row.cloudId !== null || awaitsSeat(row);

/** Failures that a change of the policy causes. */
const BY_POLICY: readonly FailureKind[] = ['scriptChanged', 'notAllowed'];

/**
 * Nothing is bought now: the order no longer holds at its price, or that cannot be checked. A failed check is retried, but
 * not for ever.
 */
function reduceNotBought(changes: ChangeSet, what: 'finalCheck' | 'lookFirst', failure: Failure, timing: Timing): void {
  const { before, now } = changes;
  if (isAnswered(before)) return; // by an earlier call, meanwhile
  const isFinal = treatmentOf(what, failure.kind, mayExist(before)) === 'giveUp';
  if (before.createTriedAt !== null) {
    const limitAt = repeatedUntil(before, timing);
    // The failures of the earlier calls are kept: they tell whether there is anything to look for.
    if (!isFinal) {
      // No call can have created anything, so the policy's reason is the one it would end with.
      if (BY_POLICY.includes(failure.kind) && !mayExist(before)) trouble(changes, failure);
      set(changes, { dueAt: retryAt(before.attempts, failure.retryAfterMs, limitAt, now, timing) });
    } else if (mayExist(before)) lookOnlyByTag(changes, failure, timing);
    else endFailed(changes, failure);
    return;
  }
  const limitAt = changes.next.deadlineAt ?? now + timing.deadlineMs;
  if (isFinal || now >= limitAt) {
    endFailed(changes, failure);
    return;
  }
  if (failure.kind === 'queued') {
    set(changes, { dueAt: retryAt(0, failure.retryAfterMs, before.deadlineAt, now, timing) });
    return;
  }
  trouble(changes, failure);
  set(changes, {
    heldBy: null,
    deadlineAt: limitAt,
    dueAt: retryAt(changes.next.attempts, failure.retryAfterMs, limitAt, now, timing),
  });
}

/**
 * Nothing is ordered any more, but an earlier call may have taken effect. Only a look that finds nothing ends the row with
 * this refusal.
 */
function lookOnlyByTag(changes: ChangeSet, failure: Failure, timing: Timing): void {
  const { now } = changes;
  const creates = { ...callsOf(changes.next), lastAt: now, mayRepeat: false };
  set(changes, {
    failure,
    creates,
    deadlineAt: now + timing.graceMs + timing.deadlineMs,
    dueAt: nextTick(now, timing),
  });
  record(changes, 'instance.troubled', { kind: failure.kind, code: failure.code, api: failure.api });
}

function reduceCreateRefused(changes: ChangeSet, failure: Failure, timing: Timing): void {
  const { before, now } = changes;
  if (isAnswered(before)) return; // by another call with the same token, meanwhile
  set(changes, { creates: failed(callsOf(before), failure, now) });
  const { next } = changes;
  // A late answer to an earlier call. The look is under way already, and lasts longer if this call may have taken effect.
  if (!callsOf(next).mayRepeat) return;
  // No time runs for a purchase that waits for its turn.
  if (failure.kind === 'queued' && !mayExist(next))
    startOver(changes, retryAt(0, failure.retryAfterMs, null, now, timing));
  else if (treatmentOf('create', failure.kind, mayExist(next)) === 'retry') {
    trouble(changes, failure);
    set(changes, { attempts: before.attempts }); // `creating` has counted it
    const limitAt = repeatedUntil(next, timing);
    set(changes, { dueAt: retryAt(before.attempts, failure.retryAfterMs, limitAt, now, timing) });
  } else if (mayExist(next)) lookOnlyByTag(changes, failure, timing);
  else endFailed(changes, failure);
}

function reduceLookRefused(changes: ChangeSet, what: 'look' | 'lookUpByTag', failure: Failure, timing: Timing): void {
  const { before, now } = changes;
  const kept = what === 'lookUpByTag' ? refusalOfCreate(before) : null;
  trouble(changes, { ...failure, api: LOOK_API }, kept);
  if (kept !== null) set(changes, { failure: kept });
  const { deadlineAt } = changes.next;
  const limitAt =
    what === 'look' ? deadlineAt : Math.max(provenFrom(before, timing) + timing.deadlineMs, deadlineAt ?? 0);
  // Once the answer gave ids, instances exist: at the limit each id goes to a row, looked at or not.
  if (limitAt === null || now < limitAt || awaitsSeat(before))
    set(changes, { dueAt: retryAt(changes.next.attempts, failure.retryAfterMs, limitAt, now, timing) });
  else if (what === 'lookUpByTag') endUnlooked(changes, failure, kept);
  else endFailed(changes, { ...failure, api: LOOK_API, ...(isPassing(failure.kind) && { kind: 'deadline' }) });
}

/** No look was ever answered. The refusals of the looks say nothing about an earlier call that may have taken effect. */
function endUnlooked(changes: ChangeSet, failure: Failure, refusal: Failure | null): void {
  const ofLook: Failure = { ...failure, api: LOOK_API };
  endFailed(changes, mayExist(changes.before) ? { ...ofLook, kind: 'doubtful' } : (refusal ?? ofLook));
}

function reduceActRefused(
  changes: ChangeSet,
  what: Exclude<Attempt, 'finalCheck' | 'lookFirst' | 'create' | 'lookUpByTag' | 'look'>,
  failure: Failure,
  timing: Timing,
): void {
  const { now, before } = changes;
  if (what === 'stop' || what === 'reboot' || what === 'delete') reducePowerRefused(changes, failure);
  const treated = treatmentOf(what, failure.kind);
  if (what === 'allocateAddress' && treated !== 'goOn' && isAddressUnobtainable(changes, treated, timing)) {
    goOnWithout(changes, failure);
    return;
  }
  switch (treated) {
    case 'goOn':
      // The instance has its address; a later look shows which.
      progress(changes);
      set(changes, { addressedAt: now, dueAt: nextTick(now, timing) });
      break;
    case 'giveUp':
      endFailed(changes, failure);
      break;
    case 'retry':
    case 'look':
      // An order that met a changed state is no trouble: the next look corrects the picture.
      if (before.order !== null && failure.kind !== 'queued' && !isWorthTelling(failure.kind))
        set(changes, { attempts: before.attempts + 1 });
      else trouble(changes, failure);
      set(changes, {
        dueAt: retryAt(changes.next.attempts, failure.retryAfterMs, changes.next.deadlineAt, now, timing),
      });
  }
}

/** A passing refusal is retried no longer than `slowAfterMs`: the instance is already paid for and is to be started. */
function isAddressUnobtainable({ before, now }: ChangeSet, treated: Treatment, timing: Timing): boolean {
  if (treated === 'giveUp') return true;
  const since = underWaySince(before, timing) ?? now;
  return now >= since + timing.slowAfterMs;
}

/** An instance without its address is worth more than none. The thread mentions it, and a person can try again. */
function goOnWithout(changes: ChangeSet, failure: Failure): void {
  progress(changes);
  set(changes, { noAddress: failure, dueAt: changes.now });
  record(changes, 'instance.noAddress', failureData(failure));
  tell(changes, 'addressless');
}
