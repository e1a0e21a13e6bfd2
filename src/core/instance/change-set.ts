import type { Failure, FailureKind } from '../failure/failure.ts';
import { isWorthTelling } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message, Milestone, Note } from '../request/message.ts';
import { openRowChanges, overBetween, type RowChanges, record, set } from '../request/row-changes.ts';
import type { Instance } from './instance.ts';

/** A person's order, taken or refused. If taken, everything is stored in one commit. `R`: the reason for the refusal. */
export type InstanceDecision<R> =
  | { readonly refused: R }
  | {
      readonly taken: {
        readonly next: Instance;
        readonly events: readonly AuditEvent[];
        readonly messages: readonly Message[];
      };
    };

/** What one observation changes of an instance. */
export type ChangeSet = RowChanges<Instance>;

export const openChangesOf = (instance: Instance, now: number): ChangeSet =>
  openRowChanges(instance, { requestId: instance.requestId, instanceId: instance.id }, now);

/** A success ends the previous trouble. */
export const progress = (changes: ChangeSet): void => set(changes, { attempts: 0, failure: null });

/** Records that nothing holds the instance up any more, unless its end says so. */
export function recordGoingOn(changes: ChangeSet): void {
  const { before, next } = changes;
  const over = next.outcome === null ? overBetween(before, next) : null;
  if (over !== null) record(changes, 'instance.goingOn', { ...over, ordered: next.createTriedAt !== null });
}

/** Puts a milestone into the thread, at most once. */
export function tell(
  changes: ChangeSet,
  milestone: Exclude<Milestone, 'adopted' | 'ordered' | 'slow' | 'troubled' | 'held'>,
): void {
  const { told } = changes.next;
  if (told.includes(milestone)) return;
  set(changes, { told: [...told, milestone] });
  note(changes, milestone);
}

export function tellSlow(changes: ChangeSet): void {
  if (changes.next.slowTold) return;
  set(changes, { slowTold: true });
  note(changes, 'slow');
}

/** The instance waits for the end of this freeze. The thread mentions each freeze once. */
export function hold(changes: ChangeSet, freeze: Freeze): void {
  const told: `held:${number}` = `held:${freeze.version}`;
  const isNew = changes.before.heldBy?.version !== freeze.version;
  set(changes, { heldBy: freeze });
  if (isNew) record(changes, 'instance.held', { by: freeze.by, reason: freeze.reason, until: freeze.until });
  if (changes.next.told.includes(told)) return;
  set(changes, { told: [...changes.next.told, told] });
  note(changes, 'held', freeze);
}

/**
 * A passing failure: the card shows it while it lasts, the thread mentions each kind once. That the bot's own calls wait for their
 * turn is none.
 *
 * @param shown the earlier failure that stays on the card instead; null for none
 */
export function trouble(changes: ChangeSet, failure: Failure, shown: Failure | null = null): void {
  if (failure.kind === 'queued') return;
  set(changes, { failure, attempts: changes.next.attempts + 1 });
  record(changes, 'instance.troubled', { ...failureData(failure), ...(shown && { shown: shown.kind }) });
  const kind: `troubled:${FailureKind}` = `troubled:${failure.kind}`;
  if (!isWorthTelling(failure.kind) || changes.next.told.includes(kind)) return;
  set(changes, { told: [...changes.next.told, kind] });
  note(changes, 'troubled');
}

export function endReached(changes: ChangeSet): void {
  set(changes, { outcome: 'reached', failure: null, heldBy: null, attempts: 0, dueAt: null, deadlineAt: null });
  if (changes.next.wanted !== 'running') return;
  record(changes, 'instance.running', { publicIp: changes.next.publicIp, privateIp: changes.next.privateIp });
  tell(changes, 'running');
}

export function endFailed(changes: ChangeSet, failure: Failure): void {
  set(changes, { outcome: 'failed', failure, heldBy: null, dueAt: null, deadlineAt: null });
  // The instance stays as it is in the cloud. The id in the event and the note shows that it exists and may cost money.
  record(changes, 'instance.failed', { ...failureData(failure), cloudId: changes.next.cloudId });
  tell(changes, 'failed');
}

export const failureData = ({ kind, code, api, requestId }: Failure) => ({
  kind,
  code,
  api,
  cloudRequestId: requestId,
});

function note(changes: ChangeSet, milestone: Milestone, freeze?: Freeze): void {
  const { requestId } = changes.next;
  const said = { ...noteOf(changes.next, milestone, changes.now), ...(freeze && { freeze }) };
  changes.messages.push({ kind: 'thread', requestId, note: said });
}

/** A thread note about an instance in its current state. */
export function noteOf(instance: Instance, milestone: Milestone, at: number): Note {
  const { ordinal, spec, cloudId, publicIp, privateIp, failure, order } = instance;
  const failed = milestone === 'failed' || milestone === 'troubled' || milestone === 'slow';
  const why = milestone === 'addressless' ? (instance.noAddress ?? null) : failed ? failure : null;
  const about = { ordinal, name: spec.name, cloudId, publicIp, privateIp, failure: why };
  if (order === null) return { milestone, at, ...about };
  const { what, stoppedMode, by } = order;
  return { milestone, at, ...about, order: { what, stoppedMode, by } };
}

/** The parts of a lease that the card shows. */
const leaseFace = ({ lease }: Instance): readonly unknown[] =>
  lease ? [lease.endsAt, lease.warned, lease.failure?.kind, lease.failure?.code] : [];

/** The parts of its prepaid time that reminders to its owner depend on. */
const expiryFace = ({ expiry }: Instance): readonly unknown[] =>
  expiry ? [expiry.until, expiry.renewal?.on, expiry.ended] : [];

/**
 * Everything of an instance that the request's card shows, or a direct message that stands, as one comparable string: with the
 * card they are all edited.
 */
export function cardFace(instance: Instance): string {
  const { cloudId, publicIp, privateIp, failure, outcome, wanted, slowTold, heldBy, order } = instance;
  const trouble = failure === null ? null : [failure.kind, failure.code, failure.missing];
  const stage = [instance.createTriedAt !== null, instance.observed?.status ?? null, instance.startTriedAt !== null];
  const without = instance.noAddress ? [instance.noAddress.kind, instance.noAddress.code] : [];
  const ordered = order === null ? [] : [order.what, order.at, order.stoppedMode];
  const named = [instance.spec.name, instance.requester];
  const told = [...named, cloudId, publicIp, privateIp, trouble, outcome, wanted, slowTold, stage, heldBy?.version];
  const market = instance.spot?.reclaimingAt == null ? [] : ['reclaiming'];
  return JSON.stringify([...told, ...ordered, ...without, ...leaseFace(instance), ...expiryFace(instance), ...market]);
}

export type SeenBefore = NonNullable<Instance['observed']>;

/** The previous look, if only its time and the next due time have changed since; else null. */
export function seenAgain({ before, next, events, messages }: ChangeSet): SeenBefore | null {
  const { observed: was } = before;
  const { observed: is } = next;
  if (was === null || is === null || was.status !== is.status || was.at === is.at) return null;
  const { version, dueAt } = before;
  const isSame = hasSameFields(before, { ...next, version, dueAt, observed: was });
  return isSame && events.length + messages.length === 0 ? was : null;
}

/** @param other was made from `one`, so it lacks none of its fields */
const hasSameFields = (one: Instance, other: Instance): boolean =>
  (Object.keys(other) as (keyof Instance)[]).every((key) => one[key] === other[key]);
