import type { RegionData } from '../catalogue/regions.ts';
import type { DiskData } from '../money/prices.ts';
import type { Tag } from '../vm.ts';

export type DiskStatus = 'Creating' | 'Available' | 'Attaching' | 'In_use' | 'Detaching';

/** One disk in the simulated cloud, attached to an instance or to none. */
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
  /** Empty while it is not attached. */
  device: string;
  deleteWithInstance: boolean;
  /** `withInstance`: bought with its instance and paid like it; any other disk is pay-as-you-go. */
  bought: 'withInstance' | 'alone';
  tags: Tag[];
  /** The temporary status while it is created, attached or detached, until a time in cloud milliseconds. */
  moving: { readonly status: DiskStatus; readonly until: number } | null;
}

export interface PlannedDisk {
  readonly made: DiskData;
  readonly deleteWithInstance: boolean;
}
