import { compareText } from '../base/lists.ts';
import { type TypeChoice, typeFamilyOf, type VSwitchChoice } from './choices.ts';
import type { Quote } from './quote.ts';

/** The order that the cloud could not place. */
export interface SoldOut {
  readonly zone: string;
  readonly type: TypeChoice;
  /** The VPC of its security group; null when unknown. */
  readonly vpcId: string | null;
  /** How many free addresses it needs. */
  readonly amount: number;
  /** Its disk category was refused, so the same type in the same zone is available with another disk. */
  readonly diskRefused?: boolean;
}

/** The types in stock in a region and the vSwitches to put them in, as far as the policy allows. */
export interface RegionOffer {
  readonly zones: readonly { readonly zone: string; readonly types: readonly TypeChoice[] }[];
  readonly vSwitches: readonly VSwitchChoice[];
}

/** A type in a zone to order instead. */
export interface Alternative {
  readonly zone: string;
  readonly type: TypeChoice;
  /** A vSwitch of the zone with room for all; in the same VPC if possible. */
  readonly vSwitchId: string;
  /** Whether the security group can stay. */
  readonly sameVpc: boolean;
  /** The price of one instance with the order's billing method: per hour, or prepaid for the whole term; null when unknown. */
  readonly price: Price | null;
}

export type Price = Quote['price'];

/** `ecs.g7.large in cn-beijing-k` as a key. */
export const placeKey = (instanceType: string, zone: string): string => `${instanceType}/${zone}`;

/**
 * Types in stock with the same vCPUs and memory: in another zone, of another family, or both (and the same type, where only
 * its disk was refused). The cheapest first, at equal price the nearest. Types without a price come last, the nearest
 * first: so without any prices, this is the order in which to ask for them.
 *
 * Leaves out types of another processor architecture, since the image would not start on them. Leaves out special types
 * (burstable, GPU …) and earlier generations as alternatives to everyday ones, since they are another kind of product.
 * Leaves out zones without a vSwitch that has room.
 *
 * @param offer in stock for the order's billing method
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

/**
 * The same type elsewhere is nearest, then types of its own line, then others. Another zone or network adds to the
 * distance.
 */
function distanceOf(type: TypeChoice, zone: string, order: SoldOut, sameVpc: boolean): number {
  const [mine, theirs] = [typeFamilyOf(type), typeFamilyOf(order.type)];
  const apart = Math.abs(mine.generation - theirs.generation) + (mine.letters === theirs.letters ? 2 : 12);
  return (type.id === order.type.id ? 0 : apart) + (zone === order.zone ? 0 : 1) + (sameVpc ? 0 : 5);
}

/** Prices in different currencies count as equal; one account has only one. All have the same billing method. */
function byPrice(a: Price | null, b: Price | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.currency === b.currency ? unitsOf(a) - unitsOf(b) : 0;
}

const unitsOf = (price: Price): number => ('micros' in price ? price.micros : price.minor);
