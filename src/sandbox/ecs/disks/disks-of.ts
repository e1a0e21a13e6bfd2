import type { Vm } from '../vm.ts';
import type { World } from '../world.ts';
import type { Disk, DiskStatus, PlannedDisk } from './disk.ts';

/** Cloud milliseconds that making, attaching and detaching take. */
export const DISK_MOVES_MS = 2000;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** An instance has its system disk and at most 16 more. */
export const MAX_DISKS = 17;

/** The disks that an instance is created with, the system disk first. */
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

/** The first device that no disk of an instance has. */
export function freeDevice(world: World, vm: Vm): string {
  const taken = disksOf(world, vm).map(({ device }) => device);
  return [...LETTERS].map((letter) => `/dev/xvd${letter}`).find((device) => !taken.includes(device)) ?? '';
}

export function move(world: World, disk: Disk, status: DiskStatus): void {
  const until = world.clock.now() + DISK_MOVES_MS;
  disk.moving = { status, until };
  world.agenda.add(until, disk.id);
}

/** An instance goes: its disks with it, or they stay and cost. */
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

/** What costs something about an instance has changed with its disks. */
export function reprice(world: World, vm: Vm): void {
  const paid = disksOf(world, vm).filter(({ bought }) => bought === 'withInstance');
  vm.priced = {
    ...vm.priced,
    systemDisk: paid.find(({ type }) => type === 'system')?.made ?? null,
    dataDisks: paid.filter(({ type }) => type === 'data').map(({ made }) => made),
  };
}
