import { resourceGroup } from '../../create/belonging.ts';
import { asFlag, CATEGORIES, dataDiskGiB, keyOf, levelOf, wordsOf } from '../../create/disks.ts';
import { tagsOf } from '../../create/naming.ts';
import { TAGS } from '../../create/takes.ts';
import { move } from '../../disks/disks-of.ts';
import { letters } from '../../seeded.ts';
import { missing, type Params } from '../../wire/params.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import { regionNamed, type World } from '../../world.ts';
import type { Action } from '../action.ts';
import { diskNamed, mustBeStatus } from './disk-named.ts';

/** Creates a pay-as-you-go data disk, attached to nothing. */
const createDisk: Action = {
  idempotent: true,
  takes: [
    ...TAGS,
    'ClientToken',
    'Description',
    'DiskCategory',
    'DiskName',
    'Encrypted',
    'KMSKeyId',
    'PerformanceLevel',
    'RegionId',
    'ResourceGroupId',
    'Size',
    'ZoneId',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const zone = params.text('ZoneId') ?? missing('ZoneId');
    if (!region.zones.includes(zone)) refuse(404, 'InvalidZoneId.NotFound', 'The specified ZoneId does not exist.');
    const made = madeOf(params);
    const [resourceGroupId, tags] = [resourceGroup(params), tagsOf(params)];
    // Pay-as-you-go is billed afterwards, but an account that owes money gets nothing new.
    world.account.mustAfford(0);
    const id = `d-${region.mark}${letters(17, world.random)}`;
    const disk = {
      ...{ id, region, zone, made, resourceGroupId, tags },
      type: 'data' as const,
      createdReal: world.clock.realNow(),
      attachedReal: null,
      instanceId: null,
      device: '',
      deleteWithInstance: false,
      bought: 'alone' as const,
      moving: null,
    };
    world.disks.set(id, disk);
    move(world, disk, 'Creating');
    return { DiskId: id };
  },
};

function madeOf(params: Params) {
  const category = params.text('DiskCategory') ?? 'cloud';
  if (!CATEGORIES.includes(category)) notValid('InvalidDataDiskCategory.ValueNotSupported', 'DiskCategory');
  const performanceLevel = levelOf(category, params.text('PerformanceLevel'), 'PerformanceLevel');
  const sizeGiB = params.whole('Size', 'InvalidSize.ValueNotSupported') ?? missing('Size');
  const [least, most] = dataDiskGiB(category, performanceLevel);
  if (sizeGiB < least || sizeGiB > most) notValid('InvalidSize.ValueNotSupported', 'Size');
  const words = wordsOf('', params.text('DiskName'), params.text('Description'));
  const encrypted = asFlag('Encrypted', params.text('Encrypted') ?? undefined, false);
  const kmsKeyId = keyOf(params.text('KMSKeyId') ?? '', encrypted);
  return { category, sizeGiB, performanceLevel, ...words, encrypted, kmsKeyId };
}

/** A missing disk counts as deleted. */
const deleteDisk: Action = {
  takes: ['DiskId'],
  run(world: World, params) {
    const id = params.required('DiskId');
    if (!world.disks.has(id)) return {};
    mustBeStatus(world, diskNamed(world, id), ['Available']);
    world.disks.delete(id);
    return {};
  },
};

export const createDiskActions: Readonly<Record<string, Action>> = { CreateDisk: createDisk, DeleteDisk: deleteDisk };
