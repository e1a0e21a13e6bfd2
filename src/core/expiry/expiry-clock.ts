import { attributeDueAt } from '../attribute/attribute-clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import type { Instance, Observed } from '../instance/instance.ts';
import { hasGone, leaseDueAt } from '../lease/lease-clock.ts';
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
  return reminder ?? Math.ceil((until + FIRST_LOOK_AFTER_MS) / HOUR_MS) * HOUR_MS;
}

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
const LONGEST_MS = { lease: HOUR_MS, attributes: 10 * MINUTE_MS, spot: 2 * MINUTE_MS };

/**
 * Makes due at `now` what lies further ahead than the bot ever puts it off: it was stored before the clock was set back. Looks at the
 * end of a lease or of prepaid time stay, since they follow from moments that people or the cloud have set. The spot market is looked
 * at on its next tick, because looks that do not find an instance count only some time apart. Null if nothing changes.
 */
export function forwardOwn(instance: Instance, now: number): Instance | null {
  const { lease, attributes, spot } = instance;
  const later = (at: number | null, longestMs: number): boolean => at !== null && at > now + longestMs;
  const next: Instance = {
    ...instance,
    ...(lease && later(lease.tryAt, LONGEST_MS.lease) && { lease: { ...lease, tryAt: now } }),
    ...(attributes && later(attributes.tryAt, LONGEST_MS.attributes) && { attributes: { ...attributes, tryAt: now } }),
    ...(spot && later(spot.lookAt, LONGEST_MS.spot) && { spot: { ...spot, lookAt: nextSpotLook(spot, now) } }),
  };
  const isSame = next.lease === lease && next.attributes === attributes && next.spot === spot;
  return isSame ? null : { ...next, version: instance.version + 1 };
}
