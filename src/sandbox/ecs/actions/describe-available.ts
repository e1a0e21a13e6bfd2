import type { RegionData } from '../catalogue/regions.ts';
import { soldIn, TYPES, type TypeData, typeById } from '../catalogue/types.ts';
import { SPOT_STRATEGIES } from '../create/charge.ts';
import { systemDiskGiB } from '../create/disks.ts';
import { type Way, wayOf } from '../stock.ts';
import { notModelled } from '../taken.ts';
import { missing, type Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { regionNamed, type World } from '../world.ts';
import type { Action } from './action.ts';
import { oneOf } from './filters.ts';

/** The API's words for with and without stock. */
const AVAILABLE = { Status: 'Available', StatusCategory: 'WithStock' };
const SOLD_OUT = { Status: 'SoldOut', StatusCategory: 'WithoutStock' };
const KINDS = ['instance', 'disk', 'reservedinstance', 'ddh'];

const describeAvailableResource: Action = {
  takes: [
    'Cores',
    'DataDiskCategory',
    'DestinationResource',
    'InstanceChargeType',
    'InstanceType',
    'IoOptimized',
    'Memory',
    'NetworkCategory',
    'RegionId',
    'ResourceType',
    'Scope',
    'SpotDuration',
    'SpotStrategy',
    'SystemDiskCategory',
    'ZoneId',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const destination = params.required('DestinationResource');
    const zone = params.text('ZoneId');
    if (zone !== null && !region.zones.includes(zone)) {
      refuse(404, 'InvalidZoneId.NotFound', 'The specified ZoneId does not exist.');
    }
    const look: Look = { world, params, region, destination, way: wayAsked(params) };
    return {
      AvailableZones: {
        AvailableZone: (zone === null ? region.zones : [zone]).flatMap((each) => availableIn(look, each)),
      },
    };
  },
};

interface Look {
  readonly world: World;
  readonly params: Params;
  readonly region: RegionData;
  readonly destination: string;
  readonly way: Way;
}

/** The way of paying in the query, because stock may differ by it. */
function wayAsked(params: Params): Way {
  const kind = oneOf(params, 'ResourceType', KINDS) ?? 'instance';
  if (kind === 'reservedinstance' || kind === 'ddh') notModelled('ResourceType', kind);
  const scope = oneOf(params, 'Scope', ['Zone', 'Region']);
  if (scope === 'Region') notModelled('Scope', scope);
  oneOf(params, 'SpotDuration', ['0', '1']);
  const chargeType =
    oneOf(params, 'InstanceChargeType', ['PostPaid', 'PrePaid']) === 'PrePaid' ? 'PrePaid' : 'PostPaid';
  const spotStrategy = params.text('SpotStrategy') ?? 'NoSpot';
  if (!SPOT_STRATEGIES.includes(spotStrategy)) notValid('InvalidSpotStrategy', 'SpotStrategy');
  if (chargeType === 'PrePaid' && spotStrategy !== 'NoSpot') {
    refuse(400, 'InvalidSpotPrepaid', 'The specified Spot type is not support PrePay Instance.');
  }
  return wayOf({ chargeType, spotStrategy });
}

function availableIn(look: Look, zone: string): Record<string, unknown>[] {
  const { region, destination } = look;
  const resources = resourcesIn(look, zone);
  if (resources.length === 0) return [];
  const status = resources.some((resource) => resource.Status === 'Available') ? AVAILABLE : SOLD_OUT;
  const supported = { SupportedResources: { SupportedResource: resources } };
  const available = { AvailableResource: [{ Type: destination, ...supported }] };
  return [{ RegionId: region.id, ZoneId: zone, ...status, AvailableResources: available }];
}

type Resource = { readonly Value: string; readonly Status: string } & Readonly<Record<string, unknown>>;

function resourcesIn({ world, params, region, destination, way }: Look, zone: string): Resource[] {
  const sold = TYPES.filter((type) => soldIn(region, zone, type) && asked(type, params));
  const stocked = (type: TypeData) => (world.stock.left(region, zone, type, way) > 0 ? AVAILABLE : SOLD_OUT);
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
  const disks = ['SystemDiskCategory', 'DataDiskCategory'].flatMap((each) => params.text(each) ?? []);
  const cores = params.text('Cores');
  const memory = params.text('Memory');
  const old = [
    oneOf(params, 'IoOptimized', ['optimized', 'none']),
    oneOf(params, 'NetworkCategory', ['vpc', 'classic']),
  ];
  return (
    (name === null || type.id === name) &&
    disks.every((disk) => type.diskCategories.includes(disk)) &&
    (cores === null || type.vCpu === Number(cores)) &&
    (memory === null || type.memoryGiB === Number(memory)) &&
    (!(old[0] === 'none' || old[1] === 'classic') || type.generation === 'old')
  );
}

export const availableActions: Readonly<Record<string, Action>> = {
  DescribeAvailableResource: describeAvailableResource,
};
