import { TAGS } from '../create/takes.ts';
import type { DiskData } from '../money/prices.ts';
import { minute, type Vm } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';
import { regionNamed, type World } from '../world.ts';
import { type Action, mustNotBeDry, pageOf, slice, vmNamed } from './action.ts';
import { hasTags, idList, isLike, oneOf } from './filters.ts';

interface Found {
  readonly id: string;
  readonly vm: Vm;
  readonly disk: DiskData;
  readonly type: 'system' | 'data';
  readonly index: number;
}

const CATEGORIES = [
  'cloud',
  'cloud_efficiency',
  'cloud_ssd',
  'cloud_essd',
  'cloud_auto',
  'cloud_essd_entry',
  'cloud_essd_xc0',
  'cloud_essd_xc1',
  'elastic_ephemeral_disk_standard',
  'elastic_ephemeral_disk_premium',
  'local_ssd_pro',
  'local_hdd_pro',
  'ephemeral',
  'ephemeral_ssd',
  'all',
];
const STATUSES = ['In_use', 'Available', 'Attaching', 'Detaching', 'Creating', 'ReIniting', 'All'];

/** The disks of every instance of a region; every disk of this cloud is in use, and none has tags of its own. */
const describeDisks: Action = {
  takes: [
    ...TAGS,
    'Category',
    'DeleteWithInstance',
    'DiskChargeType',
    'DiskIds',
    'DiskName',
    'DiskType',
    'DryRun',
    'EnableShared',
    'Encrypted',
    'InstanceId',
    'LockReason',
    'MaxResults',
    'MultiAttach',
    'NextToken',
    'PageNumber',
    'PageSize',
    'Portable',
    'RegionId',
    'ResourceGroupId',
    'Status',
    'ZoneId',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const id = params.text('InstanceId');
    const vms = id === null ? instancesIn(world, region.id) : [vmNamed(world, id, region.id)];
    const fits = filterOf(params);
    const found = vms.flatMap(disksOf).filter(fits);
    mustNotBeDry(params);
    const { part, more } = partOf(found, params);
    return { ...more, TotalCount: found.length, Disks: { Disk: part.map(shown) } };
  },
};

const instancesIn = (world: World, regionId: string): Vm[] =>
  [...world.vms.values()]
    .filter((vm) => vm.region.id === regionId && vm.visibleAt <= world.clock.now())
    .sort((a, b) => b.serial - a.serial);

const disksOf = (vm: Vm): Found[] => {
  const [system, ...data] = vm.disks;
  const at = (disk: DiskData, type: Found['type'], index: number): Found => ({
    id: `d-${vm.id.slice(2, -1)}${index.toString(36)}`,
    vm,
    disk,
    type,
    index,
  });
  return [...data.map((disk, index) => at(disk, 'data', index + 1)), ...(system ? [at(system, 'system', 0)] : [])];
};

function filterOf(params: Params): (found: Found) => boolean {
  const checks: ((found: Found) => boolean)[] = [];
  const ids = idList(params, 'DiskIds');
  if (ids !== null) checks.push(({ id }) => ids.includes(id));
  const type = oneOf(params, 'DiskType', ['all', 'system', 'data']);
  if (type !== null && type !== 'all') checks.push((found) => found.type === type);
  const category = oneOf(params, 'Category', CATEGORIES);
  if (category !== null && category !== 'all') checks.push(({ disk }) => disk.category === category);
  const status = oneOf(params, 'Status', STATUSES);
  if (status !== null && status !== 'In_use' && status !== 'All') checks.push(() => false);
  const charge = oneOf(params, 'DiskChargeType', ['PrePaid', 'PostPaid']);
  if (charge !== null) checks.push(({ vm }) => vm.chargeType === charge);
  const name = params.text('DiskName');
  if (name !== null) checks.push(({ disk }) => isLike(name, disk.name));
  const zone = params.text('ZoneId');
  if (zone !== null) checks.push(({ vm }) => vm.zone === zone);
  const group = params.text('ResourceGroupId');
  if (group !== null) checks.push(({ vm }) => vm.resourceGroupId === group);
  const lock = oneOf(params, 'LockReason', ['financial', 'security', 'recycling', 'dedicatedhostfinancial']);
  if (lock !== null) checks.push(({ vm }) => vm.locks.some((each) => each.toLowerCase() === lock));
  const tags = hasTags(params);
  checks.push(() => tags([]), ...flagChecks(params));
  return (found) => checks.every((fits) => fits(found));
}

function flagChecks(params: Params): ((found: Found) => boolean)[] {
  const flags: Readonly<Record<string, (found: Found) => boolean>> = {
    Portable: ({ type }) => type === 'data',
    Encrypted: ({ disk }) => disk.encrypted,
    DeleteWithInstance: () => true,
    EnableShared: () => false,
  };
  const shared = oneOf(params, 'MultiAttach', ['Disabled', 'Enabled', 'LegacyShared']);
  const asked = Object.entries(flags).flatMap(([name, of]) => {
    const wanted = params.flag(name);
    return params.text(name) === null ? [] : [(found: Found) => of(found) === wanted];
  });
  return shared === null || shared === 'Disabled' ? asked : [...asked, () => false];
}

/** By `MaxResults` and `NextToken` when either is given (500 at most, 10 at least), else by number. */
function partOf(found: readonly Found[], params: Params): { part: readonly Found[]; more: Record<string, unknown> } {
  const token = params.text('NextToken');
  const asked = params.whole('MaxResults', 'InvalidParameter');
  const page = pageOf(params, 100);
  if (asked === null && token === null) {
    return { part: slice(found, page), more: { NextToken: '', PageNumber: page.number, PageSize: page.size } };
  }
  const size = Math.min(500, Math.max(10, asked ?? 10));
  const from = token === null ? 0 : placeAfter(found, token);
  const part = found.slice(from, from + size);
  const next = from + size < found.length ? Buffer.from(`after ${part.at(-1)?.id}`).toString('base64url') : '';
  return { part, more: { NextToken: next, PageNumber: 0, PageSize: size } };
}

function placeAfter(found: readonly Found[], token: string): number {
  const id = /^after (d-\w+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (id === undefined) return notValid('InvalidParameter.NextToken', 'NextToken');
  const at = found.findIndex((each) => each.id === id);
  // The disk that the last page ended with has gone meanwhile: nothing is told twice.
  return at < 0 ? found.length : at + 1;
}

const shown = ({ id, vm, disk, type, index }: Found): Record<string, unknown> => ({
  DiskId: id,
  DiskName: disk.name,
  Description: disk.description,
  Type: type,
  Category: disk.category,
  PerformanceLevel: disk.performanceLevel,
  Size: disk.sizeGiB,
  Device: `/dev/xvd${'abcdefghijklmnopq'[index]}`,
  InstanceId: vm.id,
  RegionId: vm.region.id,
  ZoneId: vm.zone,
  Status: 'In_use',
  DiskChargeType: vm.chargeType,
  ResourceGroupId: vm.resourceGroupId,
  Portable: type === 'data',
  DeleteWithInstance: true,
  Encrypted: disk.encrypted,
  MultiAttach: 'Disabled',
  CreationTime: minute(vm.createdReal),
  Tags: { Tag: [] },
});

export const diskActions: Readonly<Record<string, Action>> = { DescribeDisks: describeDisks };
