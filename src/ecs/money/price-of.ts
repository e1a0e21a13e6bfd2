import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { termOf } from '../../core/renewal/renewal-act.ts';
import type { Request } from '../../core/request/request.ts';
import { priceOrderOf, type Quote } from '../../core/spec/quote.ts';
import type { EcsPort } from '../port.ts';
import type { Quotes } from './quotes.ts';

type Price = Promise<Result<Quote | 'unknown', Failure>>;

type PricePort = Pick<EcsPort, 'price' | 'renewalPrice' | 'growthPrice'>;

/** The cloud's price for a request at this moment: for new instances, a further term, or a larger prepaid disk. */
export function priceOf(ecs: PricePort, request: Request): Price {
  const { renewal, spec, amount } = request;
  if (renewal === undefined) return ecs.price(priceOrderOf(spec, amount));
  const { cloudId, disk } = renewal;
  return disk === undefined
    ? ecs.renewalPrice(spec.region, cloudId, termOf(request))
    : ecs.growthPrice(spec.region, cloudId, disk);
}

/** The same price; simultaneous askers share one call. */
export const freshPriceOf = (quotes: Quotes, request: Request): Price =>
  priceOf(
    {
      price: (order) => quotes.price.fresh(order),
      renewalPrice: (region, cloudId, term) => quotes.renewal.fresh(region, cloudId, term),
      growthPrice: (region, cloudId, disk) => quotes.growth.fresh(region, cloudId, disk),
    },
    request,
  );
