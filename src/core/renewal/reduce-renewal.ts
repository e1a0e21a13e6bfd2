import type { Failure } from '../failure/failure.ts';
import { isPassing, isStale, isWorthTelling, mayHaveHappened, mayHeal } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import { isTokenSpent, nextToken, refusalWeight } from '../instance/create-calls.ts';
import { absenceOf, nextTick, retryAt, type Timing } from '../instance/timing.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message, RenewalNote } from '../request/message.ts';
import { openRowChanges, overBetween, type RowChanges, record, set } from '../request/row-changes.ts';
import { actAfterLook, isUnlisted, type RenewalLook } from './after-look.ts';
import { callOf, isInDoubt, mayBeDebited, type Renewal, type RenewalEnd } from './renewal.ts';
import { inTheEnd, lookUntil, type Renewing } from './renewal-act.ts';
import { markOf, ownHistoryOf, summaryOf } from './renewal-events.ts';

/** What the lifecycle learned about a renewal or a larger prepaid disk. */
export type RenewalObservation =
  /** `unsent`: a stored intent was held back at the last moment. */
  | { readonly is: 'held'; readonly freeze: Freeze; readonly unsent?: boolean }
  | RenewalLook
  | { readonly is: 'unseen'; readonly failure: Failure }
  /** The approval or the price does not allow the purchase now. */
  | { readonly is: 'against'; readonly failure: Failure }
  /** It could not be found out whether the purchase is allowed. That is retried, whatever the failure. */
  | { readonly is: 'unknown'; readonly failure: Failure }
  /** Its instance is in another account than the store's current one. */
  | { readonly is: 'elsewhere' }
  /** RenewInstance or ResizeDisk is about to be sent. */
  | { readonly is: 'trying' }
  /** The call was not sent after all: the check at the head of the line no longer allowed it. */
  | { readonly is: 'unsent' }
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly failure: Failure };

/** The next request, one version on, and what has to be stored with it in one commit. */
export interface RenewalTransition {
  readonly next: Renewing;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
}

type Changes = RowChanges<Renewing>;

/** How often a renewal that waits for the end of a freeze is looked at. */
const LOOK_WHILE_HELD_MS = 60_000;
/** Looks become rarer with age: each waits at most a fortieth of the time waited so far. */
const AGE_SHARE = 40;

const ELSEWHERE: RenewalEnd = { is: 'barred', why: 'elsewhere', until: null };

/** Pure: the caller commits, and after a conflict reduces the new row. */
export function reduceRenewal(
  before: Renewing,
  observation: RenewalObservation,
  now: number,
  timing: Timing,
): RenewalTransition {
  const changes = openChanges(before, now);
  if (before.renewal.end === null && before.state === 'creating') take(changes, observation, timing);
  if (observation.is !== 'held') recordGoingOn(changes);
  return transitionOf(changes);
}

/** Ends it in any state: nothing more is sent or looked at. */
export function endRenewal(before: Renewing, end: RenewalEnd, now: number): RenewalTransition {
  const changes = openChanges(before, now);
  endWith(changes, end);
  return transitionOf(changes);
}

/** Not due any more, unless the observation sets a time. */
function openChanges(before: Renewing, now: number): Changes {
  const changes = openRowChanges(before, { requestId: before.id, instanceId: null }, now);
  set(changes, { dueAt: null });
  return changes;
}

function transitionOf({ next, events, messages }: Changes): RenewalTransition {
  // The outbox leaves out an edit that changes nothing.
  return { next, events, messages: [...messages, { kind: 'card', requestId: next.id }] };
}

const change = (changes: Changes, renewal: Partial<Renewal>): void =>
  set(changes, { renewal: { ...changes.next.renewal, ...renewal } });

const due = (changes: Changes, dueAt: number): void => set(changes, { dueAt });

