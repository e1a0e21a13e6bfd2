import { type ChangeSet, noteOf } from '../instance/change-set.ts';
import { endGone, RECLAIMING_LOCK, tellOwner } from '../instance/gone.ts';
import type { Observed } from '../instance/instance.ts';
import { isOver } from '../lease/lease-clock.ts';
import { endByLease } from '../lease/reduce-lease.ts';
import { record, set } from '../request/row-changes.ts';
import type { Spot } from './spot.ts';
import { nextSpotLook, spotDueAt } from './spot-clock.ts';

/** What the lifecycle learned about the reclaiming of a spot instance. */
export type SpotObservation =
  | { readonly is: 'spotSeen'; readonly seen: Observed | 'missing' }
  /** The cloud was not asked, did not answer, or its answer cannot be trusted. */
  | { readonly is: 'spotUnseen' };

/** As for any instance, one answer without it proves nothing. */
const MISSES_TO_END = 3;
/** An instance that still exists this long after the announcement, without its lock, is not reclaimed after all. */
const TAKEN_BACK_MS = 30 * 60_000;

const UNKNOWN: Omit<Spot, 'lookAt'> = { reclaimingAt: null, misses: 0 };

export function reduceSpot(changes: ChangeSet, observation: SpotObservation): void {
  const { before, now } = changes;
  if (spotDueAt(before) === null) return;
  const spot = before.spot ?? UNKNOWN;
  if (observation.is === 'spotUnseen') keep(changes, spot);
  else if (observation.seen !== 'missing') observeSpot(changes, observation.seen);
  else {
    const misses = spot.misses + 1;
    keep(changes, { ...spot, misses });
    if (misses < MISSES_TO_END) return;
    if (isOver(before, now)) endByLease(changes);
    else endGone(changes);
  }
}

/** Any look counts; the first one that shows the lock is announced at once. */
export function observeSpot(changes: ChangeSet, { chargeKind, locks }: Observed): void {
  const { next, now } = changes;
  if (next.spec.charge.kind !== 'spot') return;
  // Pay-as-you-go does not count: an answer without a spot strategy reads the same.
  if (chargeKind === 'prepaid') {
    set(changes, { spot: { ...UNKNOWN, lookAt: null } });
    return;
  }
  const known = next.spot?.reclaimingAt ?? null;
  const isLocked = locks.some((lock) => lock.toLowerCase() === RECLAIMING_LOCK.toLowerCase());
  const announced = known !== null && now < known + TAKEN_BACK_MS ? known : null;
  keep(changes, { reclaimingAt: isLocked ? (known ?? now) : announced, misses: 0 });
  if (isLocked && known === null) announce(changes);
}

const keep = (changes: ChangeSet, { reclaimingAt, misses }: Omit<Spot, 'lookAt'>): void =>
  set(changes, { spot: { reclaimingAt, misses, lookAt: nextSpotLook({ reclaimingAt, misses }, changes.now) } });

function announce(changes: ChangeSet): void {
  const { next, now } = changes;
  record(changes, 'instance.reclaiming', { cloudId: next.cloudId });
  changes.messages.push({ kind: 'thread', requestId: next.requestId, note: noteOf(next, 'reclaiming', now) });
  tellOwner(changes);
}
