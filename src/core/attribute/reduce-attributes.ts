import { MINUTE_MS } from '../base/durations.ts';
import type { Failure } from '../failure/failure.ts';
import { isPassing } from '../failure/failure-treatment.ts';
import { type ChangeSet, failureData, noteOf } from '../instance/change-set.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { record, set } from '../request/change-set.ts';
import type { AttributeOrder, AttributeStep } from './attribute.ts';
import { specAfter } from './attributes-of.ts';

/** What became of one thing that was to be changed. */
export type AttributeObservation =
  | { readonly is: 'attributeSet'; readonly step: AttributeStep }
  | { readonly is: 'attributeNotSet'; readonly step: AttributeStep; readonly failure: Failure };

const FIRST_RETRY_MS = 2_000;
const RETRY_CAP_MS = 60_000;
/** So long after the order the bot gives up what could not be done. */
export const GIVE_UP_MS = 15 * MINUTE_MS;

export function reduceAttributes(changes: ChangeSet, observation: AttributeObservation): void {
  const { attributes: order } = changes.before;
  const [next] = order?.left ?? [];
  // An answer to what was done, or given up, meanwhile.
  if (!order || next === undefined || !isSame(next, observation.step)) return;
  if (observation.is === 'attributeSet') reduceSet(changes, order, next);
  else reduceNotSet(changes, order, next, observation.failure);
}

const isSame = (a: AttributeStep, b: AttributeStep): boolean => JSON.stringify(a) === JSON.stringify(b);

function reduceSet(changes: ChangeSet, order: AttributeOrder, step: AttributeStep): void {
  set(changes, { spec: specAfter(changes.next.spec, step) });
  record(changes, 'instance.changed', { step });
  goOn(changes, { ...order, done: [...order.done, step] });
}

function reduceNotSet(changes: ChangeSet, order: AttributeOrder, step: AttributeStep, failure: Failure): void {
  const { now } = changes;
  const waitMs = Math.max(
    Math.min(FIRST_RETRY_MS * 2 ** Math.min(order.attempts, 20), RETRY_CAP_MS),
    failure.retryAfterMs ?? 0,
  );
  if (mayPass(failure) && now + waitMs < order.at + GIVE_UP_MS) {
    set(changes, { attributes: { ...order, tryAt: now + waitMs, attempts: order.attempts + 1 } });
    return;
  }
  record(changes, 'instance.notChanged', { step, ...failureData(failure) });
  goOn(changes, { ...order, missed: [...order.missed, { step, failure }] });
}

/** A state that does not allow it may be over soon: it is being started, or stopped. */
const mayPass = ({ kind }: Failure): boolean => isPassing(kind) || kind === 'wrongState' || kind === 'unknown';

/** With what is left; when nothing is, the thread is told what became of all of it. */
function goOn(changes: ChangeSet, order: AttributeOrder): void {
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
  set(changes, { attributes: null });
  record(changes, 'instance.changeDropped', { steps: attributes.left });
}
