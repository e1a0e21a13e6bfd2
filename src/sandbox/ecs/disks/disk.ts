import type { RegionData } from '../catalogue/regions.ts';
import type { DiskData } from '../money/prices.ts';
import type { Tag } from '../vm.ts';

export type DiskStatus = 'Creating' | 'Available' | 'Attaching' | 'In_use' | 'Detaching';

/** One disk in the simulated cloud, of an instance or of none. */
export interface Disk {
  readonly id: string;
  readonly region: RegionData;
  readonly zone: string;
  readonly type: 'system' | 'data';
  readonly resourceGroupId: string;
  made: DiskData;
  createdReal: number;
  attachedReal: number | null;
  instanceId: string | null;
  /** Empty while it is attached to nothing. */
  device: string;
  deleteWithInstance: boolean;
  /** It was bought together with its instance and is paid for as that is; any other disk is pay-as-you-go. */
  bought: 'withInstance' | 'alone';
  tags: Tag[];
  /** What it is on the way to being attached, detached or there at all, until then in cloud milliseconds. */
  moving: { readonly status: DiskStatus; readonly until: number } | null;
}

export interface PlannedDisk {
  readonly made: DiskData;
  readonly deleteWithInstance: boolean;
}
