import type { HourlyPrice } from '../base/money.ts';
import type { CloudInstance, Disk } from '../instance/cloud-instance.ts';
import type { DataDisk } from '../option/options.ts';
import { PAY_AS_YOU_GO } from '../spec/charge.ts';
import { diskOf } from '../spec/disks.ts';
import type { PriceOrder, Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import { type DiskChange, isGrowth } from './disk-wish.ts';

/** What growing comes to. */
export interface GrowthPrices {
  /** What each of them costs more per hour, in the same order; null where that is not known. */
  readonly each: readonly (HourlyPrice | null)[];
  /** Of all of them together; null unless each is known, so that nothing is agreed to that would be booked without its price. */
  readonly more: HourlyPrice | null;
  /** Of the whole instance with them; null where it is not known. */
  readonly whole: Quote | null;
}

/** The price is asked for of the instance with this many of the changes done: of none, of the first … of all. */
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
      // A disk costs the same whatever is paid for the instance: a spot price of another moment would tell nothing of it.
      charge: PAY_AS_YOU_GO,
      amount: 1,
    };
  });
}

const sizeAfter = ({ id, sizeGiB }: Disk, done: readonly DiskChange[]): number =>
  done.filter(isGrowth).find(({ diskId }) => diskId === id)?.to ?? sizeGiB;

/** One that is not ordered here is left out: what does not change is in both prices. */
function pricedDisk({ category, performanceLevel, sizeGiB }: Disk): (DataDisk & { readonly sizeGiB: number })[] {
  const known = diskOf(category, performanceLevel);
  return known === null ? [] : [{ category: known, sizeGiB }];
}

/** @param quotes of {@link priceOrdersOf}, in the same order; null where no price is known */
export function growthPrices(quotes: readonly (Quote | null)[], disks: readonly Disk[]): GrowthPrices {
  const each = quotes.slice(1).map((quote, n) => difference(quotes[n] ?? null, quote));
  const whole = disks.every(({ category, performanceLevel }) => diskOf(category, performanceLevel) !== null);
  const last = quotes.at(-1) ?? null;
  return { each, more: each.includes(null) ? null : difference(quotes[0] ?? null, last), whole: whole ? last : null };
}

/** What is not dearer is no price that could be meant: a larger disk is never free. */
function difference(before: Quote | null, after: Quote | null): HourlyPrice | null {
  if (before?.kind !== 'hourly' || after?.kind !== 'hourly') return null;
  const { currency } = after.price;
  const micros = after.price.micros - before.price.micros;
  return before.price.currency === currency && micros > 0 ? { micros, currency } : null;
}
