import { isGone } from '../failure/failure.ts';
import type { Instance } from '../instance/instance.ts';
import { isReleased } from '../power/power-rules.ts';
import { LEASE_ACTOR, leaseEndOf } from './lease.ts';

/** When the lease needs the next step; null for never. */
export function leaseDueAt({ lease }: Pick<Instance, 'lease'>): number | null {
  const moments = [lease?.tryAt ?? null, lease?.lookAt ?? null].filter((at) => at !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The next step for the lease now. */
export function leaseStep({ lease }: Pick<Instance, 'lease'>, now: number): 'tell' | 'look' | 'rest' {
  if (!lease) return 'rest';
  if (lease.tryAt !== null && lease.tryAt <= now) return 'tell';
  return lease.lookAt !== null && lease.lookAt <= now ? 'look' : 'rest';
}

/** Whether the release time that the cloud has accepted is over. */
export const isOver = ({ lease }: Pick<Instance, 'lease'>, now: number): boolean =>
  lease ? lease.inCloud !== null && now >= lease.inCloud : false;

/** Whether the instance is gone, so that a lease has nothing to end. */
export const hasGone = (instance: Instance): boolean =>
  isReleased(instance) || instance.outcome === 'withdrawn' || isGone(instance.failure?.kind);

/** Whether the lease released it, not a person's order. */
export const endedByLease = (instance: Instance): boolean => isReleased(instance) && instance.order?.by === LEASE_ACTOR;

/**
 * When its lease ends, for people. Null before the lease has begun, since the release time of the purchase is soon
 * replaced. If that time comes near nevertheless, it is warned of and shown.
 */
export const endToShow = ({ lease }: Pick<Instance, 'lease'>): number | null =>
  lease?.begun || lease?.warned ? leaseEndOf(lease) : null;

/** Whether a lease will release it. */
export const hasEnd = (instance: Instance): boolean => endToShow(instance) !== null && !hasGone(instance);
