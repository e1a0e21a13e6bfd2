import { ok } from '../../core/base/result.ts';
import type { DiskChoice } from '../../core/spec/choices.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import { isInStock, type Sold, soldInZone } from './sold.ts';

/** The API lists system disks for one type per call. */
export const systemDisksCall = (call: Call): EcsPort['systemDisks'] =>
  async function systemDisks(region, zone, instanceType, chargeKind) {
    const disks = await soldInZone(call, region, zone, chargeKind, { destinationResource: 'SystemDisk', instanceType });
    return disks.ok ? ok(disks.value.map(offer)) : disks;
  };

const offer = (disk: Sold): DiskChoice => ({
  category: disk.value,
  inStock: isInStock(disk),
  // The API writes zero for an absent number.
  minGiB: disk.min || null,
  maxGiB: disk.max || null,
});
