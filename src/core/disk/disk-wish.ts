import { type HourlyPrice, hourlyFromNumber, inMicros } from '../base/money.ts';
import { parseDisk } from '../option/data-disks.ts';
import type { OptionFault } from '../option/option-faults.ts';
import type { DataDisk } from '../option/options.ts';
import type { DiskCategory } from '../spec/disks.ts';
import type { Quote } from '../spec/quote.ts';

/** The wanted size of one disk, or a wanted new disk. */
export interface DiskWish {
  /** The key as typed: `disk`, `disk2`. */
  readonly key: string;
  readonly which: WhichDisk;
  /** The value as typed: a size, or the words for a new data disk. */
  readonly given: string;
  /** Null if the value is more than a size, which only a new disk allows. */
  readonly sizeGiB: number | null;
  /** The value read as a new data disk, or its fault. */
  readonly asNew: DataDisk | OptionFault;
  /** The id of the disk in this place, or {@link NO_DISK_YET}, when it was shown to the person; absent if it was not. */
  readonly shown?: string;
}

/** Stands for an empty place. */
export const NO_DISK_YET = 'new';

export const diskWish = (key: string, which: WhichDisk, given: string, shown?: string): DiskWish => ({
  ...{ key, which, given },
  sizeGiB: sizeOf(given),
  asNew: parseDisk(given),
  ...(shown === undefined ? {} : { shown }),
});

/** The value of {@link DiskWish.shown} for a change. */
export const shownAt = (change: DiskChange): string => (isGrowth(change) ? change.diskId : NO_DISK_YET);

/** The system disk, or the number of a data disk, from 1. People see the word of {@link diskWord}. */
export type WhichDisk = 'system' | number;

/**
 * The extra price per hour that a person agreed to, or the one-time price for a prepaid disk. `unknown`: they agreed
 * although no price is known.
 */
export type AgreedPrice = HourlyPrice | 'unknown';

/** The wanted changes of an instance's disks. */
export interface DisksWish {
  readonly disks: readonly DiskWish[];
  /** Null before the person has seen the price. */
  readonly agreed: AgreedPrice | null;
}

/** A disk to enlarge. */
export interface DiskGrowth {
  readonly which: WhichDisk;
  /** The cloud id. */
  readonly diskId: string;
  /** GiB. */
  readonly from: number;
  readonly to: number;
}

/** A prepaid disk to enlarge. The price for the rest of its time is debited at once. */
export interface PrepaidGrowth extends DiskGrowth {
  readonly category: DiskCategory;
  /** The type of its instance, as the cloud shows it: the price of a system disk depends on it. */
  readonly instanceType: string;
}

/** A data disk to buy and attach. */
export interface DiskAddition {
  /** Its number among the data disks, from 1. */
  readonly which: number;
  readonly disk: DataDisk;
  /** The zone of its instance. */
  readonly zone: string;
}

export type DiskChange = DiskGrowth | DiskAddition;

export const isGrowth = (change: DiskChange): change is DiskGrowth => 'diskId' in change;

const SYSTEM = /^(?:(?:system_?)?disk(?:\.?size)?|size)$/iu;
const NUMBERED = /^(data_?)?disk\.?([1-9]\d?)(?:\.?size)?$/iu;

/**
 * The disk that the word before `=` means, counted as in a create: `disk1` is the system disk, `disk2` or `datadisk1` the
 * first data disk. Null for none.
 */
export function whichDisk(key: string): WhichDisk | null {
  if (SYSTEM.test(key)) return 'system';
  const [, data, n] = NUMBERED.exec(key) ?? [];
  if (n === undefined) return null;
  const number = data === undefined ? Number(n) - 1 : Number(n);
  return number === 0 ? 'system' : number;
}

/** The word for a data disk in commands and messages. @param n its number among the data disks, from 1 */
export const diskWord = (n: number): string => `disk${n + 1}`;

/** The word for any disk; `disk` is the system disk. */
export const diskKey = (which: WhichDisk): string => (which === 'system' ? 'disk' : diskWord(which));

export function sizeOf(value: string): number | null {
  const size = Number(/^(\d{1,6})\s*(?:g|gb|gib)?$/iu.exec(value)?.[1] ?? 0);
  return size === 0 ? null : size;
}

/** `CNY0.0512`, as a button contains it. */
export const formatAgreedPrice = (price: HourlyPrice | null): string =>
  price === null ? 'unknown' : `${price.currency}${(price.micros / 1_000_000).toFixed(6)}`;

/** Reads such a word; null for anything else. */
export function parseAgreedPrice(word: string): AgreedPrice | null {
  if (word === 'unknown') return word;
  const [, currency = '', amount = ''] = /^([A-Z]{3}) ?(\d{1,9}(?:\.\d{1,6})?)$/u.exec(word) ?? [];
  return hourlyFromNumber(Number(amount), currency);
}

/** The one-time price of a prepaid disk, in the form to agree to; null for an hourly quote. */
export const atOnce = (quote: Quote): HourlyPrice | null =>
  quote.kind === 'term' ? { micros: inMicros(quote.price), currency: quote.price.currency } : null;

/** Whether a price is no higher than the one agreed to. */
export function isAgreed(agreed: AgreedPrice | null, price: HourlyPrice | null): boolean {
  if (agreed === null || agreed === 'unknown' || price === null) return agreed === 'unknown' && price === null;
  return agreed.currency === price.currency && price.micros <= agreed.micros;
}
