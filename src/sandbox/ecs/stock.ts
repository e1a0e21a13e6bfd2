import type { RegionData } from './catalogue/regions.ts';
import { initialStock, soldIn, type TypeData } from './catalogue/types.ts';
import { type Faults, faultMs } from './faults/faults.ts';
import type { Vm } from './vm.ts';
import { refuse } from './wire/refusal.ts';

/** The way of paying, as far as stock depends on it. */
export type Way = Vm['chargeType'] | 'Spot';

/** The stock of each type in each zone. */
export interface Stock {
  left(region: RegionData, zone: string, type: TypeData, way: Way): number;
  take(region: RegionData, zone: string, type: TypeData, way: Way): void;
  giveBack(region: RegionData, zone: string, type: TypeData): void;
}

const isSpot = (strategy: string): boolean => strategy !== 'NoSpot';

export const wayOf = (paid: Pick<Vm, 'chargeType' | 'spotStrategy'>): Way =>
  isSpot(paid.spotStrategy) ? 'Spot' : paid.chargeType;

/** The fault `no-stock-for` leaves one way of paying only part of a zone's stock. */
export function makeStock(faults: Pick<Faults, 'inForce'>): Stock {
  const mostFor = (region: RegionData, zone: string, type: TypeData, way: Way): number =>
    Math.min(
      ...faults
        .inForce(
          'no-stock-for',
          (fault) =>
            (fault.way ?? 'PrePaid') === way &&
            (fault.region ?? region.id) === region.id &&
            (fault.zone ?? zone) === zone &&
            (fault.instanceType ?? type.id) === type.id,
        )
        .map((fault) => faultMs(fault, 'left', 0)),
    );
  const used = new Map<string, number>();
  const key = (zone: string, type: TypeData): string => `${zone} ${type.id}`;
  const left = (region: RegionData, zone: string, type: TypeData, way: Way): number =>
    Math.min(mostFor(region, zone, type, way), initialStock(region, zone, type) - (used.get(key(zone, type)) ?? 0));
  return {
    left,
    take(region, zone, type, way) {
      mustHaveStock(left(region, zone, type, way), 1);
      used.set(key(zone, type), (used.get(key(zone, type)) ?? 0) + 1);
    },
    giveBack(_region, zone, type) {
      used.set(key(zone, type), (used.get(key(zone, type)) ?? 0) - 1);
    },
  };
}

export function mustHaveStock(left: number, wanted: number): void {
  if (left >= wanted) return;
  const message =
    'The resource is out of stock in the specified zone. Please try other types, or choose other regions and zones.';
  refuse(403, 'OperationDenied.NoStock', message);
}

/** Refuses a type that the zone, or the whole region, does not sell. */
export function mustBeSold(region: RegionData, zone: string | null, type: TypeData): void {
  if (!region.zones.some((each) => soldIn(region, each, type))) {
    refuse(403, 'InvalidResourceType.NotSupported', 'This resource type is not supported in the specified region.');
  }
  if (zone !== null && !soldIn(region, zone, type)) {
    refuse(403, 'InvalidInstanceType.ZoneNotSupported', 'The specified zone does not support this instancetype.');
  }
}
