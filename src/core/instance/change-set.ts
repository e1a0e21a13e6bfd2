import type { Failure, FailureKind } from '../failure/failure.ts';
import { isWorthTelling } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import type { AuditEvent, EventKind } from '../request/event.ts';
import type { Message, Milestone, Note } from '../request/message.ts';
import type { Instance } from './instance.ts';

/** What one fact changes, gathered while it is absorbed. */
export interface ChangeSet {
  readonly before: Instance;
  readonly now: number;
  next: Instance;
  readonly events: AuditEvent[];
  readonly messages: Message[];
}

export const openChangeSet = (before: Instance, now: number): ChangeSet => ({
  before,
  now,
  next: { ...before, version: before.version + 1 },
  events: [],
  messages: [],
});

export function set(ledger: ChangeSet, change: Partial<Instance>): void {
  ledger.next = { ...ledger.next, ...change };
}

/** Something went well: what was wrong before is over. */
export const progress = (ledger: ChangeSet): void => set(ledger, { attempts: 0, failure: null });

export function record(ledger: ChangeSet, kind: EventKind, data: AuditEvent['data']): void {
  const { id, requestId } = ledger.before;
  ledger.events.push({ at: ledger.now, kind, actor: 'bot', requestId, instanceId: id, data });
}

/** That nothing holds it up any more, where no end says so: the trail must tell when a trouble was over as well as its beginning. */
export function recordGoingOn(ledger: ChangeSet): void {
  const { before, next } = ledger;
  if (next.outcome !== null) return;
  const trouble = before.failure !== null && next.failure === null ? before.failure.kind : null;
  const held = before.heldBy !== null && next.heldBy === null;
  if (trouble !== null || held)
    record(ledger, 'instance.goingOn', { trouble, held, ordered: next.createTriedAt !== null });
}

/** Puts a milestone into the thread, unless it was told before. */
export function tell(
  ledger: ChangeSet,
  milestone: Exclude<Milestone, 'adopted' | 'ordered' | 'slow' | 'troubled' | 'held'>,
): void {
  const { told } = ledger.next;
  if (told.includes(milestone)) return;
  set(ledger, { told: [...told, milestone] });
  note(ledger, milestone);
}

export function tellSlow(ledger: ChangeSet): void {
  if (ledger.next.slowTold) return;
  set(ledger, { slowTold: true });
  note(ledger, 'slow');
}

/** It waits for the end of this freeze: the thread hears of each freeze once. */
export function hold(ledger: ChangeSet, freeze: Freeze): void {
  const told: `held:${number}` = `held:${freeze.version}`;
  const isNew = ledger.before.heldBy?.version !== freeze.version;
  set(ledger, { heldBy: freeze });
  if (isNew) record(ledger, 'instance.held', { by: freeze.by, reason: freeze.reason, until: freeze.until });
  if (ledger.next.told.includes(told)) return;
  set(ledger, { told: [...ledger.next.told, told] });
  note(ledger, 'held', freeze);
}

/**
 * A passing failure: it stands on the card while it lasts, and the thread hears of it once per kind.
 *
 * @param shown the earlier failure that stays on the card all the same; null for none.
 */
export function trouble(ledger: ChangeSet, failure: Failure, shown: Failure | null = null): void {
  set(ledger, { failure, attempts: ledger.next.attempts + 1 });
  record(ledger, 'instance.troubled', { ...failureData(failure), ...(shown && { shown: shown.kind }) });
  const kind: `troubled:${FailureKind}` = `troubled:${failure.kind}`;
  if (!isWorthTelling(failure.kind) || ledger.next.told.includes(kind)) return;
  set(ledger, { told: [...ledger.next.told, kind] });
  note(ledger, 'troubled');
}

export function endReached(ledger: ChangeSet): void {
  set(ledger, { outcome: 'reached', failure: null, heldBy: null, attempts: 0, dueAt: null, deadlineAt: null });
  if (ledger.next.wanted !== 'running') return;
  record(ledger, 'instance.running', { publicIp: ledger.next.publicIp, privateIp: ledger.next.privateIp });
  tell(ledger, 'running');
}

export function endFailed(ledger: ChangeSet, failure: Failure): void {
  set(ledger, { outcome: 'failed', failure, heldBy: null, dueAt: null, deadlineAt: null });
  // The instance stays as it is in the cloud: the id in event and note says that it exists and may cost money.
  record(ledger, 'instance.failed', { ...failureData(failure), cloudId: ledger.next.cloudId });
  tell(ledger, 'failed');
}

export const failureData = ({ kind, code, api, requestId }: Failure) => ({
  kind,
  code,
  api,
  cloudRequestId: requestId,
});

function note(ledger: ChangeSet, milestone: Milestone, freeze?: Freeze): void {
  const { requestId } = ledger.next;
  const said = { ...noteOf(ledger.next, milestone, ledger.now), ...(freeze && { freeze }) };
  ledger.messages.push({ kind: 'thread', requestId, note: said });
}

/** What the thread is told of an instance as it is now. */
export function noteOf(instance: Instance, milestone: Milestone, at: number): Note {
  const { ordinal, spec, cloudId, publicIp, privateIp, failure, order } = instance;
  const failed = milestone === 'failed' || milestone === 'troubled' || milestone === 'slow';
  const why = milestone === 'addressless' ? (instance.noAddress ?? null) : failed ? failure : null;
  const about = { ordinal, name: spec.name, cloudId, publicIp, privateIp, failure: why };
  if (order === null) return { milestone, at, ...about };
  const { what, stoppedMode, by } = order;
  return { milestone, at, ...about, order: { what, stoppedMode, by } };
}

/** What of a lease the card shows. */
const leaseFace = ({ lease }: Instance): readonly unknown[] =>
  lease ? [lease.endsAt, lease.failure?.kind, lease.failure?.code] : [];

/** Everything of an instance that the request's card shows, as one comparable string. */
export function cardFace(instance: Instance): string {
  const { cloudId, publicIp, privateIp, failure, outcome, wanted, slowTold, heldBy, order } = instance;
  const trouble = failure === null ? null : [failure.kind, failure.code, failure.missing];
  const stage = [instance.createTriedAt !== null, instance.observed?.status ?? null, instance.startTriedAt !== null];
  const without = instance.noAddress ? [instance.noAddress.kind, instance.noAddress.code] : [];
  const ordered = order === null ? [] : [order.what, order.at, order.stoppedMode];
  const told = [cloudId, publicIp, privateIp, trouble, outcome, wanted, slowTold, stage, heldBy?.version];
  const market = instance.spot?.reclaimingAt == null ? [] : ['reclaiming'];
  return JSON.stringify([...told, ...ordered, ...without, ...leaseFace(instance), ...market]);
}
