import { DAY_MS } from '../base/durations.ts';
import type { Term } from '../spec/charge.ts';

/** Whether a prepaid instance renews itself before its time is over, as the cloud holds it. */
export interface AutoRenewal {
  readonly on: boolean;
  /** By how much each time; null while it does not, or where the cloud does not say. */
  readonly term: Term | null;
}

const UTC_8_MS = 8 * 3_600_000;
const DEBIT_DAYS = 9;

/**
 * When the cloud first tries to debit a renewal: at 08:00 (UTC+8) nine days before the end and, where that has passed, at the
 * next 08:00; null after the end. Source: the API's page on ModifyInstanceAutoRenewAttribute.
 *
 * @param until milliseconds UTC, as `now` and what is returned
 */
export function firstDebitAt(until: number, now: number): number | null {
  if (now >= until) return null;
  // 08:00 there is midnight UTC.
  const first = Math.floor((until + UTC_8_MS) / DAY_MS) * DAY_MS - DEBIT_DAYS * DAY_MS;
  return first > now ? first : Math.min(Math.floor(now / DAY_MS + 1) * DAY_MS, until);
}
