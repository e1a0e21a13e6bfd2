import { type HourlyPrice, hourlyShare, type Money, monthlyEstimate } from '../base/money.ts';
import { type Charge, PAY_AS_YOU_GO, type Term } from './charge.ts';
import type { InstanceSpec } from './spec.ts';

/** Exactly the fields that determine the price of an order. */
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

/** The cloud's price of an order at one moment, stored with the request that showed it. */
export type Quote = HourlyQuote | TermQuote;

interface Quoted<Price> {
  /** The price of all instances together; always more than zero. */
  readonly price: Price;
  /** Before discounts; equal to `price` without one. */
  readonly listPrice: Price;
  /** The number of instances. */
  readonly amount: number;
  /** When it was quoted, milliseconds UTC. */
  readonly at: number;
}

/** Pay-as-you-go and spot: per hour, as long as the instances exist. A spot price holds only for the moment. */
export interface HourlyQuote extends Quoted<HourlyPrice> {
  readonly kind: 'hourly';
}

/** Prepaid: debited at once for the whole term. */
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

/**
 * The charge without parts that do not change the price: auto-renewal costs nothing now, and a spot limit does not move the
 * market.
 */
export function priced(charge: Charge): Charge {
  if (charge.kind === 'prepaid') return { kind: 'prepaid', term: charge.term, autoRenew: false };
  if (charge.kind !== 'spot') return PAY_AS_YOU_GO;
  return { kind: 'spot', limitMicros: null, ...(charge.hours === undefined ? {} : { hours: charge.hours }) };
}

/** The amount that counts against money limits: the whole term if prepaid, else an estimate of a month. */
export const totalOf = (quote: Quote): Money => (quote.kind === 'term' ? quote.price : monthlyEstimate(quote.price));

/** The estimated cost of the whole order per month. */
export const monthlyOf = ({ price }: HourlyQuote): Money => monthlyEstimate(price);

const WEEKS_A_MONTH = 730 / (7 * 24);

/** The cost per month of a term, rounded up to the smallest unit; null for a term of one month. */
export function monthlyOfTerm({ price }: TermQuote, { unit, period }: Term): Money | null {
  if (unit === 'Month' && period === 1) return null;
  const months = unit === 'Month' ? period : period / WEEKS_A_MONTH;
  return { ...price, minor: Math.ceil(price.minor / months) };
}

/** The price of one instance. */
export const eachOf = ({ price, amount }: HourlyQuote): HourlyPrice => hourlyShare(price, amount);

const unitsOf = (quote: Quote, which: 'price' | 'listPrice'): number =>
  quote.kind === 'term' ? quote[which].minor : quote[which].micros;

/** The discount from the list price, in whole percent rounded down and as an amount; null for none. */
export function discountOf(quote: Quote): { readonly off: Quote['price']; readonly percent: number } | null {
  const { currency } = quote.price;
  const list = unitsOf(quote, 'listPrice');
  const units = list - unitsOf(quote, 'price');
  if (quote.listPrice.currency !== currency || units <= 0) return null;
  // Multiplies first: in floating point 29 / 100 * 100 is less than 29.
  const percent = Math.floor((units * 100) / list);
  return { off: quote.kind === 'term' ? { minor: units, currency } : { micros: units, currency }, percent };
}

/** The change from one quote of an order to a later one. */
export type Drift = 'none' | 'up' | 'down' | 'incomparable';

/** @param tolerancePercent changes up to this, up or down, are no drift; with 0 every change is */
export function driftOf(before: Quote, after: Quote, tolerancePercent: number): Drift {
  const comparable = before.kind === after.kind && before.amount === after.amount;
  if (!comparable || before.price.currency !== after.price.currency) return 'incomparable';
  const was = unitsOf(before, 'price');
  const change = unitsOf(after, 'price') - was;
  if (Math.abs(change) * 100 <= was * tolerancePercent) return 'none';
  return change > 0 ? 'up' : 'down';
}
