import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { termOf } from '../../core/renewal/renewal-act.ts';
import type { Request } from '../../core/request/request.ts';
import { priceOrderOf, type Quote } from '../../core/spec/quote.ts';
import type { EcsPort } from '../port.ts';
import type { Quotes } from './quotes.ts';

type Price = Promise<Result<Quote | 'unknown', Failure>>;

/** What the cloud asks for a request at this moment: for new instances, or for a further term of one. */
export const priceOf = (ecs: Pick<EcsPort, 'price' | 'renewalPrice'>, request: Request): Price =>
  request.renewal === undefined
    ? ecs.price(priceOrderOf(request.spec, request.amount))
    : ecs.renewalPrice(request.spec.region, request.renewal.cloudId, termOf(request));

/** The same; questions that come at the same time share one call. */
export const freshPriceOf = (quotes: Quotes, request: Request): Price =>
  priceOf(
    {
      price: (order) => quotes.price.fresh(order),
      renewalPrice: (region, cloudId, term) => quotes.renewal.fresh(region, cloudId, term),
    },
    request,
  );
