import { type AttributeObservation, keepAttributes, reduceAttributes } from '../attribute/reduce-attributes.ts';
import { leaveUnnamed, lookOnlyForIt, reducePlaced, reduceUnplaced, takeName } from '../chunk/reduce-placed.ts';
import { type ExpiryObservation, keepExpiry, observeExpiry, reduceExpiry } from '../expiry/reduce-expiry.ts';
import { isGone } from '../failure/failure.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
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
import { record, set } from '../request/row-changes.ts';
import { observeSpot, reduceSpot, type SpotObservation } from '../spot/reduce-spot.ts';
import {
  type ChangeSet,
  cardFace,
  endFailed,
  endReached,
  openChangesOf,
  progress,
  recordGoingOn,
  type SeenBefore,
  seenAgain,
  tell,
  tellSlow,
} from './change-set.ts';
import { mayExist } from './create-calls.ts';
import { failureOfLook, neverOrdered } from './failure-of-look.ts';
import { goneFailure, tellOwnerGone } from './gone.ts';
import type { Instance, ListedInstance, Observed, Status } from './instance.ts';
import { type LookResult, nextAction } from './next-action.ts';
import { chosen, idIn, type Observation } from './observation.ts';
import { reduceCreated, reduceCreating, reduceNotCreated, takeId, takeToken } from './reduce-create.ts';
import { reduceRefused } from './reduce-failure.ts';
import { goOn, reduceHeld } from './reduce-held.ts';
import { deadlineAfterAbsence, nextLookAt, nextTick, retryAt, type Timing, underWaySince } from './timing.ts';

export interface Transition {
  /** The next row, one version on. */
  readonly next: Instance;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
  /** True when this observation ended the instance, so that its request is due. */
  readonly ended: boolean;
  /** The previous look, if this one has shown the same; else absent. */
  readonly seenBefore?: SeenBefore;
}

/**
 * Turns an observation into the next row, with its audit events and messages.
 *
 * The thread is complete: an instance that reached Running has told `pending`, `stopped`, `address` (if requested),
 * `starting` and `running`, each once and in this order. A milestone passed between two looks is told at the look that
 * proves it: CreateInstance always leads through Stopped, and Stopped through Starting. RunInstances leads through Starting
 * alone, so `stopped` is told only if a look has shown it.
 */
export function reduce(instance: Instance, observation: Observation, now: number, timing: Timing): Transition {
  const changes = openChangesOf(instance, now);
  if (isOfLease(observation)) reduceLease(changes, observation);
  else if (isOfAttribute(observation)) reduceAttributes(changes, observation);
  else if (isOfExpiry(observation)) reduceExpiry(changes, observation);
  else if (isOfSpot(observation)) reduceSpot(changes, observation);
  else if (instance.outcome === null) reduceUnderWay(changes, observation, timing);
  else reduceLate(changes, observation);
  recordGoingOn(changes);
  keepLease(changes);
  keepExpiry(changes);
  keepAttributes(changes);
  const { next } = changes;
  if (cardFace(instance) !== cardFace(next)) changes.messages.push({ kind: 'card', requestId: next.requestId });
  const ended = instance.outcome === null && next.outcome !== null;
  const { events, messages } = changes;
  const seenBefore = seenAgain(changes);
  return { next, events, messages, ended, ...(seenBefore && { seenBefore }) };
}

const isOfLease = (observation: Observation): observation is LeaseObservation => observation.is.startsWith('lease');
const isOfAttribute = (observation: Observation): observation is AttributeObservation =>
  observation.is.startsWith('attribute');
const isOfExpiry = (observation: Observation): observation is ExpiryObservation => observation.is.startsWith('expiry');
const isOfSpot = (observation: Observation): observation is SpotObservation => observation.is.startsWith('spot');

type OwnFact = Exclude<Observation, LeaseObservation | AttributeObservation | ExpiryObservation | SpotObservation>;

