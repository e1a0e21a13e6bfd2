import { MINUTE_MS } from '../base/durations.ts';
import { type Growth, growthsAfter, growthsDropped, growthsLoose } from '../disk/growth.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { isPassing, LOOK_API, mayHaveHappened } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import { type ChangeSet, failureData, noteOf } from '../instance/change-set.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Tag } from '../option/tag.ts';
import { record, set } from '../request/row-changes.ts';
import type { AttributeMiss, AttributeOrder, AttributeStep } from './attribute.ts';
import { specAfter } from './attributes-of.ts';

/** The result of one change. */
export type AttributeObservation =
  | { readonly is: 'attributeSet'; readonly step: AttributeStep }
  | { readonly is: 'attributeNotSet'; readonly step: AttributeStep; readonly failure: Failure }
  /** Its disk was bought, but is not attached yet. */
  | { readonly is: 'attributeMade'; readonly step: AttributeStep; readonly diskId: string }
  /** A call that costs money is about to be sent; stored before each. `tags`: see {@link AttributeOrder.tags}. */
  | { readonly is: 'attributeSending'; readonly step: AttributeStep; readonly tags?: readonly Tag[] }
  /** The call was not sent after all. */
  | { readonly is: 'attributeUnsent'; readonly step: AttributeStep }
  /** A freeze held the call back right before it was sent: it would have cost money. */
  | { readonly is: 'attributeFrozen'; readonly step: AttributeStep; readonly freeze: Freeze };

const FIRST_RETRY_MS = 2_000;
const RETRY_CAP_MS = 60_000;
/** How long after the order the bot gives up what could not be done. */
export const GIVE_UP_MS = 15 * MINUTE_MS;

export function reduceAttributes(changes: ChangeSet, observation: AttributeObservation): void {
  const { attributes: order } = changes.before;
  const [next] = order?.left ?? [];
  // A late answer to a step that was finished or given up meanwhile.
  if (!order || next === undefined || !isSame(next, observation.step)) return;
  switch (observation.is) {
    case 'attributeSet':
      reduceSet(changes, order, next);
      return;
    case 'attributeNotSet':
      reduceNotSet(changes, order, next, observation.failure);
      return;
    case 'attributeMade':
      reduceMade(changes, order, next, observation.diskId);
      return;
    case 'attributeSending':
      reduceSending(changes, order, observation.tags);
      return;
    case 'attributeUnsent':
      set(changes, { attributes: neverSaid(unsent(order)) });
      return;
    case 'attributeFrozen':
      reduceFrozen(changes, unsent(order), next, observation.freeze);
  }
}

function reduceSending(changes: ChangeSet, order: AttributeOrder, tags: AttributeOrder['tags']): void {
  // The process that sent the earlier call was lost before it stored an answer.
  const isDoubtful = order.sent === true && { isDoubtful: true as const };
  set(changes, { attributes: { ...order, sent: true, ...isDoubtful, ...(tags && { tags }) } });
}

const isSame = (a: AttributeStep, b: AttributeStep): boolean => JSON.stringify(a) === JSON.stringify(b);

const unsent = ({ sent: _, ...order }: AttributeOrder): AttributeOrder => order;

/** If no earlier call was sent either, the tags are dropped: the next call takes the then current ones. */
function neverSaid(order: AttributeOrder): AttributeOrder {
  if (order.isDoubtful || order.attempts > 0) return order;
  const { tags: _, ...others } = order;
  return others;
}

/** An earlier call may have taken effect, so the bot looks for its result until it gives up. */
function reduceFrozen(changes: ChangeSet, order: AttributeOrder, step: AttributeStep, freeze: Freeze): void {
  if (order.isDoubtful) set(changes, { attributes: { ...order, tryAt: changes.now + RETRY_CAP_MS } });
  else miss(changes, order, { step, freeze }, { frozen: freeze.reason });
}

function reduceSet(changes: ChangeSet, order: AttributeOrder, step: AttributeStep): void {
  set(changes, { spec: specAfter(changes.next.spec, step) });
  settleGrowth(changes, step, 'grown');
  if (step.is === 'untag') dropPolicyTags(changes, step.keys);
  record(changes, 'instance.changed', { step });
  goOn(changes, { ...order, done: [...order.done, step] });
}

/** New disks do not get policy tags that were removed from their instance. */
function dropPolicyTags(changes: ChangeSet, keys: readonly string[]): void {
  const { policyTags } = changes.next;
  if (policyTags !== undefined) set(changes, { policyTags: policyTags.filter(({ key }) => !keys.includes(key)) });
}

/** The disk costs money from now on, attached or not. */
function reduceMade(
  changes: ChangeSet,
  { isDoubtful: _, sent: __, ...order }: AttributeOrder,
  step: AttributeStep,
  made: string,
): void {
  const { now } = changes;
  settleGrowth(changes, step, 'grown');
  // AttachDisk was accepted, but the disk does not show as attached.
  if (order.made !== undefined && now >= order.at + GIVE_UP_MS) {
    const failure = failureOf('deadline', { api: 'AttachDisk' });
    miss(changes, order, { step, failure, made }, { ...failureData(failure), diskId: made });
    return;
  }
  if (order.made === undefined) record(changes, 'instance.diskBought', { step, diskId: made });
  set(changes, { attributes: { ...order, made, tryAt: now + FIRST_RETRY_MS, attempts: 0 } });
}

