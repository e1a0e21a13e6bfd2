import { type Failure, failureOf } from '../failure/failure.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import { record, set } from '../request/change-set.ts';
import { goneAs } from '../spot/spot-clock.ts';
import { type ChangeSet, noteOf } from './change-set.ts';
import type { Instance } from './instance.ts';

/** The lock that a spot instance bears while the cloud reclaims it. */
export const RECLAIMING_LOCK = 'Recycling';

/** Why the cloud does not list it any more, as far as anybody knows: the lock is the code where it has been seen. */
export const goneFailure = (instance: Instance): Failure =>
  failureOf(goneAs(instance), {
    code: goneAs(instance) === 'reclaimed' && instance.spot?.reclaimingAt != null ? RECLAIMING_LOCK : null,
    api: LOOK_API,
  });

/**
 * The cloud does not list an instance at rest any more, and nobody ordered that here. No order is to blame for it, so the last
 * one is not named with it.
 */
export function endGone(changes: ChangeSet): void {
  const { next, now } = changes;
  const failure = goneFailure(next);
  set(changes, {
    order: null,
    outcome: 'failed',
    failure,
    heldBy: null,
    publicIp: null,
    privateIp: null,
    attempts: 0,
  });
  const { cloudId, requestId } = next;
  if (failure.kind === 'reclaimed')
    record(changes, 'instance.reclaimed', { cloudId, announced: failure.code === RECLAIMING_LOCK });
  else record(changes, 'instance.vanished', { cloudId });
  changes.messages.push({ kind: 'thread', requestId, note: noteOf(changes.next, 'failed', now) });
  tellOwnerGone(changes);
}

/** The owner of a reclaimed instance is told, unless that was done when it was announced. */
export function tellOwnerGone(changes: ChangeSet): void {
  const { failure } = changes.next;
  if (failure?.kind === 'reclaimed' && failure.code === null) tellOwner(changes);
}

export function tellOwner({ next: { id, requestId, requester }, messages }: ChangeSet): void {
  messages.push({ kind: 'dm', requestId, user: requester, about: 'reclaim', instanceIds: [id] });
}
