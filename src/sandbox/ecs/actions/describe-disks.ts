import type { PricedDisk } from '../prices.ts';
import { minute, type Vm } from '../vm.ts';
import { regionNamed } from '../world.ts';
import { type Action, pageOf, slice, vmNamed } from './action.ts';

/** The disks of one instance; that of all of a region nobody asks for here. */
const describeDisks: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const vm = vmNamed(world, params.required('InstanceId'), region.id);
    const { systemDisk, dataDisks } = vm.priced;
    const disks = [
      ...dataDisks.map((disk, index) => shown(vm, disk, 'data', index + 1)),
      ...(systemDisk ? [shown(vm, systemDisk, 'system', 0)] : []),
    ];
    const size = params.whole('MaxResults', 'InvalidParameter');
    const part = size === null ? slice(disks, pageOf(params, 100)) : disks.slice(0, Math.min(100, Math.max(10, size)));
    return { TotalCount: disks.length, NextToken: '', Disks: { Disk: part } };
  },
};

const shown = (vm: Vm, disk: PricedDisk, type: 'system' | 'data', index: number): Record<string, unknown> => ({
  DiskId: `d-${vm.id.slice(2, -1)}${index}`,
  DiskName: '',
  Type: type,
  Category: disk.category,
  PerformanceLevel: disk.performanceLevel,
  Size: disk.sizeGiB,
  Device: `/dev/xvd${'abcdefghijklmnopq'[index]}`,
  InstanceId: vm.id,
  RegionId: vm.region.id,
  ZoneId: vm.zone,
  Status: 'In_use',
  Portable: type === 'data',
  DeleteWithInstance: true,
  Encrypted: false,
  CreationTime: minute(vm.createdReal),
});

export const diskActions: Readonly<Record<string, Action>> = { DescribeDisks: describeDisks };