function take(changes: Changes, observation: RenewalObservation, timing: Timing): void {
  const { now } = changes;
  if (observation.is !== 'held') {
    const { begunAt } = changes.next.renewal;
    // Time in which nobody was there to act does not count.
    const since = begunAt === null ? now : Math.min(now, begunAt + absenceOf(changes.before, now, timing));
    change(changes, { begunAt: since, heldBy: null });
  }
  const { renewal } = changes.next;
  switch (observation.is) {
    case 'held':
      hold(changes, observation);
      return;
    case 'seen':
    case 'diskSeen':
      see(changes, observation, timing);
      return;
    case 'unseen':
    case 'unknown':
      trouble(changes, observation.failure, timing);
      return;
    case 'against':
      against(changes, observation.failure, timing);
      return;
    case 'elsewhere':
      // A call that may have been sent was ended when the store left that account.
      if (!mayBeDebited(renewal)) endWith(changes, ELSEWHERE);
      else due(changes, now + LOOK_WHILE_HELD_MS);
      return;
    case 'trying':
      if (renewal.triedAt === null) record(changes, 'renewal.trying', markOf(renewal));
      takeToken(changes);
      change(changes, { triedAt: renewal.triedAt ?? now, attempts: renewal.attempts + 1 });
      // A pass that finds it later, because the answer was never stored, looks.
      due(changes, nextTick(now, timing));
      return;
    case 'unsent':
      change(changes, { undone: renewal.undone + 1 });
      due(changes, now);
      return;
    case 'accepted':
      record(changes, 'renewal.accepted', markOf(renewal));
      tell(changes, { is: 'accepted' });
      change(changes, { acceptedAt: now, setbacks: 0, failure: null });
      due(changes, now);
      return;
    case 'refused':
      refuse(changes, observation.failure, timing);
      return;
  }
}

/** Waits without a change of state. Lifting the freeze makes it due at once, and no deadline runs meanwhile. */
function hold(
  changes: Changes,
  { freeze, unsent = false }: { readonly freeze: Freeze; readonly unsent?: boolean },
): void {
  const { before, now } = changes;
  const attempts = before.renewal.attempts - (unsent ? 1 : 0);
  change(changes, { attempts, heldBy: freeze });
  const { renewal } = changes.next;
  if (!isInDoubt(renewal)) {
    const trouble = renewal.failure?.kind ?? null;
    // Back to the state before the beginning, which the audit trail must record.
    if (renewal.triedAt !== null || trouble !== null)
      record(changes, 'renewal.goingOn', { trouble, held: false, tried: false });
    change(changes, { attempts: 0, undone: 0, triedAt: null, begunAt: null, setbacks: 0, failure: null });
  }
  if (before.renewal.heldBy === null) record(changes, 'renewal.held', { reason: freeze.reason, until: freeze.until });
  tellOnce(changes, `held:${freeze.version}`, { is: 'held', freeze });
  due(changes, Math.min(freeze.until ?? Number.POSITIVE_INFINITY, now + LOOK_WHILE_HELD_MS));
}

function see(changes: Changes, look: RenewalLook, timing: Timing): void {
  const { next, now } = changes;
  const { renewal } = next;
  const act = actAfterLook(next, look, now, timing);
  if (act.do === 'end') {
    endWith(changes, act.end);
    return;
  }
  change(changes, { misses: isUnlisted(look) ? renewal.misses + 1 : 0, setbacks: 0 });
  const since = renewal.acceptedAt ?? renewal.triedAt ?? now;
  due(changes, Math.max(nextTick(now, timing), now + (now - since) / AGE_SHARE));
}

/** The price has changed, or the approval does not hold. A call that may have taken effect is only looked up. */
function against(changes: Changes, failure: Failure, timing: Timing): void {
  const { renewal } = changes.next;
  if (isPassing(failure.kind) || isStale(failure.kind)) trouble(changes, failure, timing);
  else if (!isInDoubt(renewal)) endWith(changes, { is: 'failed', failure });
  else {
    change(changes, { mayRepeat: false });
    due(changes, nextTick(changes.now, timing));
  }
}

