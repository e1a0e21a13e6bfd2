import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import type { Failure } from '../failure/failure.ts';
import { nextLookOf } from './warning-times.ts';

/**
 * The cloud accepts release times from half an hour to three years ahead. These limits leave time for a call that waits in
 * line.
 */
export const MIN_LEASE_MS = HOUR_MS;
export const MAX_LEASE_MS = 1000 * DAY_MS;
/** The length of an extension where the policy has no lease. */
export const USUAL_LEASE_MS = 7 * DAY_MS;

/** How long after the end the thread says that the cloud has not released it. */
export const OVERDUE_MS = 15 * MINUTE_MS;

/**
 * How long an instance lives. The wanted end (`endsAt`) is stored before the cloud is told (`inCloud`), so that a crash in
 * between only repeats a call that is safe to repeat. All times in milliseconds UTC.
 */
export interface Lease {
  /** The duration at the request, by its spec or the policy; null when there was none and a person set this lease. */
  readonly forMs: number | null;
  /** False until the creation has ended: before, nothing could be released. */
  readonly begun: boolean;
  /** The wanted end, a whole minute; null for none. */
  readonly endsAt: number | null;
  /** The release time that the cloud last accepted; null for none. */
  readonly inCloud: number | null;
  /** When the cloud must be told next; null when it knows, or can no longer be told. */
  readonly tryAt: number | null;
  /** When to look next, to warn or to see that it is gone; null for never. */
  readonly lookAt: number | null;
  readonly attempts: number;
  /** A warning of the purchase's release time was sent before the lease began, so this time is shown. Absent otherwise. */
  readonly warned?: true;
  /** The last look showed this release time, which is not the bot's; the next one decides. Absent otherwise. */
  readonly elsewhere?: { readonly at: number | null };
  /** How many looks in a row did not find it. */
  readonly misses: number;
  /** Why the cloud could not be told, or `deadline` if it has not released the instance; null when all is well. */
  readonly failure: Failure | null;
}

/** The lease of a new row. */
export const leaseFor = (forMs: number): Lease => ({
  forMs,
  begun: false,
  endsAt: null,
  inCloud: null,
  tryAt: null,
  lookAt: null,
  attempts: 0,
  misses: 0,
  failure: null,
});

/** The cloud rounds to minutes. Rounds up, so that the lease is never shorter than promised. */
export const toMinute = (at: number): number => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

/** The longest time from the purchase call to the first Running. */
const STARTUP_ALLOWANCE_MS = HOUR_MS;

/** The release time in the purchase call, never before the exact one that follows. */
export const initialReleaseTime = (forMs: number, now: number): number => toMinute(now + forMs + STARTUP_ALLOWANCE_MS);

/**
 * When to look next at the release time of the purchase. It does not matter while the exact one may still come in time. As
 * soon as the exact one would be later, this one is warned of.
 */
export const firstLookAtInitialRelease = (releaseAt: number, forMs: number, now: number): number | null =>
  nextLookOf(releaseAt, Math.max(now, releaseAt - forMs));

/** The lease with another wanted end from now on. */
export const withEnd = (lease: Lease | null, endsAt: number | null, now: number): Lease => {
  const { inCloud, forMs } = lease ?? { inCloud: null, forMs: null };
  const tryAt = endsAt === inCloud ? null : now;
  const next: Lease = { ...leaseFor(0), forMs, begun: true, endsAt, inCloud, tryAt };
  return { ...next, lookAt: nextLookOf(leaseEndOf(next), now) };
};

/** When it is released unless the cloud is told something else. An earlier time that the cloud still holds counts. */
export const leaseEndOf = ({ endsAt, inCloud }: Pick<Lease, 'endsAt' | 'inCloud'>): number | null =>
  inCloud !== null && (endsAt === null || inCloud < endsAt) ? inCloud : endsAt;

/** The actor of a release at the end of a lease. */
export const LEASE_ACTOR = 'bot';
