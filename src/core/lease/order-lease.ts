import type { InstanceDecision } from '../instance/change-set.ts';
import { type Actor, mayActOn } from '../instance/found-instance.ts';
import type { Instance } from '../instance/instance.ts';
import type { Policy } from '../policy/policy.ts';
import { type Lease, leaseFor, MAX_LEASE_MS, MIN_LEASE_MS, toMinute, USUAL_LEASE_MS, withEnd } from './lease.ts';
import { hasGone, isOver } from './lease-clock.ts';

/** A wanted change of a lease: an extension (null: the policy's length), a duration from now, or no end. */
export type LeaseWish =
  | { readonly what: 'extend'; readonly ms: number | null }
  | { readonly what: 'set'; readonly ms: number | 'none' };

/** Why a lease is not changed. */
export type LeaseRefusal =
  | {
      readonly why:
        | 'notYours'
        | 'prepaid'
        | 'notCreatedYet'
        | 'neverCreated'
        | 'gone'
        | 'beingReleased'
        | 'over'
        | 'noLease';
    }
  | { readonly why: 'tooShort'; readonly minMs: number }
  /** The limit counts from now; `endsAt` is the unchanged end. */
  | { readonly why: 'tooLong'; readonly maxMs: number; readonly endsAt: number | null }
  | { readonly why: 'noneForAdmins'; readonly line: number };

interface LeaseCircumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly policy: Pick<Policy, 'lease' | 'maxLease'>;
  /** The release time in the cloud by a look just before; null for none, or without a look. */
  readonly cloudEndsAt?: number | null;
}

/**
 * A person orders another end of a lease. Decides whether that is allowed, and returns the row with the order; the
 * lifecycle tells the cloud.
 */
export function orderLease(
  instance: Instance,
  wish: LeaseWish,
  by: Actor,
  circumstances: LeaseCircumstances,
): InstanceDecision<LeaseRefusal> {
  const barred = bars(instance, by, circumstances.at);
  if (barred !== null) return { refused: barred };
  const current = instance.lease ?? setElsewhere(circumstances.cloudEndsAt ?? null);
  const end = wantedEnd(current, wish, by, circumstances);
  if (typeof end === 'object' && end !== null) return { refused: end };
  const { requestId, id: instanceId } = instance;
  const lease = withEnd(current, end, circumstances.at);
  const data = { endsAt: end, was: current?.endsAt ?? null };
  return {
    taken: {
      next: { ...instance, version: instance.version + 1, lease },
      events: [{ at: circumstances.at, kind: 'instance.leased', actor: by.user, requestId, instanceId, data }],
      messages: [{ kind: 'card', requestId }],
    },
  };
}

function bars(instance: Instance, by: Actor, now: number): LeaseRefusal | null {
  const { cloudId, outcome, wanted, spec } = instance;
  if (!mayActOn(by, { own: instance })) return { why: 'notYours' };
  if (spec.charge.kind === 'prepaid') return { why: 'prepaid' };
  if (hasGone(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  if (wanted === 'released' && outcome === null) return { why: 'beingReleased' };
  return isOver(instance, now) ? { why: 'over' } : null;
}

/** An end that somebody set in the console. It stands until the cloud is told another. */
const setElsewhere = (at: number | null): Lease | null =>
  at === null ? null : { ...leaseFor(0), forMs: null, begun: true, endsAt: at, inCloud: at };

/** An extension starts from the end that is shown. */
const endToCountFrom = ({ endsAt, inCloud, warned }: Lease): number | null => (warned ? inCloud : endsAt);

function wantedEnd(
  lease: Lease | null,
  wish: LeaseWish,
  by: Actor,
  { at, policy }: LeaseCircumstances,
): number | null | LeaseRefusal {
  if (wish.ms === 'none') {
    if (policy.lease !== null && !by.isAdmin) return { why: 'noneForAdmins', line: policy.lease.line };
    return null;
  }
  const current = lease === null ? null : endToCountFrom(lease);
  if (wish.what === 'extend' && current === null && (!lease || lease.begun)) return { why: 'noLease' };
  const ms = wish.ms ?? policy.lease?.value ?? USUAL_LEASE_MS;
  const from = wish.what === 'extend' ? Math.max(current ?? 0, at) : at;
  const maxMs = policy.maxLease?.value ?? MAX_LEASE_MS;
  if (ms < MIN_LEASE_MS) return { why: 'tooShort', minMs: MIN_LEASE_MS };
  // An extension by the policy's length is cut at the policy's maximum.
  const wanted = wish.ms === null ? Math.min(from + ms, at + maxMs) : from + ms;
  if (wanted > at + maxMs || (current !== null && wish.what === 'extend' && wanted <= current))
    return { why: 'tooLong', maxMs, endsAt: current };
  return toMinute(wanted);
}
