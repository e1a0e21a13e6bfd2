/** What can be picked for one region and zone: the lists against which a draft is read and judged. */
export interface Choices {
  readonly regions: readonly RegionChoice[];
  /** Of the draft's region. */
  readonly zones: readonly ZoneChoice[];
  /** Sold in the draft's zone. */
  readonly types: readonly TypeChoice[];
  readonly images: readonly ImageChoice[];
  readonly vSwitches: readonly VSwitchChoice[];
  readonly groups: readonly GroupChoice[];
}

/** Lists that may not have come yet: null is "not known", never "none". */
export type KnownChoices = { readonly [List in keyof Choices]: Choices[List] | null };

export interface RegionChoice {
  readonly id: string;
  readonly name: string;
}

export interface ZoneChoice {
  readonly id: string;
  readonly name: string;
}

export interface TypeChoice {
  readonly id: string;
  readonly family: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly inStock: boolean;
  /** System disk categories that go with it here; empty when that is not known. */
  readonly diskCategories: readonly string[];
}

export interface ImageChoice {
  readonly id: string;
  readonly name: string;
  readonly osName: string;
  /** The least system disk in GiB. */
  readonly sizeGiB: number;
  readonly owner: 'system' | 'self' | 'others' | 'marketplace';
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

/**
 * Families of earlier generations, which the cloud still sells to some and advises against:
 * https://www.alibabacloud.com/help/en/ecs/user-guide/retired-instance-types
 */
const EARLIER_FAMILIES = new Set('t1 s1 s2 s3 m1 m2 c1 c2 c4 ce4 cm4 n1 n2 n4 mn4 xn4 e3 e4 sn1 sn2'.split(' '));

const isEarlier = (type: TypeChoice): boolean => EARLIER_FAMILIES.has(type.family.replace(/^ecs\./u, ''));

/** In stock first, then current families, small before large. */
export function sortTypes<T extends TypeChoice>(types: readonly T[]): readonly T[] {
  return types.toSorted(
    (a, b) =>
      Number(b.inStock) - Number(a.inStock) ||
      Number(isEarlier(a)) - Number(isEarlier(b)) ||
      a.vCpu - b.vCpu ||
      a.memoryGiB - b.memoryGiB ||
      natural.compare(a.id, b.id),
  );
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
 * Negative when `a` is the newer one. Images carry no date of their own: the release stands in the operating system's
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
  ];
}

/** A region's current security groups that a vSwitch can use; classic ones (no VPC) never go with a vSwitch. */
export function groupsOfVpc<T extends GroupChoice>(groups: readonly T[], vpcId: string | null): readonly T[] {
  return groups.filter((group) => (vpcId === null ? group.vpcId !== '' : group.vpcId === vpcId));
}
