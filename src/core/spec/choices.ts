import type { Language } from '../base/language.ts';
import type { HourlyPrice } from '../base/money.ts';
import type { KeyChoice } from '../option/key-pair.ts';
import type { Term } from './charge.ts';
import { DISK_CATEGORIES, DISK_KINDS, type DiskCategory } from './disks.ts';

/**
 * What can be picked for one region, zone, type and way of paying: the lists against which a draft is read and judged. Zones, types and
 * disks are those that are sold to instances paid as the draft says.
 */
export interface Choices {
  readonly regions: readonly PlaceChoice[];
  /** Of the draft's region. */
  readonly zones: readonly PlaceChoice[];
  /** Sold in the draft's zone. */
  readonly types: readonly TypeChoice[];
  /** What the draft's type takes as its system disk in that zone; empty when the cloud does not say. */
  readonly disks: readonly DiskChoice[];
  readonly images: readonly ImageChoice[];
  readonly vSwitches: readonly VSwitchChoice[];
  readonly groups: readonly GroupChoice[];
  /** Of the draft's region; null when the cloud does not say: then it judges at the create. */
  readonly keys: readonly KeyChoice[] | null;
  /** For which prepaid instances are sold. */
  readonly terms: readonly Term[];
}

/** Lists that may not have come yet: null is "not known", never "none". */
export type KnownChoices = { readonly [List in keyof Choices]: Choices[List] | null };

export const NOTHING_KNOWN: KnownChoices = {
  regions: null,
  zones: null,
  types: null,
  disks: null,
  images: null,
  vSwitches: null,
  groups: null,
  keys: null,
  terms: null,
};

/** A region or a zone. */
export interface PlaceChoice {
  readonly id: string;
  /** As the cloud calls it in each language, e.g. `China (Beijing)` and `华北2（北京）`; the id where it has no name. */
  readonly names: Readonly<Record<Language, string>>;
}

export interface TypeChoice {
  readonly id: string;
  readonly family: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly inStock: boolean;
  /** True for the ARM architecture; absent for x86, and where the cloud does not say. */
  readonly arm?: boolean;
  /** How many graphics processors it has, and which (`NVIDIA A10`); absent for none. */
  readonly gpus?: number;
  readonly gpuModel?: string;
  /** What an hour of it costs without disks and traffic, where that is known. */
  readonly hourly?: HourlyPrice;
}

export interface DiskChoice {
  /** As the API spells it, e.g. `cloud_essd`. */
  readonly category: string;
  readonly inStock: boolean;
  /** In GiB, inclusive; null when the cloud does not say. */
  readonly minGiB: number | null;
  readonly maxGiB: number | null;
}

export interface ImageChoice {
  readonly id: string;
  readonly name: string;
  /** e.g. `Ubuntu 22.04 64 bit`. */
  readonly osName: string;
  /** The least system disk in GiB. */
  readonly sizeGiB: number;
  readonly owner: 'system' | 'self' | 'others' | 'marketplace';
  /** The day after which its system gets no updates (`2024-06-30`), where that has passed. */
  readonly endedOn?: string;
}

export interface VSwitchChoice {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
  readonly freeAddresses: number;
}

