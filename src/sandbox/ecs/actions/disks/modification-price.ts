import { dataDiskGiB, systemDiskGiB } from '../../create/disks.ts';
import type { Disk } from '../../disks/disk.ts';
import { chargeTypeOf, disksOf } from '../../disks/disks-of.ts';
import type { DiskData, PricedDisk } from '../../money/prices.ts';
import { restOfTerm } from '../../money/rest-of-term.ts';
import { notModelled } from '../../taken.ts';
import type { Vm } from '../../vm.ts';
import { missing, type Params } from '../../wire/params.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import { regionNamed, type World } from '../../world.ts';
import type { Action } from '../action.ts';
import { priceInfo, subscribed } from '../money.ts';
import { diskNamed } from './disk-named.ts';

/** The price of larger disks for the rest of a subscription. The type stays. */
const describeInstanceModificationPrice: Action = {
  takes: [
    'DataDisk.N.Category',
    'DataDisk.N.DiskId',
    'DataDisk.N.PerformanceLevel',
    'DataDisk.N.Size',
    'InstanceId',
    'InstanceType',
    'RegionId',
    'SystemDisk.Category',
    'SystemDisk.PerformanceLevel',
    'SystemDisk.Size',
  ],
  run(world, params) {
    regionNamed(params.required('RegionId'));
    const vm = subscribed(world, params.required('InstanceId'), params.text('RegionId'));
    const type = params.text('InstanceType');
    const records = params.records('DataDisk');
    if (type === null && records.length === 0) missing('InstanceType');
    if (type !== null && type !== vm.type.id) notModelled('InstanceType', type);
    if (vm.locks.includes('financial')) {
      const message =
        'The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears.';
      refuse(403, 'InstanceExpiredOrInArrears', message);
    }
    const data = records.map((record, index) => larger(world, vm, record, `DataDisk.${index + 1}`));
    return priceInfo(restOfTerm(world, vm, [...largerSystem(world, vm, params), ...data]));
  },
};

function largerSystem(world: World, vm: Vm, params: Params): readonly PricedDisk[] {
  const to = params.whole('SystemDisk.Size', 'InvalidSystemDiskSize.ValueNotSupported');
  const [category, level] = [params.text('SystemDisk.Category'), params.text('SystemDisk.PerformanceLevel')];
  const disk = disksOf(world, vm).find(({ type }) => type === 'system');
  if (to === null || disk === undefined) return [];
  mustBeOfIts(disk.made, category, level, 'SystemDisk');
  const [, most] = systemDiskGiB(disk.made.category, disk.made.performanceLevel);
  if (to < disk.made.sizeGiB || to > most) notValid('InvalidSystemDiskSize.ValueNotSupported', 'SystemDisk.Size');
  return to === disk.made.sizeGiB ? [] : [{ ...disk.made, sizeGiB: to - disk.made.sizeGiB }];
}

/** New disks in a subscription are not modelled, and CreateDisk makes none either. */
function larger(world: World, vm: Vm, record: Readonly<Record<string, string>>, name: string): PricedDisk {
  const { DiskId = '', Size = '', Category = null, PerformanceLevel = null } = record;
  if (DiskId === '') return notModelled(`${name}.DiskId`, DiskId);
  const disk: Disk = diskNamed(world, DiskId);
  if (disk.instanceId !== vm.id || chargeTypeOf(world, disk) !== 'PrePaid')
    return notModelled(`${name}.DiskId`, DiskId);
  mustBeOfIts(disk.made, Category, PerformanceLevel, name);
  const to = /^\d{1,6}$/.test(Size) ? Number(Size) : 0;
  const [, most] = dataDiskGiB(disk.made.category, disk.made.performanceLevel);
  if (to <= disk.made.sizeGiB || to > most) notValid('InvalidDataDiskSize.ValueNotSupported', `${name}.Size`);
  return { ...disk.made, sizeGiB: to - disk.made.sizeGiB };
}

function mustBeOfIts(made: DiskData, category: string | null, level: string | null, name: string): void {
  if (category !== null && category !== made.category) notModelled(`${name}.Category`, category);
  if (level !== null && level !== made.performanceLevel) notModelled(`${name}.PerformanceLevel`, level);
}

export const modificationPriceActions: Readonly<Record<string, Action>> = {
  DescribeInstanceModificationPrice: describeInstanceModificationPrice,
};
