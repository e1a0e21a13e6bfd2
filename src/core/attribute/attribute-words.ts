import { byName } from '../base/lists.ts';
import { nearest } from '../base/nearest.ts';
import { fail, ok, type Result } from '../base/result.ts';
import {
  type DisksWish,
  type DiskWish,
  diskWish,
  parseAgreedPrice,
  type WhichDisk,
  whichDisk,
} from '../disk/disk-wish.ts';
import type { OptionFault } from '../option/option-faults.ts';
import { parseSwitch } from '../option/switch.ts';
import type { Tag } from '../option/tag.ts';
import { faultOfTags } from '../option/tags.ts';
import { onOneLine } from '../option/typed-disks.ts';
import { withEquals } from '../spec/key-values.ts';
import { isInstanceName } from '../spec/spec-judge.ts';
import type { AttributeWish } from './attribute.ts';

/** The keys of changes, as in `name=web-2`; a tag is `tag:team=payments`. */
const ATTRIBUTE_KEYS = ['name', 'tag:', 'protection', 'owner', 'disk'] as const;
type AttributeKey = (typeof ATTRIBUTE_KEYS)[number];

/** A fault in one of the words, as data. */
export type AttributeFault =
  /** `costs`: the change would change the price of the instance. */
  | {
      readonly is: 'shape' | 'person' | 'costs' | 'empty' | 'switch' | 'name' | 'diskSize' | 'price';
      readonly given: string;
    }
  /** The disk would become smaller. */
  | { readonly is: 'diskShrinks'; readonly sizeGiB: number }
  /** Disks are changed separately, because the person must agree to the price first. */
  | { readonly is: 'diskAlone' | 'diskBeside' }
  /** The owner field was emptied. */
  | { readonly is: 'noOwner' }
  | { readonly is: 'key'; readonly given: string; readonly nearest: AttributeKey | null }
  | { readonly is: 'twice'; readonly key: string }
  | { readonly is: 'tag'; readonly fault: OptionFault };

/** A person picked after `@`, as Slack writes it, or a bare user id. */
const PERSON = /^(?:<@([UW][A-Z0-9]{2,})(?:\|[^>]*)?>|([UW][A-Z0-9]{7,}))$/u;

/** Reads at least one word. Returns all faults at once. */
export function readAttributes(words: readonly string[]): Result<AttributeWish | DisksWish, readonly AttributeFault[]> {
  const reading: Reading = { wish: {}, set: [], removed: [], disks: [], agreed: null, faults: [] };
  for (const word of withEquals(words)) readWord(word, reading);
  const { wish, set, removed, disks, agreed, faults } = reading;
  const fault = faultOfTags([...set, ...removed.map((key) => ({ key, value: '' }))]);
  if (fault !== null) faults.push({ is: 'tag', fault });
  const others = Object.keys(wish).length + set.length + removed.length;
  if (disks.length > 0 && others > 0) faults.push({ is: 'diskAlone' });
  const [price] = words.filter((word) => PRICE.test(word.split('=')[0] ?? ''));
  if (disks.length === 0 && price !== undefined && agreed !== null)
    faults.push({ is: 'key', given: price, nearest: null });
  if (faults.length > 0) return fail(faults);
  if (disks.length > 0) return ok({ disks: disks.toSorted(byPlace), agreed });
  return ok({ ...wish, ...(set.length > 0 && { tags: set }), ...(removed.length > 0 && { untag: removed }) });
}

const placeOf = (which: WhichDisk): number => (which === 'system' ? 0 : which);
const byPlace = (a: DiskWish, b: DiskWish): number => placeOf(a.which) - placeOf(b.which);

interface Reading {
  wish: AttributeWish;
  readonly disks: DiskWish[];
  agreed: DisksWish['agreed'];
  readonly set: Tag[];
  readonly removed: string[];
  readonly faults: AttributeFault[];
}

