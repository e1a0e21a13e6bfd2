import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Spot } from './spot.ts';

/** The cloud announces some five minutes ahead that it reclaims an instance, so that this leaves time to save something. */
const LOOK_EVERY_MS = 60_000;
/** While it is being reclaimed, or was not found. */
const LOOK_SOON_MS = 20_000;

type Kept = Pick<Instance, 'spec' | 'spot'>;

/** Whether the market may reclaim it, as far as looks have shown. */
export const isSpot = ({ spec, spot }: Kept): boolean => spec.charge.kind === 'spot' && spot?.lookAt !== null;

/** Whether the cloud has announced that it reclaims it, and it is still there. */
export const isReclaiming = (instance: Instance): boolean => instance.spot?.reclaimingAt != null && !hasGone(instance);

/** What an instance is given up with that the cloud does not list any more. */
export const goneAs = (instance: Instance): 'vanished' | 'reclaimed' =>
  isSpot(instance) && instance.observed !== null ? 'reclaimed' : 'vanished';

/** On common ticks, so that one look reads many. */
export function nextSpotLook({ reclaimingAt, misses }: Omit<Spot, 'lookAt'>, now: number): number {
  const everyMs = reclaimingAt === null && misses === 0 ? LOOK_EVERY_MS : LOOK_SOON_MS;
  return (Math.floor(now / everyMs) + 1) * everyMs;
}

/** When to look whether it is being reclaimed; null for never, or while what is under way looks anyway. */
export function spotDueAt(instance: Instance): number | null {
  if (!isSpot(instance) || instance.cloudId === null || instance.outcome === null || hasGone(instance)) return null;
  return instance.spot?.lookAt ?? 0;
}

export const isSpotDue = (instance: Instance, now: number): boolean => {
  const at = spotDueAt(instance);
  return at !== null && at <= now;
};
