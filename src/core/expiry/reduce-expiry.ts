import type { AutoRenewal } from '../auto-renewal/auto-renewal.ts';
import type { Failure } from '../failure/failure.ts';
import { isPassing } from '../failure/failure-treatment.ts';
import { type ChangeSet, noteOf, record, set } from '../instance/change-set.ts';
import type { Instance, Observed } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { renewalOf } from '../spec/charge.ts';
import type { Ending, Expiry } from './expiry.ts';
import { KEPT_MS, nextExpiryLook, remindsNow } from './expiry-clock.ts';

/** What was learned about how long something prepaid is paid for. */
export type ExpiryObservation =
  /** A look for its end, with what its owner is to be told if there is a reminder due. */
  | {
      readonly is: 'paidSeen';
      readonly seen: Observed | 'missing';
      /** Whether it renews itself, or why nobody knows; null where it was not asked. */
      readonly renewal: AutoRenewal | Failure | null;
      readonly cost: Pick<Ending, 'more' | 'short'> | null;
    }
  | { readonly is: 'paidUnseen'; readonly failure: Failure };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const RETRY_CAP_MS = 60 * MINUTE_MS;
/** As for any instance, one answer without it proves nothing. */
const MISSES_TO_REST = 3;
/** What cannot be read time and again is told as unknown, before it is too late to tell at all. */
const TRIES = 6;

const UNKNOWN: Expiry = { until: null, renewal: null, lookAt: null, ended: false, misses: 0 };

export function reduceExpiry(ledger: ChangeSet, fact: ExpiryObservation): void {
  if (hasGone(ledger.before)) return;
  const paid = ledger.before.paid ?? UNKNOWN;
  if (fact.is === 'paidUnseen') again(ledger, paid);
  else if (fact.seen === 'missing') absorbMissing(ledger, paid);
  else absorbThere(ledger, paid, { ...fact, seen: fact.seen });
}

type There = Extract<ExpiryObservation, { readonly is: 'paidSeen' }> & { readonly seen: Observed };

function absorbThere(ledger: ChangeSet, paid: Expiry, { renewal: read, cost, seen }: There): void {
  const { before, now } = ledger;
  const { expiresAt: until } = seen;
  if (seen.chargeKind !== 'prepaid' || until === null) {
    forget(ledger);
    return;
  }
  const isUnread = read !== null && 'kind' in read;
  const renewal = read === null || isUnread ? paid.renewal : read;
  const reminds = remindsNow({ ...before, paid }, seen, now);
  if (reminds && isUnread && isPassing(read.kind) && paid.misses < TRIES) {
    again(ledger, paid);
    return;
  }
  // Read at its next look at the latest.
  learn(ledger, { ...paid, misses: 0, renewal }, until);
  if (reminds) {
    set(ledger, { paid: { ...paid, until, renewal, misses: 0, lookAt: nextExpiryLook(before, until, now) } });
    if (cost !== null) remind(ledger, { until, renews: read === null || isUnread ? null : read.on, ...cost });
    return;
  }
  if (now >= until) end(ledger, until);
}

/** What renews itself, and can be paid for, needs nobody. */
function remind(ledger: ChangeSet, ending: Omit<Ending, 'instanceId'>): void {
  if (ending.renews === true && ending.short === null) return;
  const { id, requestId, requester } = ledger.next;
  const { until, renews, short } = ending;
  record(ledger, 'instance.renewalReminded', { until, renews, short: short !== null });
  const ends = [{ instanceId: id, ...ending }];
  ledger.messages.push({ kind: 'dm', requestId, user: requester, about: 'expiry', ends });
}

/** Its time is over: told once, and looked at as long as it can be renewed. */
function end(ledger: ChangeSet, until: number): void {
  const { next, now } = ledger;
  const paid = next.paid ?? UNKNOWN;
  set(ledger, { paid: { ...paid, ended: true, lookAt: afterEnd(until, now) } });
  if (paid.ended) return;
  record(ledger, 'instance.paidEnded', { until });
  const note = { ...noteOf(next, 'paidEnded', now), paid: { until, renewal: paid.renewal } };
  ledger.messages.push({ kind: 'thread', requestId: next.requestId, note });
}

const afterEnd = (until: number, now: number): number | null => (now < until + KEPT_MS ? now + DAY_MS : null);

/** Somebody looks again; what is gone for good ends with the instance's own row. */
function absorbMissing(ledger: ChangeSet, paid: Expiry): void {
  if (paid.misses + 1 < MISSES_TO_REST) {
    again(ledger, paid);
    return;
  }
  const lookAt = paid.until === null ? null : afterEnd(paid.until, ledger.now);
  set(ledger, { paid: { ...paid, misses: 0, lookAt } });
}

function again(ledger: ChangeSet, paid: Expiry): void {
  const waitMs = Math.min(MINUTE_MS * 2 ** Math.min(paid.misses, 10), RETRY_CAP_MS);
  set(ledger, { paid: { ...paid, misses: paid.misses + 1, lookAt: ledger.now + waitMs } });
}

/** What any look shows of its end: another one than was known begins anew, and nothing is told. */
export function observeExpiry(ledger: ChangeSet, { chargeKind, expiresAt }: Observed): void {
  if (chargeKind !== 'prepaid' || expiresAt === null) {
    forget(ledger);
    return;
  }
  const paid = ledger.next.paid ?? { ...UNKNOWN, renewal: asOrdered(ledger.before) };
  if (paid.until !== expiresAt) learn(ledger, paid, expiresAt);
}

/** While it is being created it is as its order says; later somebody may have changed it. */
function asOrdered({ spec: { charge }, order, outcome }: Instance): AutoRenewal | null {
  if (charge.kind !== 'prepaid' || order !== null || outcome !== null) return null;
  return { on: charge.autoRenew, term: charge.autoRenew ? renewalOf(charge.term) : null };
}

function learn(ledger: ChangeSet, paid: Expiry, until: number): void {
  const { before, now } = ledger;
  if (paid.until === until) {
    set(ledger, { paid });
    return;
  }
  set(ledger, { paid: { ...paid, until, ended: false, lookAt: nextExpiryLook(before, until, now) } });
  record(ledger, 'instance.paidUntil', { until, was: paid.until });
}

/** It is paid for otherwise by now; null tells it from what nobody has looked at. */
function forget(ledger: ChangeSet): void {
  const { paid } = ledger.next;
  if (paid || ledger.next.spec.charge.kind === 'prepaid') set(ledger, { paid: { ...UNKNOWN } });
}

/** What is gone has no end any more that anybody must hear of. */
export function keepExpiry(ledger: ChangeSet): void {
  const { paid } = ledger.next;
  if (paid && paid.lookAt !== null && hasGone(ledger.next)) set(ledger, { paid: { ...paid, lookAt: null } });
}
