import { DAY_MS } from '../../../core/base/durations.ts';

/** China has one time zone and no summer time; midnight there is 16:00Z. */
const CHINA_MS = 8 * 3_600_000;

/** The same hour `period` weeks or months later in China's calendar; the last day if the month is shorter. */
export function afterPeriod(fromReal: number, unit: 'Week' | 'Month', period: number): number {
  if (unit === 'Week') return fromReal + 7 * period * DAY_MS;
  const there = new Date(fromReal + CHINA_MS);
  const month = there.getUTCMonth() + period;
  const last = new Date(Date.UTC(there.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(there.getUTCDate(), last);
  const time = (fromReal + CHINA_MS) % DAY_MS;
  return Date.UTC(there.getUTCFullYear(), month, day) + time - CHINA_MS;
}

/** The end of the day in China that contains a moment. */
export const endOfDay = (real: number): number => (Math.floor((real + CHINA_MS) / DAY_MS) + 1) * DAY_MS - CHINA_MS;
