import type { Failure } from '../../../core/failure/failure.ts';
import { type Charge, type ChargeKind, isSameTerm, renewalOf, type Term } from '../../../core/spec/charge.ts';
import { unread } from '../spec/modal.ts';
import { diskText } from '../spec/spec.ts';
import { termText } from './term.ts';

/** What an unknown price means for the order. */
const goOn = (charge: ChargeKind): string =>
  charge === 'prepaid'
    ? 'What is prepaid is not approved before its price is known.'
    : 'You can create the instances all the same.';

/** By what a prepaid instance renews itself. */
const renews = (term: Term): string => {
  const by = renewalOf(term);
  return isSameTerm(by, term) ? 'renews itself' : `renews itself by ${termText(by)} each time`;
};

/** Prices and the balance, in the form and on the card. Amounts come in as text: `CNY 1,416.20`. */
export const money = {
  what: (amount: number, type: string, disks: readonly Parameters<typeof diskText>[0][]): string =>
    `${amount} × ${type}, ${disks.map(diskText).join(' + ')}`,
  perHour: (amount: string): string => `${amount} per hour`,
  /** After the price of an hour. */
  perMonth: (amount: string): string => `about ${amount} per month (730 hours)`,
  /** Of something that is paid for at once. */
  monthOfTerm: (amount: string): string => `about ${amount} a month`,
  each: (amount: string): string => `${amount} per hour each.`,
  discount: (amount: string, percent: number): string =>
    `A discount of ${amount}${percent > 0 ? ` (${percent} %)` : ''} is taken off already.`,
  traffic: 'Public traffic is billed by use and comes on top.',
  /** Before a price of the market, the difference to that of pay-as-you-go. */
  belowList: (amount: string, percent: number): string =>
    `That is ${amount}${percent > 0 ? ` (${percent} %)` : ''} below the list price.`,
  /** What is debited in the moment of creation; without a term where that is said elsewhere. */
  atOnce: (amount: string, term?: Term): string =>
    `${amount} at once${term === undefined ? '' : ` for ${termText(term)}`}`,
  ofWhat: {
    payAsYouGo: 'Pay-as-you-go: billed for as long as an instance exists.',
    spot: 'Spot: this is the market’s price of this moment. It changes, and Alibaba Cloud may take an instance back, five minutes after it says so, when the market asks more than the highest price or when others need the machines.',
    prepaid: 'Prepaid: charged on creation for the whole period. The bot can’t refund it; Alibaba Cloud may.',
  } satisfies Record<ChargeKind, string>,

  /** How something is paid for: `prepaid for 12 months, renews itself`. `limit` is the most an hour of one may cost, as text. */
  payment: (charge: Charge, limit: string | null): string => {
    switch (charge.kind) {
      case 'payAsYouGo':
        return 'pay-as-you-go';
      case 'spot':
        return limit === null
          ? 'spot, at the market’s price'
          : `spot, at the market’s price up to ${limit} per hour each`;
      case 'prepaid':
        return `prepaid for ${termText(charge.term)}, ${charge.autoRenew ? renews(charge.term) : 'does not renew itself'}`;
    }
  },

  incomplete: 'The price is shown here as soon as instance type, image, disk and amount are filled in.',
  asking: 'Asking Alibaba Cloud for the price…',
  unknown: (charge: ChargeKind): string =>
    `Price unknown: Alibaba Cloud names none for this choice, perhaps because it is not sold in this zone just now. Another zone, type or disk may have one. ${goOn(charge)}`,
  failed: (failure: Failure, charge: ChargeKind): string => `Price unknown. ${unread(failure)} ${goOn(charge)}`,
  late: (charge: ChargeKind): string =>
    `Price unknown: Alibaba Cloud has not answered in time. Change a field to ask again. ${goOn(charge)}`,

  balanceIs: (amount: string): string => `Account balance now: ${amount}.`,
  /** Of what waits for approval; both before a moment, the first then with the amount. */
  balanceRead: 'Account balance',
  balanceUnread: 'Account balance unknown, last asked for',
  balanceAfter: (amount: string): string => `After this purchase: ${amount}.`,
  short: (amount: string): string =>
    `That is ${amount} too little for this purchase: it cannot be approved until the account is topped up.`,
  otherCurrency: 'It is in another currency than the price, so the bot cannot say whether it suffices.',
  inDebt: 'The account owes money: Alibaba Cloud may refuse new instances until it is topped up.',
  balanceAsking: 'Asking for the account balance…',
  balanceFailed: (failure: Failure): string => `Account balance unknown. ${unread(failure)}`,
  balanceLate: 'Account balance unknown: Alibaba Cloud has not answered in time.',

  card: {
    payment: 'Payment',
    name: 'Price when requested',
    is: (perHour: string, perMonth: string): string => `${perHour}, ${perMonth}`,
    unknown: 'not known at that moment',
  },
};
