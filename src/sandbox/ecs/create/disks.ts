import type { ImageData } from '../catalogue/images.ts';
import type { TypeData } from '../catalogue/types.ts';
import type { PlannedDisk } from '../disks/disk.ts';
import type { DiskData } from '../money/prices.ts';
import { missing, type Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { isName } from './naming.ts';

export const CATEGORIES: readonly string[] = [
  'cloud_essd',
  'cloud_auto',
  'cloud_essd_entry',
  'cloud_efficiency',
  'cloud_ssd',
  'cloud',
];
const LEVELS = ['PL0', 'PL1', 'PL2', 'PL3'];
const MIN_BY_LEVEL: Readonly<Record<string, number>> = { PL0: 1, PL1: 20, PL2: 461, PL3: 1261 };
const DATA_DISK_GIB: Readonly<Record<string, readonly [number, number]>> = {
  cloud_auto: [1, 65_536],
  cloud_essd_entry: [10, 32_768],
  cloud_efficiency: [20, 32_768],
  cloud_ssd: [20, 32_768],
  cloud: [5, 2000],
};
const MAX_DATA_DISKS = 16;

/** The size limits; for an ESSD at the default level if none is given. */
export function systemDiskGiB(category: string, level = 'PL1'): readonly [number, number] {
  if (category === 'cloud') return [20, 500];
  const least = category === 'cloud_auto' ? 1 : category === 'cloud_essd' ? MIN_BY_LEVEL[level] : 20;
  return [least ?? 20, 2048];
}

/** The default category of a disk: ultra if the type still takes one. */
const defaultCategory = (type: TypeData): string =>
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
  const encrypted = asFlag('SystemDisk.Encrypted', params.text('SystemDisk.Encrypted') ?? undefined, false);
  const kmsKeyId = keyOf(params.text('SystemDisk.KMSKeyId') ?? '', encrypted);
  return { category, sizeGiB, performanceLevel: level, ...words, encrypted, kmsKeyId };
}

/** `type`: of their instance; null for disks without one. */
export function dataDisks(params: Params, type: TypeData | null): PlannedDisk[] {
  const records = params.records('DataDisk');
  if (records.length > MAX_DATA_DISKS) {
    const message = 'The total number of specified disk in an instance exceeds.';
    refuse(400, 'InstanceDiskNumber.LimitExceed', message);
  }
  return records.map((record, index) => {
    const name = `DataDisk.${index + 1}`;
    const category = record.Category || (type ? defaultCategory(type) : missing(`${name}.Category`));
    if (!CATEGORIES.includes(category)) notValid('InvalidDataDiskCategory.ValueNotSupported', `${name}.Category`);
    if (type) mustGoTogether(type, category);
    if (record.SnapshotId) {
      // The account has no snapshots.
      refuse(404, 'InvalidDataDiskSnapshotId.NotFound', `The specified parameter ${name}.SnapshotId is not valid.`);
    }
    const performanceLevel = levelOf(category, record.PerformanceLevel || null, `${name}.PerformanceLevel`);
    const [least, most] = dataDiskGiB(category, performanceLevel);
    const sizeGiB = /^\d{1,6}$/.test(record.Size ?? '') ? Number(record.Size) : 0;
    if (sizeGiB < least || sizeGiB > most) notValid('InvalidDataDiskSize.ValueNotSupported', `${name}.Size`);
    const deleteWithInstance = asFlag(`${name}.DeleteWithInstance`, record.DeleteWithInstance, true);
    const words = wordsOf(name, record.DiskName ?? null, record.Description ?? null);
    const encrypted = asFlag(`${name}.Encrypted`, record.Encrypted, false);
    const kmsKeyId = keyOf(record.KMSKeyId ?? '', encrypted);
    return { made: { category, sizeGiB, performanceLevel, ...words, encrypted, kmsKeyId }, deleteWithInstance };
  });
}

/** The least and the most size of a data disk. */
export const dataDiskGiB = (category: string, performanceLevel: string): readonly [number, number] =>
  DATA_DISK_GIB[category] ?? [MIN_BY_LEVEL[performanceLevel] ?? 20, 65_536];

/** A customer's own KMS key; the same in every region. */
const KMS_KEY = '0e478b7a-4262-4802-b8cb-00d5ecfadeb1';

export function keyOf(kmsKeyId: string, encrypted: boolean): string {
  if (kmsKeyId === '') return '';
  if (!encrypted) {
    const message = 'The specified parameter Encrypted must be true when kmsKeyId is not empty.';
    refuse(400, 'InvalidParameter.EncryptedIllegal', message);
  }
  if (kmsKeyId !== KMS_KEY) refuse(404, 'InvalidParameter.KMSKeyId.NotFound', 'The specified KMSKeyId does not exist.');
  return kmsKeyId;
}

/** `disk`: the record with both fields; empty for top-level parameters. */
export function wordsOf(
  disk: string,
  name: string | null,
  about: string | null,
): Pick<DiskData, 'name' | 'description'> {
  if (name && !isName(name)) notValid('InvalidDiskName.Malformed', `${disk}.DiskName`);
  if (about && (about.length < 2 || about.length > 256 || /^https?:\/\//.test(about))) {
    notValid('InvalidDiskDescription.Malformed', `${disk}.Description`);
  }
  return { name: name ?? '', description: about ?? '' };
}

export function asFlag(name: string, given: string | undefined, otherwise: boolean): boolean {
  const value = given?.toLowerCase() || String(otherwise);
  return value === 'true' || value === 'false' ? value === 'true' : notValid('InvalidParameter', name);
}

export function levelOf(category: string, level: string | null, parameter: string): string {
  if (category !== 'cloud_essd') return '';
  if (level !== null && !LEVELS.includes(level)) notValid('InvalidPerformanceLevel.Malformed', parameter);
  return level ?? 'PL1';
}

function mustGoTogether(type: TypeData, category: string): void {
  if (type.diskCategories.includes(category)) return;
  const message = 'The instanceType of the specified instance does not support this disk category.';
  refuse(403, 'InvalidInstanceType.NotSupportDiskCategory', message);
}
