import { type HourlyPrice, hourlyFromNumber, moneyFromNumber, times } from '../../core/base/money.ts';
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
 * @param told is given what the type alone costs, whenever the cloud says so
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

/** Without a data disk an instance type has to be named: the one that it has, which costs nothing more. */
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

/** Without an image the cloud names the price of a Linux one, whatever the family's newest is. Of data disks it prices all sixteen that an order may have. */
const isPriced = ({ imageId }: PriceOrder): boolean => imageId !== '';

/** The price's own part for the instance type. */
function priceOfType({ priceInfo }: Body<'DescribePrice'>): HourlyPrice | null {
  const { detailInfos, currency = '' } = priceInfo?.price ?? {};
  const part = detailInfos?.detailInfo?.find(({ resource }) => resource === 'instanceType');
  return part?.tradePrice === undefined ? null : hourlyFromNumber(part.tradePrice, currency);
}

type PriceApi = 'DescribePrice' | 'DescribeRenewalPrice' | 'DescribeInstanceModificationPrice';

/** A price of nothing is one that the cloud does not know: no instance is free, and no larger disk. */
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

/** Null: no price that can be read. A list price below what is paid is none. */
function termQuote(price: ReturnType<typeof moneyFromNumber>, listed: typeof price, amount: number) {
  if (price === null || price.minor < 0) return null;
  if (price.minor === 0) return 'unknown' as const;
  const listPrice = listed !== null && listed.minor > price.minor ? listed : price;
  return { kind: 'term' as const, price: times(price, amount), listPrice: times(listPrice, amount) };
}

function hourlyQuote(price: ReturnType<typeof hourlyFromNumber>, listed: typeof price) {
  if (price === null || price.micros < 0) return null;
  if (price.micros === 0) return 'unknown' as const;
  const listPrice = listed !== null && listed.micros > price.micros ? listed : price;
  return { kind: 'hourly' as const, price, listPrice };
}

/** What creating sends, as far as it bears on the price. */
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
  // Each instance is an order of its own, debited to the cent: the price of many at once may be rounded to another sum.
  amount: order.charge.kind === 'prepaid' ? 1 : order.amount,
});

function chargeParams(
  charge: Charge,
): Pick<Params<'DescribePrice'>, 'priceUnit' | 'period' | 'spotStrategy' | 'spotDuration'> {
  if (charge.kind === 'prepaid') return pricedTerm(charge.term);
  const hour = { priceUnit: 'Hour', period: 1 };
  return charge.kind === 'spot' ? { ...hour, spotStrategy: 'SpotAsPriceGo', spotDuration: charge.hours } : hour;
}

/** Months are priced up to nine; what is longer is sold by the month and priced by the year. */
const pricedTerm = ({ unit, period }: Term): { readonly priceUnit: string; readonly period: number } =>
  unit === 'Month' && period % 12 === 0 ? { priceUnit: 'Year', period: period / 12 } : { priceUnit: unit, period };
