import { type ExpiryObservation, keepExpiry, observeExpiry, reduceExpiry } from '../expiry/reduce-expiry.ts';
import { type Failure, isGone } from '../failure/failure.ts';
import { type Attempt, LOOK_API } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import { isOver } from '../lease/lease-clock.ts';
import { endByLease, keepLease, type LeaseObservation, reduceLease } from '../lease/reduce-lease.ts';
import {
  endPower,
  reduceActing,
  reducePowerAccepted,
  reducePowerSeen,
  reducePowerStarted,
  reduceUnsent,
} from '../power/reduce-power.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import { observeSpot, reduceSpot, type SpotObservation } from '../spot/reduce-spot.ts';
import {
  type ChangeSet,
  cardFace,
  endFailed,
  endReached,
  openChangeSet,
  progress,
  record,
  recordGoingOn,
  set,
  tell,
  tellSlow,
} from './change-set.ts';
import { failureOf } from './failure-of-look.ts';
import { goneFailure, tellOwnerGone } from './gone.ts';
import type { Instance, Observed, Status } from './instance.ts';
import { nextAction, type Seen } from './next-action.ts';
import { reduceCreated, reduceCreating, reduceNotCreated, takeId, takeToken } from './reduce-create.ts';
import { goOn, reduceHeld } from './reduce-held.ts';
import { reduceRefused } from './reduce-refused.ts';
import { deadlineAfterAbsence, nextLookAt, nextTick, retryAt, type Timing, underWaySince } from './timing.ts';

/** What the lifecycle learned about one instance: the outcome of a look or of an act. */
export type Observation =
  /** CreateInstance is about to be sent; stored before every call, so that nothing is bought that the store does not know. */
  | { readonly is: 'creating'; readonly account: string }
  | { readonly is: 'created'; readonly cloudId: string }
  /** What carries its tag; normally one or none. `lookedAt`: when the look was begun; now when left out. */
  | { readonly is: 'foundByTag'; readonly found: readonly Observed[]; readonly lookedAt?: number }
  | { readonly is: 'observed'; readonly observed: Observed }
  /** The answer of DescribeInstances did not hold its id. */
  | { readonly is: 'missing'; readonly lookedAt?: number }
  | { readonly is: 'addressed'; readonly ip: string }
  | { readonly is: 'accepted'; readonly what: 'start' | 'stop' | 'reboot' | 'delete' }
  /** A call for a person's order is about to be sent. */
  | { readonly is: 'acting'; readonly what: 'stop' | 'reboot' | 'delete' }
  /** A call was not sent after all: at the head of its line something else held of the row than when it was decided on. */
  | { readonly is: 'unsent'; readonly what: Unsent }
  | { readonly is: 'refused'; readonly what: Attempt; readonly failure: Failure }
  | LeaseObservation
  | ExpiryObservation
  | SpotObservation
  /** What was to be done next, a create or a start, is not done because of a freeze; `unsent`: its intent was stored already. */
  | { readonly is: 'held'; readonly freeze: Freeze; readonly unsent?: boolean };

export type Unsent = 'create' | 'allocateAddress' | 'start' | 'stop' | 'reboot' | 'delete';

export interface Transition {
  /** The next row, one version on. */
  readonly next: Instance;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
  /** True when this fact ended it: the request has to be looked at. */
  readonly ended: boolean;
}

/**
 * A fact becomes the next row, with its audit events and messages.
 *
 * The thread is complete and truthful: an instance that reached Running has told `pending`, `stopped`, `address` (where it
 * asked for one), `starting` and `running`, each once and in this order. A milestone that was passed between two looks is told
 * at the look that proves it, because CreateInstance leads through Stopped, and Stopped through Starting, without exception.
 */
export function reduce(instance: Instance, fact: Observation, now: number, timing: Timing): Transition {
  const ledger = openChangeSet(instance, now);
  if (isOfLease(fact)) reduceLease(ledger, fact);
  else if (isOfPaid(fact)) reduceExpiry(ledger, fact);
  else if (isOfSpot(fact)) reduceSpot(ledger, fact);
  else if (instance.outcome === null) absorbUnderWay(ledger, fact, timing);
  else absorbLate(ledger, fact);
  recordGoingOn(ledger);
  keepLease(ledger);
  keepExpiry(ledger);
  const { next } = ledger;
  if (cardFace(instance) !== cardFace(next)) ledger.messages.push({ kind: 'card', requestId: next.requestId });
  const ended = instance.outcome === null && next.outcome !== null;
  return { next, events: ledger.events, messages: ledger.messages, ended };
}

