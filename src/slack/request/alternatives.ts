import { answerWithin } from '../../core/base/deadline.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Request } from '../../core/request/request.ts';
import {
  type Alternative,
  alternatives,
  type Price,
  placeKey,
  type RegionOffer,
  type SoldOut,
} from '../../core/spec/alternatives.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import { fittingDisks, type TypeChoice } from '../../core/spec/choices.ts';
import type { DiskCategory } from '../../core/spec/disks.ts';
import { priceOrderOf } from '../../core/spec/quote.ts';
import type { InstanceSpec } from '../../core/spec/spec.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import { allowedCatalogue } from '../../usecases/policy/allowed-catalogue.ts';
import type { RequestContext } from '../kit/context.ts';
import { TAKE_ALTERNATIVE } from './next-step-ids.ts';

/** An alternative with a disk that it takes. */
export type Takeable = Alternative & { readonly disk: DiskCategory };

export type FoundAlternatives =
  | { readonly kind: 'found'; readonly alternatives: readonly Takeable[] }
  | { readonly kind: 'unread'; readonly failure: Failure };

/** The most that are asked for disks and price, which takes two calls each. */
const ASKED = 6;
/** How long a price is waited for. */
const PRICE_MS = 5_000;
const MAX_ZONES = 12;

type Parts = Pick<RequestContext, 'catalogue' | 'policy' | 'quotes' | 'clock'>;

/**
 * Up to three alternatives to a sold-out type, with the same way of paying, looked up at this moment. The lists come from the
 * catalogue's memory; only the nearest are priced. Networks are those allowed in the request's channel.
 */
export async function findAlternatives(
  context: Parts,
  { spec, channel }: Pick<Request, 'spec' | 'channel'>,
  amount: number,
  diskRefused: boolean,
): Promise<FoundAlternatives> {
  const known = await lists(allowedCatalogue(context, channel), context, spec, amount);
  if (!known.ok) return { kind: 'unread', failure: known.error };
  if (known.value === null) return { kind: 'found', alternatives: [] };
  const { offer } = known.value;
  const order = { ...known.value.order, diskRefused };
  const nearest = alternatives(order, offer, new Map()).slice(0, ASKED);
  const takeable = (await Promise.all(nearest.map((one) => withDisk(context, spec, one)))).flatMap((one) => one ?? []);
  const prices = new Map<string, Price>();
  await Promise.all(
    takeable.map(async (one) => {
      const price = await priceOf(context, spec, one);
      if (price !== null) prices.set(placeKey(one.type.id, one.zone), price);
    }),
  );
  const best = alternatives(order, onlyThese(offer, takeable), prices).slice(0, TAKE_ALTERNATIVE.length);
  return {
    kind: 'found',
    alternatives: best.flatMap((one) => {
      const disk = takeable.find(({ type, zone }) => type.id === one.type.id && zone === one.zone)?.disk;
      return disk === undefined ? [] : [{ ...one, disk }];
    }),
  };
}

/** Null if the type is in none of the region's lists, so that nothing can be compared with it. */
async function lists(
  catalogue: Catalogue,
  context: Parts,
  { region, zone, instanceType, vSwitchId, charge: { kind: chargeKind } }: InstanceSpec,
  amount: number,
): Promise<Result<{ readonly order: SoldOut; readonly offer: RegionOffer } | null, Failure>> {
  const [zones, vSwitches] = await Promise.all([
    catalogue.zones.load(region, chargeKind),
    catalogue.vSwitches.load(region),
  ]);
  if (!zones.ok) return zones;
  if (!vSwitches.ok) return vSwitches;
  const inReach = zones.value
    .map(({ id }) => id)
    .filter((id) => id === zone || vSwitches.value.some((vSwitch) => vSwitch.zone === id))
    .slice(0, MAX_ZONES);
  const sold = await Promise.all(
    inReach.map(async (id) => ({ zone: id, allowed: await catalogue.instanceTypes.load(region, id, chargeKind) })),
  );
  const read = sold.flatMap(({ zone, allowed }) => (allowed.ok ? [{ zone, types: allowed.value }] : []));
  const [failed] = sold.flatMap(({ allowed }) => (allowed.ok ? [] : [allowed.error]));
  // An unreadable zone hides only its own alternatives.
  if (read.length === 0 && failed !== undefined) return fail(failed);
  const type = typeIn(context, { region, instanceType, chargeKind }, inReach);
  if (type === null) return ok(null);
  const vpcId = vSwitches.value.find(({ id }) => id === vSwitchId)?.vpcId ?? null;
  return ok({ order: { zone, type, vpcId, amount }, offer: { zones: read, vSwitches: vSwitches.value } });
}

/** Also a type that the policy does not allow any more: similar ones may be allowed. */
function typeIn(
  { catalogue }: Parts,
  {
    region,
    instanceType,
    chargeKind,
  }: { readonly region: string; readonly instanceType: string; readonly chargeKind: ChargeKind },
  zones: readonly string[],
): TypeChoice | null {
  for (const zone of zones) {
    const type = catalogue.instanceTypes.peek(region, zone, chargeKind)?.find((one) => one.id === instanceType);
    if (type !== undefined) return type;
  }
  return null;
}

/**
 * With the ordered disk if the alternative takes it, otherwise the first that it takes; null if it takes none. If the order's own
 * place is an alternative, it has refused the disk, so it does not take it, whatever the lists say.
 */
async function withDisk(context: Parts, spec: InstanceSpec, one: Alternative): Promise<Takeable | null> {
  const { region, systemDisk } = spec;
  const refusedIt = one.zone === spec.zone && one.type.id === spec.instanceType;
  const disks = await context.catalogue.systemDisks.load(region, one.zone, one.type.id, spec.charge.kind);
  if (!disks.ok) return refusedIt ? null : { ...one, disk: systemDisk.category };
  const fitting = fittingDisks(disks.value).filter((category) => !refusedIt || category !== systemDisk.category);
  const disk = fitting.find((category) => category === systemDisk.category) ?? fitting[0];
  return disk === undefined ? null : { ...one, disk };
}

async function priceOf({ quotes, clock }: Parts, spec: InstanceSpec, one: Takeable): Promise<Price | null> {
  const wanted: InstanceSpec = {
    ...spec,
    zone: one.zone,
    instanceType: one.type.id,
    systemDisk: { ...spec.systemDisk, category: one.disk },
  };
  const answer = await answerWithin(clock, PRICE_MS, quotes.price.load(priceOrderOf(wanted, 1)));
  return answer.ok && answer.value !== 'unknown' ? answer.value.price : null;
}

const onlyThese = ({ zones, vSwitches }: RegionOffer, these: readonly Takeable[]): RegionOffer => ({
  vSwitches,
  zones: zones.map(({ zone, types }) => ({
    zone,
    types: types.filter(({ id }) => these.some((one) => one.zone === zone && one.type.id === id)),
  })),
});
