import type { Disk, DiskStatus } from '../../disks/disk.ts';
import { diskStatus } from '../../disks/disks-of.ts';
import { statusOf } from '../../life.ts';
import type { Vm } from '../../vm.ts';
import { refuse } from '../../wire/refusal.ts';
import type { World } from '../../world.ts';
import { mustNotBeLocked } from '../action.ts';

export function diskNamed(world: World, id: string): Disk {
  return world.disks.get(id) ?? refuse(404, 'InvalidDiskId.NotFound', 'The specified disk does not exist.');
}

export function mustBeStatus(world: World, disk: Disk, allowed: readonly DiskStatus[]): void {
  if (allowed.includes(diskStatus(world, disk))) return;
  refuse(403, 'IncorrectDiskStatus', 'The current disk status does not support this operation.');
}

/** Changing the disks of an instance requires it Running or Stopped, and unlocked. */
export function mustTakeChanges(world: World, vm: Vm): void {
  if (vm.locks.includes('financial')) {
    const message = 'The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears.';
    refuse(403, 'InstanceExpiredOrInArrears', message);
  }
  mustNotBeLocked(vm);
  if (['Running', 'Stopped'].includes(statusOf(world, vm))) return;
  refuse(403, 'IncorrectInstanceStatus', 'The current status of the resource does not support this operation.');
}
