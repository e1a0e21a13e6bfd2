import { REGIONS, type RegionData, zoneName } from '../catalogue/regions.ts';
import { soldIn, TYPES, type TypeData, typeById } from '../catalogue/types.ts';
import { systemDiskGiB } from '../create/disks.ts';
import { missing, type Params } from '../params.ts';
import { notValid, refuse } from '../refusal.ts';
import { regionNamed, type World } from '../world.ts';
import type { Action } from './action.ts';

const languageOf = (params: Params): string => params.text('AcceptLanguage') ?? 'zh-CN';

const describeRegions: Action = {
  run: (_world, params) => ({
    Regions: {
      Region: REGIONS.map((region) => ({
        RegionId: region.id,
        LocalName: languageOf(params).startsWith('zh') ? region.nameZh : region.nameEn,
        RegionEndpoint: region.id === 'cn-hangzhou' ? 'ecs-cn-hangzhou.aliyuncs.com' : `ecs.${region.id}.aliyuncs.com`,
        Status: 'available',
      })),
    },
  }),
};

const describeZones: Action = {
  run(_world, params) {
    const region = regionNamed(params.required('RegionId'));
    const verbose = params.text('Verbose') !== 'false';
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

const describeInstanceTypes: Action = {
  run(_world, params) {
    const names = params.list('InstanceTypes');
    if (names.length > 100) notValid('InvalidParameter', 'InstanceTypes');
    const family = params.text('InstanceTypeFamily');
    const [cpuLeast, cpuMost] = bounds(params, 'CpuCoreCount');
    const [memoryLeast, memoryMost] = bounds(params, 'MemorySize');
    const found = TYPES.filter(
      (type) =>
        (names.length === 0 || names.includes(type.id)) &&
        (family === null || type.family === family) &&
        type.vCpu >= cpuLeast &&
        type.vCpu <= cpuMost &&
        type.memoryGiB >= memoryLeast &&
        type.memoryGiB <= memoryMost,
    );
    const size = Math.min(1600, Math.max(1, params.whole('MaxResults', 'InvalidParameter') ?? 1600));
    const from = Number(params.text('NextToken') ?? 0);
    if (!Number.isInteger(from) || from < 0) notValid('InvalidParameter.NextToken', 'NextToken');
    const next = from + size < found.length ? String(from + size) : '';
    return { NextToken: next, InstanceTypes: { InstanceType: found.slice(from, from + size).map(showType) } };
  },
};

function bounds(params: Params, what: string): [number, number] {
  const number = (name: string, otherwise: number): number => {
    const text = params.text(name);
    if (text === null) return otherwise;
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : notValid('InvalidParameter', name);
  };
  return [number(`Minimum${what}`, 0), number(`Maximum${what}`, Number.POSITIVE_INFINITY)];
}

const showType = (type: TypeData): Record<string, unknown> => ({
  InstanceTypeId: type.id,
  InstanceTypeFamily: type.family,
  InstanceFamilyLevel: type.level,
  CpuCoreCount: type.vCpu,
  MemorySize: type.memoryGiB,
  CpuArchitecture: 'X86',
  PhysicalProcessorModel: type.processor,
  InstanceCategory: type.gpu > 0 ? 'GPU-accelerated Compute' : 'General-purpose',
  GPUAmount: type.gpu,
  GPUSpec: type.gpu > 0 ? 'NVIDIA A10' : '',
  LocalStorageCategory: '',
  DiskQuantity: 17,
  EniQuantity: Math.max(2, Math.min(8, Math.floor(type.vCpu / 2))),
  InstanceBandwidthRx: Math.min(25_000, type.vCpu * 1024) * 1024,
  InstanceBandwidthTx: Math.min(25_000, type.vCpu * 1024) * 1024,
});

/** With and without stock, as the API words the two. */
const AVAILABLE = { Status: 'Available', StatusCategory: 'WithStock' };
const SOLD_OUT = { Status: 'SoldOut', StatusCategory: 'WithoutStock' };

const describeAvailableResource: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const destination = params.required('DestinationResource');
    const zone = params.text('ZoneId');
    if (zone !== null && !region.zones.includes(zone)) {
      refuse(404, 'InvalidZoneId.NotFound', 'The specified ZoneId does not exist.');
    }
    const zones = zone === null ? region.zones : [zone];
    return {
      AvailableZones: {
        AvailableZone: zones.flatMap((each) => {
          const resources = resourcesIn(world, params, region, each, destination);
          if (resources.length === 0) return [];
          const status = resources.some((resource) => resource.Status === 'Available') ? AVAILABLE : SOLD_OUT;
          const supported = { SupportedResources: { SupportedResource: resources } };
          return {
            RegionId: region.id,
            ZoneId: each,
            ...status,
            AvailableResources: { AvailableResource: [{ Type: destination, ...supported }] },
          };
        }),
      },
    };
  },
};

type Resource = { readonly Value: string; readonly Status: string } & Readonly<Record<string, unknown>>;

function resourcesIn(world: World, params: Params, region: RegionData, zone: string, destination: string): Resource[] {
  const sold = TYPES.filter((type) => soldIn(region, zone, type) && asked(type, params));
  const stocked = (type: TypeData) => (world.stock.left(region, zone, type) > 0 ? AVAILABLE : SOLD_OUT);
  if (destination === 'InstanceType') return sold.map((type) => ({ Value: type.id, ...stocked(type) }));
  if (destination === 'Zone') return sold.length > 0 ? [{ Value: zone, ...AVAILABLE }] : [];
  if (destination === 'IoOptimized') return [{ Value: 'optimized', ...AVAILABLE }];
  if (destination === 'Network') return [{ Value: 'vpc', ...AVAILABLE }];
  if (destination === 'SystemDisk' || destination === 'DataDisk') {
    if (params.text('ResourceType') !== 'disk' && params.text('InstanceType') === null) missing('InstanceType');
    const categories = new Set(sold.flatMap((type) => type.diskCategories));
    return [...categories].map((category) => {
      const [Min, Max] = destination === 'SystemDisk' ? systemDiskGiB(category) : [20, 32_768];
      return { Value: category, ...AVAILABLE, Min, Max, Unit: 'GiB' };
    });
  }
  return notValid('InvalidDestinationResource.ValueNotSupported', 'DestinationResource');
}

function asked(type: TypeData, params: Params): boolean {
  const name = params.text('InstanceType');
  if (name !== null && !typeById.has(name)) notValid('InvalidInstanceType.ValueNotSupported', 'InstanceType');
  const disk = params.text('SystemDiskCategory');
  const cores = params.text('Cores');
  const memory = params.text('Memory');
  return (
    (name === null || type.id === name) &&
    (disk === null || type.diskCategories.includes(disk)) &&
    (cores === null || type.vCpu === Number(cores)) &&
    (memory === null || type.memoryGiB === Number(memory)) &&
    (params.text('IoOptimized') !== 'none' || type.generation === 'old')
  );
}

export const catalogueActions: Readonly<Record<string, Action>> = {
  DescribeRegions: describeRegions,
  DescribeZones: describeZones,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeAvailableResource: describeAvailableResource,
};
