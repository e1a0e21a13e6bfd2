import { absorbPaid, keepPaid, learnPaid, type PaidFact } from '../expiry/reduce-expiry.ts';
import { type Failure, isGone } from '../failure/failure.ts';
import { type Attempt, LOOK_API } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import { isOver } from '../lease/lease-clock.ts';
import { absorbLease, endByLease, keepLease, type LeaseFact } from '../lease/reduce-lease.ts';
import {
  absorbActing,
  absorbPowerAccepted,
  absorbPowerSeen,
  absorbPowerStarted,
  absorbUnsent,
  endPower,
} from '../power/reduce-power.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import { absorbSpot, learnSpot, type SpotFact } from '../spot/reduce-spot.ts';
import {
  cardFace,
  endFailed,
  endReached,
  type Ledger,
  openLedger,
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
import { nextAct, type Seen } from './next-action.ts';
import { absorbCreated, absorbCreating, absorbNotCreated, adopt, takeToken } from './reduce-create.ts';
import { absorbHeld, goOn } from './reduce-held.ts';
import { absorbRefused } from './reduce-refused.ts';
import { deadlineAfterAbsence, nextLookAt, nextTick, retryAt, type Timing, underWaySince } from './timing.ts';

/** What the lifecycle learned about one instance: the outcome of a look or of an act. */
export type Fact =
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
  | LeaseFact
  | PaidFact
  | SpotFact
  /** What was to be done next, a create or a start, is not done because of a freeze; `unsent`: its intent was stored already. */
  | { readonly is: 'held'; readonly freeze: Freeze; readonly unsent?: boolean };

export type Unsent = 'create' | 'allocateAddress' | 'start' | 'stop' | 'reboot' | 'delete';

export interface Absorbed {
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
export function absorb(instance: Instance, fact: Fact, now: number, timing: Timing): Absorbed {
  const ledger = openLedger(instance, now);
  if (isOfLease(fact)) absorbLease(ledger, fact);
  else if (isOfPaid(fact)) absorbPaid(ledger, fact);
  else if (isOfSpot(fact)) absorbSpot(ledger, fact);
  else if (instance.outcome === null) absorbUnderWay(ledger, fact, timing);
  else absorbLate(ledger, fact);
  recordGoingOn(ledger);
  keepLease(ledger);
  keepPaid(ledger);
  const { next } = ledger;
  if (cardFace(instance) !== cardFace(next)) ledger.messages.push({ kind: 'card', requestId: next.requestId });
  const ended = instance.outcome === null && next.outcome !== null;
  return { next, events: ledger.events, messages: ledger.messages, ended };
}

const isOfLease = (fact: Fact): fact is LeaseFact => fact.is.startsWith('lease');

const isOfPaid = (fact: Fact): fact is PaidFact => fact.is.startsWith('paid');

const isOfSpot = (fact: Fact): fact is SpotFact => fact.is.startsWith('spot');

type OwnFact = Exclude<Fact, LeaseFact | PaidFact | SpotFact>;

/** A fact about something that has ended already, e.g. the answer to a create or a look-up that another replica has given up. */
function absorbLate(ledger: Ledger, fact: OwnFact): void {
  set(ledger, { dueAt: null });
  const cloudId = idIn(fact);
  if (cloudId !== null) adopt(ledger, cloudId);
}

/** The cloud id that a fact brings to a row which may have none; null when it brings none. */
export function idIn(fact: Fact): string | null {
  if (fact.is === 'created') return fact.cloudId;
  return fact.is === 'foundByTag' ? (chosen(fact.found)?.cloudId ?? null) : null;
}

/** Somebody may have copied the tag to another machine by hand; the choice must at least be the same each time. */
const chosen = (found: readonly Observed[]): Observed | undefined =>
  found.toSorted((a, b) => (a.cloudId < b.cloudId ? -1 : 1))[0];

function absorbUnderWay(ledger: Ledger, fact: OwnFact, timing: Timing): void {
  set(ledger, { deadlineAt: deadlineAfterAbsence(ledger.before, ledger.now, timing) });
  switch (fact.is) {
    case 'creating':
      absorbCreating(ledger, fact.account, timing);
      break;
    case 'created':
      absorbCreated(ledger, fact.cloudId, timing);
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
      absorbActing(ledger, fact.what);
      break;
    case 'unsent':
      if (fact.what === 'create') absorbNotCreated(ledger);
      else absorbUnsent(ledger, fact.what);
      break;
    case 'refused':
      if (fact.what === 'start') goOn(ledger, timing);
      absorbRefused(ledger, fact.what, fact.failure, timing);
      break;
    case 'held':
      absorbHeld(ledger, fact, timing);
      break;
  }
  warnWhenSlow(ledger, timing);
}

function absorbMissing(ledger: Ledger, timing: Timing, lookedAt = ledger.now): void {
  const { attempts, misses = 0 } = ledger.next;
  set(ledger, { attempts: attempts + 1, misses: misses + 1 });
  decide(ledger, 'missing', timing, lookedAt);
}

function absorbFound(ledger: Ledger, found: readonly Observed[], timing: Timing, lookedAt?: number): void {
  const first = chosen(found);
  if (first === undefined) {
    absorbMissing(ledger, timing, lookedAt);
    return;
  }
  absorbCreated(ledger, first.cloudId, timing);
  if (ledger.next.cloudId === first.cloudId) absorbObserved(ledger, first, timing);
}

function absorbObserved(ledger: Ledger, observed: Observed, timing: Timing): void {
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
  learnPaid(ledger, observed);
  learnSpot(ledger, observed);
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

function tellSeen(ledger: Ledger, observed: Observed): void {
  const { order } = ledger.next;
  if (order === null) tellPassed(ledger, observed);
  else absorbPowerSeen(ledger, order, observed);
  if (order !== null && observed.publicIp !== null) absorbAddress(ledger, observed.publicIp);
}

function tellPassed(ledger: Ledger, observed: Observed): void {
  for (const milestone of PASSED[observed.status]) {
    // An address takes effect with the start, so its line comes before that of the start.
    if (milestone === 'starting' && observed.publicIp !== null) absorbAddress(ledger, observed.publicIp);
    tell(ledger, milestone);
  }
  if (observed.publicIp !== null) absorbAddress(ledger, observed.publicIp);
}

/** Where it runs already, the address is one that cannot be used yet. */
function absorbAllocated(ledger: Ledger, ip: string): void {
  if (ledger.before.observed?.status !== 'Running') {
    absorbAddress(ledger, ip);
    return;
  }
  if (ledger.next.publicIp !== ip) record(ledger, 'instance.address', { publicIp: ip });
  set(ledger, { publicIp: ip });
  tell(ledger, 'addressLater');
}

function absorbAddress(ledger: Ledger, ip: string): void {
  if (ledger.next.publicIp === ip) return;
  set(ledger, { publicIp: ip });
  record(ledger, 'instance.address', { publicIp: ip });
  if (ledger.next.spec.internetMaxBandwidthOut > 0) tell(ledger, 'address');
}

function absorbAccepted(ledger: Ledger, what: 'start' | 'stop' | 'reboot' | 'delete', timing: Timing): void {
  progress(ledger);
  if (what === 'start') {
    goOn(ledger, timing);
    set(ledger, { startTriedAt: ledger.now });
    record(ledger, 'instance.starting', {});
    const { order } = ledger.next;
    if (order === null) {
      tell(ledger, 'stopped');
      tell(ledger, 'starting');
    } else absorbPowerStarted(ledger, order);
  } else absorbPowerAccepted(ledger, what);
  set(ledger, { dueAt: nextLookAt(ledger.next, ledger.now, timing) });
}

/** Ends it, or says when it is due again, by what a look has shown. */
function decide(ledger: Ledger, seen: Exclude<Seen, null>, timing: Timing, lookedAt = ledger.now): void {
  const { next, now } = ledger;
  const act = nextAct(next, seen, now, timing, lookedAt);
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

function warnWhenSlow(ledger: Ledger, timing: Timing): void {
  const since = underWaySince(ledger.next, timing);
  if (ledger.next.outcome !== null || ledger.next.heldBy !== null || since === null) return;
  if (ledger.now - since >= timing.slowAfterMs) tellSlow(ledger);
}
