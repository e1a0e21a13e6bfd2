import { withDeadline } from '../../core/base/deadline.ts';
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

/** An alternative with the disk that it takes. */
export type Takeable = Alternative & { readonly disk: DiskCategory };

export type FoundAlternatives =
  | { readonly kind: 'found'; readonly alternatives: readonly Takeable[] }
  | { readonly kind: 'unread'; readonly failure: Failure };

/** So many are asked for their disks and their price: each is two calls. */
const ASKED = 6;
/** A price that takes longer is not waited for. */
const PRICE_MS = 5_000;
const MAX_ZONES = 12;

type Parts = Pick<RequestContext, 'catalogue' | 'policy' | 'quotes' | 'clock'>;

/**
 * Up to three alternatives to what was sold out, with the same billing method, looked up at this moment. The lists come from the
 * catalogue, which remembers them; only the nearest are priced. Networks are those that may be picked in the request's channel.
 */
export async function findAlternatives(
  context: Parts,
  { spec, channel }: Pick<Request, 'spec' | 'channel'>,
  amount: number,
  diskRefused = false,
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

/** Null when the type itself is in none of the region's lists, so that nothing can be called like it. */
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
  // One zone that cannot be read hides its alternatives and no others.
  if (read.length === 0 && failed !== undefined) return fail(failed);
  const type = typeIn(context, { region, instanceType, chargeKind }, inReach);
  if (type === null) return ok(null);
  const vpcId = vSwitches.value.find(({ id }) => id === vSwitchId)?.vpcId ?? null;
  return ok({ order: { zone, type, vpcId, amount }, offer: { zones: read, vSwitches: vSwitches.value } });
}

/** Also when the policy does not allow it any more: what is like it may be allowed. */
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
 * With the disk that was asked for where it takes it, else the first that it takes; null when it takes none. The place that refused
 * the disk, which is among the alternatives only then, does not take it, whatever the lists say.
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
  const answer = await withDeadline(clock, PRICE_MS, quotes.price.load(priceOrderOf(wanted, 1)));
  if (answer === 'late' || !answer.ok || answer.value === 'unknown') return null;
  return answer.value.price;
}

const onlyThese = ({ zones, vSwitches }: RegionOffer, these: readonly Takeable[]): RegionOffer => ({
  vSwitches,
  zones: zones.map(({ zone, types }) => ({
    zone,
    types: types.filter(({ id }) => these.some((one) => one.zone === zone && one.type.id === id)),
  })),
});
