import { attributeDueAt } from '../attribute/attribute-clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import type { Instance, Observed } from '../instance/instance.ts';
import { leaseEndOf } from '../lease/lease.ts';
import { hasGone, leaseDueAt } from '../lease/lease-clock.ts';
import { isLookOf } from '../lease/warning-times.ts';
import type { Term } from '../spec/charge.ts';
import { nextSpotLook, spotDueAt } from '../spot/spot-clock.ts';

/** How long before the end of the prepaid time the owner is reminded, the earliest first. */
const REMINDERS_MS: readonly number[] = [14 * DAY_MS, 7 * DAY_MS, 3 * DAY_MS, DAY_MS];

/**
 * The cloud keeps an expired instance for 15 days, in which it can be renewed. It is looked at occasionally for one day
 * longer.
 */
export const KEPT_MS = 16 * DAY_MS;

const spanOf = ({ unit, period }: Term): number => period * (unit === 'Week' ? 7 : 30) * DAY_MS;

/** Leaves out reminders in the first half of the prepaid time: they would only disturb. */
const remindersOf = ({ spec: { charge } }: Pick<Instance, 'spec'>): readonly number[] =>
  charge.kind === 'prepaid' ? REMINDERS_MS.filter((ms) => ms * 2 <= spanOf(charge.term)) : REMINDERS_MS;

/** Rounded to whole hours, so that instances bought together are looked at and announced together. */
const reminderAt = (until: number, ms: number): number => Math.floor((until - ms) / HOUR_MS) * HOUR_MS;

const FIRST_LOOK_AFTER_MS = 5 * 60_000;

/** The next reminder ahead, else the look at the end. */
export function nextExpiryLook(instance: Pick<Instance, 'spec'>, until: number, now: number): number {
  const reminder = remindersOf(instance)
    .map((ms) => reminderAt(until, ms))
    .find((at) => at > now);
  return reminder ?? endLookAt(until);
}

const endLookAt = (until: number): number => Math.ceil((until + FIRST_LOOK_AFTER_MS) / HOUR_MS) * HOUR_MS;

/** Whether such a look is for this moment. Any other is a repetition. */
const isExpiryLook = (until: number | null, at: number): boolean =>
  until !== null && (REMINDERS_MS.some((ms) => at === reminderAt(until, ms)) || at === endLookAt(until));

/** Whether the owner has to be reminded after this look. */
export function remindsNow(
  instance: Pick<Instance, 'spec' | 'expiry'>,
  seen: Observed | 'missing',
  now: number,
): boolean {
  if (seen === 'missing' || seen.chargeKind !== 'prepaid') return false;
  const { expiresAt } = seen;
  if (expiresAt === null || now >= expiresAt) return false;
  const known = instance.expiry?.until ?? null;
  if (known !== null) return known === expiresAt;
  // The end is known for the first time; a reminder may be overdue.
  const [first] = remindersOf(instance);
  return first !== undefined && now >= reminderAt(expiresAt, first);
}

/** A prepaid instance with an unknown end is looked at as soon as it is at rest. */
const isUnlearned = (instance: Instance): boolean =>
  !instance.expiry &&
  instance.spec.charge.kind === 'prepaid' &&
  instance.cloudId !== null &&
  instance.outcome !== null &&
  !hasGone(instance);

/** When its prepaid time needs the next look; null for never. */
export const expiryDueAt = (instance: Instance): number | null => {
  if (instance.expiry) return instance.expiry.lookAt;
  return isUnlearned(instance) ? 0 : null;
};

export const isExpiryDue = (instance: Instance, now: number): boolean => {
  const at = expiryDueAt(instance);
  return at !== null && at <= now;
};

/** When its lease, its prepaid time, its spot market or its ordered changes need the next step; null for never. */
export function ownDueAt(instance: Instance): number | null {
  const moments = [leaseDueAt(instance), expiryDueAt(instance), spotDueAt(instance), attributeDueAt(instance)].filter(
    (at) => at !== null,
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The bot puts nothing off for longer: a lease that cannot be told, a refused change, a look at the spot market. */
const LONGEST_MS = { lease: HOUR_MS, expiry: DAY_MS, attributes: 10 * MINUTE_MS, spot: 2 * MINUTE_MS };

/**
 * Makes due at `now` what lies further ahead than the bot ever puts it off: it was stored before the clock was set back. Looks for a
 * warning, a reminder or an end stay, since they follow from moments that people or the cloud have set; only their repetitions do not.
 * A look waits a moment, because looks that do not find an instance count only some time apart. Null if nothing changes.
 */
export function forwardOwn(instance: Instance, now: number): Instance | null {
  const { attributes, spot } = instance;
  const later = (at: number | null, longestMs: number): at is number => at !== null && at > now + longestMs;
  const lease = forwardLease(instance.lease, now, later);
  const expiry = forwardExpiry(instance.expiry, now, later);
  const next: Instance = {
    ...instance,
    ...(lease !== undefined && { lease }),
    ...(expiry !== undefined && { expiry }),
    ...(attributes && later(attributes.tryAt, LONGEST_MS.attributes) && { attributes: { ...attributes, tryAt: now } }),
    ...(spot && later(spot.lookAt, LONGEST_MS.spot) && { spot: { ...spot, lookAt: nextSpotLook(spot, now) } }),
  };
  const isSame = (['lease', 'expiry', 'attributes', 'spot'] as const).every((own) => next[own] === instance[own]);
  return isSame ? null : { ...next, version: instance.version + 1 };
}

type IsLater = (at: number | null, longestMs: number) => at is number;

function forwardLease(lease: Instance['lease'], now: number, later: IsLater): Instance['lease'] {
  if (!lease) return lease;
  const { tryAt, lookAt } = lease;
  const tells = later(tryAt, LONGEST_MS.lease);
  const looks = later(lookAt, LONGEST_MS.lease) && !isLookOf(leaseEndOf(lease), lookAt);
  if (!tells && !looks) return lease;
  return { ...lease, ...(tells && { tryAt: now }), ...(looks && { lookAt: now + MINUTE_MS }) };
}

function forwardExpiry(expiry: Instance['expiry'], now: number, later: IsLater): Instance['expiry'] {
  if (!expiry || !later(expiry.lookAt, LONGEST_MS.expiry) || isExpiryLook(expiry.until, expiry.lookAt)) return expiry;
  return { ...expiry, lookAt: now + MINUTE_MS };
}
