import type { AutoRenewal } from '../auto-renewal/auto-renewal.ts';
import { DAY_MS, MINUTE_MS } from '../base/durations.ts';
import type { Failure } from '../failure/failure.ts';
import { isPassing } from '../failure/failure-treatment.ts';
import { type ChangeSet, noteOf, openChangesOf } from '../instance/change-set.ts';
import type { Instance, Observed } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { record, set } from '../request/row-changes.ts';
import { renewalOf } from '../spec/charge.ts';
import type { Ending, Expiry } from './expiry.ts';
import { KEPT_MS, nextExpiryLook, remindsNow } from './expiry-clock.ts';

/** What the lifecycle learned about the prepaid time of an instance. */
export type ExpiryObservation =
  /** A look, with the content of a reminder if one is due. */
  | {
      readonly is: 'expirySeen';
      readonly seen: Observed | 'missing';
      /** The auto-renewal, or why it is unknown; null if not asked. */
      readonly renewal: AutoRenewal | Failure | null;
      readonly cost: Pick<Ending, 'more' | 'short'> | null;
    }
  | { readonly is: 'expiryUnseen'; readonly failure: Failure };

const RETRY_CAP_MS = 60 * MINUTE_MS;
/** As for any instance, one answer without it proves nothing. */
const MISSES_TO_REST = 3;
/** A value that still cannot be read after these tries is reported as unknown, before the reminder comes too late. */
const TRIES = 6;

const UNKNOWN: Expiry = { until: null, renewal: null, lookAt: null, ended: false, misses: 0 };

export function reduceExpiry(changes: ChangeSet, observation: ExpiryObservation): void {
  if (hasGone(changes.before)) return;
  const expiry = changes.before.expiry ?? UNKNOWN;
  if (observation.is === 'expiryUnseen') again(changes, expiry);
  else if (observation.seen === 'missing') reduceMissing(changes, expiry);
  else reduceThere(changes, expiry, { ...observation, seen: observation.seen });
}

type There = Extract<ExpiryObservation, { readonly is: 'expirySeen' }> & { readonly seen: Observed };

function reduceThere(changes: ChangeSet, expiry: Expiry, { renewal: read, cost, seen }: There): void {
  const { before, now } = changes;
  const { expiresAt: until } = seen;
  if (seen.chargeKind !== 'prepaid') {
    forget(changes);
    return;
  }
  // Half an answer: an end that is known stays known, or nobody would be reminded of it.
  if (until === null) {
    again(changes, expiry);
    return;
  }
  const isUnread = read !== null && 'kind' in read;
  const renewal = read === null || isUnread ? expiry.renewal : read;
  const reminds = remindsNow({ ...before, expiry }, seen, now);
  if (reminds && isUnread && isPassing(read.kind) && expiry.misses < TRIES) {
    again(changes, expiry);
    return;
  }
  // A new end is recorded at the latest by its next look.
  learn(changes, { ...expiry, misses: 0, renewal }, until);
  if (reminds) {
    const priced = renewal?.on === true && cost !== null ? priceOf(cost) : {};
    const lookAt = nextExpiryLook(before, until, now);
    set(changes, { expiry: { ...expiry, until, renewal, misses: 0, lookAt, ...priced } });
    if (cost !== null) remind(changes, { until, renews: read === null || isUnread ? null : read.on, ...cost });
    return;
  }
  if (now >= until) end(changes, until);
}

function priceOf({ more: { term, price } }: Pick<Ending, 'more'>): Pick<Expiry, 'renewalPrice'> {
  return price === null ? {} : { renewalPrice: { term, price } };
}

/** An auto-renewal with enough balance needs nobody. */
function remind(changes: ChangeSet, ending: Omit<Ending, 'instanceId'>): void {
  if (ending.renews === true && ending.short === null) return;
  const { id, requestId, requester } = changes.next;
  const { until, renews, short } = ending;
  record(changes, 'instance.renewalReminded', { until, renews, short: short !== null });
  const ends = [{ instanceId: id, ...ending }];
  changes.messages.push({ kind: 'dm', requestId, user: requester, about: 'expiry', ends });
}

