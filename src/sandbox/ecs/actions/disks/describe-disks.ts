import { TAGS } from '../../create/takes.ts';
import type { Disk } from '../../disks/disk.ts';
import { chargeTypeOf, diskStatus } from '../../disks/disks-of.ts';
import { minute } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid } from '../../wire/refusal.ts';
import { regionNamed, type World } from '../../world.ts';
import { type Action, mustNotBeDry, pageOf, slice, vmNamed } from '../action.ts';
import { hasTags, idList, isLike, oneOf } from '../filters.ts';

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

/** The disks of a region, the newest first, or those of one instance. */
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
    const vm = id === null ? null : vmNamed(world, id, region.id);
    const fits = filterOf(world, params);
    const found = [...world.disks.values()]
      .reverse()
      .filter((disk) => disk.region.id === region.id && (vm === null || disk.instanceId === vm.id))
      .filter((disk) => isVisible(world, disk) && fits(disk));
    mustNotBeDry(params);
    const { part, more } = partOf(found, params);
    return { ...more, TotalCount: found.length, Disks: { Disk: part.map((disk) => showDisk(world, disk)) } };
  },
};

/** If Describe does not show an instance yet, it does not show its disks either. */
function isVisible(world: World, disk: Disk): boolean {
  const vm = disk.instanceId === null ? undefined : world.vms.get(disk.instanceId);
  return vm === undefined || vm.visibleAt <= world.clock.now();
}

type Check = (disk: Disk) => boolean;

function filterOf(world: World, params: Params): Check {
  const checks: Check[] = [];
  const ids = idList(params, 'DiskIds');
  if (ids !== null) checks.push(({ id }) => ids.includes(id));
  const type = oneOf(params, 'DiskType', ['all', 'system', 'data']);
  if (type !== null && type !== 'all') checks.push((disk) => disk.type === type);
  const category = oneOf(params, 'Category', CATEGORIES);
  if (category !== null && category !== 'all') checks.push(({ made }) => made.category === category);
  const status = oneOf(params, 'Status', STATUSES);
  if (status !== null && status !== 'All') checks.push((disk) => diskStatus(world, disk) === status);
  const charge = oneOf(params, 'DiskChargeType', ['PrePaid', 'PostPaid']);
  if (charge !== null) checks.push((disk) => chargeTypeOf(world, disk) === charge);
  const name = params.text('DiskName');
  if (name !== null) checks.push(({ made }) => isLike(name, made.name));
  const zone = params.text('ZoneId');
  if (zone !== null) checks.push((disk) => disk.zone === zone);
  const group = params.text('ResourceGroupId');
  if (group !== null) checks.push(({ resourceGroupId }) => resourceGroupId === group);
  const lock = oneOf(params, 'LockReason', ['financial', 'security', 'recycling', 'dedicatedhostfinancial']);
  if (lock !== null) checks.push((disk) => locksOf(world, disk).some((each) => each.toLowerCase() === lock));
  const tags = hasTags(params);
  checks.push((disk) => tags(disk.tags), ...flagChecks(world, params));
  return (disk) => checks.every((fits) => fits(disk));
}

const locksOf = (world: World, { instanceId }: Disk): readonly string[] =>
  (instanceId === null ? undefined : world.vms.get(instanceId))?.locks ?? [];

export const isPortable = (world: World, disk: Disk): boolean =>
  disk.type === 'data' && chargeTypeOf(world, disk) === 'PostPaid';

function flagChecks(world: World, params: Params): Check[] {
  const flags: Readonly<Record<string, Check>> = {
    Portable: (disk) => isPortable(world, disk),
    Encrypted: ({ made }) => made.encrypted,
    DeleteWithInstance: ({ deleteWithInstance }) => deleteWithInstance,
    EnableShared: () => false,
  };
  const shared = oneOf(params, 'MultiAttach', ['Disabled', 'Enabled', 'LegacyShared']);
  const asked = Object.entries(flags).flatMap(([name, of]): Check[] => {
    const wanted = params.flag(name);
    return params.text(name) === null ? [] : [(disk) => of(disk) === wanted];
  });
  return shared === null || shared === 'Disabled' ? asked : [...asked, () => false];
}

/** By `MaxResults` and `NextToken` if either is given (10 to 500), otherwise by number. */
function partOf(found: readonly Disk[], params: Params): { part: readonly Disk[]; more: Record<string, unknown> } {
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

function placeAfter(found: readonly Disk[], token: string): number {
  const id = /^after (d-\w+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (id === undefined) return notValid('InvalidParameter.NextToken', 'NextToken');
  const at = found.findIndex((each) => each.id === id);
  // The last disk of the previous page is gone: nothing is listed twice.
  return at < 0 ? found.length : at + 1;
}

const showDisk = (world: World, disk: Disk): Record<string, unknown> => {
  const attached = disk.attachedReal === null ? '' : minute(disk.attachedReal);
  return {
    DiskId: disk.id,
    DiskName: disk.made.name,
    Description: disk.made.description,
    Type: disk.type,
    Category: disk.made.category,
    PerformanceLevel: disk.made.performanceLevel,
    Size: disk.made.sizeGiB,
    Device: disk.device,
    InstanceId: disk.instanceId ?? '',
    RegionId: disk.region.id,
    ZoneId: disk.zone,
    Status: diskStatus(world, disk),
    DiskChargeType: chargeTypeOf(world, disk),
    ResourceGroupId: disk.resourceGroupId,
    Portable: isPortable(world, disk),
    DeleteWithInstance: disk.deleteWithInstance,
    Encrypted: disk.made.encrypted,
    KMSKeyId: disk.made.kmsKeyId,
    MultiAttach: 'Disabled',
    CreationTime: minute(disk.createdReal),
    AttachedTime: attached,
    Attachments: {
      Attachment:
        disk.instanceId === null ? [] : [{ InstanceId: disk.instanceId, Device: disk.device, AttachedTime: attached }],
    },
    Tags: { Tag: disk.tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) },
  };
};

export const diskActions: Readonly<Record<string, Action>> = { DescribeDisks: describeDisks };
