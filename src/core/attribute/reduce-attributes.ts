import { MINUTE_MS } from '../base/durations.ts';
import { type Growth, growthsAfter, growthsDropped } from '../disk/growth.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import { isPassing, mayHaveHappened } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import { type ChangeSet, failureData, noteOf } from '../instance/change-set.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { record, set } from '../request/change-set.ts';
import type { AttributeMiss, AttributeOrder, AttributeStep } from './attribute.ts';
import { specAfter } from './attributes-of.ts';

/** What became of one thing that was to be changed. */
export type AttributeObservation =
  | { readonly is: 'attributeSet'; readonly step: AttributeStep }
  | { readonly is: 'attributeNotSet'; readonly step: AttributeStep; readonly failure: Failure }
  /** A disk was bought for it, and is not attached yet. */
  | { readonly is: 'attributeMade'; readonly step: AttributeStep; readonly diskId: string }
  /** Held back right before it was sent: it would have cost something. */
  | { readonly is: 'attributeFrozen'; readonly step: AttributeStep; readonly freeze: Freeze };

const FIRST_RETRY_MS = 2_000;
const RETRY_CAP_MS = 60_000;
/** So long after the order the bot gives up what could not be done. */
export const GIVE_UP_MS = 15 * MINUTE_MS;

export function reduceAttributes(changes: ChangeSet, observation: AttributeObservation): void {
  const { attributes: order } = changes.before;
  const [next] = order?.left ?? [];
  // An answer to what was done, or given up, meanwhile.
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
    case 'attributeFrozen': {
      const { freeze } = observation;
      miss(changes, order, { step: next, freeze }, { frozen: freeze.reason });
    }
  }
}

const isSame = (a: AttributeStep, b: AttributeStep): boolean => JSON.stringify(a) === JSON.stringify(b);

function reduceSet(changes: ChangeSet, order: AttributeOrder, step: AttributeStep): void {
  set(changes, { spec: specAfter(changes.next.spec, step) });
  settleGrowth(changes, step, 'grown');
  record(changes, 'instance.changed', { step });
  goOn(changes, { ...order, done: [...order.done, step] });
}

/** It costs from now on, whatever becomes of it. */
function reduceMade(
  changes: ChangeSet,
  { isDoubtful: _, ...order }: AttributeOrder,
  step: AttributeStep,
  made: string,
): void {
  const { now } = changes;
  settleGrowth(changes, step, 'grown');
  // The cloud says that it has attached it, and does not show it.
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
  const isDoubtful = order.isDoubtful === true || (DISK_APIS.includes(failure.api ?? '') && mayHaveHappened(failure));
  if (mayPass(failure) && now + waitMs < order.at + GIVE_UP_MS) {
    const again = { ...order, tryAt: now + waitMs, attempts: order.attempts + 1 };
    set(changes, { attributes: isDoubtful ? { ...again, isDoubtful } : again });
    return;
  }
  const { made } = order;
  const missed = { step, failure, ...(isDoubtful && { isDoubtful }), ...(made !== undefined && { made }) };
  miss(changes, order, missed, { ...failureData(failure), ...(made !== undefined && { diskId: made }) });
}

/** A call that may have cost something, though nobody heard so. */
const DISK_APIS: readonly string[] = ['ResizeDisk', 'CreateDisk'];

/** It is given up, and the next is done all the same. */
function miss(changes: ChangeSet, order: AttributeOrder, missed: AttributeMiss, why: object): void {
  const isDoubtful = order.isDoubtful === true || ('isDoubtful' in missed && missed.isDoubtful === true);
  settleGrowth(changes, missed.step, isDoubtful ? 'doubtful' : 'notGrown');
  record(changes, 'instance.notChanged', { step: missed.step, ...why });
  goOn(changes, { ...order, missed: [...order.missed, missed] });
}

function settleGrowth(changes: ChangeSet, step: AttributeStep, state: Growth['state']): void {
  const { now, next } = changes;
  if (step.is === 'grow' || step.is === 'addDisk')
    set(changes, { growths: growthsAfter(next.growths ?? [], step, state, now) });
}

/** A state that does not allow it may be over soon: it is being started, or stopped. */
const mayPass = ({ kind }: Failure): boolean => isPassing(kind) || kind === 'wrongState' || kind === 'unknown';

/** With what is left; when nothing is, the thread is told what became of all of it. */
function goOn(changes: ChangeSet, { isDoubtful: _, made: __, ...order }: AttributeOrder): void {
  const { now, next } = changes;
  const left = order.left.slice(1);
  if (left.length > 0) {
    set(changes, { attributes: { ...order, left, tryAt: now, attempts: 0 } });
    return;
  }
  const { by, done, missed } = order;
  set(changes, { attributes: null });
  const note = { ...noteOf(next, 'changed', now), changed: { by, done, missed } };
  changes.messages.push({ kind: 'thread', requestId: next.requestId, note });
}

/** Of what is gone nothing can be changed any more: its thread tells that it is gone. */
export function keepAttributes(changes: ChangeSet): void {
  const { attributes } = changes.next;
  if (!attributes || !hasGone(changes.next)) return;
  const { growths } = changes.next;
  const { made } = attributes;
  set(changes, { attributes: null, ...(growths && { growths: growthsDropped(growths, changes.now) }) });
  record(changes, 'instance.changeDropped', { steps: attributes.left, ...(made !== undefined && { diskId: made }) });
}
