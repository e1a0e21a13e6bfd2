import { MINUTE_MS } from '../base/durations.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { mayHeal } from '../failure/failure-treatment.ts';
import { type ChangeSet, failureData, noteOf, openChangesOf } from '../instance/change-set.ts';
import { endGone } from '../instance/gone.ts';
import type { Instance, Observed } from '../instance/instance.ts';
import type { Milestone } from '../request/message.ts';
import { record, set } from '../request/row-changes.ts';
import {
  firstLookAtInitialRelease,
  LEASE_ACTOR,
  type Lease,
  leaseEndOf,
  leaseFor,
  OVERDUE_MS,
  toMinute,
  withEnd,
} from './lease.ts';
import { hasGone, isOver } from './lease-clock.ts';
import { nextLookOf } from './warning-times.ts';

/** What the lifecycle learned about an instance's lease. */
export type LeaseObservation =
  /** The cloud has accepted this release time, or its removal. */
  | { readonly is: 'leaseSet'; readonly endsAt: number | null }
  | { readonly is: 'leaseNotSet'; readonly failure: Failure }
  /** A look for a warning or the end. */
  | { readonly is: 'leaseSeen'; readonly seen: Observed | 'missing' }
  | { readonly is: 'leaseUnseen'; readonly failure: Failure };

const FIRST_RETRY_MS = 5_000;
const RETRY_CAP_MS = 600_000;
/** A failure that repeating does not heal may be healed by people, e.g. a missing permission. */
const RETRY_FINAL_MS = 3_600_000;
/** The cloud accepts no earlier release time. */
const MIN_AHEAD_MS = 30 * MINUTE_MS;
/** As for any instance, one answer without it proves nothing. */
const MISSES_TO_END = 3;
const NEXT_MISS_MS = 20_000;

export function reduceLease(changes: ChangeSet, observation: LeaseObservation): void {
  const { lease } = changes.before;
  if (!lease || hasGone(changes.before)) return;
  switch (observation.is) {
    case 'leaseSet':
      reduceSet(changes, lease, observation.endsAt);
      break;
    case 'leaseNotSet':
      reduceNotSet(changes, lease, observation.failure);
      break;
    case 'leaseSeen':
      if (observation.seen === 'missing') reduceMissing(changes, lease);
      else if (!followElsewhere(changes, lease, observation.seen)) reduceThere(changes, settled(lease));
      break;
    case 'leaseUnseen':
      set(changes, { lease: { ...lease, lookAt: changes.now + MINUTE_MS } });
  }
}

function reduceSet(changes: ChangeSet, lease: Lease, endsAt: number | null): void {
  // Another end may be wanted by now; then the cloud is told at once.
  const same = endsAt === lease.endsAt;
  const more = same ? { tryAt: null, attempts: 0, failure: null } : {};
  const told = { ...lease, inCloud: endsAt, ...more };
  // A warning that is due right now must not get lost.
  const lookAt = leaseEndOf(told) === leaseEndOf(lease) ? lease.lookAt : nextLookOf(leaseEndOf(told), changes.now);
  set(changes, { lease: { ...told, lookAt } });
  record(changes, 'instance.leaseSet', { endsAt });
  if (same) tellLease(changes, 'leased');
}

function reduceNotSet(changes: ChangeSet, lease: Lease, told: Failure): void {
  const { now } = changes;
  const failure = { ...told, api: told.api ?? 'ModifyInstanceAutoReleaseTime' };
  const attempts = lease.attempts + 1;
  const backOffMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), RETRY_CAP_MS);
  const waitMs = mayHeal(failure.kind) ? Math.max(backOffMs, failure.retryAfterMs ?? 0) : RETRY_FINAL_MS;
  const tooLate = lease.endsAt !== null && lease.endsAt - (now + waitMs) < MIN_AHEAD_MS;
  if (failure.kind === 'queued' && !tooLate) {
    set(changes, { lease: { ...lease, tryAt: now + waitMs } });
    return;
  }
  const isNews = lease.failure?.kind !== failure.kind;
  set(changes, { lease: { ...lease, attempts, failure, tryAt: tooLate ? null : now + waitMs } });
  if (!isNews) return;
  record(changes, 'instance.leaseTroubled', failureData(failure));
  tellLease(changes, 'leaseTroubled');
}

function settled({ elsewhere: _, ...lease }: Lease): Lease {
  return { ...lease, misses: 0 };
}

/**
 * Somebody has changed the release time in the console: the cloud goes by theirs, so it counts from now on. Only when two looks
 * show the same, because right after a call of the bot's own the cloud may still show the time before.
 */
function followElsewhere(changes: ChangeSet, lease: Lease, seen: Observed): boolean {
  const { now } = changes;
  const { autoReleaseAt: at } = seen;
  if (at === undefined || !isMoved(lease, seen)) return false;
  if (lease.elsewhere === undefined || lease.elsewhere.at !== at) {
    set(changes, { lease: { ...settled(lease), elsewhere: { at }, lookAt: now + MINUTE_MS } });
    return true;
  }
  set(changes, { lease: withEnd({ ...lease, inCloud: at }, at, now) });
  record(changes, 'instance.leaseMoved', { endsAt: at });
  tellLease(changes, 'leased');
  return true;
}

