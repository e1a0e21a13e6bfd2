import { REGIONS, zoneName } from '../catalogue/regions.ts';
import { soldIn, TYPES } from '../catalogue/types.ts';
import { SPOT_STRATEGIES } from '../create/charge.ts';
import type { Params } from '../wire/params.ts';
import { regionNamed } from '../world.ts';
import type { Action } from './action.ts';
import { oneOf } from './filters.ts';

const CHARGES = ['PrePaid', 'PostPaid'];
const RESOURCES = [
  'instance',
  'disk',
  'reservedinstance',
  'ddh',
  'DiskTypes',
  'Instance',
  'VSwitch',
  'IoOptimized',
  'Disk',
];

const languageOf = (params: Params): string => params.text('AcceptLanguage') ?? 'zh-CN';

const describeRegions: Action = {
  takes: ['AcceptLanguage', 'InstanceChargeType', 'ResourceType'],
  run(_world, params) {
    // Every region sells every kind of resource both ways, so nothing is filtered.
    oneOf(params, 'InstanceChargeType', CHARGES);
    oneOf(params, 'ResourceType', RESOURCES);
    return {
      Regions: {
        Region: REGIONS.map((region) => ({
          RegionId: region.id,
          LocalName: languageOf(params).startsWith('zh') ? region.nameZh : region.nameEn,
          RegionEndpoint:
            region.id === 'cn-hangzhou' ? 'ecs-cn-hangzhou.aliyuncs.com' : `ecs.${region.id}.aliyuncs.com`,
          Status: 'available',
        })),
      },
    };
  },
};

const describeZones: Action = {
  takes: ['AcceptLanguage', 'InstanceChargeType', 'RegionId', 'SpotStrategy', 'Verbose'],
  run(_world, params) {
    oneOf(params, 'InstanceChargeType', CHARGES);
    oneOf(params, 'SpotStrategy', SPOT_STRATEGIES);
    const region = regionNamed(params.required('RegionId'));
    const verbose = params.text('Verbose') === null || params.flag('Verbose');
    return {
      Zones: {
        Zone: region.zones.map((zone) => {
          const sold = TYPES.filter((type) => soldIn(region, zone, type));
          const disks = [...new Set(sold.flatMap((type) => type.diskCategories))];
          return {
            ZoneId: zone,
            ZoneType: 'AvailabilityZone',
            LocalName: zoneName(region, zone, languageOf(params)),
            AvailableResourceCreation: { ResourceTypes: ['VSwitch', 'IoOptimized', 'Instance', 'Disk'] },
            AvailableDiskCategories: { DiskCategories: disks },
            ...(verbose ? { AvailableInstanceTypes: { InstanceTypes: sold.map((type) => type.id) } } : {}),
          };
        }),
      },
    };
  },
};

export const catalogueActions: Readonly<Record<string, Action>> = {
  DescribeRegions: describeRegions,
  DescribeZones: describeZones,
};
