import type { DataDisk } from '../../../core/option/options.ts';
import type { ChargeKind } from '../../../core/spec/charge.ts';
import { type DiskCategory, diskOf } from '../../../core/spec/disks.ts';

/** The instances of each way of paying. */
export const INSTANCES: Readonly<Record<ChargeKind, string>> = {
  payAsYouGo: '按量付费实例',
  spot: '抢占式实例',
  prepaid: '包年包月实例',
};

/** The console's names, with the performance level if there is one. */
export const DISK: Readonly<Record<DiskCategory, string>> = {
  cloud_essd: 'ESSD PL1 云盘',
  cloud_essd_pl0: 'ESSD PL0 云盘',
  cloud_essd_pl2: 'ESSD PL2 云盘',
  cloud_essd_pl3: 'ESSD PL3 云盘',
  cloud_auto: 'ESSD AutoPL 云盘',
  cloud_essd_entry: 'ESSD Entry 云盘',
  cloud_efficiency: '高效云盘',
  cloud_ssd: 'SSD 云盘',
  cloud: '普通云盘',
};

/** An ordered disk. One made from a snapshot may have the snapshot's size, which is not told. */
export const diskText = ({ sizeGiB, category }: Pick<DataDisk, 'sizeGiB' | 'category'>): string =>
  sizeGiB === null ? DISK[category] : `${sizeGiB} GiB ${DISK[category]}`;

/** A disk as the cloud describes it, also of a category that the bot does not know. */
export function diskName(category: string, level: string): string {
  const known = diskOf(category, level);
  return known === null ? [category, level].filter((word) => word !== '').join(' ') : DISK[known];
}
