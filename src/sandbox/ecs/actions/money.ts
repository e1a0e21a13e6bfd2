import type { RegionData } from '../catalogue/regions.ts';
import { type TypeData, typeById } from '../catalogue/types.ts';
import { SPOT_STRATEGIES, termOf } from '../create/charge.ts';
import { dataDisks, systemDisk } from '../create/disks.ts';
import { extend } from '../life.ts';
import {
  CURRENCY,
  diskQuote,
  type Market,
  type Priced,
  type PriceUnit,
  type Quote,
  quote,
  subscription,
  toCents,
  toNumber,
} from '../money/prices.ts';
import { letters } from '../seeded.ts';
import { mustBeSold } from '../stock.ts';
import type { Vm } from '../vm.ts';
import { missing, type Params, readParams } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { imagesIn, regionNamed, type World } from '../world.ts';
import { type Action, BSS_VERSION, vmNamed } from './action.ts';
import { oneOf } from './filters.ts';

const describePrice: Action = {
  takes: [
    'Amount',
    'DataDisk.N.Category',
    'DataDisk.N.PerformanceLevel',
    'DataDisk.N.Size',
    'ImageId',
    'InstanceNetworkType',
    'InstanceType',
    'InternetChargeType',
    'InternetMaxBandwidthOut',
    'IoOptimized',
    'Period',
    'PriceUnit',
    'RegionId',
    'ResourceType',
    'SpotDuration',
    'SpotStrategy',
    'SystemDisk.Category',
    'SystemDisk.PerformanceLevel',
    'SystemDisk.Size',
    'ZoneId',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const resource = params.text('ResourceType') ?? 'instance';
    if (resource === 'disk') return priceOfDisks(world, params, region);
    if (resource !== 'instance') notValid('InvalidResourceType.ValueNotSupported', 'ResourceType');
    const type = typeById.get(params.required('InstanceType'));
    if (!type) return notValid('InvalidInstanceType.ValueNotSupported', 'InstanceType');
    mustHavePrice(region, params.text('ZoneId'), type);
    // None of these changes a price, but wrong values are reported.
    oneOf(params, 'IoOptimized', ['optimized', 'none']);
    oneOf(params, 'InstanceNetworkType', ['vpc', 'classic']);
    oneOf(params, 'SpotDuration', ['0', '1']);
    const [unit, period] = priceTerm(params, region);
    const amount = params.whole('Amount', 'InvalidParameter.Amount') ?? 1;
    if (amount < 1 || amount > 1000) notValid('InvalidParameter.Amount', 'Amount');
    return priceInfo(
      quote(priced(world, params, region, type), unit, period, amount, market(world, params, type, unit)),
    );
  },
};

/** The price of data disks without an instance. Whether a type takes them is checked when they are attached. */
function priceOfDisks(world: World, params: Params, region: RegionData): Record<string, unknown> {
  const disks = dataDisks(params, null).map(({ made }) => made);
  if (disks.length === 0) missing('DataDisk.1.Category');
  const [unit, period] = priceTerm(params, region);
  return priceInfo(diskQuote(region, disks, unit, period, world.markets.now()));
}

/** A spot price is per hour; for other units the strategy has no meaning. */
function market(world: World, params: Params, type: TypeData, unit: PriceUnit): Market {
  const strategy = params.text('SpotStrategy') ?? 'NoSpot';
  if (!SPOT_STRATEGIES.includes(strategy)) notValid('InvalidSpotStrategy', 'SpotStrategy');
  return strategy === 'NoSpot' || unit !== 'Hour'
    ? world.markets.now()
    : world.markets.spot(params.text('ZoneId'), type);
}

function mustHavePrice(region: RegionData, zone: string | null, type: TypeData): void {
  try {
    mustBeSold(region, zone, type);
  } catch {
    const message = 'The price of your queried resource is not available now, please try other resources.';
    refuse(400, 'PriceNotFound', message);
  }
}

/** Hour by 1, Week by 1-4 (China), Month by 1-9, Year by 1-5. */
function priceTerm(params: Params, region: RegionData): [PriceUnit, number] {
  const unit = params.text('PriceUnit') ?? 'Hour';
  const period = params.whole('Period', 'InvalidPeriod') ?? 1;
  const most = { Hour: 1, Week: region.site === 'china' ? 4 : 0, Month: 9, Year: 5 }[unit] ?? -1;
  if (most < 0) notValid('InvalidPriceUnit.ValueNotSupported', 'PriceUnit');
  if (period < 1 || period > most) refuse(400, 'InvalidPeriod', 'The specified period is not valid.');
  return [unit as PriceUnit, period];
}

