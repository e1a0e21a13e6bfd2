import type { HourlyPrice } from '../base/money.ts';
import type { CloudInstance, Disk } from '../instance/cloud-instance.ts';
import type { DataDisk } from '../option/options.ts';
import { PAY_AS_YOU_GO } from '../spec/charge.ts';
import { diskOf } from '../spec/disks.ts';
import type { PriceOrder, Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import { type DiskChange, isGrowth } from './disk-wish.ts';

/** The prices of disk changes. */
export interface GrowthPrices {
  /** The extra price per hour of each change, in the same order; null when unknown. */
  readonly each: readonly (HourlyPrice | null)[];
  /**
   * The extra price of all changes; null unless each is known, so that nobody agrees to a change that is booked without a
   * price.
   */
  readonly more: HourlyPrice | null;
  /** The price of the whole instance afterwards; null when unknown. */
  readonly whole: Quote | null;
}

/** The orders to quote: the instance with no change, with the first one … with all of them. */
export function priceOrdersOf(
  cloud: CloudInstance,
  disks: readonly Disk[],
  changes: readonly DiskChange[],
  own: Pick<InstanceSpec, 'internetChargeType'> | null,
): readonly PriceOrder[] {
  return Array.from({ length: changes.length + 1 }, (_, count) => {
    const done = changes.slice(0, count);
    const sized = disks.map((disk) => ({ ...disk, sizeGiB: sizeAfter(disk, done) }));
    const added = done.flatMap((change) => (isGrowth(change) ? [] : [change.disk]));
    const [system] = sized.filter(({ kind }) => kind === 'system').flatMap(pricedDisk);
    const dataDisks = [...sized.filter(({ kind }) => kind === 'data').flatMap(pricedDisk), ...added];
    return {
      region: cloud.region,
      zone: cloud.zone,
      instanceType: cloud.instanceType,
      imageId: cloud.imageId,
      systemDisk: system ?? { category: 'cloud_essd', sizeGiB: 40 },
      ...(dataDisks.length > 0 && { dataDisks }),
      internetMaxBandwidthOut: cloud.bandwidthOut,
      ...(own?.internetChargeType && { internetChargeType: own.internetChargeType }),
      // A disk costs the same with every billing method of its instance, while a spot price changes from moment to moment.
      charge: PAY_AS_YOU_GO,
      amount: 1,
    };
  });
}

const sizeAfter = ({ id, sizeGiB }: Disk, done: readonly DiskChange[]): number =>
  done.filter(isGrowth).find(({ diskId }) => diskId === id)?.to ?? sizeGiB;

/** A disk of an unknown category is left out. It does not change, so it would be in both prices. */
function pricedDisk({ category, performanceLevel, sizeGiB }: Disk): (DataDisk & { readonly sizeGiB: number })[] {
  const known = diskOf(category, performanceLevel);
  return known === null ? [] : [{ category: known, sizeGiB }];
}

/** @param quotes for {@link priceOrdersOf}, in the same order; null for an unknown price */
export function growthPrices(quotes: readonly (Quote | null)[], disks: readonly Disk[]): GrowthPrices {
  const each = quotes.slice(1).map((quote, n) => difference(quotes[n] ?? null, quote));
  const whole = disks.every(({ category, performanceLevel }) => diskOf(category, performanceLevel) !== null);
  const last = quotes.at(-1) ?? null;
  return { each, more: each.includes(null) ? null : difference(quotes[0] ?? null, last), whole: whole ? last : null };
}

/** The extra price; null if it is not positive, since a larger disk is never free. */
function difference(before: Quote | null, after: Quote | null): HourlyPrice | null {
  if (before?.kind !== 'hourly' || after?.kind !== 'hourly') return null;
  const { currency } = after.price;
  const micros = after.price.micros - before.price.micros;
  return before.price.currency === currency && micros > 0 ? { micros, currency } : null;
}
