import type { DataDisk } from '../../../core/option/options.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { type DiskCategory, diskOf } from '../../../core/spec/disks.ts';

/** The instances of each way of paying. */
export const INSTANCES: Readonly<Record<ChargeKind, string>> = {
  payAsYouGo: 'pay-as-you-go instances',
  spot: 'spot instances',
  prepaid: 'prepaid instances',
};

/** The console's names, with the performance level if there is one. */
export const DISK: Readonly<Record<DiskCategory, string>> = {
  cloud_essd: 'ESSD PL1',
  cloud_essd_pl0: 'ESSD PL0',
  cloud_essd_pl2: 'ESSD PL2',
  cloud_essd_pl3: 'ESSD PL3',
  cloud_auto: 'ESSD AutoPL',
  cloud_essd_entry: 'ESSD Entry',
  cloud_efficiency: 'Ultra disk',
  cloud_ssd: 'Standard SSD',
  cloud: 'Basic disk',
};

/** An ordered disk. One made from a snapshot may have the snapshot's size, which is not told. */
export const diskText = ({ sizeGiB, category }: Pick<DataDisk, 'sizeGiB' | 'category'>): string =>
  sizeGiB === null ? DISK[category] : `${sizeGiB} GiB ${DISK[category]}`;

/** A disk as the cloud describes it, also of a category that the bot does not know. */
export function diskName(category: string, level: string): string {
  const known = diskOf(category, level);
  return known === null ? [category, level].filter((word) => word !== '').join(' ') : DISK[known];
}
