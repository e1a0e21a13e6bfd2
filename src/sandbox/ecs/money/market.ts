import type { TypeData } from '../catalogue/types.ts';
import type { Faults } from '../faults/faults.ts';
import { hash } from '../seeded.ts';
import { AT_LIST, type Market } from './prices.ts';

/** The present prices. */
export interface Markets {
  /** For everything except spot. */
  now(): Market;
  /** For a spot instance: 15 to 45 percent of the list price, fixed by the seed, the zone and the type. */
  spot(zone: string | null, type: TypeData): Market;
}

/** How far a `price-change` moves prices by default. */
const USUAL_CHANGE_PERCENT = 10;

export function makeMarkets(seed: number, faults: Pick<Faults, 'inForce'>): Markets {
  const level = (): number =>
    faults
      .inForce('price-change')
      .reduce(
        (so, { percent }) => so * (1 + (typeof percent === 'number' ? percent : USUAL_CHANGE_PERCENT) / 100),
        100,
      );
  return {
    now: () => ({ ...AT_LIST, level: level() }),
    spot: (zone, type) => ({ level: level(), spot: 15 + (hash(`spot ${seed} ${zone ?? ''} ${type.id}`) % 31) }),
  };
}
