import { wordsOf } from '../../create/disks.ts';
import type { Disk } from '../../disks/disk.ts';
import { freeDevice, MAX_DISKS, move, reprice } from '../../disks/disks-of.ts';
import type { Vm } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import type { World } from '../../world.ts';
import { type Action, vmNamed } from '../action.ts';
import { isPortable } from './describe-disks.ts';
import { diskNamed, mustBeStatus, mustTakeChanges } from './disk-named.ts';

const attachDisk: Action = {
  takes: ['DeleteWithInstance', 'DiskId', 'InstanceId'],
  run(world, params) {
    const vm = vmNamed(world, params.required('InstanceId'), params.text('RegionId'));
    const disk = diskNamed(world, params.required('DiskId'));
    const deleteWithInstance = params.flag('DeleteWithInstance');
    mustTakeChanges(world, vm);
    mustBeStatus(world, disk, ['Available']);
    mustFit(vm, disk);
    Object.assign(disk, {
      instanceId: vm.id,
      device: freeDevice(world, vm),
      attachedReal: world.clock.realNow(),
      deleteWithInstance,
    });
    vm.diskIds.push(disk.id);
    move(world, disk, 'Attaching');
    return {};
  },
};

function mustFit(vm: Vm, disk: Disk): void {
  if (disk.zone !== vm.zone) {
    refuse(403, 'ResourcesNotInSameZone', 'The specified instance and disk are not in the same zone.');
  }
  if (vm.diskIds.length >= MAX_DISKS) {
    const message = 'The amount of the disk on instance in question reach its limits.';
    refuse(403, 'InstanceDiskLimitExceeded', message);
  }
  if (!vm.type.diskCategories.includes(disk.made.category)) {
    const message = 'The instanceType of the specified instance does not support this disk category.';
    refuse(403, 'InvalidInstanceType.NotSupportDiskCategory', message);
  }
}

/** By default, a detached data disk is no longer released with an instance. */
const detachDisk: Action = {
  takes: ['DeleteWithInstance', 'DiskId', 'InstanceId'],
  run(world, params) {
    const vm = vmNamed(world, params.required('InstanceId'), params.text('RegionId'));
    const disk = diskNamed(world, params.required('DiskId'));
    const deleteWithInstance = params.flag('DeleteWithInstance');
    mustTakeChanges(world, vm);
    if (disk.instanceId !== vm.id) {
      refuse(403, 'DependencyViolation', 'The specified disk has not been attached on the specified instance.');
    }
    mustBeStatus(world, disk, ['In_use']);
    if (!isPortable(world, disk)) refuse(403, 'DiskNotPortable', 'The specified disk is not a portable disk.');
    vm.diskIds = vm.diskIds.filter((id) => id !== disk.id);
    Object.assign(disk, { instanceId: null, device: '', attachedReal: null, bought: 'alone', deleteWithInstance });
    reprice(world, vm);
    move(world, disk, 'Detaching');
    return {};
  },
};

/** By DiskId or by DiskIds, never both. */
const modifyDiskAttribute: Action = {
  takes: ['DeleteWithInstance', 'Description', 'DiskId', 'DiskIds.N', 'DiskName'],
  run(world, params) {
    const disks = disksNamed(world, params);
    const words = wordsOf('', params.text('DiskName'), params.text('Description'));
    const wanted = params.flag('DeleteWithInstance');
    const changes = params.text('DeleteWithInstance') === null ? {} : { deleteWithInstance: wanted };
    for (const disk of disks) {
      if (!wanted && changes.deleteWithInstance !== undefined && !isPortable(world, disk)) {
        const message = 'The specified disk is not a portable disk and cannot be set to DeleteWithInstance attribute.';
        refuse(403, 'DeleteWithInstance.Conflict', message);
      }
    }
    for (const disk of disks) {
      const { name, description } = disk.made;
      Object.assign(disk, changes);
      disk.made = { ...disk.made, name: words.name || name, description: words.description || description };
    }
    return {};
  },
};

function disksNamed(world: World, params: Params): readonly Disk[] {
  const one = params.text('DiskId');
  const several = params.list('DiskIds');
  if (one !== null && several.length > 0) notValid('InvalidParameter', 'DiskIds');
  return (one === null ? several : [one]).map((id) => diskNamed(world, id));
}

export const attachDiskActions: Readonly<Record<string, Action>> = {
  AttachDisk: attachDisk,
  DetachDisk: detachDisk,
  ModifyDiskAttribute: modifyDiskAttribute,
};
