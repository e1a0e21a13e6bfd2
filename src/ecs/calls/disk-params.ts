import type { DataDisk } from '../../core/option/options.ts';
import { DISK_KINDS, type DiskCategory } from '../../core/spec/disks.ts';
import type { Params } from '../sdk.ts';

/**
 * A disk in the form of CreateInstance and DescribePrice. The level of an ESSD is always sent, because the cloud's default
 * depends on the site and the instance type.
 *
 * @param sizeGiB null for the size of the snapshot
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

/** A data disk in the same form. */
export const dataDiskParams = (disk: DataDisk): NonNullable<Params<'CreateInstance'>['dataDisk']>[number] => ({
  ...diskParams(disk),
  diskName: disk.name,
  description: disk.description,
  // The default is to delete it with the instance; sent explicitly, so that it is what was approved.
  deleteWithInstance: !disk.keep,
  snapshotId: disk.snapshotId,
  encrypted: disk.encrypted,
  KMSKeyId: disk.kmsKeyId,
});
