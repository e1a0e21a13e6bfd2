import { fail, ok, type Result } from '../base/result.ts';
import { type DisksWish, diskKey, diskWish, type WhichDisk } from '../disk/disk-wish.ts';
import type { CloudInstance, Disk } from '../instance/cloud-instance.ts';
import { type FoundInstance, idOf, nameOf, ownerOf, regionOf } from '../instance/found-instance.ts';
import type { OptionFault } from '../option/option-faults.ts';
import type { Tag } from '../option/tag.ts';
import { faultOfTags, formatTags, isReserved, parseTags } from '../option/tags.ts';
import { isInstanceName } from '../spec/spec-judge.ts';
import type { AttributeWish } from './attribute.ts';
import type { AttributeFault } from './attribute-words.ts';

/** The values that the window shows before a change. */
export interface AttributesShown {
  /** The row's id, or the region and cloud id, in the form that a command takes. */
  readonly id: string;
  readonly name: string;
  /** As lines; null when unknown, or too long for a field. */
  readonly tags: string | null;
  /** Null when unknown or not available. */
  readonly protection: boolean | null;
  /** Slack user id; null when unknown. */
  readonly owner: string | null;
  /** The disks that can be resized, the system disk first, as many as there is room for; null when unknown. */
  readonly disks: readonly ShownDisk[] | null;
}

/** A disk and its current size in GiB. */
export interface ShownDisk {
  readonly which: WhichDisk;
  /** The cloud id. Another disk may be in this place by the time the window is submitted. */
  readonly id: string;
  readonly sizeGiB: number;
}

/** The submitted values; null for a field that was absent or left empty. `sizes` has only typed sizes, as typed. */
export type AttributesTyped = Omit<AttributesShown, 'id' | 'name' | 'disks'> & {
  readonly name: string | null;
  readonly sizes: ReadonlyMap<WhichDisk, string>;
};

/** A field of the window; disks by their place. */
export type AttributeField = Exclude<keyof AttributesTyped, 'sizes'> | WhichDisk;

/** The window keeps the shown values as JSON in its metadata, for which Slack allows this many characters. */
const MAX_SHOWN = 3_000;
/** Leaves room for names, ids and disks. */
const MAX_LINES = 1_500;

/** @param disks of the instance, the system disk first; null when unknown */
export function attributesShown(found: FoundInstance, disks: readonly Disk[] | null): AttributesShown {
  const { cloud, own } = found;
  const owner = ownerOf(found);
  const shown: AttributesShown = {
    id: own?.id ?? `${regionOf(found)}/${idOf(found)}`,
    name: nameOf(found),
    tags: cloud === null ? null : linesOfCloud(cloud),
    protection: cloud?.chargeKind === 'payAsYouGo' ? cloud.deletionProtection : null,
    owner: owner?.from === 'store' ? owner.id : null,
    disks: disks === null ? null : [],
  };
  return disks === null ? shown : sizesOf(disks).reduce(withRoomFor, shown);
}

/** A disk without room gets no field; a command can still change it. */
function withRoomFor(shown: AttributesShown, disk: ShownDisk): AttributesShown {
  const more = { ...shown, disks: [...(shown.disks ?? []), disk] };
  return JSON.stringify(more).length > MAX_SHOWN ? shown : more;
}

/** Without prepaid disks: those are approved one at a time. */
const sizesOf = (disks: readonly Disk[]): readonly ShownDisk[] => {
  const whichOf = whichAmong(disks);
  return disks
    .filter(({ isPrepaid }) => !isPrepaid)
    .map((disk) => ({ which: whichOf(disk), id: disk.id, sizeGiB: disk.sizeGiB }));
};

function whichAmong(disks: readonly Disk[]): (disk: Disk) => WhichDisk {
  const data = disks.filter(({ kind }) => kind === 'data');
  return (disk) => (disk.kind === 'system' ? 'system' : data.indexOf(disk) + 1);
}

/** Disks without a field in the window. */
export interface DisksWithoutField {
  readonly prepaid: readonly WhichDisk[];
  /** Without room for a field; a command can still change them. */
  readonly noRoom: readonly WhichDisk[];
}

