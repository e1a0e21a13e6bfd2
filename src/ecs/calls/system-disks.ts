import { ok } from '../../core/base/result.ts';
import type { DiskChoice } from '../../core/spec/choices.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import { isInStock, type Sold, soldInZone } from './sold.ts';

/** The API tells system disks for one type per call only. */
export const systemDisksCall = (call: Call): EcsPort['systemDisks'] =>
  async function systemDisks(region, zone, instanceType, chargeKind) {
    const disks = await soldInZone(call, region, zone, chargeKind, { destinationResource: 'SystemDisk', instanceType });
    return disks.ok ? ok(disks.value.map(offer)) : disks;
  };

const offer = (disk: Sold): DiskChoice => ({
  category: disk.value,
  inStock: isInStock(disk),
  // Zero is how the API leaves a number out.
  minGiB: disk.min || null,
  maxGiB: disk.max || null,
});
