import { disksFault } from '../option/data-disks.ts';
import { optionsOfDraft } from '../option/option-draft.ts';
import { chargeKindOf, chargeOfDraft } from './charge-draft.ts';
import { DISK_CATEGORIES, DISK_KINDS } from './disks.ts';
import { type PriceOrder, priced } from './quote.ts';
import type { Draft, FormField } from './spec.ts';
import { BOUNDS } from './spec-judge.ts';

/** A field without which the order has no price: it is empty or invalid. */
export interface PriceLack {
  readonly field: FormField | 'disks';
  readonly is: 'empty' | 'wrong';
}

/** The fields that keep {@link orderOfDraft} from making an order, in the form's order; empty if it makes one. */
export function priceLacks(draft: Draft): readonly PriceLack[] {
  const { disks } = draft;
  const { category, sizeGiB, mbits, number } = pricedNumbers(draft);
  const bad: readonly (readonly [PriceLack['field'], boolean])[] = [
    ...(['region', 'zone', 'type', 'image'] as const).map((field) => [field, !draft[field]] as const),
    ['disk', category === undefined],
    ['size', sizeGiB === null],
    ['disks', disks !== undefined && disksFault(disks) !== null],
    ['bandwidth', mbits === null],
    ['amount', number === null],
    [chargeLack(draft), chargeOfDraft(draft) === null],
  ];
  return bad.flatMap(([field, isBad]) => (isBad ? [{ field, is: draft[field] ? 'wrong' : 'empty' }] : []));
}

function chargeLack(draft: Draft): PriceLack['field'] {
  const kind = chargeKindOf(draft);
  return kind === 'prepaid' ? 'period' : kind === 'spot' ? 'maxprice' : 'charge';
}

/** The order to quote; null while a field that decides the price is missing or invalid. */
export function orderOfDraft(draft: Draft): PriceOrder | null {
  const { region, zone, type, image } = draft;
  const { category, sizeGiB, mbits: bandwidth, number: amount } = pricedNumbers(draft);
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

function pricedNumbers({ disk, size, bandwidth, amount }: Draft) {
  const category = DISK_CATEGORIES.find((one) => one === disk);
  const min = category === undefined ? BOUNDS.size.min : DISK_KINDS[category].minGiB;
  return {
    category,
    sizeGiB: within(size, { ...BOUNDS.size, min }),
    mbits: within(bandwidth, BOUNDS.bandwidth),
    number: within(amount, BOUNDS.amount),
  };
}

function within(given: string | undefined, { min, max }: { readonly min: number; readonly max: number }) {
  const number = /^\d{1,9}$/u.test(given ?? '') ? Number(given) : null;
  return number !== null && number >= min && number <= max ? number : null;
}