function isMoved(lease: Lease, { autoReleaseAt: at }: Observed): boolean {
  const isAsTold = lease.begun && lease.tryAt === null && lease.endsAt === lease.inCloud;
  return isAsTold && at !== undefined && minuteOf(at) !== minuteOf(lease.inCloud);
}

/** A look at an instance at rest shows another release time: makes the looks due that decide whether it counts. Null if it is as told. */
export function noticeLease(instance: Instance, seen: Observed, at: number): ChangeSet | null {
  const lease = instance.lease ?? { ...leaseFor(0), forMs: null, begun: true };
  if (!isMoved(lease, seen) || lease.elsewhere !== undefined) return null;
  const changes = openChangesOf(instance, at);
  set(changes, { lease: { ...lease, lookAt: at } });
  return changes;
}

const minuteOf = (at: number | null): number | null => at && Math.floor(at / MINUTE_MS);

/** The instance exists: warns its owner, or waits for the overdue release. */
function reduceThere(changes: ChangeSet, lease: Lease): void {
  const { now } = changes;
  const endsAt = leaseEndOf(lease);
  if (endsAt === null || now < endsAt) {
    const warned = endsAt === null || lease.begun ? {} : ({ warned: true } as const);
    set(changes, { lease: { ...lease, ...warned, lookAt: nextLookOf(endsAt, now) } });
    if (endsAt !== null) warn(changes, endsAt);
    return;
  }
  const overdue = now >= endsAt + OVERDUE_MS;
  if (!overdue) {
    set(changes, { lease: { ...lease, lookAt: now + MINUTE_MS } });
    return;
  }
  const failure = lease.failure ?? STILL_THERE;
  set(changes, { lease: { ...lease, failure, lookAt: now + RETRY_FINAL_MS } });
  if (lease.failure !== null) return;
  record(changes, 'instance.leaseTroubled', failureData(failure));
  tellLease(changes, 'leaseTroubled');
}

const STILL_THERE = failureOf('deadline');

function warn(changes: ChangeSet, endsAt: number): void {
  const { id, requestId, requester } = changes.next;
  const { now: at } = changes;
  record(changes, 'instance.leaseWarned', { endsAt });
  tellLease(changes, 'leaseEnding');
  changes.messages.push({ kind: 'dm', requestId, user: requester, about: 'lease', instanceId: id, at });
}

function reduceMissing(changes: ChangeSet, lease: Lease): void {
  const { now, next } = changes;
  const misses = lease.misses + 1;
  set(changes, { lease: { ...lease, misses, lookAt: now + NEXT_MISS_MS } });
  if (misses < MISSES_TO_END) return;
  if (isOver(next, now)) {
    endByLease(changes);
    return;
  }
  // While under way, the lifecycle looks for it anyway; at rest, this look is the first to notice.
  if (next.outcome === null) {
    set(changes, { lease: { ...lease, misses, lookAt: now + RETRY_CAP_MS } });
    return;
  }
  endGone(changes);
}

/** The cloud has released it at the end of its lease. The row ends as after an order to release. */
export function endByLease(changes: ChangeSet): void {
  const { now, next } = changes;
  const order = { what: 'release', stoppedMode: null, by: LEASE_ACTOR, at: now, down: false, acted: null } as const;
  set(changes, {
    wanted: 'released',
    order,
    outcome: 'reached',
    failure: null,
    heldBy: null,
    attempts: 0,
    dueAt: null,
    deadlineAt: null,
    publicIp: null,
    privateIp: null,
  });
  record(changes, 'instance.leaseEnded', { cloudId: next.cloudId, endsAt: next.lease?.inCloud ?? null });
  tellLease(changes, 'leaseEnded');
}

/**
 * The effects of an instance's own progress on its lease. The release time of the purchase applies as soon as the instance
 * exists. The lease begins when the creation ends, and stops with the instance.
 */
export function keepLease(changes: ChangeSet): void {
  takeEndAtBirth(changes);
  const { next, now } = changes;
  const { lease } = next;
  if (!lease) return;
  if (hasGone(next)) {
    if (lease.tryAt !== null || lease.lookAt !== null) set(changes, { lease: { ...lease, tryAt: null, lookAt: null } });
    return;
  }
  if (lease.begun || lease.forMs === null || next.outcome === null || next.cloudId === null) return;
  const endsAt = toMinute(now + lease.forMs);
  set(changes, { lease: withEnd(lease, endsAt, now) });
  record(changes, 'instance.leased', { endsAt });
}

/** Only before the lease has begun: after that, the release time that the cloud was last told counts. */
function takeEndAtBirth(changes: ChangeSet): void {
  const { cloudId, lease, chunk } = changes.next;
  if (cloudId === null || !lease || lease.begun || lease.inCloud !== null || chunk?.releaseAt === undefined) return;
  const inCloud = chunk.releaseAt;
  set(changes, {
    lease: { ...lease, inCloud, lookAt: firstLookAtInitialRelease(inCloud, lease.forMs ?? 0, changes.now) },
  });
}

function tellLease(changes: ChangeSet, milestone: Milestone): void {
  const { id, requestId, lease } = changes.next;
  const { endsAt = null, inCloud = null, failure = null } = lease ?? {};
  const note = { ...noteOf(changes.next, milestone, changes.now), lease: { id, endsAt, inCloud } };
  const why = milestone === 'leaseTroubled' ? { failure } : {};
  changes.messages.push({ kind: 'thread', requestId, note: { ...note, ...why } });
}
