import { DAY_MS, MINUTE_MS } from '../base/durations.ts';
/** When and where a channel gets its weekly digest. */
export interface DigestPlan {
  /** A Slack channel id. */
  readonly channel: string;
  /** 0 for Sunday … 6 for Saturday. */
  readonly day: number;
  /** Minutes after midnight. */
  readonly minute: number;
  /** An IANA time zone, e.g. `Asia/Shanghai`. */
  readonly zone: string;
}

export const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** One week's digest. Times in milliseconds UTC. */
export interface DigestDue {
  /** The key by which it is sent once, `2026-W48`: the same if the day is changed within a week. */
  readonly week: string;
  /** The period of the report. */
  readonly from: number;
  readonly to: number;
}

/** A digest that is later than this is skipped. */
export const LATE_MS = DAY_MS;

/** The digest that is due now; null for none. */
export function digestDue(plan: DigestPlan, now: number): DigestDue | null {
  const today = Math.floor((now + offsetAt(plan.zone, now)) / DAY_MS) * DAY_MS;
  const since = (new Date(today).getUTCDay() - plan.day + 7) % 7;
  const day = today - since * DAY_MS;
  const to = momentOf(plan, day);
  if (to > now || now - to >= LATE_MS) return null;
  return { week: weekOf(day), from: momentOf(plan, day - 7 * DAY_MS), to };
}

/** The moment of the plan's time on a day. A time that daylight saving skips counts as that long after midnight. */
function momentOf({ zone, minute }: DigestPlan, day: number): number {
  const wall = day + minute * MINUTE_MS;
  return wall - offsetAt(zone, wall - offsetAt(zone, wall));
}

/** How far the zone's clocks are ahead of UTC, in milliseconds: whole minutes. */
function offsetAt(zone: string, at: number): number {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return wall - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

const clockOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });

export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The ISO 8601 week: that of its Thursday. */
function weekOf(day: number): string {
  const thursday = day + (4 - (new Date(day).getUTCDay() || 7)) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}
