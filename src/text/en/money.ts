import type { Failure } from '../../core/failure.ts';
import { unread } from './modal.ts';

const GO_ON = 'You can create the instances all the same.';

/** Prices and the balance, in the form and on the card. Amounts come in as text: `CNY 1,416.20`. */
export const money = {
  what: (amount: number, type: string, sizeGiB: number, category: string): string =>
    `${amount} × ${type}, ${sizeGiB} GiB ${category}`,
  perHour: (amount: string): string => `${amount} per hour`,
  /** After the price of an hour. */
  perMonth: (amount: string): string => `about ${amount} per month of 730 hours`,
  each: (amount: string): string => `${amount} per hour each.`,
  discount: (amount: string, percent: number): string =>
    `A discount of ${amount}${percent > 0 ? ` (${percent} %)` : ''} is taken off already.`,
  traffic: 'Public traffic is billed by use and comes on top.',
  /** What is debited in the moment of creation. */
  atOnce: (amount: string): string => `${amount} at once`,
  ofTerm: 'Prepaid: debited in the moment it is created, for the whole period, and not given back.',
  ofWhat: 'Pay-as-you-go: billed for as long as an instance exists.',

  incomplete: 'The price is shown here as soon as instance type, image, disk and amount are filled in.',
  asking: 'Asking Alibaba Cloud for the price…',
  unknown: `Price unknown: Alibaba Cloud names none for this choice, perhaps because it is not sold in this zone just now. Another zone, type or disk may have one. ${GO_ON}`,
  failed: (failure: Failure): string => `Price unknown. ${unread(failure)} ${GO_ON}`,
  late: `Price unknown: Alibaba Cloud has not answered in time. Change a field to ask again. ${GO_ON}`,

  balanceIs: (amount: string): string => `Account balance now: ${amount}.`,
  inDebt: 'The account owes money: Alibaba Cloud may refuse new instances until it is topped up.',
  balanceAsking: 'Asking for the account balance…',
  balanceFailed: (failure: Failure): string => `Account balance unknown. ${unread(failure)}`,
  balanceLate: 'Account balance unknown: Alibaba Cloud has not answered in time.',

  card: {
    name: 'Price when asked for',
    is: (perHour: string, perMonth: string): string => `${perHour}, ${perMonth}`,
    unknown: 'not known at that moment',
  },
};
