import type { Failure } from '../failure/failure.ts';
import { isPassing, isStale, isWorthTelling, mayHaveHappened, mayHeal } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import { isWornOut, nextToken, wearOf } from '../instance/create-calls.ts';
import type { LookResult } from '../instance/next-action.ts';
import { absenceOf, nextTick, retryAt, type Timing } from '../instance/timing.ts';
import type { AuditEvent, EventKind } from '../request/event.ts';
import type { Message, RenewalNote } from '../request/message.ts';
import type { Request } from '../request/request.ts';
import { isInDoubt, type Renewal, type RenewalEnd } from './renewal.ts';
import { inTheEnd, lookUntil, nextRenewalAct, RENEW_API, type Renewing, termOf } from './renewal-act.ts';

/** What became known of a renewal. */
export type RenewalObservation =
  /** `unsent`: it was held back at the last moment, after the intent had been stored. */
  | { readonly is: 'held'; readonly freeze: Freeze; readonly unsent?: boolean }
  /** `lookedAt`: when the look was begun; now when left out. */
  | { readonly is: 'seen'; readonly seen: Exclude<LookResult, null>; readonly lookedAt?: number }
  | { readonly is: 'unseen'; readonly failure: Failure }
  /** Nothing may be bought at this moment, by its approval or its price. */
  | { readonly is: 'against'; readonly failure: Failure }
  /** Whether it may be bought could not be found out: that is waited for, whatever the cloud has against the question. */
  | { readonly is: 'unknown'; readonly failure: Failure }
  /** Its instance is in another account than the store is about now. */
  | { readonly is: 'elsewhere' }
  /** RenewInstance is about to be sent. */
  | { readonly is: 'trying' }
  /** It was not sent after all: at the head of its line something else held than when it was decided on. */
  | { readonly is: 'unsent' }
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly failure: Failure };

/** The next request, one version on, and what has to be written with it in one commit. */
export interface RenewalTransition {
  readonly next: Renewing;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
}

/** What is gathered while an observation is reduced. */
interface Page {
  readonly before: Renewing;
  readonly now: number;
  readonly timing: Timing;
  next: Renewal;
  dueAt: number | null;
  end: Partial<Request>;
  readonly events: AuditEvent[];
  readonly messages: Message[];
}

type Written = Omit<Page, 'timing'>;

/** How long something that waits for the end of a freeze goes without a look. */
const LOOK_WHILE_HELD_MS = 60_000;
/** Looks slow down with age: one never adds more than a fortieth of what has been waited for already. */
const AGE_SHARE = 40;

const ELSEWHERE: RenewalEnd = { is: 'barred', why: 'elsewhere', until: null };

/** Pure; the caller commits and, when somebody was faster, reduces the new row. */
export function reduceRenewal(
  before: Renewing,
  observation: RenewalObservation,
  now: number,
  timing: Timing,
): RenewalTransition {
  const { renewal } = before;
  const page: Page = { before, now, timing, next: renewal, dueAt: null, end: {}, events: [], messages: [] };
  if (renewal.end === null && before.state === 'creating') take(page, observation);
  if (observation.is !== 'held') goOn(page);
  // An edit that changes nothing is left out.
  page.messages.push({ kind: 'card', requestId: before.id });
  const next = { ...before, version: before.version + 1, renewal: page.next, dueAt: page.dueAt, ...page.end };
  return { next, events: page.events, messages: page.messages };
}

/** Ends it whatever it has come to: nothing more is sent or looked at. */
export function endRenewal(before: Renewing, end: RenewalEnd, now: number): RenewalTransition {
  const page: Written = { before, now, next: before.renewal, dueAt: null, end: {}, events: [], messages: [] };
  endWith(page, end);
  page.messages.push({ kind: 'card', requestId: before.id });
  const next = { ...before, version: before.version + 1, renewal: page.next, dueAt: null, ...page.end };
  return { next, events: page.events, messages: page.messages };
}

