import { type HourlyPrice, hourlyShare, type Money, monthlyEstimate } from './money.ts';
import { DISK_CATEGORIES, type Draft, type InstanceSpec } from './spec.ts';
import { BOUNDS } from './spec-judge.ts';

/** Everything that determines the price of pay-as-you-go instances, and nothing else. */
export type PriceOrder = Pick<
  InstanceSpec,
  'region' | 'zone' | 'instanceType' | 'imageId' | 'systemDisk' | 'internetMaxBandwidthOut'
> & { readonly amount: number };

/** What the cloud asked for an order at one moment: data, stored with the request it was shown for. */
export interface Quote {
  /** Pay-as-you-go: so much per hour for all instances together, for as long as they exist. */
  readonly kind: 'hourly';
  /** What is paid; always more than nothing. */
  readonly price: HourlyPrice;
  /** Before discounts; equal to `price` when there is none. */
  readonly listPrice: HourlyPrice;
  /** For how many instances. */
  readonly amount: number;
  /** When it was asked for, milliseconds UTC. */
  readonly at: number;
}

export const orderOf = (spec: InstanceSpec, amount: number): PriceOrder => ({
  region: spec.region,
  zone: spec.zone,
  instanceType: spec.instanceType,
  imageId: spec.imageId,
  systemDisk: spec.systemDisk,
  internetMaxBandwidthOut: spec.internetMaxBandwidthOut,
  amount,
});

/** What a price can be asked for; null while something that determines it is missing or no number within its bounds. */
export function orderOfDraft({ region, zone, type, image, disk, ...numbers }: Draft): PriceOrder | null {
  const category = DISK_CATEGORIES.find((one) => one === disk);
  const sizeGiB = within(numbers.size, BOUNDS.size);
  const bandwidth = within(numbers.bandwidth, BOUNDS.bandwidth);
  const amount = within(numbers.amount, BOUNDS.amount);
  if (!region || !zone || !type || !image || category === undefined) return null;
  if (sizeGiB === null || bandwidth === null || amount === null) return null;
  return {
    region,
    zone,
    instanceType: type,
    imageId: image,
    systemDisk: { category, sizeGiB },
    internetMaxBandwidthOut: bandwidth,
    amount,
  };
}

function within(given: string | undefined, { min, max }: { readonly min: number; readonly max: number }) {
  const number = /^\d{1,9}$/u.test(given ?? '') ? Number(given) : null;
  return number !== null && number >= min && number <= max ? number : null;
}

/** About what a month of the whole order comes to. */
export const monthlyOf = ({ price }: Quote): Money => monthlyEstimate(price);

/** What one of its instances costs. */
export const eachOf = ({ price, amount }: Quote): HourlyPrice => hourlyShare(price, amount);

/** What is off the list price, in whole percent rounded down; null when nothing is. */
export function discountOf({
  price,
  listPrice,
}: Quote): { readonly off: HourlyPrice; readonly percent: number } | null {
  const micros = listPrice.micros - price.micros;
  if (listPrice.currency !== price.currency || micros <= 0) return null;
  return { off: { micros, currency: price.currency }, percent: Math.floor((micros / listPrice.micros) * 100) };
}
