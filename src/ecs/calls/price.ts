import { hourlyFromNumber } from '../../core/money.ts';
import type { PriceOrder } from '../../core/quote.ts';
import { fail, ok } from '../../core/result.ts';
import type { Call } from '../call.ts';
import { incomplete } from '../failures.ts';
import type { EcsPort } from '../port.ts';
import type { Params } from '../sdk.ts';

/** @param now milliseconds UTC */
export const priceCall = (call: Call, now: () => number): EcsPort['price'] =>
  async function price(order) {
    const answer = await call('DescribePrice', order.region, priceParams(order));
    if (!answer.ok) return answer.error.code === 'PriceNotFound' ? ok('unknown') : answer;
    const { priceInfo, requestId } = answer.value;
    const { tradePrice, originalPrice, currency = '' } = priceInfo?.price ?? {};
    if (tradePrice === undefined) return fail(incomplete('DescribePrice', requestId, 'TradePrice'));
    if (order.charge.kind === 'prepaid') throw new Error('prepaid prices are not built yet');
    const paid = hourlyFromNumber(tradePrice, currency);
    if (paid === null || paid.micros < 0) return fail(incomplete('DescribePrice', requestId, 'price that can be read'));
    // No instance is free; a price of nothing is one that the cloud does not know.
    if (paid.micros === 0) return ok('unknown');
    const listed = hourlyFromNumber(originalPrice ?? tradePrice, currency);
    const listPrice = listed !== null && listed.micros > paid.micros ? listed : paid;
    return ok({ kind: 'hourly', price: paid, listPrice, amount: order.amount, at: now() });
  };

/** What creating sends, as far as it bears on the price. */
const priceParams = (order: PriceOrder): Params<'DescribePrice'> => ({
  regionId: order.region,
  resourceType: 'instance',
  zoneId: order.zone,
  instanceType: order.instanceType,
  ioOptimized: 'optimized',
  imageId: order.imageId,
  systemDisk: { category: order.systemDisk.category, size: order.systemDisk.sizeGiB },
  internetChargeType: 'PayByTraffic',
  internetMaxBandwidthOut: order.internetMaxBandwidthOut,
  priceUnit: 'Hour',
  period: 1,
  amount: order.amount,
});
