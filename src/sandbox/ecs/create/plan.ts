import type { ImageData } from '../catalogue/images.ts';
import type { RegionData } from '../catalogue/regions.ts';
import type { TypeData } from '../catalogue/types.ts';
import { type DiskData, type Market, type Priced, type Quote, quote, subscription, toCents } from '../money/prices.ts';
import { mustFitQuotas } from '../quotas.ts';
import { mustHaveStock, type Way, wayOf } from '../stock.ts';
import type { MetadataAccess, Tag } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { keyPairsIn, regionNamed, type World } from '../world.ts';
import { type Charge, chargeOf } from './charge.ts';
import { dataDisks, systemDisk } from './disks.ts';
import {
  description,
  hostName,
  instanceName,
  mustHaveGoodPassword,
  mustHaveGoodUserData,
  resourceGroup,
  tagsOf,
} from './naming.ts';
import { mustBeModelled } from './only.ts';
import { imageOf, type Place, placeOf, typeOf } from './place.ts';

/** A create that passed every check: nothing can refuse it any more but a lost race, and this cloud has none. */
export interface Plan {
  readonly region: RegionData;
  readonly type: TypeData;
  readonly image: ImageData;
  readonly place: Place;
  readonly charge: Charge;
  readonly name: string | null;
  readonly hostName: string | null;
  readonly description: string;
  readonly tags: readonly Tag[];
  readonly bandwidthOut: number;
  readonly bandwidthIn: number;
  readonly internetChargeType: string;
  readonly ioOptimized: boolean;
  readonly keyPairName: string;
  readonly privateIp: string | null;
  readonly priced: Priced;
  /** The system disk first. */
  readonly disks: readonly DiskData[];
  readonly resourceGroupId: string;
  readonly metadata: MetadataAccess;
  readonly amount: number;
  readonly quote: Quote;
}

