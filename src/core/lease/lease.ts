import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import type { Failure } from '../failure/failure.ts';
import { nextLookOf } from './warning-times.ts';

/** The cloud takes an end half an hour to three years ahead; these leave time for a call that waits in line. */
export const MIN_LEASE_MS = HOUR_MS;
export const MAX_LEASE_MS = 1000 * DAY_MS;
/** What an extension adds where the policy has no lease. */
export const USUAL_LEASE_MS = 7 * DAY_MS;

/** So long after the end it is told that the cloud has not released it. */
export const OVERDUE_MS = 15 * MINUTE_MS;

/**
 * Until when an instance lives. What is wanted (`endsAt`) is stored before the cloud is told (`inCloud`), so that a crash
 * between the two repeats a call that is safe to repeat. All times in milliseconds UTC.
 */
export interface Lease {
  /** What the policy gave when it was asked for; null when there was none, and a person has set this one. */
  readonly forMs: number | null;
  /** False until its creation has come to its end: before, there is nothing that could be released. */
  readonly begun: boolean;
  /** A whole minute; null for no end. */
  readonly endsAt: number | null;
  /** What the cloud has last agreed to. */
  readonly inCloud: number | null;
  /** When the cloud must be told; null when it knows, or cannot be told any more. */
  readonly tryAt: number | null;
  /** When to look whether it exists, to warn or to tell that it is gone; null for never. */
  readonly lookAt: number | null;
  readonly attempts: number;
  /** It has been warned of the end with which it was bought, before its own has begun: from then on that is shown. Absent otherwise. */
  readonly warned?: true;
  /** Looks in a row that did not find it. */
  readonly misses: number;
  /** Why the cloud could not be told, or that it has not released it (`deadline`); null when all is well. */
  readonly failure: Failure | null;
}

/** What a row begins with that is to have a lease. */
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

/** The cloud rounds to minutes; never to be shorter than was promised. */
export const toMinute = (at: number): number => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

/** As long as may pass from the call that buys it to its first Running. */
const STARTUP_ALLOWANCE_MS = HOUR_MS;

/** The release time with which it is bought, never before the one that it gets once it runs. */
export const initialReleaseTime = (forMs: number, now: number): number => toMinute(now + forMs + STARTUP_ALLOWANCE_MS);

/**
 * When to look next for the release time with which it was bought. It does not matter while the exact one may still come in time, and is
 * warned of as soon as that one would be later.
 */
export const firstLookAtInitialRelease = (releaseAt: number, forMs: number, now: number): number | null =>
  nextLookOf(releaseAt, Math.max(now, releaseAt - forMs));

/** Another end is wanted from now on. */
export const withEnd = (lease: Lease | null, endsAt: number | null, now: number): Lease => {
  const { inCloud, forMs } = lease ?? { inCloud: null, forMs: null };
  const tryAt = endsAt === inCloud ? null : now;
  const next: Lease = { ...leaseFor(0), forMs, begun: true, endsAt, inCloud, tryAt };
  return { ...next, lookAt: nextLookOf(leaseEndOf(next), now) };
};

/** When it goes unless the cloud is told something else: an earlier end that the cloud still holds counts. */
export const leaseEndOf = ({ endsAt, inCloud }: Pick<Lease, 'endsAt' | 'inCloud'>): number | null =>
  inCloud !== null && (endsAt === null || inCloud < endsAt) ? inCloud : endsAt;

/** Who has it released when its lease ends. */
export const LEASE_ACTOR = 'bot';