/** An observation of a row that has ended, e.g. the answer to a create that another replica has given up. */
function reduceLate(changes: ChangeSet, observation: OwnFact): void {
  set(changes, { dueAt: null });
  const cloudId = idIn(observation);
  if (cloudId === null || changes.before.cloudId !== null) return;
  takeId(changes, cloudId);
  if (observation.is !== 'foundByTag' || observation.unnamed) leaveUnnamed(changes);
}

function reduceUnderWay(changes: ChangeSet, observation: OwnFact, timing: Timing): void {
  set(changes, { deadlineAt: deadlineAfterAbsence(changes.before, changes.now, timing) });
  switch (observation.is) {
    case 'creating':
      reduceCreating(changes, observation, timing);
      break;
    case 'created':
      if (changes.before.cloudId === null) leaveUnnamed(changes);
      reduceCreated(changes, observation.cloudId, timing);
      break;
    case 'placed':
      reducePlaced(changes, observation, timing);
      break;
    case 'unplaced':
      reduceUnplaced(changes);
      break;
    case 'foundByTag':
      if (observation.tookEffect && observation.found.length === 0) lookOnlyForIt(changes, timing);
      if (observation.unnamed && changes.before.cloudId === null) leaveUnnamed(changes);
      reduceFound(changes, observation.found, timing, observation.lookedAt);
      break;
    case 'observed':
      reduceObserved(changes, observation.observed, timing);
      break;
    case 'missing':
      reduceMissing(changes, timing, observation.lookedAt);
      break;
    case 'addressed':
      progress(changes);
      reduceAllocated(changes, observation.ip);
      set(changes, { addressedAt: changes.now, dueAt: nextTick(changes.now, timing) });
      break;
    case 'accepted':
      reduceAccepted(changes, observation.what, timing);
      break;
    case 'acting':
      reduceActing(changes, observation.what);
      break;
    case 'unsent':
      if (observation.what === 'create') reduceNotCreated(changes);
      else reduceUnsent(changes, observation.what);
      break;
    case 'refused':
      if (observation.what === 'start') goOn(changes, timing);
      reduceRefused(changes, observation.what, observation.failure, timing);
      break;
    case 'held':
      reduceHeld(changes, observation, timing);
      break;
  }
  warnWhenSlow(changes, timing);
}

function reduceMissing(changes: ChangeSet, timing: Timing, lookedAt = changes.now): void {
  const { attempts, misses = 0 } = changes.next;
  set(changes, { attempts: attempts + 1, misses: misses + 1 });
  decide(changes, 'missing', timing, lookedAt);
}

function reduceFound(changes: ChangeSet, found: readonly ListedInstance[], timing: Timing, lookedAt?: number): void {
  const first = chosen(found);
  if (first === undefined) {
    reduceMissing(changes, timing, lookedAt);
    return;
  }
  reduceCreated(changes, first.cloudId, timing);
  if (changes.next.cloudId !== first.cloudId) return;
  if ('unread' in first) reduceRefused(changes, 'look', first.unread, timing);
  else reduceObserved(changes, first, timing);
}

function reduceObserved(changes: ChangeSet, observed: Observed, timing: Timing): void {
  const { before, now } = changes;
  const changed = before.observed?.status !== observed.status;
  const privateIp = observed.privateIp ?? before.privateIp;
  const name = takeName(changes, observed);
  if (changed || privateIp !== before.privateIp || name !== null) {
    const { status, locks } = observed;
    record(changes, 'instance.observed', { status, locks, privateIp, ...(name !== null && { name }) });
  }
  // A successful look does not end the trouble of a call that is still to be done: its back-off goes on.
  const actTroubled = before.failure !== null && before.failure.api !== LOOK_API;
  if (changed || !actTroubled) progress(changes);
  set(changes, {
    observed: { status: observed.status, at: now },
    misses: 0,
    privateIp,
  });
  observeExpiry(changes, observed);
  observeSpot(changes, observed);
  // Somebody started it by hand.
  if (observed.status !== 'Stopped') goOn(changes, timing);
  tellSeen(changes, observed);
  decide(changes, observed, timing);
}

