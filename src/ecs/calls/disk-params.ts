import type { DataDisk } from '../../core/option/options.ts';
import { DISK_KINDS, type DiskCategory } from '../../core/spec/disks.ts';
import type { Params } from '../sdk.ts';

/**
 * A disk as CreateInstance and DescribePrice take it. The level of an ESSD is always sent: what the cloud takes where none is named depends on
 * the site and on the instance type.
 *
 * @param sizeGiB null for the size of a snapshot
 */
export function diskParams({
  category,
  sizeGiB,
}: {
  readonly category: DiskCategory;
  readonly sizeGiB: number | null;
}): { readonly category: string; readonly size?: number; readonly performanceLevel?: string } {
  const { category: name, level } = DISK_KINDS[category];
  return {
    category: name,
    ...(sizeGiB === null ? {} : { size: sizeGiB }),
    ...(level === null ? {} : { performanceLevel: level }),
  };
}

/** The same of a data disk. */
export const dataDiskParams = (disk: DataDisk): NonNullable<Params<'CreateInstance'>['dataDisk']>[number] => ({
  ...diskParams(disk),
  diskName: disk.name,
  description: disk.description,
  // The cloud deletes it with the instance where nothing is said; said outright, so that it is what was approved.
  deleteWithInstance: !disk.keep,
  snapshotId: disk.snapshotId,
  encrypted: disk.encrypted,
  KMSKeyId: disk.kmsKeyId,
});