function take(page: Page, observation: RenewalObservation): void {
  const { now } = page;
  if (observation.is !== 'held') {
    const { begunAt } = page.next;
    // The time in which nobody was there was not the cloud's.
    const since = begunAt === null ? now : Math.min(now, begunAt + absenceOf(page.before, now, page.timing));
    page.next = { ...page.next, begunAt: since, heldBy: null };
  }
  switch (observation.is) {
    case 'held':
      hold(page, observation);
      return;
    case 'seen':
      see(page, observation.seen, observation.lookedAt);
      return;
    case 'unseen':
    case 'unknown':
      trouble(page, observation.failure);
      return;
    case 'against':
      against(page, observation.failure);
      return;
    case 'elsewhere':
      // What may have been sent ended when the account was left.
      if (page.next.acceptedAt === null && !isInDoubt(page.next)) endWith(page, ELSEWHERE);
      else page.dueAt = now + LOOK_WHILE_HELD_MS;
      return;
    case 'trying':
      if (page.next.triedAt === null) record(page, 'renewal.trying', {});
      takeToken(page);
      page.next = { ...page.next, triedAt: page.next.triedAt ?? now, attempts: page.next.attempts + 1 };
      // A pass that finds it later, because the answer was never stored, looks.
      page.dueAt = nextTick(now, page.timing);
      return;
    case 'unsent':
      page.next = { ...page.next, undone: page.next.undone + 1 };
      page.dueAt = now;
      return;
    case 'accepted':
      record(page, 'renewal.accepted', {});
      tell(page, { is: 'accepted' });
      page.next = { ...page.next, acceptedAt: now, setbacks: 0, failure: null };
      page.dueAt = now;
      return;
    case 'refused':
      refuse(page, observation.failure);
      return;
  }
}

/** It keeps its state; lifting the freeze makes it due at once, and no deadline runs meanwhile. */
function hold(page: Page, { freeze, unsent = false }: { readonly freeze: Freeze; readonly unsent?: boolean }): void {
  const { before, now } = page;
  const attempts = before.renewal.attempts - (unsent ? 1 : 0);
  const next: Renewal = { ...before.renewal, attempts, heldBy: freeze };
  if (isInDoubt(next)) page.next = next;
  else {
    const trouble = next.failure?.kind ?? null;
    // As if it had never begun, which the trail must tell.
    if (next.triedAt !== null || trouble !== null)
      record(page, 'renewal.goingOn', { trouble, held: false, tried: false });
    page.next = { ...next, attempts: 0, undone: 0, triedAt: null, begunAt: null, setbacks: 0, failure: null };
  }
  if (before.renewal.heldBy === null) record(page, 'renewal.held', { reason: freeze.reason, until: freeze.until });
  const key = `held:${freeze.version}` as const;
  if (!page.next.told.includes(key)) {
    page.next = { ...page.next, told: [...page.next.told, key] };
    tell(page, { is: 'held', freeze });
  }
  page.dueAt = Math.min(freeze.until ?? Number.POSITIVE_INFINITY, now + LOOK_WHILE_HELD_MS);
}

function see(page: Page, seen: Exclude<LookResult, null>, lookedAt = page.now): void {
  const { before, now, timing, next } = page;
  const act = nextRenewalAct(next, termOf(before), seen, now, timing, lookedAt);
  if (act.do === 'end') {
    endWith(page, act.end);
    return;
  }
  page.next = { ...next, misses: seen === 'missing' ? next.misses + 1 : 0, setbacks: 0 };
  const since = next.acceptedAt ?? next.triedAt ?? now;
  page.dueAt = Math.max(nextTick(now, timing), now + (now - since) / AGE_SHARE);
}

/** Its price is another, or its approval does not stand: what may have happened already is only looked up. */
function against(page: Page, failure: Failure): void {
  const { next } = page;
  if (isPassing(failure.kind) || isStale(failure.kind)) trouble(page, failure);
  else if (!isInDoubt(next)) endWith(page, { is: 'failed', failure });
  else {
    page.next = { ...next, mayRepeat: false };
    page.dueAt = nextTick(page.now, page.timing);
  }
}

function refuse(page: Page, failure: Failure): void {
  const { now, timing } = page;
  const isUndone = !mayHaveHappened(failure);
  const refusals = (page.next.refusals ?? 0) + (isUndone ? wearOf(failure.kind) : 0);
  page.next = { ...page.next, undone: page.next.undone + (isUndone ? 1 : 0), refusals };
  // A late answer to an earlier call: the cloud may show its effect late, so that it is looked at for longer.
  if (page.next.refusedAt !== null && mayHaveHappened(failure)) page.next = { ...page.next, refusedAt: now };
  const isWaitedFor = mayHeal(failure.kind) && isInDoubt(page.next);
  if (isPassing(failure.kind) || isStale(failure.kind)) trouble(page, failure);
  else if (isWaitedFor) {
    trouble(page, failure);
    // If its end is still where it was when the grace period is over, that is what is told.
    if (page.next.end === null && failure.kind !== 'credentials') page.next = { ...page.next, refusedAt: now, failure };
  } else if (!isInDoubt(page.next)) endWith(page, { is: 'failed', failure });
  else {
    record(page, 'renewal.refused', { kind: failure.kind, code: failure.code });
    page.next = { ...page.next, mayRepeat: false, refusedAt: now, failure };
    page.dueAt = nextTick(now, timing);
  }
}

