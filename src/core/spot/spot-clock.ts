import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Spot } from './spot.ts';

/** The cloud announces a reclaim about five minutes ahead, so this leaves time to save something. */
const LOOK_EVERY_MS = 60_000;
/** While it is being reclaimed, or was not found. */
const LOOK_SOON_MS = 20_000;

type Kept = Pick<Instance, 'spec' | 'spot'>;

/** Whether the market may reclaim it, as far as looks have shown. */
export const isSpot = ({ spec, spot }: Kept): boolean => spec.charge.kind === 'spot' && spot?.lookAt !== null;

/** Whether the cloud has announced a reclaim, and the instance still exists. */
export const isReclaiming = (instance: Instance): boolean => instance.spot?.reclaimingAt != null && !hasGone(instance);

/** The kind of failure for an instance that the cloud no longer lists. */
export const goneAs = (instance: Instance): 'vanished' | 'reclaimed' =>
  isSpot(instance) && instance.observed !== null ? 'reclaimed' : 'vanished';

/** On common ticks, so that one look reads many. */
export function nextSpotLook({ reclaimingAt, misses }: Omit<Spot, 'lookAt'>, now: number): number {
  const everyMs = reclaimingAt === null && misses === 0 ? LOOK_EVERY_MS : LOOK_SOON_MS;
  return (Math.floor(now / everyMs) + 1) * everyMs;
}

/** When to look for a reclaim; null for never, or while the work under way looks anyway. */
export function spotDueAt(instance: Instance): number | null {
  if (!isSpot(instance) || instance.cloudId === null || instance.outcome === null || hasGone(instance)) return null;
  return instance.spot?.lookAt ?? 0;
}

export const isSpotDue = (instance: Instance, now: number): boolean => {
  const at = spotDueAt(instance);
  return at !== null && at <= now;
};