function refuse(changes: Changes, failure: Failure, timing: Timing): void {
  const { now } = changes;
  const { undone, refusals = 0, refusedAt } = changes.next.renewal;
  if (!mayHaveHappened(failure))
    change(changes, { undone: undone + 1, refusals: refusals + refusalWeight(failure.kind) });
  // A late answer to an earlier call: the cloud may show its effect late, so the looks go on for longer.
  else if (refusedAt !== null) change(changes, { refusedAt: now });
  const isOpen = isInDoubt(changes.next.renewal);
  if (isPassing(failure.kind) || isStale(failure.kind)) trouble(changes, failure, timing);
  else if (mayHeal(failure.kind) && isOpen) {
    trouble(changes, failure, timing);
    // If the end has not moved after the grace period, this failure is reported.
    if (changes.next.renewal.end === null && failure.kind !== 'credentials')
      change(changes, { refusedAt: now, failure });
  } else if (!isOpen) endWith(changes, { is: 'failed', failure });
  else {
    record(changes, 'renewal.refused', { kind: failure.kind, code: failure.code, ...markOf(changes.next.renewal) });
    change(changes, { mayRepeat: false, refusedAt: now, failure });
    due(changes, nextTick(now, timing));
  }
}

/** The look just before has shown that the end has not moved. */
function takeToken(changes: Changes): void {
  const { renewal } = changes.next;
  if (isInDoubt(renewal) || !isTokenSpent(renewal.refusals)) return;
  const clientToken = nextToken(renewal.clientToken);
  change(changes, { clientToken, refusals: 0 });
  record(changes, 'renewal.newToken', { clientToken, was: renewal.clientToken, ...markOf(renewal) });
}

/** Retries, unless the time for that is over. */
function trouble(changes: Changes, failure: Failure, timing: Timing): void {
  const { now } = changes;
  const { renewal } = changes.next;
  const open = mayBeDebited(renewal);
  // Failed looks say nothing about the purchase, so it gets the time of a deadline beyond the one in which it should show.
  const isOver = open
    ? now >= lookUntil(renewal, timing) + timing.deadlineMs
    : now >= (renewal.begunAt ?? now) + timing.doubtAfterMs;
  if (isOver) {
    endWith(changes, { is: 'failed', failure: open ? inTheEnd(renewal, false) : failure });
    return;
  }
  if (failure.kind === 'queued') {
    due(changes, retryAt(0, failure.retryAfterMs, null, now, timing));
    return;
  }
  const setbacks = renewal.setbacks + 1;
  const isRefused = renewal.refusedAt !== null;
  change(changes, { setbacks, ...(!isRefused && { failure }) });
  due(changes, retryAt(setbacks, failure.retryAfterMs, null, now, timing));
  if (!isRefused && renewal.failure?.kind !== failure.kind)
    record(changes, 'renewal.troubled', {
      kind: failure.kind,
      code: failure.code,
      api: failure.api ?? callOf(renewal),
    });
  if (isWorthTelling(failure.kind)) tellOnce(changes, `troubled:${failure.kind}`, { is: 'troubled', failure });
}

function endWith(changes: Changes, end: RenewalEnd): void {
  const { before, now } = changes;
  change(changes, { failure: end.is === 'failed' ? end.failure : null, heldBy: null, end });
  set(changes, { state: 'finished', finishedAt: now, dueAt: null });
  record(changes, 'request.finished', { renewal: { ...summaryOf(end), ...markOf(before.renewal) } });
  changes.events.push(...ownHistoryOf(before, end, now));
  tell(changes, end);
  changes.messages.push({ kind: 'dm', requestId: before.id, user: before.requester });
}

/** Records that nothing holds it up any more, unless its end says so. */
function recordGoingOn(changes: Changes): void {
  const { renewal } = changes.next;
  const over = renewal.end === null ? overBetween(changes.before.renewal, renewal) : null;
  if (over !== null) record(changes, 'renewal.goingOn', { ...over, tried: renewal.triedAt !== null });
}

/** Tells the thread, at most once. */
function tellOnce(changes: Changes, key: Renewal['told'][number], what: RenewalNote['what']): void {
  const { told } = changes.next.renewal;
  if (told.includes(key)) return;
  change(changes, { told: [...told, key] });
  tell(changes, what);
}

function tell({ before, messages }: Changes, what: RenewalNote['what']): void {
  const { disk } = before.renewal;
  const note: RenewalNote = { milestone: 'renewal', name: before.spec.name, what, ...(disk && { disk }) };
  messages.push({ kind: 'thread', requestId: before.id, note });
}
