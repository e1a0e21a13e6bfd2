import { type HourlyPrice, hourlyFromNumber, inMicros } from '../base/money.ts';
import { parseDisk } from '../option/data-disks.ts';
import type { OptionFault } from '../option/option-faults.ts';
import type { DataDisk } from '../option/options.ts';
import type { DiskCategory } from '../spec/disks.ts';
import type { Quote } from '../spec/quote.ts';

/** What somebody wants one disk of an instance to be. */
export interface DiskWish {
  /** As it was typed: `disk`, `disk2`. */
  readonly key: string;
  readonly which: WhichDisk;
  /** As it was typed: a size, or for a new data disk more. */
  readonly given: string;
  /** Null where more than a size was said, which goes for a new disk only. */
  readonly sizeGiB: number | null;
  /** What a new data disk would be by that, or what is wrong with it. */
  readonly asNew: DataDisk | OptionFault;
  /** The id of the disk that stood there, or {@link NO_DISK_YET}, when somebody was shown it; absent where nobody was. */
  readonly shown?: string;
}

/** Where no disk was. */
export const NO_DISK_YET = 'new';

export const diskWish = (key: string, which: WhichDisk, given: string, shown?: string): DiskWish => ({
  ...{ key, which, given },
  sizeGiB: sizeOf(given),
  asNew: parseDisk(given),
  ...(shown === undefined ? {} : { shown }),
});

/** What a person was shown at a change, as {@link DiskWish.shown}. */
export const shownAt = (change: DiskChange): string => (isGrowth(change) ? change.diskId : NO_DISK_YET);

/** The system disk, or a data disk by its number among the data disks, from 1. People call it by {@link diskWord}. */
export type WhichDisk = 'system' | number;

/** What somebody has agreed to pay more per hour, or at once for a prepaid disk; `unknown` where they were told that no price is known. */
export type AgreedPrice = HourlyPrice | 'unknown';

/** Disks of an instance that are to be larger. */
export interface DisksWish {
  readonly disks: readonly DiskWish[];
  /** Null where nobody has been told the price yet. */
  readonly agreed: AgreedPrice | null;
}

/** A disk that is to be larger. */
export interface DiskGrowth {
  readonly which: WhichDisk;
  /** The cloud's own. */
  readonly diskId: string;
  /** GiB. */
  readonly from: number;
  readonly to: number;
}

/** A disk that is paid for in advance and is to be larger: what that costs for the rest of its time is debited at once. */
export interface PrepaidGrowth extends DiskGrowth {
  readonly category: DiskCategory;
  /** Of its instance as the cloud shows it: the price of a system disk is asked for with it. */
  readonly instanceType: string;
}

/** A data disk that is to be bought and attached. */
export interface DiskAddition {
  /** Its number among the data disks, from 1. */
  readonly which: number;
  readonly disk: DataDisk;
  /** In which its instance is. */
  readonly zone: string;
}

export type DiskChange = DiskGrowth | DiskAddition;

export const isGrowth = (change: DiskChange): change is DiskGrowth => 'diskId' in change;

const SYSTEM = /^(?:(?:system_?)?disk(?:\.?size)?|size)$/iu;
const NUMBERED = /^(data_?)?disk\.?([1-9]\d?)(?:\.?size)?$/iu;

/** Which disk a word before `=` means, counted as in a create: `disk1` is the system disk, `disk2` or `datadisk1` the first data disk. Null for none. */
export function whichDisk(key: string): WhichDisk | null {
  if (SYSTEM.test(key)) return 'system';
  const [, data, n] = NUMBERED.exec(key) ?? [];
  if (n === undefined) return null;
  const number = data === undefined ? Number(n) - 1 : Number(n);
  return number === 0 ? 'system' : number;
}

/** What people call a data disk, in commands and in what they read. @param n among the data disks, from 1 */
export const diskWord = (n: number): string => `disk${n + 1}`;

/** The same of any disk: `disk` is the system disk. */
export const diskKey = (which: WhichDisk): string => (which === 'system' ? 'disk' : diskWord(which));

/** `100`, `100GiB`; null for what is no whole size. */
export function sizeOf(value: string): number | null {
  const size = Number(/^(\d{1,6})\s*(?:g|gb|gib)?$/iu.exec(value)?.[1] ?? 0);
  return size === 0 ? null : size;
}

/** `CNY0.0512`, as a button holds it. */
export const formatAgreedPrice = (price: HourlyPrice | null): string =>
  price === null ? 'unknown' : `${price.currency}${(price.micros / 1_000_000).toFixed(6)}`;

/** Null for what is no price. */
export function parseAgreedPrice(word: string): AgreedPrice | null {
  if (word === 'unknown') return word;
  const [, currency = '', amount = ''] = /^([A-Z]{3}) ?(\d{1,9}(?:\.\d{1,6})?)$/u.exec(word) ?? [];
  return hourlyFromNumber(Number(amount), currency);
}

/** What is debited at once for a prepaid disk, as people agree to it; null for what is no such price. */
export const atOnce = (quote: Quote): HourlyPrice | null =>
  quote.kind === 'term' ? { micros: inMicros(quote.price), currency: quote.price.currency } : null;

/** Whether a price is what was agreed to, or less. */
export function isAgreed(agreed: AgreedPrice | null, price: HourlyPrice | null): boolean {
  if (agreed === null || agreed === 'unknown' || price === null) return agreed === 'unknown' && price === null;
  return agreed.currency === price.currency && price.micros <= agreed.micros;
}
