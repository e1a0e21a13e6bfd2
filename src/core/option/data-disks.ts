import { hasHidden } from '../base/legible.ts';
import { DISK_CATEGORIES, DISK_KINDS, type DiskCategory } from '../spec/disks.ts';
import type { OptionFault } from './option-faults.ts';
import { type DataDisk, withoutUndefined } from './options.ts';

export const MAX_DATA_DISKS = 16;
const MAX_NAME = 128;
const MAX_ABOUT = 256;
const MIN_LENGTH = 2;

/**
 * A draft holds one line per disk: `essd_pl0:100` or `100`, with options after commas:
 * `essd:100,name=data,keep,snapshot=s-…,encrypted,kms=…`. Written back, the line has the cloud's name of the category.
 */
export const formatDisk = (disk: DataDisk): string => {
  const { category, sizeGiB, name, description, keep, snapshotId, encrypted, kmsKeyId } = disk;
  return [
    `${category}:${sizeGiB ?? ''}`,
    ...(name === undefined ? [] : [`name=${escaped(name)}`]),
    ...(description === undefined ? [] : [`about=${escaped(description)}`]),
    ...(keep ? ['keep'] : []),
    ...(snapshotId === undefined ? [] : [`snapshot=${escaped(snapshotId)}`]),
    ...(encrypted ? ['encrypted'] : []),
    ...(kmsKeyId === undefined ? [] : [`kms=${escaped(kmsKeyId)}`]),
  ].join(',');
};

const escaped = (text: string): string => text.replace(/[%,\n]/gu, (mark) => encodeURIComponent(mark));
const unescaped = (text: string): string =>
  text.replace(/%(?:25|2C|0A)/giu, (code) => decodeURIComponent(code.toUpperCase()));

/** The default category of a data disk, and the first one offered for a system disk. */
const USUAL: DiskCategory = 'cloud_essd';

/** Finds a category by the cloud's or the console's word: `cloud_essd_pl1`, `essd_pl1`, `pl1`; `essd_autopl`, `autopl`. */
export function categoryOf(given: string): DiskCategory | null {
  const word = given.toLowerCase().replace(/[\s-]+/gu, '_');
  return DISK_CATEGORIES.find((name) => wordsOf(name).some((one) => one === word || one === `cloud_${word}`)) ?? null;
}

function wordsOf(disk: DiskCategory): readonly string[] {
  const level = disk === 'cloud_auto' ? 'autopl' : DISK_KINDS[disk].level?.toLowerCase();
  return level === undefined ? [disk] : [disk, level, `cloud_essd_${level}`];
}

/** The disk of one line, or the fault of the line. */
export function parseDisk(line: string): DataDisk | OptionFault {
  const [head = '', ...more] = line.split(',').map((part) => part.trim());
  const [, word = '', size = ''] =
    /^(?:([a-z][\w -]*?)\s*(?::|$))?\s*(?:(\d{1,6})\s*(?:g|gb|gib)?)?$/iu.exec(head) ?? [];
  if (word === '' && size === '') return { is: 'diskShape', disk: line };
  const category = word === '' ? USUAL : categoryOf(word);
  if (category === null) return { is: 'diskCategory', disk: word };
  const said = new Map(
    more.map((part) => [part.split('=')[0]?.toLowerCase() ?? '', unescaped(part.split('=').slice(1).join('='))]),
  );
  const unknown = [...said].find(
    ([key, value]) => !Object.hasOwn(OPTIONS, key) || (OPTIONS[key] === 'flag') !== (value === ''),
  );
  if (unknown !== undefined || said.size < more.length) return { is: 'diskOption', disk: unknown?.[0] ?? line };
  const sizeGiB = size === '' ? null : Number(size);
  const disk = withoutUndefined<DataDisk>({
    category,
    sizeGiB,
    name: said.get('name'),
    description: said.get('about'),
    keep: said.has('keep') ? true : undefined,
    snapshotId: said.get('snapshot'),
    encrypted: said.has('encrypted') ? true : undefined,
    kmsKeyId: said.get('kms'),
  });
  return faultOf(disk, line) ?? disk;
}

const OPTIONS: Readonly<Record<string, 'flag' | 'value'>> = {
  name: 'value',
  about: 'value',
  keep: 'flag',
  snapshot: 'value',
  encrypted: 'flag',
  kms: 'value',
};

function faultOf({ category, sizeGiB, ...disk }: DataDisk, line: string): OptionFault | null {
  const { minGiB: min, maxGiB: max } = DISK_KINDS[category].data;
  if (sizeGiB === null && disk.snapshotId === undefined) return { is: 'diskShape', disk: line };
  if (sizeGiB !== null && (sizeGiB < min || sizeGiB > max)) return { is: 'diskSize', disk: line, category, min, max };
  if (disk.name !== undefined && !isDiskName(disk.name)) return { is: 'diskName' };
  if (disk.description !== undefined && !isAbout(disk.description)) return { is: 'about' };
  if (disk.snapshotId !== undefined && !/^s-[a-z0-9]{6,}$/u.test(disk.snapshotId))
    return { is: 'shape', example: 's-bp67acfmxazb4ph0****' };
  return disk.kmsKeyId !== undefined && !disk.encrypted ? { is: 'kmsWithoutEncryption', disk: line } : null;
}

/** The API's rule for disk names: 2-128 characters. */
export const isDiskName = (name: string): boolean =>
  name.length <= MAX_NAME && !hasHidden(name) && /^\p{L}[\p{L}\p{N}:_.-]+$/u.test(name);

/** The API's rule for descriptions. */
export const isAbout = (text: string): boolean =>
  text.length >= MIN_LENGTH && text.length <= MAX_ABOUT && !hasHidden(text) && !/^https?:\/\//iu.test(text);

const linesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The first fault; null for none. */
export function disksFault(text: string): OptionFault | null {
  const lines = linesIn(text);
  if (lines.length > MAX_DATA_DISKS) return { is: 'disksTooMany', max: MAX_DATA_DISKS };
  for (const line of lines) {
    const disk = parseDisk(line);
    if ('is' in disk) return disk;
  }
  return null;
}

/** The disks of all readable lines; in a judged draft all lines are. */
export const parseDisks = (text: string): readonly DataDisk[] =>
  linesIn(text).flatMap((line) => {
    const disk = parseDisk(line);
    return 'is' in disk ? [] : [disk];
  });

/** The lines in the cloud's own words; an unreadable line stays as typed. */
export const normaliseDisks = (text: string): string =>
  linesIn(text)
    .map((line) => {
      const disk = parseDisk(line);
      return 'is' in disk ? line : formatDisk(disk);
    })
    .join('\n');