/** Announces the end once, and keeps looking as long as it can be renewed. */
function end(changes: ChangeSet, until: number): void {
  const { next, now } = changes;
  const expiry = next.expiry ?? UNKNOWN;
  set(changes, { expiry: { ...expiry, ended: true, lookAt: afterEnd(until, now) } });
  if (expiry.ended) return;
  record(changes, 'instance.expired', { until });
  const note = { ...noteOf(next, 'expired', now), expiry: { until, renewal: expiry.renewal } };
  changes.messages.push({ kind: 'thread', requestId: next.requestId, note });
}

const afterEnd = (until: number, now: number): number | null => (now < until + KEPT_MS ? now + DAY_MS : null);

/** The row itself ends an instance that is gone; here it is only looked at again. */
function reduceMissing(changes: ChangeSet, expiry: Expiry): void {
  if (expiry.misses + 1 < MISSES_TO_REST) {
    again(changes, expiry);
    return;
  }
  const lookAt = expiry.until === null ? null : afterEnd(expiry.until, changes.now);
  set(changes, { expiry: { ...expiry, misses: 0, lookAt } });
}

function again(changes: ChangeSet, expiry: Expiry): void {
  const waitMs = Math.min(MINUTE_MS * 2 ** Math.min(expiry.misses, 10), RETRY_CAP_MS);
  set(changes, { expiry: { ...expiry, misses: expiry.misses + 1, lookAt: changes.now + waitMs } });
}

/** Records the end that any look shows. A changed end restarts the reminders; nothing is announced. */
export function observeExpiry(changes: ChangeSet, { chargeKind, expiresAt }: Observed): void {
  if (chargeKind !== 'prepaid') {
    forget(changes);
    return;
  }
  if (expiresAt === null) return;
  learn(changes, changes.next.expiry ?? { ...UNKNOWN, renewal: asOrdered(changes.before) }, expiresAt);
}

/**
 * A look at an instance at rest, for which nothing is due: somebody may have made it prepaid or renewed it in the console, and its
 * owner is to be reminded of that end. Null if it is as known.
 */
export function noticeExpiry(instance: Instance, seen: Observed, at: number): ChangeSet | null {
  const isPrepaid = seen.chargeKind === 'prepaid';
  // Half an answer, as above.
  if (isPrepaid && seen.expiresAt === null) return null;
  if ((isPrepaid ? seen.expiresAt : null) === (instance.expiry?.until ?? null)) return null;
  const changes = openChangesOf(instance, at);
  observeExpiry(changes, seen);
  changes.messages.push({ kind: 'card', requestId: instance.requestId });
  return changes;
}

/** While it is being created, its auto-renewal is as ordered; later somebody may have changed it. */
function asOrdered({ spec: { charge }, order, outcome }: Instance): AutoRenewal | null {
  if (charge.kind !== 'prepaid' || order !== null || outcome !== null) return null;
  return { on: charge.autoRenew, term: charge.autoRenew ? renewalOf(charge) : null };
}

function learn(changes: ChangeSet, expiry: Expiry, until: number): void {
  const { before, now } = changes;
  if (expiry.until === until) {
    set(changes, { expiry });
    return;
  }
  set(changes, { expiry: { ...expiry, until, ended: false, lookAt: nextExpiryLook(before, until, now) } });
  record(changes, 'instance.expirySeen', { until, was: expiry.until });
}

/** It is no longer prepaid. An empty record differs from null, which means never looked at. */
function forget(changes: ChangeSet): void {
  const { expiry } = changes.next;
  if (expiry || changes.next.spec.charge.kind === 'prepaid') set(changes, { expiry: { ...UNKNOWN } });
}

/** Stops the looks at an instance that is gone. */
export function keepExpiry(changes: ChangeSet): void {
  const { expiry } = changes.next;
  if (expiry && expiry.lookAt !== null && hasGone(changes.next)) set(changes, { expiry: { ...expiry, lookAt: null } });
}
