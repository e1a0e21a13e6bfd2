import { ageClock, type Clock } from '../../core/base/clock.ts';
import { type HourlyPrice, hourlyShare } from '../../core/base/money.ts';
import { ok } from '../../core/base/result.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { TypeChoice } from '../../core/spec/choices.ts';
import type { PriceOrder } from '../../core/spec/quote.ts';
import type { AccountMemory } from '../account-memory.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

type TypePlace = Pick<PriceOrder, 'region' | 'zone' | 'instanceType'> & { readonly chargeKind: ChargeKind };

/**
 * The hourly price of a type without disks and traffic, learnt from prices that were asked for anyway: the cloud prices one type
 * per call, too slow for a whole list.
 */
export interface TypePrices {
  /** @param price for all instances of the order together */
  told(order: PriceOrder, price: HourlyPrice): void;
  peek(place: TypePlace): HourlyPrice | null;
}

const HOUR_MS = 3_600_000;
/** The market changes its prices every few minutes. */
const SPOT_MS = 300_000;
const MOST = 2_000;

export function makeTypePrices({
  clock,
  memory,
}: {
  readonly clock: Clock;
  readonly memory: AccountMemory;
}): TypePrices {
  const age = ageClock(clock);
  const remembered = memory.of(() => new Map<string, { readonly price: HourlyPrice; readonly until: number }>());
  const keyOf = ({ region, zone, instanceType, chargeKind }: TypePlace): string =>
    JSON.stringify([region, zone, instanceType, chargeKind]);
  return {
    told({ region, zone, instanceType, charge, amount }, price) {
      if (charge.kind === 'prepaid' || price.micros <= 0) return;
      const prices = remembered();
      const key = keyOf({ region, zone, instanceType, chargeKind: charge.kind });
      const until = age.now() + (charge.kind === 'spot' ? SPOT_MS : HOUR_MS);
      prices.delete(key);
      prices.set(key, { price: hourlyShare(price, amount), until });
      if (prices.size > MOST) prices.delete(prices.keys().next().value as string);
    },
    peek(place) {
      const known = remembered().get(keyOf(place));
      return known !== undefined && age.now() < known.until ? known.price : null;
    },
  };
}

/** The catalogue, with the known prices of its types. */
export function withTypePrices(catalogue: Catalogue, prices: TypePrices): Catalogue {
  const priced = (region: string, zone: string, chargeKind: ChargeKind, types: readonly TypeChoice[]) =>
    types.map((type): TypeChoice => {
      const hourly = prices.peek({ region, zone, instanceType: type.id, chargeKind });
      return hourly === null ? type : { ...type, hourly };
    });
  const { instanceTypes } = catalogue;
  return {
    ...catalogue,
    instanceTypes: {
      peek(...scope) {
        const types = instanceTypes.peek(...scope);
        return types === null ? null : priced(...scope, types);
      },
      async load(...scope) {
        const answer = await instanceTypes.load(...scope);
        return answer.ok ? ok(priced(...scope, answer.value)) : answer;
      },
      async reload(...scope) {
        const answer = await instanceTypes.reload(...scope);
        return answer.ok ? ok(priced(...scope, answer.value)) : answer;
      },
    },
  };
}
