import { DAY_MS } from '../../../core/base/durations.ts';
import type { Vm } from '../vm.ts';
import type { World } from '../world.ts';
import { CENT, diskQuote, type PricedDisk, type Quote, toCents } from './prices.ts';

const DAYS_OF_A_MONTH = 30;

/** The price of additional disk size for the rest of a subscription, by started days and to the cent; zero without disks. */
export function restOfTerm(world: World, vm: Vm, more: readonly PricedDisk[]): Quote {
  const month = diskQuote(vm.region, more, 'Month', 1, world.markets.now());
  const days = Math.ceil(Math.max(0, (vm.expires?.real ?? 0) - world.clock.realNow()) / DAY_MS);
  const least = more.length === 0 ? 0 : 1;
  const original = Math.max(least, toCents((month.trade * days) / DAYS_OF_A_MONTH)) * CENT;
  const parts = more.length === 0 ? [] : [{ resource: 'dataDisk' as const, original, discount: 0 }];
  return { parts, original, discount: 0, trade: original, rules: [] };
}
