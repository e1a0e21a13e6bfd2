import { CHARGE_KINDS, type ChargeKind, PAY_AS_YOU_GO } from './charge.ts';
import { fittingDisks, groupsOfVpc, type KnownChoices, leastDiskGiB, NOTHING_KNOWN } from './choices.ts';
import { DISK_CATEGORIES } from './disks.ts';
import type { Draft } from './spec.ts';
import { BOUNDS, problemOfField } from './spec-judge.ts';

const USUAL_DISK_GIB = 40;

/**
 * Fills in what a newcomer need not decide: one instance on the first disk category for its type, without public address,
 * pay-as-you-go, and the only vSwitch and security group there is. Given values stay, except those that do not apply to the
 * billing method, and a term that the region does not sell.
 *
 * @param charges the billing methods to choose from
 */
export function withDefaults(draft: Draft, lists: KnownChoices, charges: readonly ChargeKind[] = CHARGE_KINDS): Draft {
  const vswitch = draft.vswitch ?? onlyOne(lists.vSwitches?.filter((vSwitch) => vSwitch.zone === draft.zone));
  const vpcId = lists.vSwitches?.find((vSwitch) => vSwitch.id === vswitch)?.vpcId;
  const group =
    draft.group ?? (vpcId === undefined || lists.groups === null ? null : onlyOne(groupsOfVpc(lists.groups, vpcId)));
  const leastGiB = lists.images?.find((image) => image.id === draft.image)?.sizeGiB ?? BOUNDS.size.min;
  const disk = draft.disk ?? fittingDisks(lists.disks)[0] ?? DISK_CATEGORIES[0];
  const known = DISK_CATEGORIES.find((one) => one === disk);
  const leastOfDisk = known === undefined ? 0 : leastDiskGiB(known, lists.disks);
  return {
    ...ownOf(draft, charges, lists.terms),
    ...(vswitch === null ? {} : { vswitch }),
    ...(group === null ? {} : { group }),
    disk,
    size: draft.size ?? String(Math.max(USUAL_DISK_GIB, leastGiB, leastOfDisk)),
    bandwidth: draft.bandwidth ?? '0',
    amount: draft.amount ?? '1',
  };
}

/** The draft without values of other billing methods. */
function ownOf(
  { charge, period, renew, renewperiod, maxprice, spothours, reclaim, ...draft }: Draft,
  charges: readonly ChargeKind[],
  terms: KnownChoices['terms'],
): Draft {
  const charged = { ...draft, charge: charge ?? usualCharge(charges) };
  if (charged.charge === 'spot')
    return {
      ...charged,
      ...(maxprice === undefined ? {} : { maxprice }),
      ...(spothours === undefined ? {} : { spothours }),
      ...(reclaim === undefined ? {} : { reclaim }),
    };
  if (charged.charge !== 'prepaid') return charged;
  const isSold =
    period !== undefined && problemOfField('period', { ...charged, period }, { ...NOTHING_KNOWN, terms }) === null;
  return {
    ...charged,
    ...(isSold ? { period } : {}),
    renew: renew ?? 'off',
    ...(renewperiod === undefined ? {} : { renewperiod }),
  };
}

/** The default billing method among those allowed. */
export const usualCharge = (charges: readonly ChargeKind[]): ChargeKind =>
  charges.includes(PAY_AS_YOU_GO.kind) ? PAY_AS_YOU_GO.kind : (charges[0] ?? PAY_AS_YOU_GO.kind);

/** The first zone with a usable vSwitch; the first of all while vSwitches are unknown. */
export function usualZone(lists: Pick<KnownChoices, 'zones' | 'vSwitches'>): string | null {
  const zones = lists.zones ?? [];
  const usable = zones.find((zone) => lists.vSwitches?.some((vSwitch) => vSwitch.zone === zone.id));
  return (usable ?? zones[0])?.id ?? null;
}

function onlyOne(list: readonly { readonly id: string }[] | undefined): string | null {
  return list?.length === 1 ? (list[0]?.id ?? null) : null;
}
