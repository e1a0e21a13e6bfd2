import type { AutoRenewal } from '../auto-renewal/auto-renewal.ts';
import type { Money } from '../base/money.ts';
import type { Term } from '../spec/charge.ts';

/** Until when a prepaid instance is paid for, as far as looks at the cloud have shown it. All times in milliseconds UTC. */
export interface Expiry {
  /** Null while no look has shown it. */
  readonly until: number | null;
  /** Whether it renews itself, when the cloud was last asked; null while it has not answered. */
  readonly renewal: AutoRenewal | null;
  /** When to look next, to remind of the end or to tell that it has come; null for never. */
  readonly lookAt: number | null;
  /** Whether the thread has been told that it is over. */
  readonly ended: boolean;
  /** Looks in a row that did not find it, or told too little. */
  readonly misses: number;
  /** What one of its auto-renewals costs, as it was last asked for before an end; absent while nobody has. */
  readonly renewalPrice?: { readonly term: Term; readonly price: Money };
}

/** One instance that its owner is reminded of: as it was known right before. */
export interface Ending {
  /** The instance's own id. */
  readonly instanceId: string;
  readonly until: number;
  /** Null: the cloud did not say. */
  readonly renews: boolean | null;
  /** What is paid for so much more time; the price is null where the cloud named none. */
  readonly more: { readonly term: Term; readonly price: Money | null };
  /** For what renews itself: that the account has less than everything costs that renews itself at this time. */
  readonly short: { readonly balance: Money; readonly needed: Money } | null;
}

/** What one more month costs is what a reminder names, however long it was paid for before. */
export const ONE_MONTH: Term = { unit: 'Month', period: 1 };
