import { type Failure, failureOf } from '../failure/failure.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import { record, set } from '../request/row-changes.ts';
import { goneAs } from '../spot/spot-clock.ts';
import { type ChangeSet, noteOf } from './change-set.ts';
import type { Instance } from './instance.ts';

/** The OperationLocks reason of a spot instance that is being reclaimed. */
export const RECLAIMING_LOCK = 'Recycling';

/** Why the cloud no longer lists it. The code is the reclaim lock if a look has shown it. */
export const goneFailure = (instance: Instance): Failure =>
  failureOf(goneAs(instance), {
    code: goneAs(instance) === 'reclaimed' && instance.spot?.reclaimingAt != null ? RECLAIMING_LOCK : null,
    api: LOOK_API,
  });

/**
 * The cloud no longer lists an instance at rest, and nobody ordered that here. The last order did not cause it, so the row
 * drops that order.
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

/** Notifies the owner of a reclaimed instance, unless the announcement already did. */
export function tellOwnerGone(changes: ChangeSet): void {
  const { failure } = changes.next;
  if (failure?.kind === 'reclaimed' && failure.code === null) tellOwner(changes);
}

export function tellOwner({ next: { id, requestId, requester }, messages }: ChangeSet): void {
  messages.push({ kind: 'dm', requestId, user: requester, about: 'reclaim', instanceIds: [id] });
}