function readWord(word: string, reading: Reading): void {
  const { faults, set, removed } = reading;
  const equals = word.indexOf('=');
  if (equals < 1) {
    // Said once of words that follow each other.
    const before = faults.at(-1);
    if (before?.is === 'shape') faults.splice(-1, 1, { is: 'shape', given: `${before.given} ${word}` });
    else faults.push({ is: 'shape', given: word });
    return;
  }
  const typed = word.slice(0, equals);
  const value = word.slice(equals + 1).trim();
  const tag = /^(?:tags?|标签)[:：](.*)$/iu.exec(typed)?.[1]?.trim();
  if (tag !== undefined) {
    if (value === '') removed.push(tag);
    else set.push({ key: tag, value });
    return;
  }
  const [key = '', shown] = typed.replace(/^系统盘/u, 'disk').split('/', 2);
  const which = whichDisk(key);
  if (which !== null) {
    parseDisk({ key, which, shown }, value, reading);
    return;
  }
  if (PRICE.test(typed)) {
    reading.agreed = parseAgreedPrice(value);
    if (reading.agreed === null) faults.push({ is: 'price', given: word });
    return;
  }
  const attribute = ATTRIBUTE_KEYS.find((one) => one === (ALSO.get(typed.toLowerCase()) ?? typed.toLowerCase()));
  if (COSTS.test(typed)) faults.push({ is: 'costs', given: word });
  else if (attribute === undefined || attribute === 'tag:' || attribute === 'disk')
    faults.push({ is: 'key', given: word, nearest: nearestKey(typed) });
  else if (value === '') faults.push({ is: 'empty', given: typed });
  else if (reading.wish[attribute] !== undefined) faults.push({ is: 'twice', key: attribute });
  else readValue(attribute, value, reading);
}

/** The price in the button that shows it. */
const PRICE = /^price$/iu;

/** @param named `shown`: the id after a slash, by which a price button names the disk that it showed */
function parseDisk(
  named: { readonly key: string; readonly which: WhichDisk; readonly shown: string | undefined },
  value: string,
  { disks, faults }: Reading,
): void {
  const { key, which, shown } = named;
  const wish = diskWish(key, which, onOneLine(value), shown);
  if (value === '') faults.push({ is: 'empty', given: key });
  else if (which === 'system' && wish.sizeGiB === null) faults.push({ is: 'diskSize', given: `${key}=${value}` });
  else if (disks.some((disk) => disk.which === which)) faults.push({ is: 'twice', key });
  else disks.push(wish);
}

/** Other parts of an order that cost money. */
const COSTS = /^(?:(?:data|system)?disks?[\d.]*(?:size)?|size|(?:instance)?type|bandwidth|charge|period|amount)$/iu;

/** Other spellings in the form, in both languages, and the API. */
const ALSO = byName<AttributeKey>({
  protection: 'protect deletionprotection 释放保护 实例释放保护',
  name: 'instancename 名称 实例名称',
  owner: '所有者',
});

const nearestKey = (typed: string): AttributeKey | null =>
  /^(?:tags?|标签)$/iu.test(typed) ? 'tag:' : nearest(typed, ATTRIBUTE_KEYS);

function readValue(key: Exclude<AttributeKey, 'tag:' | 'disk'>, value: string, reading: Reading): void {
  const { faults, wish } = reading;
  const put = (more: AttributeWish): void => {
    reading.wish = { ...wish, ...more };
  };
  switch (key) {
    case 'name':
      if (isInstanceName(value)) put({ name: value });
      else faults.push({ is: 'name', given: value });
      break;
    case 'protection': {
      const protection = parseSwitch(value);
      if (protection === null) faults.push({ is: 'switch', given: value });
      else put({ protection });
      break;
    }
    case 'owner': {
      const [, mentioned, bare] = PERSON.exec(value) ?? [];
      const owner = mentioned ?? bare;
      if (owner === undefined) faults.push({ is: 'person', given: value });
      else put({ owner });
    }
  }
}
