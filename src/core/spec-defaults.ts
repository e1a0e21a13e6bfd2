import { fittingDisks, groupsOfVpc, type KnownChoices } from './choices.ts';
import { DISK_CATEGORIES, type Draft } from './spec.ts';
import { BOUNDS } from './spec-judge.ts';

const USUAL_DISK_GIB = 40;

/**
 * Fills what a newcomer need not decide: one instance on the first disk its type takes, without public address, and of vSwitches and
 * security groups the only one there is. What was given stays.
 */
export function withDefaults(draft: Draft, lists: KnownChoices): Draft {
  const vswitch = draft.vswitch ?? onlyOne(lists.vSwitches?.filter((vSwitch) => vSwitch.zone === draft.zone));
  const vpcId = lists.vSwitches?.find((vSwitch) => vSwitch.id === vswitch)?.vpcId;
  const group =
    draft.group ?? (vpcId === undefined || lists.groups === null ? null : onlyOne(groupsOfVpc(lists.groups, vpcId)));
  const leastGiB = lists.images?.find((image) => image.id === draft.image)?.sizeGiB ?? BOUNDS.size.min;
  const disk = draft.disk ?? fittingDisks(lists.disks)[0] ?? DISK_CATEGORIES[0];
  const leastOfDisk = lists.disks?.find(({ category }) => category === disk)?.minGiB ?? 0;
  return {
    ...draft,
    ...(vswitch === null ? {} : { vswitch }),
    ...(group === null ? {} : { group }),
    disk,
    size: draft.size ?? String(Math.max(USUAL_DISK_GIB, leastGiB, leastOfDisk)),
    bandwidth: draft.bandwidth ?? '0',
    amount: draft.amount ?? '1',
  };
}

/** The first zone in which there is a vSwitch to use; the first of all while vSwitches are not known. */
export function usualZone(lists: Pick<KnownChoices, 'zones' | 'vSwitches'>): string | null {
  const zones = lists.zones ?? [];
  const usable = zones.find((zone) => lists.vSwitches?.some((vSwitch) => vSwitch.zone === zone.id));
  return (usable ?? zones[0])?.id ?? null;
}

function onlyOne(list: readonly { readonly id: string }[] | undefined): string | null {
  return list?.length === 1 ? (list[0]?.id ?? null) : null;
}