/** @param disks of the instance, as in {@link attributesShown} */
export function disksWithoutField(shown: AttributesShown, disks: readonly Disk[] | null): DisksWithoutField {
  const left = (disks ?? []).filter(({ id }) => !(shown.disks ?? []).some((one) => one.id === id));
  const which = (isPrepaid: boolean) =>
    left.filter((disk) => disk.isPrepaid === isPrepaid).map(whichAmong(disks ?? []));
  return { prepaid: which(true), noRoom: which(false) };
}

/** The tags as lines, without reserved ones. */
function linesOfCloud({ tags }: CloudInstance): string | null {
  const lines = formatTags(tags.filter(({ key }) => !isReserved(key)));
  return JSON.stringify(lines).length > MAX_LINES ? null : lines;
}

interface FieldFault {
  readonly field: AttributeField;
  readonly fault: AttributeFault;
}

/** The differences from the shown values. Meanwhile changes by others stay, and unchanged values are not judged again. */
export function wishOfForm(
  shown: AttributesShown,
  typed: AttributesTyped,
): Result<AttributeWish | DisksWish, FieldFault> {
  const name = typed.name?.trim() ?? shown.name;
  if (name !== shown.name && !isInstanceName(name)) return fail({ field: 'name', fault: { is: 'name', given: name } });
  // Every window has this field.
  if (typed.owner === null && shown.owner !== null) return fail({ field: 'owner', fault: { is: 'noOwner' } });
  const before = parseTags(shown.tags ?? '');
  const after = shown.tags === null ? before : parseTags(typed.tags ?? '');
  const tags = after.filter((tag) => !has(before, tag));
  const untag = before.filter(({ key }) => !after.some((tag) => tag.key === key)).map(({ key }) => key);
  const fault = twiceIn(after) ?? faultOfTags(tags) ?? reservedIn(untag);
  if (fault !== null) return fail({ field: 'tags', fault: { is: 'tag', fault } });
  const wish: AttributeWish = {
    ...(name !== shown.name && { name }),
    ...(tags.length > 0 && { tags }),
    ...(untag.length > 0 && { untag }),
    ...(typed.protection !== null && typed.protection !== shown.protection && { protection: typed.protection }),
    ...(typed.owner !== null && typed.owner !== shown.owner && { owner: typed.owner }),
  };
  return withDisks(wish, shown.disks ?? [], typed.sizes);
}

/** Disks are changed separately, because the person must agree to the price first. */
function withDisks(
  wish: AttributeWish,
  disks: readonly ShownDisk[],
  sizes: AttributesTyped['sizes'],
): Result<AttributeWish | DisksWish, FieldFault> {
  const wishes = disks.flatMap(({ which, id, sizeGiB }) => {
    const given = sizes.get(which)?.trim() ?? '';
    const one = diskWish(diskKey(which), which, given, id);
    return given === '' || one.sizeGiB === sizeGiB ? [] : [{ ...one, was: sizeGiB }];
  });
  const [first] = wishes;
  if (first === undefined) return ok(wish);
  for (const { which, given, sizeGiB, was } of wishes) {
    if (sizeGiB === null) return fail({ field: which, fault: { is: 'diskSize', given } });
    if (sizeGiB < was) return fail({ field: which, fault: { is: 'diskShrinks', sizeGiB: was } });
  }
  if (Object.keys(wish).length > 0) return fail({ field: first.which, fault: { is: 'diskBeside' } });
  return ok({ disks: wishes.map(({ was: _was, ...one }) => one), agreed: null });
}

function twiceIn(tags: readonly Tag[]): OptionFault | null {
  const again = tags.find(({ key }, at) => tags.findIndex((tag) => tag.key === key) < at);
  return again === undefined ? null : { is: 'tagTwice', tag: again.key };
}

/** Reserved tags are never shown, so the person cannot have removed them. */
function reservedIn(keys: readonly string[]): OptionFault | null {
  const tag = keys.find(isReserved);
  return tag === undefined ? null : { is: 'tagReserved', tag };
}

const has = (all: readonly Tag[], { key, value }: Tag): boolean =>
  all.some((tag) => tag.key === key && tag.value === value);
