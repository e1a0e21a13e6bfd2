import { type Failure, failureOf } from '../failure/failure.ts';
import { causeOf } from '../failure/failure-cause.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import type { LookResult } from '../instance/next-action.ts';
import type { Timing } from '../instance/timing.ts';
import type { Request } from '../request/request.ts';
import type { Term } from '../spec/charge.ts';
import { callOf, mayBeDebited, type Renewal, type RenewalBlocker, type RenewalEnd } from './renewal.ts';

/** A request to prolong an instance's time, or to have a prepaid disk of it larger. */
export type Renewing = Request & { readonly renewal: Renewal };

export const isRenewing = (request: Request): request is Renewing => request.renewal !== undefined;

/** Whether it failed because the account could not pay for it, so that the balance tells something. */
export const lacksMoney = ({ renewal }: Pick<Request, 'renewal'>): boolean =>
  renewal?.end?.is === 'failed' && renewal.end.failure.kind === 'money' && causeOf(renewal.end.failure) === null;

/** Whether it waits for somebody's decision, or for the cloud. */
export const isOpen = ({ state }: Pick<Request, 'state'>): boolean => state === 'pending' || state === 'creating';

/** For how long it is to be prolonged. */
export function termOf({ id, spec: { charge } }: Pick<Request, 'id' | 'spec'>): Term {
  if (charge.kind !== 'prepaid') throw new Error(`${id} prolongs what is not prepaid`);
  return charge.term;
}

/** The end of a term that begins at a moment: months keep the day, or end with a shorter month. */
export function endOfTerm(from: number, { unit, period }: Term): number {
  const date = new Date(from);
  if (unit === 'Week') return date.setUTCDate(date.getUTCDate() + 7 * period);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + period);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

/** How the cloud counts a month's end is up to it. */
const END_TOLERANCE_MS = 3 * 86_400_000;

/** Whether its end has moved by about the term: then it was renewed, even if nobody got the answer. */
export const isProlonged = (wasUntil: number, term: Term, until: number | null): boolean =>
  until !== null && until > wasUntil && until >= endOfTerm(wasUntil, term) - END_TOLERANCE_MS;

/**
 * The one thing to be done for a renewal now. `look` before there was a look in this pass means: look. `wait`: look again later.
 * `rest`: it has ended already.
 */
export type RenewalAct =
  | { readonly do: 'look' | 'renew' | 'wait' | 'rest' }
  | { readonly do: 'end'; readonly end: RenewalEnd };

/** One that is not listed is given up after this many looks in a row. */
export const MISSES_TO_GIVE_UP = 3;

/**
 * A renewal's course as one table. Pure: everything it depends on is in its arguments.
 *
 * @param lookedAt when the look was begun that showed `seen`
 */
export function nextRenewalAct(
  renewal: Renewal,
  term: Term,
  seen: LookResult,
  now: number,
  timing: Timing,
  lookedAt = now,
): RenewalAct {
  if (renewal.end !== null) return { do: 'rest' };
  if (seen === null) return { do: 'look' };
  return mayBeDebited(renewal)
    ? onceItMayBe(renewal, term, seen, { now, lookedAt }, timing)
    : beforeItCounts(renewal, seen);
}

/** Nothing can have been debited yet. What only is overdue may be renewed: that is what brings it back. */
function beforeItCounts({ wasUntil, misses }: Renewal, seen: Exclude<LookResult, null>): RenewalAct {
  if (seen === 'missing') return misses + 1 < MISSES_TO_GIVE_UP ? { do: 'wait' } : barred('gone', null);
  const { chargeKind, locks, expiresAt } = seen;
  if (chargeKind !== 'prepaid') return barred('notPrepaid', null);
  if (locks.some((lock) => lock !== 'financial')) return barred('locked', expiresAt);
  return expiresAt === wasUntil ? { do: 'renew' } : barred('moved', expiresAt);
}

/** It has ended before anything was sent. */
export const barred = (why: RenewalBlocker, until: number | null): RenewalAct => ({
  do: 'end',
  end: { is: 'barred', why, until },
});

function onceItMayBe(
  renewal: Renewal,
  term: Term,
  seen: Exclude<LookResult, null>,
  { now, lookedAt }: { readonly now: number; readonly lookedAt: number },
  timing: Timing,
): RenewalAct {
  const { wasUntil, acceptedAt, mayRepeat } = renewal;
  const until = seen === 'missing' ? null : seen.expiresAt;
  if (until !== null && isProlonged(wasUntil, term, until)) return { do: 'end', end: { is: 'renewed', until } };
  // One that was begun before says nothing of what was still to show.
  if (lookedAt >= lookUntil(renewal, timing))
    return { do: 'end', end: { is: 'failed', failure: inTheEnd(renewal, until === wasUntil) } };
  // Somebody else who prolongs it by another time is no reason to send it again, nor is one that is not listed.
  const mayBeSent = acceptedAt === null && mayRepeat && until === wasUntil && now < renewedUntil(renewal, timing);
  return { do: mayBeSent ? 'renew' : 'wait' };
}

/** Until then the same call may be sent again with the same token. */
export const renewedUntil = ({ triedAt }: Renewal, timing: Timing): number => (triedAt ?? 0) + timing.doubtAfterMs;

/** When it is given up if its end has not moved, or the disk has not grown. */
export function lookUntil(renewal: Renewal, timing: Timing): number {
  const { acceptedAt, refusedAt } = renewal;
  if (acceptedAt !== null) return acceptedAt + timing.deadlineMs;
  return refusedAt === null ? renewedUntil(renewal, timing) + timing.graceMs : refusedAt + timing.graceMs;
}

/**
 * What is told in the end: a refusal only when nothing was accepted and all is seen as it was; else an earlier call may
 * have been debited, and nobody knows.
 */
export function inTheEnd(renewal: Renewal, isUnmoved: boolean): Failure {
  const { acceptedAt, refusedAt, failure } = renewal;
  if (acceptedAt === null && refusedAt !== null && failure !== null && isUnmoved) return failure;
  const kind = acceptedAt === null ? 'doubtful' : 'deadline';
  const api = isUnmoved ? callOf(renewal) : LOOK_API;
  return failureOf(kind, { api });
}
