import type { Language } from '../base/language.ts';
import type { HourlyPrice } from '../base/money.ts';
import type { KeyChoice } from '../option/key-pair.ts';
import type { Term } from './charge.ts';
import { DISK_CATEGORIES, DISK_KINDS, type DiskCategory } from './disks.ts';

/**
 * The lists for one region, zone, type and billing method, against which a draft is read and judged. Zones, types and disks
 * are those sold with the draft's billing method.
 */
export interface Choices {
  readonly regions: readonly PlaceChoice[];
  /** Of the draft's region. */
  readonly zones: readonly PlaceChoice[];
  /** Sold in the draft's zone. */
  readonly types: readonly TypeChoice[];
  /** The system disks for the draft's type in that zone; empty when the cloud does not say. */
  readonly disks: readonly DiskChoice[];
  readonly images: readonly ImageChoice[];
  readonly vSwitches: readonly VSwitchChoice[];
  readonly groups: readonly GroupChoice[];
  /** The key pairs of the draft's region; null when the cloud does not say. Then the create judges the key. */
  readonly keys: readonly KeyChoice[] | null;
  /** The terms for which prepaid instances are sold. */
  readonly terms: readonly Term[];
}

/** Lists that may not be loaded yet: null means unknown, never empty. */
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
  /** The cloud's name in each language, e.g. `China (Beijing)` and `华北2（北京）`; the id where it has none. */
  readonly names: Readonly<Record<Language, string>>;
}

export interface TypeChoice {
  readonly id: string;
  readonly family: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly inStock: boolean;
  /** True for ARM; absent for x86, and where the cloud does not say. */
  readonly arm?: boolean;
  /** The number and model of its GPUs (`NVIDIA A10`); absent for none. */
  readonly gpus?: number;
  readonly gpuModel?: string;
  /** Per hour, without disks and traffic; absent when unknown. */
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
  /** The smallest system disk in GiB. */
  readonly sizeGiB: number;
  readonly owner: 'system' | 'self' | 'others' | 'marketplace';
  /** The last day with updates for its system (`2024-06-30`); present only when that has passed. */
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

/** Lines for everyday work: general purpose, compute, memory, universal, economy. */
const COMMON_LINES = ['g', 'c', 'r', 'u', 'e'];
/** Families with a smaller number date from before 2018. The cloud advises against them and does not sell them to everybody. */
const FIRST_CURRENT_GENERATION = 5;

interface FamilyRank {
  /** 0 current and for everyday work, 1 current and special (burstable, GPU, bare metal …), 2 earlier. */
  readonly tier: 0 | 1 | 2;
  readonly generation: number;
  /** The index of its line among the common ones. */
  readonly line: number;
}

/**
 * Read from the family's name, so that future families need no list: letters for the line, then the generation (`ecs.g8i`,
 * `ecs.gn7i`). The lines `u` and `e` number their generations separately (`ecs.u1`, `ecs.e`) and rank behind the others;
 * `e3` and `e4` are earlier ones. Special lines with numbers of their own (`ecs.i4`) end up among the earlier ones.
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

/** The line of a type, by its letters (`g`, `gn`), with its rank. */
export const typeFamilyOf = (
  type: Pick<TypeChoice, 'family'>,
): Pick<FamilyRank, 'tier' | 'generation'> & { readonly letters: string } => {
  const { tier, generation } = rankOf(type);
  return { tier, generation, letters: FAMILY.exec(type.family)?.[1] ?? '' };
};

/**
 * In stock first. Current everyday families before special ones, both before earlier ones. Small before large. Within one
 * size: newest generation, then general purpose, compute, memory, then by memory size.
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

/** The disk categories in stock, in the order in which they are offered; all of them while that is unknown. */
export const fittingDisks = (disks: KnownChoices['disks']): readonly DiskCategory[] =>
  disks === null || disks.length === 0
    ? DISK_CATEGORIES
    : DISK_CATEGORIES.filter((name) => offerOf(name, disks)?.inStock === true);

/** The cloud's offer of a disk category. It does not distinguish the levels of an ESSD. */
export const offerOf = (disk: DiskCategory, disks: KnownChoices['disks']): DiskChoice | null =>
  disks?.find(({ category }) => category === DISK_KINDS[disk].category) ?? null;

/** The smallest system disk in GiB. The cloud's own minimum for an ESSD applies to PL1. */
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
 * Negative when `a` is newer. Images have no date: the release is in the name of the operating system (`Ubuntu 24.04 64
 * bit`), the build date at the end of the id.
 */
export function newestFirst(a: ImageChoice, b: ImageChoice): number {
  return natural.compare(b.osName, a.osName) || natural.compare(b.id, a.id);
}

function distribution(image: ImageChoice): string {
  return image.osName.replace(/\s*\d.*$/u, '');
}

/** Whether every word of `query` occurs in one of `texts`, ignoring case. An empty query matches everything. */
export function matchesWords(query: string, ...texts: readonly string[]): boolean {
  const haystack = texts.join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => haystack.includes(word));
}

/** The words by which a type can be found: `g7`, `4 vcpu`, `16 gib`, `4c16g`. */
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

/**
 * The security groups that a vSwitch of this VPC can use; of any VPC for null. Classic groups (without a VPC) never fit a
 * vSwitch.
 */
export function groupsOfVpc<T extends GroupChoice>(groups: readonly T[], vpcId: string | null): readonly T[] {
  return groups.filter((group) => (vpcId === null ? group.vpcId !== '' : group.vpcId === vpcId));
}