const isOfLease = (fact: Observation): fact is LeaseObservation => fact.is.startsWith('lease');

const isOfPaid = (fact: Observation): fact is ExpiryObservation => fact.is.startsWith('paid');

const isOfSpot = (fact: Observation): fact is SpotObservation => fact.is.startsWith('spot');

type OwnFact = Exclude<Observation, LeaseObservation | ExpiryObservation | SpotObservation>;

/** A fact about something that has ended already, e.g. the answer to a create or a look-up that another replica has given up. */
function absorbLate(ledger: ChangeSet, fact: OwnFact): void {
  set(ledger, { dueAt: null });
  const cloudId = idIn(fact);
  if (cloudId !== null) takeId(ledger, cloudId);
}

/** The cloud id that a fact brings to a row which may have none; null when it brings none. */
export function idIn(fact: Observation): string | null {
  if (fact.is === 'created') return fact.cloudId;
  return fact.is === 'foundByTag' ? (chosen(fact.found)?.cloudId ?? null) : null;
}

/** Somebody may have copied the tag to another machine by hand; the choice must at least be the same each time. */
const chosen = (found: readonly Observed[]): Observed | undefined =>
  found.toSorted((a, b) => (a.cloudId < b.cloudId ? -1 : 1))[0];

function absorbUnderWay(ledger: ChangeSet, fact: OwnFact, timing: Timing): void {
  set(ledger, { deadlineAt: deadlineAfterAbsence(ledger.before, ledger.now, timing) });
  switch (fact.is) {
    case 'creating':
      reduceCreating(ledger, fact.account, timing);
      break;
    case 'created':
      reduceCreated(ledger, fact.cloudId, timing);
      break;
    case 'foundByTag':
      absorbFound(ledger, fact.found, timing, fact.lookedAt);
      break;
    case 'observed':
      absorbObserved(ledger, fact.observed, timing);
      break;
    case 'missing':
      absorbMissing(ledger, timing, fact.lookedAt);
      break;
    case 'addressed':
      progress(ledger);
      absorbAllocated(ledger, fact.ip);
      set(ledger, { addressedAt: ledger.now, dueAt: nextTick(ledger.now, timing) });
      break;
    case 'accepted':
      absorbAccepted(ledger, fact.what, timing);
      break;
    case 'acting':
      reduceActing(ledger, fact.what);
      break;
    case 'unsent':
      if (fact.what === 'create') reduceNotCreated(ledger);
      else reduceUnsent(ledger, fact.what);
      break;
    case 'refused':
      if (fact.what === 'start') goOn(ledger, timing);
      reduceRefused(ledger, fact.what, fact.failure, timing);
      break;
    case 'held':
      reduceHeld(ledger, fact, timing);
      break;
  }
  warnWhenSlow(ledger, timing);
}

function absorbMissing(ledger: ChangeSet, timing: Timing, lookedAt = ledger.now): void {
  const { attempts, misses = 0 } = ledger.next;
  set(ledger, { attempts: attempts + 1, misses: misses + 1 });
  decide(ledger, 'missing', timing, lookedAt);
}

function absorbFound(ledger: ChangeSet, found: readonly Observed[], timing: Timing, lookedAt?: number): void {
  const first = chosen(found);
  if (first === undefined) {
    absorbMissing(ledger, timing, lookedAt);
    return;
  }
  reduceCreated(ledger, first.cloudId, timing);
  if (ledger.next.cloudId === first.cloudId) absorbObserved(ledger, first, timing);
}

function absorbObserved(ledger: ChangeSet, observed: Observed, timing: Timing): void {
  const { before, now } = ledger;
  const changed = before.observed?.status !== observed.status;
  const privateIp = observed.privateIp ?? before.privateIp;
  if (changed || privateIp !== before.privateIp)
    record(ledger, 'instance.observed', { status: observed.status, locks: observed.locks, privateIp });
  // The trouble of an act that is still to be done is not over because a look succeeded: its back-off goes on.
  const actTroubled = before.failure !== null && before.failure.api !== LOOK_API;
  if (changed || !actTroubled) progress(ledger);
  set(ledger, {
    observed: { status: observed.status, at: now },
    misses: 0,
    privateIp,
  });
  observeExpiry(ledger, observed);
  observeSpot(ledger, observed);
  // Somebody has started it by hand.
  if (observed.status !== 'Stopped') goOn(ledger, timing);
  tellSeen(ledger, observed);
  decide(ledger, observed, timing);
}

