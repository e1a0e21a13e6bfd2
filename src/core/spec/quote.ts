import { type HourlyPrice, hourlyShare, type Money, monthlyEstimate } from '../base/money.ts';
import { type Charge, PAY_AS_YOU_GO, type Term } from './charge.ts';
import type { InstanceSpec } from './spec.ts';

/** Everything that determines the price of an order, and nothing else. */
export type PriceOrder = Pick<
  InstanceSpec,
  | 'region'
  | 'zone'
  | 'instanceType'
  | 'imageId'
  | 'systemDisk'
  | 'dataDisks'
  | 'internetMaxBandwidthOut'
  | 'internetChargeType'
  | 'charge'
> & { readonly amount: number };

/** What the cloud asked for an order at one moment: data, stored with the request it was shown for. */
export type Quote = HourlyQuote | TermQuote;

interface Quoted<Price> {
  /** What is paid for all instances together; always more than nothing. */
  readonly price: Price;
  /** Before discounts; equal to `price` when there is none. */
  readonly listPrice: Price;
  /** For how many instances. */
  readonly amount: number;
  /** When it was asked for, milliseconds UTC. */
  readonly at: number;
}

/** Pay-as-you-go and spot: so much per hour, for as long as the instances exist. A spot price is that of the moment. */
export interface HourlyQuote extends Quoted<HourlyPrice> {
  readonly kind: 'hourly';
}

/** Prepaid: what is debited at once for the whole term. */
export interface TermQuote extends Quoted<Money> {
  readonly kind: 'term';
}

export const priceOrderOf = (spec: InstanceSpec, amount: number): PriceOrder => ({
  region: spec.region,
  zone: spec.zone,
  instanceType: spec.instanceType,
  imageId: spec.imageId,
  systemDisk: spec.systemDisk,
  ...(spec.dataDisks && { dataDisks: spec.dataDisks }),
  internetMaxBandwidthOut: spec.internetMaxBandwidthOut,
  ...(spec.internetChargeType && { internetChargeType: spec.internetChargeType }),
  charge: priced(spec.charge),
  amount,
});

/** Automatic renewal costs nothing now, and a limit of one's own moves no market. */
export function priced(charge: Charge): Charge {
  if (charge.kind === 'prepaid') return { kind: 'prepaid', term: charge.term, autoRenew: false };
  if (charge.kind !== 'spot') return PAY_AS_YOU_GO;
  return { kind: 'spot', limitMicros: null, ...(charge.hours === undefined ? {} : { hours: charge.hours }) };
}

/** What counts against limits of money: all of a term; of what is billed by the hour about what a month comes to. */
export const totalOf = (quote: Quote): Money => (quote.kind === 'term' ? quote.price : monthlyEstimate(quote.price));

/** About what a month of the whole order comes to. */
export const monthlyOf = ({ price }: HourlyQuote): Money => monthlyEstimate(price);

const WEEKS_A_MONTH = 730 / (7 * 24);

/** What a month of a term comes to, rounded up to the smallest unit; null for a month itself. */
export function monthlyOfTerm({ price }: TermQuote, { unit, period }: Term): Money | null {
  if (unit === 'Month' && period === 1) return null;
  const months = unit === 'Month' ? period : period / WEEKS_A_MONTH;
  return { ...price, minor: Math.ceil(price.minor / months) };
}

/** What one of its instances costs. */
export const eachOf = ({ price, amount }: HourlyQuote): HourlyPrice => hourlyShare(price, amount);

const unitsOf = (quote: Quote, which: 'price' | 'listPrice'): number =>
  quote.kind === 'term' ? quote[which].minor : quote[which].micros;

/** What is off the list price, in whole percent rounded down, and in the units of the price; null when nothing is. */
export function discountOf(quote: Quote): { readonly off: Quote['price']; readonly percent: number } | null {
  const { currency } = quote.price;
  const list = unitsOf(quote, 'listPrice');
  const units = list - unitsOf(quote, 'price');
  if (quote.listPrice.currency !== currency || units <= 0) return null;
  // Multiplied first: 29 / 100 * 100 is less than 29 to a computer.
  const percent = Math.floor((units * 100) / list);
  return { off: quote.kind === 'term' ? { minor: units, currency } : { micros: units, currency }, percent };
}

/** How a price has moved from one quote for an order to a later one for the same. */
export type Drift = 'none' | 'up' | 'down' | 'incomparable';

/** @param tolerancePercent up to this much either way is no drift; 0 for not the least part */
export function driftOf(before: Quote, after: Quote, tolerancePercent: number): Drift {
  const comparable = before.kind === after.kind && before.amount === after.amount;
  if (!comparable || before.price.currency !== after.price.currency) return 'incomparable';
  const was = unitsOf(before, 'price');
  const change = unitsOf(after, 'price') - was;
  if (Math.abs(change) * 100 <= was * tolerancePercent) return 'none';
  return change > 0 ? 'up' : 'down';
}