export interface GroupChoice {
  readonly id: string;
  readonly name: string;
  /** Empty string for the classic network. */
  readonly vpcId: string;
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The lines for everyday work: general purpose, compute, memory, universal, economy. */
const COMMON_LINES = ['g', 'c', 'r', 'u', 'e'];
/** Families with a smaller number are from before 2018; the cloud advises against them and does not sell them to everybody. */
const FIRST_CURRENT_GENERATION = 5;

interface FamilyRank {
  /** 0 current and for everyday work, 1 current and special (burstable, GPU, bare metal …), 2 earlier. */
  readonly tier: 0 | 1 | 2;
  readonly generation: number;
  /** The place of its line among the common ones. */
  readonly line: number;
}

/**
 * Read from the family's name, so that families yet to come need no list: letters for the line, then its generation
 * (`ecs.g8i`, `ecs.gn7i`). The lines `u` and `e` count for themselves (`ecs.u1`, `ecs.e`) and go behind the others; `e3`
 * and `e4` are of the earlier ones. Special lines that count for themselves (`ecs.i4`) land among the earlier ones.
 */
function rankOf({ family }: Pick<TypeChoice, 'family'>): FamilyRank {
  const [, letters = '', digits = ''] = FAMILY.exec(family) ?? [];
  const line = COMMON_LINES.indexOf(letters);
  if (letters === 'u' || (letters === 'e' && digits === '')) return { tier: 0, generation: 0, line };
  const generation = Number(digits);
  if (generation < FIRST_CURRENT_GENERATION) return { tier: 2, generation, line };
  return { tier: line < 0 ? 1 : 0, generation, line };
}

const FAMILY = /^(?:ecs\.)?([a-z]+)(\d*)/u;

/** The line a type belongs to, by its letters (`g`, `gn`), and how it stands among the others. */
export const typeFamilyOf = (
  type: Pick<TypeChoice, 'family'>,
): Pick<FamilyRank, 'tier' | 'generation'> & { readonly letters: string } => {
  const { tier, generation } = rankOf(type);
  return { tier, generation, letters: FAMILY.exec(type.family)?.[1] ?? '' };
};

/**
 * In stock first; current everyday families before special ones and both before earlier ones; small before large; of one
 * size the newest generation first, then general purpose, compute, memory; then by memory.
 */
export function sortTypes<T extends TypeChoice>(types: readonly T[]): readonly T[] {
  const order = (type: T) => ({ type, at: rankOf(type) });
  return types
    .map(order)
    .toSorted(
      (a, b) =>
        Number(b.type.inStock) - Number(a.type.inStock) ||
        a.at.tier - b.at.tier ||
        a.type.vCpu - b.type.vCpu ||
        b.at.generation - a.at.generation ||
        a.at.line - b.at.line ||
        a.type.memoryGiB - b.type.memoryGiB ||
        natural.compare(a.type.id, b.type.id),
    )
    .map(({ type }) => type);
}

/** The categories that can be had now, in the order of the proposals; all of them while that is not known. */
export const fittingDisks = (disks: KnownChoices['disks']): readonly DiskCategory[] =>
  disks === null || disks.length === 0
    ? DISK_CATEGORIES
    : DISK_CATEGORIES.filter((name) => offerOf(name, disks)?.inStock === true);

/** What the cloud says of a disk. It sells the levels of an ESSD together. */
export const offerOf = (disk: DiskCategory, disks: KnownChoices['disks']): DiskChoice | null =>
  disks?.find(({ category }) => category === DISK_KINDS[disk].category) ?? null;

/** How large a system disk must be at least, in GiB. What the cloud tells of an ESSD is about PL1. */
export function leastDiskGiB(disk: DiskCategory, disks: KnownChoices['disks']): number {
  const { level, minGiB } = DISK_KINDS[disk];
  return level === null || level === 'PL1' ? Math.max(minGiB, offerOf(disk, disks)?.minGiB ?? 0) : minGiB;
}

const OWNER_ORDER: Readonly<Record<ImageChoice['owner'], number>> = { system: 0, self: 1, others: 2, marketplace: 3 };

/** The cloud's own images first; each distribution together, its newest release first. */
export function sortImages<T extends ImageChoice>(images: readonly T[]): readonly T[] {
  return images.toSorted(
    (a, b) =>
      OWNER_ORDER[a.owner] - OWNER_ORDER[b.owner] ||
      natural.compare(distribution(a), distribution(b)) ||
      newestFirst(a, b),
  );
}

/**
 * Negative when `a` is the newer one. Images carry no date of their own: the release is in the operating system's
 * name (`Ubuntu 24.04 64 bit`), the build's date at the end of the id.
 */
export function newestFirst(a: ImageChoice, b: ImageChoice): number {
  return natural.compare(b.osName, a.osName) || natural.compare(b.id, a.id);
}

function distribution(image: ImageChoice): string {
  return image.osName.replace(/\s*\d.*$/u, '');
}

/** Whether every word of `query` occurs in one of `texts`, without regard to case. An empty query matches everything. */
export function matchesWords(query: string, ...texts: readonly string[]): boolean {
  const haystack = texts.join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => haystack.includes(word));
}

/** What a person may type to find a type: `g7`, `4 vcpu`, `16 gib`, `4c16g`. */
export function typeWords(type: TypeChoice): readonly string[] {
  return [
    type.id,
    type.family,
    `${type.vCpu} vCPU`,
    `${type.memoryGiB} GiB`,
    `${type.vCpu}vcpu ${type.memoryGiB}gib ${type.vCpu}c${type.memoryGiB}g`,
    ...(type.gpus === undefined ? [] : [`${type.gpus} GPU ${type.gpuModel ?? ''}`]),
  ];
}

/** A region's current security groups that a vSwitch can use; classic ones (no VPC) never go with a vSwitch. */
export function groupsOfVpc<T extends GroupChoice>(groups: readonly T[], vpcId: string | null): readonly T[] {
  return groups.filter((group) => (vpcId === null ? group.vpcId !== '' : group.vpcId === vpcId));
}