function reduceNotSet(changes: ChangeSet, order: AttributeOrder, step: AttributeStep, failure: Failure): void {
  const { now } = changes;
  const waitMs = Math.max(
    Math.min(FIRST_RETRY_MS * 2 ** Math.min(order.attempts, 20), RETRY_CAP_MS),
    failure.retryAfterMs ?? 0,
  );
  const isAnswer = DISK_APIS.includes(failure.api ?? '');
  const isDoubtful = order.isDoubtful === true || (isAnswer ? mayHaveHappened(failure) : order.sent === true);
  // A disk just bought may not be listed or known yet.
  const isPassingBy = mayPass(failure) || (order.made !== undefined && failure.kind === 'gone');
  if (isPassingBy && now + waitMs < order.at + GIVE_UP_MS) {
    const again = { ...unsent(order), tryAt: now + waitMs, attempts: order.attempts + 1 };
    set(changes, { attributes: isDoubtful ? { ...again, isDoubtful } : again });
    return;
  }
  const { made } = order;
  const missed = { step, failure, ...(isDoubtful && { isDoubtful }), ...(made !== undefined && { made }) };
  miss(changes, order, missed, { ...failureData(failure), ...(made !== undefined && { diskId: made }) });
}

/** Calls that may cost money even without an answer. */
const DISK_APIS: readonly string[] = ['ResizeDisk', 'CreateDisk'];

/** Gives up one step; the next ones are still done. */
function miss(changes: ChangeSet, order: AttributeOrder, missed: AttributeMiss, why: object): void {
  const isDoubtful = 'isDoubtful' in missed;
  settleGrowth(changes, missed.step, isDoubtful ? 'doubtful' : 'notGrown');
  if (isLooseDisk(missed)) leaveLoose(changes, missed.step);
  record(changes, 'instance.notChanged', { step: missed.step, ...why, ...(isDoubtful && { isDoubtful }) });
  goOn(changes, { ...order, missed: [...order.missed, missed] });
}

/** Whether a disk may cost money that is not released with its instance. */
const isLooseDisk = (missed: AttributeMiss): boolean =>
  missed.step.is === 'addDisk' && 'failure' in missed && (missed.made !== undefined || missed.isDoubtful === true);

function leaveLoose(changes: ChangeSet, step: AttributeStep): void {
  if (step.is === 'addDisk') set(changes, { growths: growthsLoose(changes.next.growths ?? [], step) });
}

function settleGrowth(changes: ChangeSet, step: AttributeStep, state: Growth['state']): void {
  const { now, next } = changes;
  if (step.is === 'grow' || step.is === 'addDisk')
    set(changes, { growths: growthsAfter(next.growths ?? [], step, state, now) });
}

/** A state may pass: the instance is being started or stopped, or does what the bot does not know. */
const mayPass = ({ kind }: Failure): boolean => isPassing(kind) || STATES.includes(kind) || kind === 'unknown';

const STATES: readonly Failure['kind'][] = ['wrongState', 'unreadable'];

/** Goes on with the remaining steps. After the last one, the thread gets the result of all. */
function goOn(changes: ChangeSet, { isDoubtful: _, made: __, sent: ___, tags: ____, ...order }: AttributeOrder): void {
  const { now } = changes;
  const left = order.left.slice(1);
  if (left.length > 0) {
    set(changes, { attributes: { ...order, left, tryAt: now, attempts: 0 } });
    return;
  }
  set(changes, { attributes: null });
  tellChanged(changes, order);
}

function tellChanged(changes: ChangeSet, { by, done, missed }: Pick<AttributeOrder, 'by' | 'done' | 'missed'>): void {
  const { now, next } = changes;
  const note = { ...noteOf(next, 'changed', now), changed: { by, done, missed } };
  changes.messages.push({ kind: 'thread', requestId: next.requestId, note });
}

/**
 * Drops the changes of an instance that is gone. The thread says that it is gone, and mentions a disk that was bought or
 * may have been.
 */
export function keepAttributes(changes: ChangeSet): void {
  const { attributes } = changes.next;
  if (!attributes || !hasGone(changes.next)) return;
  const { left, made } = attributes;
  const lost = lostBy(attributes);
  const missed = [...attributes.missed, ...lost];
  for (const { step } of lost) {
    settleGrowth(changes, step, 'doubtful');
    leaveLoose(changes, step);
  }
  const { growths } = changes.next;
  set(changes, { attributes: null, ...(growths && { growths: growthsDropped(growths, changes.now) }) });
  const about = made === undefined ? lost.length > 0 && { isDoubtful: true } : { diskId: made };
  record(changes, 'instance.changeDropped', { steps: left, ...about });
  if (missed.some(isLooseDisk)) tellChanged(changes, { ...attributes, missed });
}

/** A disk that was bought, or may have been, and is not attached. */
function lostBy({ left: [step], made, sent, isDoubtful }: AttributeOrder): readonly AttributeMiss[] {
  if (step?.is !== 'addDisk') return [];
  const failure = failureOf('gone', { api: LOOK_API });
  if (made !== undefined) return [{ step, failure, made }];
  return sent || isDoubtful ? [{ step, failure, isDoubtful: true }] : [];
}