const PASSED: Readonly<Record<Status, readonly ('pending' | 'stopped' | 'starting')[]>> = {
  Pending: ['pending'],
  Stopped: ['pending', 'stopped'],
  Starting: ['pending', 'stopped', 'starting'],
  Running: ['pending', 'stopped', 'starting'],
  Stopping: ['pending'],
};

function tellSeen(changes: ChangeSet, observed: Observed): void {
  const { order } = changes.next;
  if (order === null) tellPassed(changes, observed);
  else reducePowerSeen(changes, order, observed);
  if (observed.publicIp !== null) reduceAddress(changes, observed.publicIp);
}

function tellPassed(changes: ChangeSet, observed: Observed): void {
  for (const milestone of PASSED[observed.status]) {
    if (milestone === 'stopped' && changes.next.chunk !== undefined && observed.status !== 'Stopped') continue;
    // An address takes effect with the start, so its line comes first.
    if (milestone === 'starting' && observed.publicIp !== null) reduceAddress(changes, observed.publicIp);
    tell(changes, milestone);
  }
}

/** A running instance cannot use a newly allocated address yet. */
function reduceAllocated(changes: ChangeSet, ip: string): void {
  if (changes.before.observed?.status !== 'Running') {
    reduceAddress(changes, ip);
    return;
  }
  if (changes.next.publicIp !== ip) record(changes, 'instance.address', { publicIp: ip });
  set(changes, { publicIp: ip });
  tell(changes, 'addressLater');
}

function reduceAddress(changes: ChangeSet, ip: string): void {
  if (changes.next.publicIp === ip) return;
  set(changes, { publicIp: ip });
  record(changes, 'instance.address', { publicIp: ip });
  if (changes.next.spec.internetMaxBandwidthOut > 0) tell(changes, 'address');
}

function reduceAccepted(changes: ChangeSet, what: 'start' | 'stop' | 'reboot' | 'delete', timing: Timing): void {
  progress(changes);
  if (what === 'start') {
    goOn(changes, timing);
    set(changes, { startTriedAt: changes.now });
    record(changes, 'instance.starting', {});
    const { order } = changes.next;
    if (order === null) {
      tell(changes, 'stopped');
      tell(changes, 'starting');
    } else reducePowerStarted(changes, order);
  } else reducePowerAccepted(changes, what);
  set(changes, { dueAt: nextLookAt(changes.next, changes.now, timing) });
}

/** Ends the row, or sets when it is due again, by what the look has shown. */
function decide(changes: ChangeSet, seen: Exclude<LookResult, null>, timing: Timing, lookedAt = changes.now): void {
  const { next, now } = changes;
  const act = nextAction(next, seen, now, timing, lookedAt);
  switch (act.do) {
    case 'done':
      endReached(changes);
      if (next.wanted !== 'running') endPower(changes, seen);
      break;
    case 'fail':
      if (isGone(act.kind) && isOver(next, now)) endByLease(changes);
      else if (act.kind === 'deadline' && !mayExist(next)) endFailed(changes, neverOrdered());
      else
        endFailed(changes, act.kind === 'reclaimed' ? goneFailure(next) : failureOfLook(act.kind, next.failure, seen));
      // The owner hears of the end of a creation anyway.
      if (next.order !== null) tellOwnerGone(changes);
      break;
    case 'look':
      set(changes, { dueAt: seen === 'missing' ? nextTick(now, timing) : nextLookAt(next, now, timing) });
      break;
    case 'seat':
      set(changes, { dueAt: nextTick(now, timing) });
      break;
    case 'create':
    case 'lookUpByTag':
      set(changes, { heldBy: null, dueAt: retryAt(next.attempts, null, null, now, timing) });
      if (act.do === 'create') takeToken(changes);
      break;
    default:
      set(changes, { dueAt: now }); // an act follows in this very pass
  }
}

function warnWhenSlow(changes: ChangeSet, timing: Timing): void {
  const since = underWaySince(changes.next, timing);
  if (changes.next.outcome !== null || changes.next.heldBy !== null || since === null) return;
  if (changes.now - since >= timing.slowAfterMs) tellSlow(changes);
}
