import type { Vm } from '../vm.ts';
import type { World } from '../world.ts';
import type { Disk, DiskStatus, PlannedDisk } from './disk.ts';

/** The duration of creating, attaching and detaching, in cloud milliseconds. */
const DISK_MOVES_MS = 2000;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The system disk and at most 16 others. */
export const MAX_DISKS = 17;

/** Creates an instance's first disks, the system disk first. */
export function makeDisks(world: World, vm: Vm, planned: readonly PlannedDisk[]): void {
  for (const [index, { made, deleteWithInstance }] of planned.entries()) {
    const id = `d-${vm.id.slice(2, -1)}${index.toString(36)}`;
    world.disks.set(id, {
      id,
      region: vm.region,
      zone: vm.zone,
      type: index === 0 ? 'system' : 'data',
      resourceGroupId: vm.resourceGroupId,
      made,
      createdReal: vm.createdReal,
      attachedReal: vm.createdReal,
      instanceId: vm.id,
      device: `/dev/xvd${LETTERS[index]}`,
      deleteWithInstance,
      bought: 'withInstance',
      tags: [],
      moving: null,
    });
    vm.diskIds.push(id);
  }
}

export const disksOf = (world: World, vm: Vm): Disk[] => vm.diskIds.flatMap((id) => world.disks.get(id) ?? []);

export function diskStatus(world: World, disk: Disk): DiskStatus {
  if (disk.moving && world.clock.now() < disk.moving.until) return disk.moving.status;
  return disk.instanceId === null ? 'Available' : 'In_use';
}

export function chargeTypeOf(world: World, disk: Disk): Vm['chargeType'] {
  const vm = disk.instanceId === null ? undefined : world.vms.get(disk.instanceId);
  return vm && disk.bought === 'withInstance' ? vm.chargeType : 'PostPaid';
}

/** The first device name that no disk of the instance has. */
export function freeDevice(world: World, vm: Vm): string {
  const taken = disksOf(world, vm).map(({ device }) => device);
  return [...LETTERS].map((letter) => `/dev/xvd${letter}`).find((device) => !taken.includes(device)) ?? '';
}

export function move(world: World, disk: Disk, status: DiskStatus): void {
  const until = world.clock.now() + DISK_MOVES_MS;
  disk.moving = { status, until };
  world.agenda.add(until, disk.id);
}

/** When an instance is released, its disks go with it, or stay and cost money. */
export function leaveDisks(world: World, vm: Vm): void {
  for (const disk of disksOf(world, vm)) {
    if (disk.deleteWithInstance || vm.locks.includes('security')) {
      world.disks.delete(disk.id);
      continue;
    }
    Object.assign(disk, { instanceId: null, device: '', bought: 'alone', attachedReal: null });
  }
  vm.diskIds = [];
}

/** Recomputes the priced parts of an instance after a change of its disks. */
export function reprice(world: World, vm: Vm): void {
  const paid = disksOf(world, vm).filter(({ bought }) => bought === 'withInstance');
  vm.priced = {
    ...vm.priced,
    systemDisk: paid.find(({ type }) => type === 'system')?.made ?? null,
    dataDisks: paid.filter(({ type }) => type === 'data').map(({ made }) => made),
  };
}
