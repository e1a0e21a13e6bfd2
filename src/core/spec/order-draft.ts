import { disksFault } from '../option/data-disks.ts';
import { optionsOfDraft } from '../option/option-draft.ts';
import { chargeOfDraft } from './charge-draft.ts';
import { DISK_CATEGORIES, DISK_KINDS } from './disks.ts';
import { type PriceOrder, priced } from './quote.ts';
import type { Draft } from './spec.ts';
import { BOUNDS } from './spec-judge.ts';

/** What a price can be asked for; null while something that determines it is missing or no number within its bounds. */
export function orderOfDraft(draft: Draft): PriceOrder | null {
  const { region, zone, type, image, disk, ...numbers } = draft;
  const category = DISK_CATEGORIES.find((one) => one === disk);
  const min = category === undefined ? BOUNDS.size.min : DISK_KINDS[category].minGiB;
  const sizeGiB = within(numbers.size, { ...BOUNDS.size, min });
  const bandwidth = within(numbers.bandwidth, BOUNDS.bandwidth);
  const amount = within(numbers.amount, BOUNDS.amount);
  const charge = chargeOfDraft(draft);
  if (!region || !zone || !type || !image || category === undefined) return null;
  if (sizeGiB === null || bandwidth === null || amount === null || charge === null) return null;
  if (draft.disks !== undefined && disksFault(draft.disks) !== null) return null;
  const { dataDisks, internetChargeType, imageFamily } = optionsOfDraft(draft, []);
  return {
    region,
    zone,
    instanceType: type,
    imageId: imageFamily === undefined ? image : '',
    systemDisk: { category, sizeGiB },
    ...(dataDisks && { dataDisks }),
    internetMaxBandwidthOut: bandwidth,
    ...(internetChargeType && { internetChargeType }),
    charge: priced(charge),
    amount,
  };
}

function within(given: string | undefined, { min, max }: { readonly min: number; readonly max: number }) {
  const number = /^\d{1,9}$/u.test(given ?? '') ? Number(given) : null;
  return number !== null && number >= min && number <= max ? number : null;
}
