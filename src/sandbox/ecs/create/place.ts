import { type ImageData, isAncient } from '../catalogue/images.ts';
import type { VSwitchData } from '../catalogue/network.ts';
import type { RegionData } from '../catalogue/regions.ts';
import type { GroupData } from '../catalogue/security-groups.ts';
import { type TypeData, typeById } from '../catalogue/types.ts';
import { mustBeSold, type Way } from '../stock.ts';
import { missing, type Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { imagesIn, networkIn, type World } from '../world.ts';

/** The network and zone of an instance. */
export interface Place {
  readonly zone: string;
  readonly vSwitch: VSwitchData | null;
  readonly groups: readonly GroupData[];
}

export function typeOf(params: Params): TypeData {
  const type = typeById.get(params.required('InstanceType'));
  return type ?? notValid('InvalidInstanceType.ValueNotSupported', 'InstanceType');
}

export const runsOn = (image: ImageData, type: TypeData): boolean =>
  !(isAncient(image) && type.generation === 'newest') && !(image.os === 'windows' && type.memoryGiB < 2);

/** The present image of a family. */
export const newestOf = (world: World, region: RegionData, family: string): ImageData | undefined =>
  imagesIn(world, region)
    .filter((image) => image.family === family && family !== '')
    .sort((a, b) => (a.created < b.created ? 1 : -1))[0];

/** By `ImageId`, otherwise the newest of `ImageFamily`. */
export function imageOf(world: World, params: Params, region: RegionData, type: TypeData): ImageData {
  const id = params.text('ImageId');
  const family = params.text('ImageFamily');
  if (id === null && family === null) missing('ImageId');
  if (id !== null && family !== null) {
    refuse(400, 'InvalidParameter.Conflict', 'ImageId and ImageFamily cannot be specified at the same time.');
  }
  const image =
    id === null ? newestOf(world, region, family ?? '') : imagesIn(world, region).find((each) => each.id === id);
  if (!image && id === null) {
    const message = 'There is no available image related to the specified image family.';
    return refuse(403, 'InvalidImageFamily.MissingAvailableImage', message);
  }
  if (!image) return refuse(404, 'InvalidImageId.NotFound', 'The specified ImageId does not exist.');
  if (!runsOn(image, type)) {
    const message = "The specified image don't support the InstanceType instance.";
    refuse(403, 'ImageNotSupportInstanceType', message);
  }
  return image;
}

export function placeOf(world: World, params: Params, region: RegionData, type: TypeData, way: Way): Place {
  const network = networkIn(world, region);
  const groupIds = [...new Set([params.text('SecurityGroupId') ?? [], ...params.list('SecurityGroupIds')].flat())];
  const vSwitchId = params.text('VSwitchId');
  const groups = groupIds.map(
    (id) =>
      network.groups.find((each) => each.id === id) ??
      refuse(404, 'InvalidSecurityGroupId.NotFound', 'The specified SecurityGroupId does not exist.'),
  );
  if (groups.length === 0) missing('SecurityGroupId');
  const vSwitch = vSwitchId === null ? null : vSwitchIn(network.vSwitches, vSwitchId);
  if (vSwitch === null && groups.some((group) => group.vpcId !== '')) missing('VSwitchId');
  if (groups.some((group) => group.vpcId !== (vSwitch?.vpcId ?? ''))) {
    const message = 'Specified security group and virtual switch are not in the same VPC.';
    refuse(400, 'InvalidParameter.Mismatch', message);
  }
  return { zone: zoneOf(world, way, params.text('ZoneId'), region, type, vSwitch), vSwitch, groups };
}

/** How many each instance gets; CreateInstance has no parameter for it. */
export function ipv6Count(params: Params, { vSwitch }: Place, type: TypeData): number {
  const count = params.whole('Ipv6AddressCount', 'InvalidParameter') ?? 0;
  if (count === 0) return 0;
  if (count > 10) notValid('InvalidParameter', 'Ipv6AddressCount');
  if (type.generation === 'old') {
    refuse(403, 'InvalidOperation.Ipv6NotSupport', 'The specified instance type does not support IPv6.');
  }
  if (!vSwitch?.ipv6Cidr) {
    refuse(403, 'InvalidVSwitch.Ipv6NotTurnOn', 'The specified VSwitch has IPv6 not turned on.');
  }
  return count;
}

function vSwitchIn(all: readonly VSwitchData[], id: string): VSwitchData {
  const found = all.find((each) => each.id === id);
  return found ?? refuse(404, 'InvalidVSwitchId.NotFound', 'Specified virtual switch does not exist.');
}

function zoneOf(
  world: World,
  way: Way,
  asked: string | null,
  region: RegionData,
  type: TypeData,
  vSwitch: VSwitchData | null,
): string {
  if (asked !== null && !region.zones.includes(asked)) {
    refuse(404, 'InvalidZoneId.NotFound', 'The specified ZoneId does not exist.');
  }
  if (vSwitch && asked !== null && asked !== vSwitch.zone) {
    refuse(400, 'InvalidParameter.Mismatch', 'Specified virtual switch is not in the specified zone.');
  }
  const zone = vSwitch?.zone ?? asked;
  mustBeSold(region, zone, type);
  if (vSwitch === null && type.generation !== 'old') {
    const message = 'The specified instance type is not supported on the classic network.';
    refuse(400, 'InvalidNetworkType.Mismatch', message);
  }
  // In the classic network the cloud picks a zone if none is given.
  return (
    zone ?? region.zones.find((each) => world.stock.left(region, each, type, way) > 0) ?? (region.zones[0] as string)
  );
}