function priced(world: World, params: Params, region: RegionData, type: TypeData): Priced {
  const imageId = params.text('ImageId');
  const image = imageId === null ? null : imagesIn(world, region).find((each) => each.id === imageId);
  if (image === undefined) return refuse(404, 'InvalidImageId.NotFound', 'The specified ImageId does not exist.');
  const bandwidthOut = params.whole('InternetMaxBandwidthOut', 'InvalidParameter.Bandwidth') ?? 0;
  if (bandwidthOut < 0 || bandwidthOut > 100) notValid('InvalidParameter.Bandwidth', 'InternetMaxBandwidthOut');
  const hasDisk = Object.keys(params.raw).some((name) => name.startsWith('SystemDisk.'));
  return {
    type,
    region,
    systemDisk: hasDisk || image ? systemDisk(params, type, image) : null,
    dataDisks: dataDisks(params, type).map(({ made }) => made),
    bandwidthOut,
    payByBandwidth: oneOf(params, 'InternetChargeType', ['PayByTraffic', 'PayByBandwidth']) === 'PayByBandwidth',
  };
}

/** PriceInfo, in the form of every price. */
export const priceInfo = (price: Quote): Record<string, unknown> => ({
  PriceInfo: {
    Price: {
      OriginalPrice: toNumber(price.original),
      DiscountPrice: toNumber(price.discount),
      TradePrice: toNumber(price.trade),
      Currency: CURRENCY,
      DetailInfos: {
        DetailInfo: price.parts.map((part) => ({
          Resource: part.resource,
          OriginalPrice: toNumber(part.original),
          DiscountPrice: toNumber(part.discount),
          TradePrice: toNumber(part.original - part.discount),
          SubRules: { Rule: [] },
        })),
      },
    },
    Rules: { Rule: price.rules.map((rule) => ({ RuleId: rule.id, Description: rule.description })) },
  },
});

export function subscribed(world: World, id: string, regionId: string | null): Vm {
  const vm = vmNamed(world, id, regionId);
  if (vm.chargeType !== 'PrePaid') {
    refuse(403, 'ChargeTypeViolation', 'The operation is not permitted due to charge type of the instance.');
  }
  return vm;
}

const describeRenewalPrice: Action = {
  takes: ['Period', 'PriceUnit', 'RegionId', 'ResourceId', 'ResourceType'],
  run(world, params) {
    regionNamed(params.required('RegionId'));
    if ((params.text('ResourceType') ?? 'instance') !== 'instance') {
      notValid('InvalidResourceType.ValueNotSupported', 'ResourceType');
    }
    const vm = subscribed(world, params.required('ResourceId'), params.text('RegionId'));
    const unit = params.text('PriceUnit') ?? 'Month';
    if (unit === 'Year') {
      const [, period] = priceTerm(params, vm.region);
      return priceInfo(quote(vm.priced, 'Year', period, 1, world.markets.now()));
    }
    const term = termOf(
      readParams({ PeriodUnit: unit, Period: params.text('Period') ?? '1' }),
      vm.region,
      'InvalidPeriod',
    );
    return priceInfo(subscription(vm.priced, term.unit, term.period, 1, world.markets.now()));
  },
};

const renewInstance: Action = {
  idempotent: true,
  takes: ['ClientToken', 'InstanceId', 'Period', 'PeriodUnit'],
  run(world, params) {
    const vm = subscribed(world, params.required('InstanceId'), params.text('RegionId'));
    if (params.text('Period') === null) missing('Period');
    const term = termOf(params, vm.region, 'InvalidPeriod');
    const cost = toCents(subscription(vm.priced, term.unit, term.period, 1, world.markets.now()).trade);
    world.account.mustAfford(cost);
    world.account.debit(cost);
    extend(world, vm, term.unit, term.period);
    return { OrderId: `2${letters(14, world.random).replace(/\D/g, '3')}` };
  },
};

const queryAccountBalance: Action = {
  version: BSS_VERSION,
  takes: [],
  run: (world) => ({
    Code: '200',
    Success: true,
    Message: 'success',
    Data: {
      AvailableAmount: world.account.balanceText(),
      AvailableCashAmount: world.account.balanceText(),
      CreditAmount: '0.00',
      MybankCreditAmount: '0.00',
      Currency: world.account.currency,
      QuotaLimit: world.account.balanceText(),
    },
  }),
};

export const moneyActions: Readonly<Record<string, Action>> = {
  DescribePrice: describePrice,
  DescribeRenewalPrice: describeRenewalPrice,
  RenewInstance: renewInstance,
  QueryAccountBalance: queryAccountBalance,
};