const PASSED: Readonly<Record<Status, readonly ('pending' | 'stopped' | 'starting')[]>> = {
  Pending: ['pending'],
  Stopped: ['pending', 'stopped'],
  Starting: ['pending', 'stopped', 'starting'],
  Running: ['pending', 'stopped', 'starting'],
  Stopping: ['pending'],
};

function tellSeen(ledger: ChangeSet, observed: Observed): void {
  const { order } = ledger.next;
  if (order === null) tellPassed(ledger, observed);
  else reducePowerSeen(ledger, order, observed);
  if (order !== null && observed.publicIp !== null) absorbAddress(ledger, observed.publicIp);
}

function tellPassed(ledger: ChangeSet, observed: Observed): void {
  for (const milestone of PASSED[observed.status]) {
    // An address takes effect with the start, so its line comes before that of the start.
    if (milestone === 'starting' && observed.publicIp !== null) absorbAddress(ledger, observed.publicIp);
    tell(ledger, milestone);
  }
  if (observed.publicIp !== null) absorbAddress(ledger, observed.publicIp);
}

/** Where it runs already, the address is one that cannot be used yet. */
function absorbAllocated(ledger: ChangeSet, ip: string): void {
  if (ledger.before.observed?.status !== 'Running') {
    absorbAddress(ledger, ip);
    return;
  }
  if (ledger.next.publicIp !== ip) record(ledger, 'instance.address', { publicIp: ip });
  set(ledger, { publicIp: ip });
  tell(ledger, 'addressLater');
}

function absorbAddress(ledger: ChangeSet, ip: string): void {
  if (ledger.next.publicIp === ip) return;
  set(ledger, { publicIp: ip });
  record(ledger, 'instance.address', { publicIp: ip });
  if (ledger.next.spec.internetMaxBandwidthOut > 0) tell(ledger, 'address');
}

function absorbAccepted(ledger: ChangeSet, what: 'start' | 'stop' | 'reboot' | 'delete', timing: Timing): void {
  progress(ledger);
  if (what === 'start') {
    goOn(ledger, timing);
    set(ledger, { startTriedAt: ledger.now });
    record(ledger, 'instance.starting', {});
    const { order } = ledger.next;
    if (order === null) {
      tell(ledger, 'stopped');
      tell(ledger, 'starting');
    } else reducePowerStarted(ledger, order);
  } else reducePowerAccepted(ledger, what);
  set(ledger, { dueAt: nextLookAt(ledger.next, ledger.now, timing) });
}

/** Ends it, or says when it is due again, by what a look has shown. */
function decide(ledger: ChangeSet, seen: Exclude<Seen, null>, timing: Timing, lookedAt = ledger.now): void {
  const { next, now } = ledger;
  const act = nextAction(next, seen, now, timing, lookedAt);
  switch (act.do) {
    case 'done':
      endReached(ledger);
      if (next.wanted !== 'running') endPower(ledger, seen);
      break;
    case 'fail':
      if (isGone(act.kind) && isOver(next, now)) endByLease(ledger);
      else endFailed(ledger, act.kind === 'reclaimed' ? goneFailure(next) : failureOf(act.kind, next.failure, seen));
      // How a creation has ended its owner hears anyway.
      if (next.order !== null) tellOwnerGone(ledger);
      break;
    case 'look':
      set(ledger, { dueAt: seen === 'missing' ? nextTick(now, timing) : nextLookAt(next, now, timing) });
      break;
    case 'create':
    case 'lookUpByTag':
      set(ledger, { heldBy: null, dueAt: retryAt(next.attempts, null, null, now, timing) });
      if (act.do === 'create') takeToken(ledger);
      break;
    default:
      set(ledger, { dueAt: now }); // an act follows in this very pass
  }
}

function warnWhenSlow(ledger: ChangeSet, timing: Timing): void {
  const since = underWaySince(ledger.next, timing);
  if (ledger.next.outcome !== null || ledger.next.heldBy !== null || since === null) return;
  if (ledger.now - since >= timing.slowAfterMs) tellSlow(ledger);
}
