import type { ImageData } from '../catalogue/images.ts';
import type { TypeData } from '../catalogue/types.ts';
import type { DiskData } from '../money/prices.ts';
import { notModelled } from '../taken.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';

const CATEGORIES = ['cloud_essd', 'cloud_auto', 'cloud_essd_entry', 'cloud_efficiency', 'cloud_ssd', 'cloud'];
const LEVELS = ['PL0', 'PL1', 'PL2', 'PL3'];
const LEAST_BY_LEVEL: Readonly<Record<string, number>> = { PL0: 1, PL1: 20, PL2: 461, PL3: 1261 };
const DATA_DISK_GIB: Readonly<Record<string, readonly [number, number]>> = {
  cloud_auto: [1, 65_536],
  cloud_essd_entry: [10, 32_768],
  cloud_efficiency: [20, 32_768],
  cloud_ssd: [20, 32_768],
  cloud: [5, 2000],
};
const MAX_DATA_DISKS = 16;

/** Of an ESSD, at the level that is meant where none is named. */
export function systemDiskGiB(category: string, level = 'PL1'): readonly [number, number] {
  if (category === 'cloud') return [20, 500];
  const least = category === 'cloud_auto' ? 1 : category === 'cloud_essd' ? LEAST_BY_LEVEL[level] : 20;
  return [least ?? 20, 2048];
}

/** What a disk is made of when nobody says: an ultra disk where the type still takes one. */
export const defaultCategory = (type: TypeData): string =>
  type.diskCategories.includes('cloud_efficiency') ? 'cloud_efficiency' : 'cloud_essd';

export function systemDisk(params: Params, type: TypeData, image: ImageData | null): DiskData {
  const category = params.text('SystemDisk.Category') ?? defaultCategory(type);
  if (!CATEGORIES.includes(category)) notValid('InvalidSystemDiskCategory.ValueNotSupported', 'SystemDisk.Category');
  mustGoTogether(type, category);
  const sizeGiB =
    params.whole('SystemDisk.Size', 'InvalidSystemDiskSize.ValueNotSupported') ?? Math.max(40, image?.sizeGiB ?? 0);
  const level = levelOf(category, params.text('SystemDisk.PerformanceLevel'), 'SystemDisk.PerformanceLevel');
  const [least, most] = systemDiskGiB(category, level);
  const size = 'The specified parameter SystemDisk.Size is';
  if (sizeGiB < least) refuse(404, 'InvalidSystemDiskSize.LessThanMinSize', `${size} less than the min size.`);
  if (sizeGiB > most) refuse(404, 'InvalidSystemDiskSize.MoreThanMaxSize', `${size} more than the max size.`);
  if (image && sizeGiB < image.sizeGiB) {
    refuse(404, 'InvalidSystemDiskSize.LessThanImageSize', `${size} less than the image size.`);
  }
  const words = wordsOf('SystemDisk', params.text('SystemDisk.DiskName'), params.text('SystemDisk.Description'));
  return { category, sizeGiB, performanceLevel: level, ...words, encrypted: false };
}

export function dataDisks(params: Params, type: TypeData): DiskData[] {
  const records = params.records('DataDisk');
  if (records.length > MAX_DATA_DISKS) {
    const message = 'The total number of specified disk in an instance exceeds.';
    refuse(400, 'InstanceDiskNumber.LimitExceed', message);
  }
  return records.map((record, index) => {
    const name = `DataDisk.${index + 1}`;
    const category = record.Category || defaultCategory(type);
    if (!CATEGORIES.includes(category)) notValid('InvalidDataDiskCategory.ValueNotSupported', `${name}.Category`);
    mustGoTogether(type, category);
    const performanceLevel = levelOf(category, record.PerformanceLevel || null, `${name}.PerformanceLevel`);
    const [least, most] = DATA_DISK_GIB[category] ?? [LEAST_BY_LEVEL[performanceLevel] ?? 20, 65_536];
    const sizeGiB = /^\d{1,6}$/.test(record.Size ?? '') ? Number(record.Size) : 0;
    if (sizeGiB < least || sizeGiB > most) notValid('InvalidDataDiskSize.ValueNotSupported', `${name}.Size`);
    if (!asFlag(`${name}.DeleteWithInstance`, record.DeleteWithInstance, true)) {
      notModelled(`${name}.DeleteWithInstance`, 'false');
    }
    const words = wordsOf(name, record.DiskName ?? null, record.Description ?? null);
    const encrypted = asFlag(`${name}.Encrypted`, record.Encrypted, false);
    return { category, sizeGiB, performanceLevel, ...words, encrypted };
  });
}

function wordsOf(disk: string, name: string | null, about: string | null): Pick<DiskData, 'name' | 'description'> {
  if (name && (!/^\p{L}[\p{L}\p{N}:_.-]{1,127}$/u.test(name) || /^https?:/i.test(name))) {
    notValid('InvalidDiskName.Malformed', `${disk}.DiskName`);
  }
  if (about && (about.length < 2 || about.length > 256 || /^https?:\/\//.test(about))) {
    notValid('InvalidDiskDescription.Malformed', `${disk}.Description`);
  }
  return { name: name ?? '', description: about ?? '' };
}

function asFlag(name: string, given: string | undefined, otherwise: boolean): boolean {
  const value = given?.toLowerCase() || String(otherwise);
  return value === 'true' || value === 'false' ? value === 'true' : notValid('InvalidParameter', name);
}

function levelOf(category: string, level: string | null, parameter: string): string {
  if (category !== 'cloud_essd') return '';
  if (level !== null && !LEVELS.includes(level)) notValid('InvalidPerformanceLevel.Malformed', parameter);
  return level ?? 'PL1';
}

function mustGoTogether(type: TypeData, category: string): void {
  if (type.diskCategories.includes(category)) return;
  const message = 'The instanceType of the specified instance does not support this disk category.';
  refuse(403, 'InvalidInstanceType.NotSupportDiskCategory', message);
}
