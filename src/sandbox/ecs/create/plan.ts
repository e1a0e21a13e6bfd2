import type { ImageData } from '../catalogue/images.ts';
import type { RegionData } from '../catalogue/regions.ts';
import type { TypeData } from '../catalogue/types.ts';
import type { PlannedDisk } from '../disks/disk.ts';
import { type Market, type Priced, type Quote, quote, subscription, toCents } from '../money/prices.ts';
import { mustFitQuotas } from '../quotas.ts';
import { mustHaveStock, type Way, wayOf } from '../stock.ts';
import type { Placement, Tag } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { refuse } from '../wire/refusal.ts';
import { regionNamed, type World } from '../world.ts';
import { type Access, accessOf, passwordOf } from './access.ts';
import { creditSpecification, mustNameNothingUnknown, placementOf, resourceGroup } from './belonging.ts';
import { type Charge, chargeOf } from './charge.ts';
import { dataDisks, systemDisk } from './disks.ts';
import { type Internet, internetOf, isIoOptimized } from './internet.ts';
import { description, hostName, instanceName, type Several, tagsOf } from './naming.ts';
import { mustBeModelled } from './only.ts';
import { imageOf, ipv6Count, type Place, placeOf, typeOf } from './place.ts';

/** A create that passed every check: only a lost race could still refuse it, and this cloud has none. */
export interface Plan extends Typed, Internet, Access {
  readonly region: RegionData;
  readonly type: TypeData;
  readonly image: ImageData;
  readonly place: Place;
  readonly charge: Charge;
  readonly ioOptimized: boolean;
  readonly privateIp: string | null;
  readonly ipv6Count: number;
  readonly placement: Placement | null;
  readonly priced: Priced;
  /** The system disk first. */
  readonly disks: readonly PlannedDisk[];
  readonly amount: number;
  readonly quote: Quote;
}

/** Parameters that do not depend on others. */
interface Typed {
  readonly name: string | null;
  readonly hostName: string | null;
  readonly description: string;
  readonly tags: readonly Tag[];
  readonly resourceGroupId: string;
  readonly creditSpecification: string;
}

/** Checks a create in this order: typed values, how they fit together, stock and quotas, money. */
export function planCreate(world: World, params: Params, asked: Several & { readonly minAmount: number }): Plan {
  const { amount, minAmount } = asked;
  const region = regionNamed(params.required('RegionId'));
  const type = typeOf(params);
  const image = imageOf(world, params, region, type);
  const typed = typedIn(params, type, image, asked);
  const charge = chargeOf(params, region);
  const internet = internetOf(params);
  const ioOptimized = isIoOptimized(params, type);
  const place = placeOf(world, params, region, type, wayOf(charge));
  const vpcId = place.vSwitch?.vpcId ?? '';
  const access = accessOf(world, params, { region, image, vpcId, ioOptimized });
  const [system, data] = [systemDisk(params, type, image), dataDisks(params, type)];
  const privateIp = privateIpOf(world, params, place, amount);
  const priced: Priced = {
    type,
    region,
    systemDisk: system,
    dataDisks: data.map(({ made }) => made),
    bandwidthOut: internet.bandwidthOut,
    payByBandwidth: internet.internetChargeType === 'PayByBandwidth',
  };
  const market = charge.spotStrategy === 'NoSpot' ? world.markets.now() : world.markets.spot(place.zone, type);
  mustMeetMarket(priced, charge, market);
  const given = mustBeLeft(world, region, type, place, charge, amount, minAmount);
  const plan: Plan = {
    ...{ region, type, image, place, charge, ioOptimized, privateIp, priced },
    ipv6Count: ipv6Count(params, place, type),
    ...typed,
    ...internet,
    ...access,
    placement: placementOf(world, params, region, place.zone, type, given),
    disks: [{ made: system, deleteWithInstance: true }, ...data],
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

function typedIn(params: Params, type: TypeData, image: ImageData, several: Several): Typed {
  const name = instanceName(params, several);
  const host = hostName(params, image.os, several);
  passwordOf(params);
  mustBeModelled(params);
  mustNameNothingUnknown(params);
  return {
    name,
    hostName: host,
    resourceGroupId: resourceGroup(params),
    tags: tagsOf(params),
    description: description(params),
    creditSpecification: creditSpecification(params, type),
  };
}

/** The limit applies to the instance itself, without its disks. */
function mustMeetMarket(priced: Priced, { spotLimit }: Charge, market: Market): void {
  if (spotLimit === null) return;
  const asked = quote({ ...priced, systemDisk: null, dataDisks: [], payByBandwidth: false }, 'Hour', 1, 1, market);
  if (spotLimit >= asked.trade) return;
  const message = 'The specified parameter "spotPriceLimit" can\'t be lower than current public price.';
  refuse(400, 'InvalidSpotPriceLimit.LowerThanPublicPrice', message);
}

/** How many of `amount` will be created, within stock, addresses and quotas. */
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

/** As many of `amount` as stock and addresses allow; refuses fewer than `minAmount`. */
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

function privateIpOf(world: World, params: Params, place: Place, amount: number): string | null {
  const wanted = params.text('PrivateIpAddress');
  if (wanted === null) return null;
  if (!place.vSwitch) return refuse(400, 'InvalidVSwitchId.Necessary', 'The VSwitchId is necessary.');
  if (!/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(wanted)) {
    refuse(400, 'InvalidPrivateIpAddress.Malformed', 'Specified private IP address is malformed.');
  }
  world.pools.get(place.vSwitch.id)?.mustBeFree(wanted);
  // For a batch, the cloud assigns its own addresses.
  return amount === 1 ? wanted : null;
}

function mustBePayable(world: World, plan: Plan): void {
  if (plan.charge.term) world.account.mustAfford(toCents(plan.quote.trade));
  // Pay-as-you-go is billed afterwards, but an account that owes money gets nothing new.
  else world.account.mustAfford(0);
}
