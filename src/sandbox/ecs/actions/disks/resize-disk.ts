import { dataDiskGiB, systemDiskGiB } from '../../create/disks.ts';
import type { Disk } from '../../disks/disk.ts';
import { chargeTypeOf, reprice } from '../../disks/disks-of.ts';
import { statusOf } from '../../life.ts';
import { toCents } from '../../money/prices.ts';
import { restOfTerm } from '../../money/rest-of-term.ts';
import { letters } from '../../seeded.ts';
import type { Vm } from '../../vm.ts';
import { missing, type Params } from '../../wire/params.ts';
import { refuse } from '../../wire/refusal.ts';
import type { World } from '../../world.ts';
import type { Action } from '../action.ts';
import { diskNamed, mustBeStatus, mustTakeChanges } from './disk-named.ts';

/** Makes a disk larger, never smaller. Partitions and file systems inside stay. */
const resizeDisk: Action = {
  idempotent: true,
  takes: ['ClientToken', 'DiskId', 'NewSize', 'Type'],
  run(world, params) {
    const disk = diskNamed(world, params.required('DiskId'));
    const online = isOnline(params);
    const sizeGiB = params.whole('NewSize', 'InvalidDataDiskSize.ValueNotSupported') ?? missing('NewSize');
    mustBeStatus(world, disk, ['In_use', 'Available']);
    const vm = disk.instanceId === null ? null : (world.vms.get(disk.instanceId) ?? null);
    if (vm) mustTakeChanges(world, vm);
    if (online) mustResizeOnline(world, disk, vm);
    mustGrow(disk, sizeGiB);
    const cost = vm && chargeTypeOf(world, disk) === 'PrePaid' ? costOf(world, vm, disk, sizeGiB) : null;
    if (cost !== null) {
      world.account.mustAfford(cost);
      world.account.debit(cost);
    }
    disk.made = { ...disk.made, sizeGiB };
    if (vm) reprice(world, vm);
    return cost === null ? {} : { OrderId: `2${letters(14, world.random).replace(/\D/g, '5')}` };
  },
};

function isOnline(params: Params): boolean {
  const type = params.text('Type') ?? 'offline';
  if (type !== 'online' && type !== 'offline') refuse(400, 'InvalidParam.Type', 'The specified type is not supported.');
  return type === 'online';
}

function mustResizeOnline(world: World, disk: Disk, vm: Vm | null): void {
  if (disk.made.category === 'cloud') {
    const message = 'The specified disk category does not support resize online.';
    refuse(403, 'InvalidDiskCategory.NotSupported', message);
  }
  if (vm && statusOf(world, vm) !== 'Running') {
    const message = 'The status of instance to which the disk attachs must be running when resizing online.';
    refuse(403, 'InvalidInstanceStatus.NotRunning', message);
  }
}

function mustGrow({ made, type }: Disk, sizeGiB: number): void {
  if (sizeGiB <= made.sizeGiB) {
    refuse(403, 'InvalidDiskSize.TooSmall', 'Specified new disk size is less than the original disk size.');
  }
  const [, most] =
    type === 'system'
      ? systemDiskGiB(made.category, made.performanceLevel)
      : dataDiskGiB(made.category, made.performanceLevel);
  if (sizeGiB > most) {
    refuse(403, 'InvalidDiskSize.TooLarge', 'Specified new disk size is beyond the permitted range.');
  }
}

/** The price for the rest of a subscription in cents, as it was quoted. */
const costOf = (world: World, vm: Vm, { made }: Disk, sizeGiB: number): number =>
  toCents(restOfTerm(world, vm, [{ ...made, sizeGiB: sizeGiB - made.sizeGiB }]).trade);

export const resizeDiskActions: Readonly<Record<string, Action>> = { ResizeDisk: resizeDisk };
