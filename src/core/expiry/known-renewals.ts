import { add, type Money } from '../base/money.ts';
import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Request } from '../request/request.ts';
import { isSameTerm, renewalOf } from '../spec/charge.ts';

/** An instance that auto-renews, with the request that bought it; null if that is unknown. */
export interface Renewed {
  readonly row: Instance;
  readonly request: Request | null;
}

/**
 * `sum` and what auto-renewals between two moments cost, as far as the bot knows: at the price that was last read or, before one was,
 * at which the instance was bought for the same term. Other currencies are left out.
 */
export function withKnownRenewals(
  sum: Money,
  all: readonly Renewed[],
  { from, to }: { readonly from: number; readonly to: number },
): Money {
  return all.reduce((total, one) => {
    const until = one.row.expiry?.until ?? null;
    const isDue = until !== null && until > from && until <= to && !hasGone(one.row);
    const price = isDue ? knownPrice(one) : null;
    return price === null ? total : (add(total, price) ?? total);
  }, sum);
}

function knownPrice({ row: { expiry, spec }, request }: Renewed): Money | null {
  if (expiry?.renewal?.on !== true || spec.charge.kind !== 'prepaid') return null;
  const term = expiry.renewal.term ?? renewalOf(spec.charge);
  const { renewalPrice: read } = expiry;
  if (read !== undefined && isSameTerm(read.term, term)) return read.price;
  const quote = request?.approval?.quote ?? request?.quote;
  if (quote?.kind !== 'term' || !isSameTerm(spec.charge.term, term)) return null;
  return { ...quote.price, minor: Math.round(quote.price.minor / quote.amount) };
}
