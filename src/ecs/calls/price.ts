import {
  decimalsOf,
  type HourlyPrice,
  hourlyFromNumber,
  type Money,
  moneyFromNumber,
  times,
} from '../../core/base/money.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { PrepaidGrowth } from '../../core/disk/disk-wish.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Charge, Term } from '../../core/spec/charge.ts';
import type { PriceOrder, Quote } from '../../core/spec/quote.ts';
import type { Call } from '../call.ts';
import { incomplete } from '../failures/failures.ts';
import type { TypePrices } from '../money/type-prices.ts';
import type { EcsPort } from '../port.ts';
import type { Body, Params } from '../sdk.ts';
import { diskParams } from './disk-params.ts';

/**
 * @param now milliseconds UTC
 * @param told receives the price of the type alone, whenever the cloud names it
 */
export const priceCalls = (
  call: Call,
  now: () => number,
  told: TypePrices['told'],
): Pick<EcsPort, 'price' | 'renewalPrice' | 'growthPrice'> => ({
  async price(order) {
    if (!isPriced(order)) return ok('unknown');
    const answer = await call('DescribePrice', order.region, priceParams(order));
    const ofType = answer.ok ? priceOfType(answer.value) : null;
    if (ofType !== null) told(order, ofType);
    return quoteOf('DescribePrice', answer, order.charge.kind === 'prepaid' ? 'term' : 'hourly', order.amount, now);
  },

  async renewalPrice(region, cloudId, term) {
    const answer = await call('DescribeRenewalPrice', region, {
      regionId: region,
      resourceType: 'instance',
      resourceId: cloudId,
      ...pricedTerm(term),
    });
    return quoteOf('DescribeRenewalPrice', answer, 'term', 1, now);
  },

  async growthPrice(region, cloudId, disk) {
    const order = { regionId: region, instanceId: cloudId, ...growthParams(disk) };
    const answer = await call('DescribeInstanceModificationPrice', region, order);
    return quoteOf('DescribeInstanceModificationPrice', answer, 'term', 1, now);
  },
});

/** Without a data disk the API needs an instance type: the present one, which costs nothing more. */
function growthParams({
  which,
  diskId,
  category,
  to,
  instanceType,
}: PrepaidGrowth): Omit<Params<'DescribeInstanceModificationPrice'>, 'regionId' | 'instanceId'> {
  const sized = diskParams({ category, sizeGiB: to });
  return which === 'system' ? { instanceType, systemDisk: sized } : { dataDisk: [{ diskId, ...sized }] };
}

/**
 * Without an image the cloud prices a Linux one, whatever the family's newest is. It prices all sixteen data disks that an order
 * may have.
 */
const isPriced = ({ imageId }: PriceOrder): boolean => imageId !== '';

/** The instance type's part of the price. */
function priceOfType({ priceInfo }: Body<'DescribePrice'>): HourlyPrice | null {
  const { detailInfos, currency = '' } = priceInfo?.price ?? {};
  const part = detailInfos?.detailInfo?.find(({ resource }) => resource === 'instanceType');
  return part?.tradePrice === undefined ? null : hourlyFromNumber(part.tradePrice, currency);
}

type PriceApi = 'DescribePrice' | 'DescribeRenewalPrice' | 'DescribeInstanceModificationPrice';

/** A price of zero means that the cloud does not know one: neither an instance nor a larger disk is free. */
function quoteOf(
  api: PriceApi,
  answer: Result<Body<PriceApi>, Failure>,
  kind: Quote['kind'],
  amount: number,
  now: () => number,
): Result<Quote | 'unknown', Failure> {
  if (!answer.ok) return answer.error.code === 'PriceNotFound' ? ok('unknown') : answer;
  const { priceInfo, requestId } = answer.value;
  const { tradePrice, originalPrice, currency = '' } = priceInfo?.price ?? {};
  if (tradePrice === undefined) return fail(incomplete(api, requestId, 'TradePrice'));
  const listed = originalPrice ?? tradePrice;
  const quote =
    kind === 'term'
      ? termQuote(moneyFromNumber(tradePrice, currency), moneyFromNumber(listed, currency), amount)
      : hourlyQuote(hourlyFromNumber(tradePrice, currency), hourlyFromNumber(listed, currency));
  if (quote === null) return fail(incomplete(api, requestId, 'price that can be read'));
  return ok(quote === 'unknown' ? quote : { ...quote, amount, at: now() });
}

/** A price above these is a mistake, and the sums of a month could not hold it: a billion for an order, ten million for an hour. */
const MAX_TERM = 1e9;
const MAX_HOURLY_MICROS = 1e13;

const isAbsurd = ({ minor, currency }: Money, amount: number): boolean =>
  minor * amount > MAX_TERM * 10 ** decimalsOf(currency);

/** Null if the price cannot be read. A list price below the price to pay is ignored. */
function termQuote(price: Money | null, listed: Money | null, amount: number) {
  if (price === null || price.minor < 0 || isAbsurd(price, amount)) return null;
  if (price.minor === 0) return 'unknown' as const;
  const isRead = listed !== null && !isAbsurd(listed, amount);
  const listPrice = isRead && listed.minor > price.minor ? listed : price;
  return { kind: 'term' as const, price: times(price, amount), listPrice: times(listPrice, amount) };
}

function hourlyQuote(price: ReturnType<typeof hourlyFromNumber>, listed: typeof price) {
  if (price === null || price.micros < 0 || price.micros > MAX_HOURLY_MICROS) return null;
  if (price.micros === 0) return 'unknown' as const;
  const isRead = listed !== null && listed.micros <= MAX_HOURLY_MICROS;
  const listPrice = isRead && listed.micros > price.micros ? listed : price;
  return { kind: 'hourly' as const, price, listPrice };
}

/** The parameters of a create that affect its price. */
const priceParams = (order: PriceOrder): Params<'DescribePrice'> => ({
  regionId: order.region,
  resourceType: 'instance',
  zoneId: order.zone,
  instanceType: order.instanceType,
  ioOptimized: 'optimized',
  imageId: order.imageId,
  systemDisk: diskParams(order.systemDisk),
  dataDisk: order.dataDisks?.map(diskParams),
  internetChargeType: order.internetChargeType ?? 'PayByTraffic',
  internetMaxBandwidthOut: order.internetMaxBandwidthOut,
  ...chargeParams(order.charge),
  // Each instance is its own order, debited to the cent; a price for many may be rounded to another sum.
  amount: order.charge.kind === 'prepaid' ? 1 : order.amount,
});

function chargeParams(
  charge: Charge,
): Pick<Params<'DescribePrice'>, 'priceUnit' | 'period' | 'spotStrategy' | 'spotDuration'> {
  if (charge.kind === 'prepaid') return pricedTerm(charge.term);
  const hour = { priceUnit: 'Hour', period: 1 };
  return charge.kind === 'spot' ? { ...hour, spotStrategy: 'SpotAsPriceGo', spotDuration: charge.hours } : hour;
}

/** The API prices at most nine months; longer terms are sold by the month, but priced by the year. */
const pricedTerm = ({ unit, period }: Term): { readonly priceUnit: string; readonly period: number } =>
  unit === 'Month' && period % 12 === 0 ? { priceUnit: 'Year', period: period / 12 } : { priceUnit: unit, period };
