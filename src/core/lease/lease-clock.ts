import { isGone } from '../failure/failure.ts';
import type { Instance } from '../instance/instance.ts';
import { isReleased } from '../power/power-rules.ts';
import { LEASE_ACTOR, leaseEndOf } from './lease.ts';

/** When its lease next needs something; null for never. */
export function leaseDueAt({ lease }: Pick<Instance, 'lease'>): number | null {
  const moments = [lease?.tryAt ?? null, lease?.lookAt ?? null].filter((at) => at !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The one thing to be done for its lease now. */
export function leaseStep({ lease }: Pick<Instance, 'lease'>, now: number): 'tell' | 'look' | 'rest' {
  if (!lease) return 'rest';
  if (lease.tryAt !== null && lease.tryAt <= now) return 'tell';
  return lease.lookAt !== null && lease.lookAt <= now ? 'look' : 'rest';
}

/** Whether the cloud was told to have released it by now. */
export const isOver = ({ lease }: Pick<Instance, 'lease'>, now: number): boolean =>
  lease ? lease.inCloud !== null && now >= lease.inCloud : false;

/** Whether nothing of it is left that a lease could end. */
export const hasGone = (instance: Instance): boolean =>
  isReleased(instance) || instance.outcome === 'withdrawn' || isGone(instance.failure?.kind);

/** Whether the lease has released it, and nobody's order. */
export const endedByLease = (instance: Instance): boolean => isReleased(instance) && instance.order?.by === LEASE_ACTOR;

/**
 * When a lease ends it, for people. Null before it has begun, for the end with which it was bought will be another soon; where it comes near all
 * the same, it is warned of and shown.
 */
export const endToShow = ({ lease }: Pick<Instance, 'lease'>): number | null =>
  lease?.begun || lease?.warned ? leaseEndOf(lease) : null;

/** Whether a lease will end it. */
export const hasEnd = (instance: Instance): boolean => endToShow(instance) !== null && !hasGone(instance);
