import type { Failure } from '../../../core/failure/failure.ts';
import { type Charge, type ChargeKind, isSameTerm, renewalOf, type Term } from '../../../core/spec/charge.ts';
import { leaseSpan } from '../lease.ts';
import { unread } from '../spec/modal.ts';
import { diskText } from '../spec/spec.ts';
import { eachTime, termText } from './term.ts';

const ALL = new Intl.ListFormat('en', { type: 'conjunction' });

/** What an unknown price means for the order. */
const goOn = (charge: ChargeKind): string =>
  charge === 'prepaid'
    ? 'Prepaid requests can’t be approved until the price is known.'
    : 'You can still create the instances.';

/** The term of a prepaid instance's auto-renewal. */
const renews = (charge: Extract<Charge, { kind: 'prepaid' }>): string => {
  const by = renewalOf(charge);
  return isSameTerm(by, charge.term) ? 'auto-renews' : `auto-renews ${eachTime(by)}`;
};

/** Prices and the balance, in the form and on the card. Amounts come in as text: `CNY 1,416.20`. */
export const money = {
  what: (amount: number, type: string, disks: readonly Parameters<typeof diskText>[0][]): string =>
    `${amount} × ${type}, ${disks.map(diskText).join(' + ')}`,
  perHour: (amount: string): string => `${amount} per hour`,
  /** After an hourly price. */
  perMonth: (amount: string): string => `about ${amount} per month (730 hours)`,
  /** After an hourly price: until a lease ends, and per month. */
  untilEnd: (amount: string, ms: number, perMonth: string): string =>
    `about ${amount} until auto-release (${leaseSpan(ms)}), ${perMonth}`,
  /** For something paid for at once. */
  monthOfTerm: (amount: string): string => `about ${amount} per month`,
  each: (amount: string): string => `${amount} per hour each.`,
  discount: (amount: string, percent: number): string =>
    `Includes a discount of ${amount}${percent > 0 ? ` (${percent}%)` : ''}.`,
  traffic: 'Public traffic is billed separately by usage.',
  /** After a spot price: the difference from the pay-as-you-go price. */
  belowList: (amount: string, percent: number): string =>
    `That is ${amount}${percent > 0 ? ` (${percent}%)` : ''} below the pay-as-you-go price.`,
  /** The amount charged at the creation; without a term if that is told elsewhere. */
  atOnce: (amount: string, term?: Term): string =>
    `${amount} upfront${term === undefined ? '' : ` for ${termText(term)}`}`,
  ofWhat: {
    payAsYouGo: 'Pay-as-you-go: billed for as long as an instance exists.',
    spot: 'Spot: current market price, which changes. Alibaba Cloud can reclaim an instance with five minutes’ notice when the market price exceeds your maximum or others need the machines.',
    prepaid: 'Prepaid: charged on creation for the whole period. The bot can’t refund it; Alibaba Cloud may.',
  } satisfies Record<ChargeKind, string>,

  /** The way of paying: `prepaid for 12 months, auto-renews`. `limit`: the most that an hour of one may cost, as text. */
  payment: (charge: Charge, limit: string | null): string => {
    switch (charge.kind) {
      case 'payAsYouGo':
        return 'pay-as-you-go';
      case 'spot':
        return limit === null ? 'spot, at the market price' : `spot, at the market price up to ${limit} per hour each`;
      case 'prepaid':
        return `prepaid for ${termText(charge.term)}, ${charge.autoRenew ? renews(charge) : 'no auto-renewal'}`;
    }
  },

  /** Takes the labels of empty fields, and of wrong ones; at least one list is not empty. */
  incomplete: (empty: readonly string[], wrong: readonly string[]): string => {
    const fill = empty.length === 0 ? '' : `Fill in ${ALL.format(empty)}`;
    const check = wrong.length === 0 ? '' : `${fill === '' ? 'C' : ', and c'}heck ${ALL.format(wrong)}`;
    return `${fill}${check} to see the price here.`;
  },
  asking: 'Loading the price from Alibaba Cloud…',
  unknown: (charge: ChargeKind): string =>
    `Price unknown: Alibaba Cloud names none for this choice, maybe because it isn’t sold in this zone right now. Another zone, type, or disk may have one. ${goOn(charge)}`,
  failed: (failure: Failure, charge: ChargeKind): string => `Price unknown. ${unread(failure)} ${goOn(charge)}`,
  late: (charge: ChargeKind): string =>
    `Price unknown: Alibaba Cloud didn’t answer in time. Change a field to check again. ${goOn(charge)}`,

  balanceIs: (amount: string): string => `Account balance now: ${amount}.`,
  /** For a waiting request; both before a moment, the first after the amount too. */
  balanceRead: 'Account balance',
  balanceUnread: 'Account balance unknown, last checked',
  balanceAfter: (amount: string): string => `After this purchase: ${amount}.`,
  short: (amount: string): string => `${amount} short: this can’t be approved until the account is topped up.`,
  otherCurrency: 'It’s in another currency than the price, so the bot can’t say whether it’s enough.',
  inDebt: 'The account is overdue: Alibaba Cloud may refuse new instances until it’s topped up.',
  balanceAsking: 'Loading the account balance…',
  balanceFailed: (failure: Failure): string => `Account balance unknown. ${unread(failure)}`,
  balanceLate: 'Account balance unknown: Alibaba Cloud didn’t answer in time.',

  card: {
    payment: 'Billing method',
    name: 'Price when requested',
    unknown: 'unknown at that time',
  },
};