/** Checks a create in the order in which a person would be told: what they typed, what fits together, what is left, money. */
export function planCreate(world: World, params: Params, amount: number, minAmount: number): Plan {
  const region = regionNamed(params.required('RegionId'));
  const type = typeOf(params);
  const image = imageOf(world, params, region, type);
  const name = instanceName(params);
  const host = hostName(params, image.os);
  mustHaveGoodPassword(params);
  mustBeModelled(params);
  const resourceGroupId = resourceGroup(params);
  const tags = tagsOf(params);
  const charge = chargeOf(params, region);
  const internet = internetOf(params);
  const place = placeOf(world, params, region, type, wayOf(charge));
  const vpcId = place.vSwitch?.vpcId ?? '';
  mustHaveGoodUserData(params, vpcId);
  const [system, data] = [systemDisk(params, type, image), dataDisks(params, type)];
  const priced: Priced = {
    type,
    region,
    systemDisk: system,
    dataDisks: data,
    bandwidthOut: internet.bandwidthOut,
    payByBandwidth: internet.internetChargeType === 'PayByBandwidth',
  };
  const market = charge.spotStrategy === 'NoSpot' ? world.markets.now() : world.markets.spot(place.zone, type);
  mustMeetMarket(priced, charge, market);
  const given = mustBeLeft(world, region, type, place, charge, amount, minAmount);
  const plan: Plan = {
    region,
    type,
    image,
    place,
    charge,
    name,
    hostName: host,
    description: description(params),
    tags,
    ...internet,
    ioOptimized: ioOptimized(params, type),
    keyPairName: keyPair(world, params, region, image),
    privateIp: privateIp(world, params, place),
    priced,
    disks: [system, ...data],
    resourceGroupId,
    metadata: metadataAccess(params),
    amount: given,
    quote: charge.term
      ? subscription(priced, charge.term.unit, charge.term.period, given, market)
      : quote(priced, 'Hour', 1, given, market),
  };
  mustBePayable(world, plan);
  if (params.flag('DryRun')) {
    refuse(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.');
  }
  return plan;
}

/** The limit is on the instance itself: its disks cost what they cost. */
function mustMeetMarket(priced: Priced, { spotLimit }: Charge, market: Market): void {
  if (spotLimit === null) return;
  const asked = quote({ ...priced, systemDisk: null, dataDisks: [], payByBandwidth: false }, 'Hour', 1, 1, market);
  if (spotLimit >= asked.trade) return;
  const message = 'The specified parameter "spotPriceLimit" can\'t be lower than current public price.';
  refuse(400, 'InvalidSpotPriceLimit.LowerThanPublicPrice', message);
}

/** How many of `amount` there will be, within stock, addresses and quotas. */
function mustBeLeft(
  world: World,
  region: RegionData,
  type: TypeData,
  place: Place,
  charge: Charge,
  amount: number,
  minAmount: number,
): number {
  const given = howMany(world, wayOf(charge), region, type, place, amount, minAmount);
  mustFitQuotas(world.quotas, world.usage, {
    region: region.id,
    vCpus: given * type.vCpu,
    amount: given,
    postPaid: charge.chargeType === 'PostPaid',
    groupIds: place.groups.map((group) => group.id),
  });
  return given;
}

/** As many of `amount` as stock and addresses allow; refused when that is less than `minAmount`. */
function howMany(
  world: World,
  way: Way,
  region: RegionData,
  type: TypeData,
  place: Place,
  amount: number,
  minAmount: number,
): number {
  const stock = world.stock.left(region, place.zone, type, way);
  mustHaveStock(stock, minAmount);
  const addresses = place.vSwitch ? (world.pools.get(place.vSwitch.id)?.free() ?? 0) : amount;
  if (addresses < minAmount) {
    refuse(400, 'QuotaExceeded.PrivateIpAddress', "Don't have enough private IPs in this switch.");
  }
  return Math.min(amount, stock, addresses);
}

function privateIp(world: World, params: Params, place: Place): string | null {
  const wanted = params.text('PrivateIpAddress');
  if (wanted !== null && place.vSwitch) world.pools.get(place.vSwitch.id)?.mustBeFree(wanted);
  return wanted;
}

function mustBePayable(world: World, plan: Plan): void {
  if (plan.charge.term) world.account.mustAfford(toCents(plan.quote.trade));
  // Pay-as-you-go is billed afterwards, but an account that owes money gets nothing new.
  else world.account.mustAfford(0);
}

function internetOf(params: Params): Pick<Plan, 'bandwidthOut' | 'bandwidthIn' | 'internetChargeType'> {
  const code = 'InvalidInternetMaxBandwidthOut.ValueNotSupported';
  const bandwidthOut = params.whole('InternetMaxBandwidthOut', code) ?? 0;
  if (bandwidthOut < 0 || bandwidthOut > 100) notValid(code, 'InternetMaxBandwidthOut');
  const codeIn = 'InvalidInternetMaxBandwidthIn.ValueNotSupported';
  const asked = params.whole('InternetMaxBandwidthIn', codeIn);
  if (asked !== null && (asked < 1 || asked > 200)) notValid(codeIn, 'InternetMaxBandwidthIn');
  const internetChargeType = params.text('InternetChargeType') ?? 'PayByTraffic';
  if (internetChargeType !== 'PayByTraffic' && internetChargeType !== 'PayByBandwidth') {
    notValid('InvalidInternetChargeType.ValueNotSupported', 'InternetChargeType');
  }
  return { bandwidthOut, bandwidthIn: asked ?? Math.max(10, bandwidthOut), internetChargeType };
}

function ioOptimized(params: Params, type: TypeData): boolean {
  const value = params.text('IoOptimized') ?? 'optimized';
  if (!['optimized', 'none', 'true', 'false'].includes(value)) {
    refuse(400, 'InvalidIoOptimizedValue.ValueNotSupported', 'IoOptimized value not supported.');
  }
  const optimized = value === 'optimized' || value === 'true';
  if (!optimized && type.generation !== 'old') {
    refuse(404, 'DependencyViolation.IoOptimized', 'The specified instancetype must be IoOptimized instance.');
  }
  return optimized;
}

function metadataAccess(params: Params): MetadataAccess {
  const endpoint = params.text('HttpEndpoint') ?? 'enabled';
  if (endpoint !== 'enabled' && endpoint !== 'disabled') notValid('InvalidParameter.HttpEndpoint', 'HttpEndpoint');
  const tokens = params.text('HttpTokens') ?? 'optional';
  if (tokens !== 'optional' && tokens !== 'required') notValid('InvalidParameter.HttpTokens', 'HttpTokens');
  return { endpoint, tokens };
}

function keyPair(world: World, params: Params, region: RegionData, image: ImageData): string {
  const name = params.text('KeyPairName');
  // Windows has no use for one; the cloud ignores it silently.
  if (name === null || image.os === 'windows') return '';
  if (!keyPairsIn(world, region).some((each) => each.name === name)) {
    refuse(404, 'InvalidKeyPairName.NotFound', 'The specified KeyPairName does not exist in our records.');
  }
  return name;
}
