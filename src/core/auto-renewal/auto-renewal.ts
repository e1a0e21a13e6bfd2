import { DAY_MS } from '../base/durations.ts';
import type { Term } from '../spec/charge.ts';

/** The auto-renewal setting of a prepaid instance, as the cloud has it. */
export interface AutoRenewal {
  readonly on: boolean;
  /** The term of each renewal; null when off, or where the cloud does not say. */
  readonly term: Term | null;
}

const UTC_8_MS = 8 * 3_600_000;
const DEBIT_DAYS = 9;

/**
 * When the cloud first tries to debit a renewal: at 08:00 (UTC+8) nine days before the end and, where that has passed, at
 * the next 08:00; null after the end. Source: the API's page on ModifyInstanceAutoRenewAttribute.
 *
 * @param until milliseconds UTC, like `now` and the result
 */
export function firstDebitAt(until: number, now: number): number | null {
  if (now >= until) return null;
  // 08:00 in UTC+8 is midnight UTC.
  const first = Math.floor((until + UTC_8_MS) / DAY_MS) * DAY_MS - DEBIT_DAYS * DAY_MS;
  return first > now ? first : Math.min(Math.floor(now / DAY_MS + 1) * DAY_MS, until);
}
