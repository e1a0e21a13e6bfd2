import type { AutoRenewal } from '../auto-renewal/auto-renewal.ts';
import type { Money } from '../base/money.ts';
import type { Term } from '../spec/charge.ts';

/** The end of a prepaid instance's time, as looks have shown it. All times in milliseconds UTC. */
export interface Expiry {
  /** Null before the first look. */
  readonly until: number | null;
  /** The auto-renewal by the cloud's last answer; null before the first. */
  readonly renewal: AutoRenewal | null;
  /** The next look, for a reminder or to announce the end; null for never. */
  readonly lookAt: number | null;
  /** Whether the thread has announced the end. */
  readonly ended: boolean;
  /** How many looks in a row did not find it, or showed too little. */
  readonly misses: number;
  /** The price of one auto-renewal, last read before an end; absent before the first reading. */
  readonly renewalPrice?: { readonly term: Term; readonly price: Money };
}

/** One instance in a reminder to its owner, as just read. */
export interface Ending {
  /** The row's id. */
  readonly instanceId: string;
  readonly until: number;
  /** Null when the cloud did not say. */
  readonly renews: boolean | null;
  /** The price of another term; null where the cloud named none. */
  readonly more: { readonly term: Term; readonly price: Money | null };
  /** Set if the balance is less than all auto-renewals in the account until then together cost, as far as the bot knows. */
  readonly short: { readonly balance: Money; readonly needed: Money } | null;
}

/** Reminders name the price of one more month, whatever the term was. */
export const ONE_MONTH: Term = { unit: 'Month', period: 1 };
