import { type Failure, failureOf } from '../failure/failure.ts';
import { causeOf } from '../failure/failure-cause.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import type { LookResult } from '../instance/next-action.ts';
import type { Timing } from '../instance/timing.ts';
import type { Request } from '../request/request.ts';
import type { Term } from '../spec/charge.ts';
import { callOf, mayBeDebited, type Renewal, type RenewalBlocker, type RenewalEnd } from './renewal.ts';

/** A request for a renewal or a larger prepaid disk. */
export type Renewing = Request & { readonly renewal: Renewal };

export const isRenewing = (request: Request): request is Renewing => request.renewal !== undefined;

/** Whether it failed for lack of money, so that showing the balance helps. */
export const lacksMoney = ({ renewal }: Pick<Request, 'renewal'>): boolean =>
  renewal?.end?.is === 'failed' && renewal.end.failure.kind === 'money' && causeOf(renewal.end.failure) === null;

/** Whether it waits for a decision or for the cloud. */
export const isOpen = ({ state }: Pick<Request, 'state'>): boolean => state === 'pending' || state === 'creating';

/** The term of the renewal. */
export function termOf({ id, spec: { charge } }: Pick<Request, 'id' | 'spec'>): Term {
  if (charge.kind !== 'prepaid') throw new Error(`${id} prolongs what is not prepaid`);
  return charge.term;
}

/** The end of a term from a moment on. Months keep the day, or end with a shorter month. */
export function endOfTerm(from: number, { unit, period }: Term): number {
  const date = new Date(from);
  if (unit === 'Week') return date.setUTCDate(date.getUTCDate() + 7 * period);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + period);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
}

/** The cloud says that an instance is prepaid, and not until when. */
export const NO_END: Failure = failureOf('ambiguous', { api: LOOK_API, detail: 'The answer has no ExpiredTime.' });

/** Absorbs how the cloud counts a term that ends at the end of a month. */
const END_TOLERANCE_MS = 3 * 86_400_000;

/** Whether the end has moved by about the term. Then the renewal happened, even if its answer was lost. */
export const isProlonged = (wasUntil: number, term: Term, until: number | null): boolean =>
  until !== null && until >= endOfTerm(wasUntil, term) - END_TOLERANCE_MS;

/** The one thing to do for a renewal now. `look`: look in this pass. `wait`: look again later. `rest`: it has ended already. */
export type RenewalAct =
  | { readonly do: 'look' | 'renew' | 'wait' | 'rest' }
  | { readonly do: 'end'; readonly end: RenewalEnd };

/** An instance or a disk that is not listed is given up after this many looks in a row. */
export const MISSES_TO_GIVE_UP = 3;

/**
 * The course of a renewal as one table. Pure: everything it depends on is an argument.
 *
 * @param lookedAt when the look that showed `seen` was sent
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

/** Nothing can have been debited yet. An instance that is only overdue may be renewed: that brings it back. */
function beforeItCounts({ wasUntil, misses }: Renewal, seen: Exclude<LookResult, null>): RenewalAct {
  if (seen === 'missing') return misses + 1 < MISSES_TO_GIVE_UP ? { do: 'wait' } : barred('gone', null);
  const { chargeKind, locks, expiresAt } = seen;
  if (chargeKind !== 'prepaid') return barred('notPrepaid', null);
  if (locks.some((lock) => lock !== 'financial')) return barred('locked', expiresAt);
  return expiresAt === wasUntil ? { do: 'renew' } : barred('moved', expiresAt);
}

/** It ends before anything was sent. */
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
  // An overdue instance is prolonged from now on. One that is paid for longer was renewed by somebody else too, which says nothing
  // about a call whose answer was lost.
  const most = endOfTerm(Math.max(wasUntil, lookedAt), term) + END_TOLERANCE_MS;
  const isOurs = until !== null && (acceptedAt !== null || until <= most);
  if (isOurs && isProlonged(wasUntil, term, until)) return { do: 'end', end: { is: 'renewed', until } };
  // A look that was sent before this moment may have missed a late effect.
  if (lookedAt >= lookUntil(renewal, timing))
    return { do: 'end', end: { is: 'failed', failure: inTheEnd(renewal, until === wasUntil) } };
  // A renewal by somebody else for another term is no reason to send the call again, nor is a missing instance.
  const mayBeSent = acceptedAt === null && mayRepeat && until === wasUntil && now < renewedUntil(renewal, timing);
  return { do: mayBeSent ? 'renew' : 'wait' };
}

/** The last moment at which the same call may be sent again with the same token. */
export const renewedUntil = ({ triedAt }: Renewal, timing: Timing): number => (triedAt ?? 0) + timing.doubtAfterMs;

/** When it is given up if the end has not moved or the disk has not grown. */
export function lookUntil(renewal: Renewal, timing: Timing): number {
  const { acceptedAt, refusedAt } = renewal;
  if (acceptedAt !== null) return acceptedAt + timing.deadlineMs;
  return refusedAt === null ? renewedUntil(renewal, timing) + timing.graceMs : refusedAt + timing.graceMs;
}

/**
 * The failure to report in the end. A refusal only counts if nothing was accepted and everything is unchanged; otherwise an
 * earlier call may have been debited.
 */
export function inTheEnd(renewal: Renewal, isUnmoved: boolean): Failure {
  const { acceptedAt, refusedAt, failure } = renewal;
  if (acceptedAt === null && refusedAt !== null && failure !== null && isUnmoved) return failure;
  const kind = acceptedAt === null ? 'doubtful' : 'deadline';
  const api = isUnmoved ? callOf(renewal) : LOOK_API;
  return failureOf(kind, { api });
}