/** The look right before has shown that its end is where it was. */
function takeToken(page: Page): void {
  const { next } = page;
  if (isInDoubt(next) || !isWornOut(next.refusals)) return;
  const clientToken = nextToken(next.clientToken);
  page.next = { ...next, clientToken, refusals: 0 };
  record(page, 'renewal.newToken', { clientToken, was: next.clientToken });
}

/** It is tried again, unless that has been done for long enough. */
function trouble(page: Page, failure: Failure): void {
  const { now, timing, next } = page;
  const open = next.acceptedAt !== null || isInDoubt(next);
  // Looks that fail say nothing of it: it gets the time of a deadline beyond that in which it should be seen.
  const isOver = open
    ? now >= lookUntil(next, timing) + timing.deadlineMs
    : now >= (next.begunAt ?? now) + timing.doubtAfterMs;
  if (isOver) {
    endWith(page, { is: 'failed', failure: open ? inTheEnd(next, false) : failure });
    return;
  }
  const setbacks = next.setbacks + 1;
  const kept = next.refusedAt === null ? failure : next.failure;
  page.next = { ...next, setbacks, failure: kept };
  page.dueAt = retryAt(setbacks, failure.retryAfterMs, null, now, timing);
  if (next.refusedAt === null && next.failure?.kind !== failure.kind)
    record(page, 'renewal.troubled', { kind: failure.kind, code: failure.code, api: failure.api ?? RENEW_API });
  const key = `troubled:${failure.kind}` as const;
  if (!isWorthTelling(failure.kind) || next.told.includes(key)) return;
  page.next = { ...page.next, told: [...page.next.told, key] };
  tell(page, { is: 'troubled', failure });
}

function endWith(page: Written, end: RenewalEnd): void {
  const { before, now } = page;
  const failure = end.is === 'failed' ? end.failure : null;
  page.next = { ...page.next, failure, heldBy: null, end };
  page.end = { state: 'finished', finishedAt: now, dueAt: null };
  record(page, 'request.finished', { renewal: summaryOf(end) });
  if (end.is === 'renewed') page.events.push(renewed(before, end.until, now));
  tell(page, end);
  page.messages.push({ kind: 'dm', requestId: before.id, user: before.requester });
}

/** What the audit trail keeps of how it ended. */
const summaryOf = (end: RenewalEnd): object =>
  end.is === 'failed' ? { is: end.is, kind: end.failure.kind, code: end.failure.code } : end;

/** Stands in the instance's own history. */
const renewed = ({ id, renewal }: Renewing, until: number, at: number): AuditEvent => ({
  at,
  kind: 'instance.renewed',
  actor: 'bot',
  requestId: renewal.instanceId.replace(/-\d+$/u, ''),
  instanceId: renewal.instanceId,
  data: { by: id, was: renewal.wasUntil, until },
});

/** That nothing holds it up any more, where no end says so. */
function goOn(page: Page): void {
  const { before, next } = page;
  if (next.end !== null) return;
  const trouble = before.renewal.failure !== null && next.failure === null ? before.renewal.failure.kind : null;
  const held = before.renewal.heldBy !== null && next.heldBy === null;
  if (trouble !== null || held) record(page, 'renewal.goingOn', { trouble, held, tried: next.triedAt !== null });
}

const record = ({ before, now, events }: Written, kind: EventKind, data: AuditEvent['data']): void => {
  events.push({ at: now, kind, actor: 'bot', requestId: before.id, instanceId: null, data });
};

const tell = ({ before, now, messages }: Written, what: RenewalNote['what']): void => {
  const note: RenewalNote = { milestone: 'renewal', at: now, name: before.spec.name, what };
  messages.push({ kind: 'thread', requestId: before.id, note });
};
