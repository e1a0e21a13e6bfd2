import { type TypeChoice, typeFamilyOf, type VSwitchChoice } from './choices.ts';
import type { Quote } from './quote.ts';

/** What could not be had. */
export interface SoldOut {
  readonly zone: string;
  readonly type: TypeChoice;
  /** The network in which its security group is; null when that is not known. */
  readonly vpcId: string | null;
  /** How many addresses are needed. */
  readonly amount: number;
  /** It was its disk that does not go there: the same type in the same zone can be had with another one. */
  readonly diskRefused?: boolean;
}

/** What the region sells and where the account can put it, as far as the policy allows it. */
export interface RegionOffer {
  readonly zones: readonly { readonly zone: string; readonly types: readonly TypeChoice[] }[];
  readonly vSwitches: readonly VSwitchChoice[];
}

/** One type in one zone that could be had instead. */
export interface Alternative {
  readonly zone: string;
  readonly type: TypeChoice;
  /** A vSwitch of the zone with room for all; in the same network where there is one. */
  readonly vSwitchId: string;
  /** Whether the security group can stay. */
  readonly sameVpc: boolean;
  /** What one costs, paid as was asked for: per hour, or prepaid for the whole term; null when that is not known. */
  readonly price: Price | null;
}

export type Price = Quote['price'];

/** `ecs.g7.large in cn-beijing-k` as a key. */
export const placeKey = (instanceType: string, zone: string): string => `${instanceType}/${zone}`;

/**
 * What has the same vCPUs and memory and is in stock: another zone, another family, or both (and itself, where only its disk was
 * refused). The cheapest first, of equal
 * price the nearest; what has no price comes after all that have one, the nearest first. So without any prices it is the
 * order in which they are worth asking for.
 *
 * Types of another processor architecture are left out, for the image would not start on them, and so are special ones
 * (burstable, GPU …) and earlier generations in place of everyday ones: they are cheap or dear because they are something
 * else. Zones without a vSwitch that has room are left out too.
 *
 * @param offer stocked for the way of paying that was asked for
 * @param prices of one instance, by {@link placeKey}
 */
export function alternatives(
  order: SoldOut,
  offer: RegionOffer,
  prices: ReadonlyMap<string, Price>,
): readonly Alternative[] {
  const wanted = order.type;
  const found = offer.zones.flatMap(({ zone, types }) => {
    const network = networkIn(zone, order, offer.vSwitches);
    if (network === null) return [];
    return types
      .filter((type) => type.inStock && isLike(type, wanted))
      .filter((type) => order.diskRefused === true || zone !== order.zone || type.id !== wanted.id)
      .map((type) => {
        const price = prices.get(placeKey(type.id, zone)) ?? null;
        return { zone, type, ...network, price, distance: distanceOf(type, zone, order, network.sameVpc) };
      });
  });
  return found
    .toSorted(
      (a, b) =>
        byPrice(a.price, b.price) ||
        a.distance - b.distance ||
        compareText(a.type.id, b.type.id) ||
        compareText(a.zone, b.zone),
    )
    .map(({ distance: _, ...alternative }) => alternative);
}

function networkIn(
  zone: string,
  { vpcId, amount }: SoldOut,
  vSwitches: readonly VSwitchChoice[],
): Pick<Alternative, 'vSwitchId' | 'sameVpc'> | null {
  const isSame = (vSwitch: VSwitchChoice): boolean => vSwitch.vpcId === vpcId;
  const [best] = vSwitches
    .filter((vSwitch) => vSwitch.zone === zone && vSwitch.freeAddresses >= amount)
    .toSorted((a, b) => Number(isSame(b)) - Number(isSame(a)) || b.freeAddresses - a.freeAddresses);
  return best === undefined ? null : { vSwitchId: best.id, sameVpc: isSame(best) };
}

function isLike(type: TypeChoice, wanted: TypeChoice): boolean {
  if (type.vCpu !== wanted.vCpu || type.memoryGiB !== wanted.memoryGiB) return false;
  if ((type.arm ?? false) !== (wanted.arm ?? false)) return false;
  const [mine, theirs] = [typeFamilyOf(type), typeFamilyOf(wanted)];
  return mine.letters === theirs.letters || mine.tier < theirs.tier || (mine.tier === 0 && theirs.tier === 0);
}

/** The same type elsewhere is nearest, then its own line, then others; staying in the zone and the network counts too. */
function distanceOf(type: TypeChoice, zone: string, order: SoldOut, sameVpc: boolean): number {
  const [mine, theirs] = [typeFamilyOf(type), typeFamilyOf(order.type)];
  const apart = Math.abs(mine.generation - theirs.generation) + (mine.letters === theirs.letters ? 2 : 12);
  return (type.id === order.type.id ? 0 : apart) + (zone === order.zone ? 0 : 1) + (sameVpc ? 0 : 5);
}

/** Amounts of different currencies say nothing about each other; one account has one. All are paid in one way. */
function byPrice(a: Price | null, b: Price | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.currency === b.currency ? unitsOf(a) - unitsOf(b) : 0;
}

const unitsOf = (price: Price): number => ('micros' in price ? price.micros : price.minor);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
