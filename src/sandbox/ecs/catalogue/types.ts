import { hash } from '../seeded.ts';
import type { RegionData } from './regions.ts';

export interface TypeData {
  readonly id: string;
  readonly family: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  readonly level: 'EnterpriseLevel' | 'EntryLevel' | 'CreditEntryLevel';
  readonly generation: 'old' | 'sixth' | 'current' | 'newest';
  readonly diskCategories: readonly string[];
  readonly gpu: number;
  readonly processor: string;
}

interface FamilyData {
  readonly name: string;
  /** GiB per vCPU; several if the size's name tells it (`c1m2.large`). */
  readonly ratios: readonly number[];
  readonly named: boolean;
  readonly sizes: readonly string[];
  readonly generation: TypeData['generation'];
  readonly level: TypeData['level'];
  readonly processor: string;
}

const LARGE = ['large', 'xlarge', '2xlarge', '3xlarge', '4xlarge', '6xlarge', '8xlarge', '16xlarge', '32xlarge'];
const SMALL = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'];
const MODERN_DISKS = ['cloud_essd', 'cloud_auto'];
const MIXED_DISKS = ['cloud_essd', 'cloud_auto', 'cloud_ssd', 'cloud_efficiency'];
const ENTRY_DISKS = ['cloud_essd', 'cloud_auto', 'cloud_essd_entry'];
const OLD_DISKS = ['cloud_efficiency', 'cloud_ssd', 'cloud'];

const plain = (
  name: string,
  ratio: number,
  generation: TypeData['generation'],
  processor: string,
  sizes: readonly string[] = LARGE,
): FamilyData => ({ name, ratios: [ratio], named: false, sizes, generation, level: 'EnterpriseLevel', processor });

const FAMILIES: readonly FamilyData[] = [
  plain('ecs.g7', 4, 'current', 'Intel(R) Xeon(R) Platinum 8369B'),
  plain('ecs.c7', 2, 'current', 'Intel(R) Xeon(R) Platinum 8369B'),
  plain('ecs.r7', 8, 'current', 'Intel(R) Xeon(R) Platinum 8369B'),
  plain('ecs.g8i', 4, 'newest', 'Intel(R) Xeon(R) Platinum 8475B', [...LARGE, '48xlarge']),
  plain('ecs.c8i', 2, 'newest', 'Intel(R) Xeon(R) Platinum 8475B', [...LARGE, '48xlarge']),
  plain('ecs.r8i', 8, 'newest', 'Intel(R) Xeon(R) Platinum 8475B'),
  plain('ecs.g6', 4, 'sixth', 'Intel(R) Xeon(R) Platinum 8269CY'),
  plain('ecs.c6', 2, 'sixth', 'Intel(R) Xeon(R) Platinum 8269CY'),
  plain('ecs.r6', 8, 'sixth', 'Intel(R) Xeon(R) Platinum 8269CY'),
  {
    name: 'ecs.u1',
    ratios: [1, 2, 4, 8],
    named: true,
    sizes: SMALL,
    generation: 'current',
    level: 'EnterpriseLevel',
    processor: 'Intel(R) Xeon(R) Platinum Scalable',
  },
  {
    name: 'ecs.e',
    ratios: [1, 2, 4],
    named: true,
    sizes: ['large', 'xlarge', '2xlarge'],
    generation: 'current',
    level: 'CreditEntryLevel',
    processor: 'Intel(R) Xeon(R) Platinum',
  },
  {
    name: 'ecs.t6',
    ratios: [1, 2, 4],
    named: true,
    sizes: ['large', 'xlarge', '2xlarge'],
    generation: 'sixth',
    level: 'CreditEntryLevel',
    processor: 'Intel(R) Xeon(R) Platinum',
  },
];

/** The oldest types: name, vCPU, GiB. */
const OLD: readonly (readonly [string, number, number])[] = [
  ['ecs.t1.small', 1, 1],
  ['ecs.s1.small', 1, 2],
  ['ecs.s1.medium', 1, 4],
  ['ecs.s2.small', 2, 2],
  ['ecs.s2.large', 2, 4],
  ['ecs.s2.xlarge', 2, 8],
  ['ecs.s2.2xlarge', 2, 16],
  ['ecs.s3.medium', 4, 4],
  ['ecs.s3.large', 4, 8],
  ['ecs.m1.medium', 4, 16],
  ['ecs.m1.xlarge', 8, 32],
  ['ecs.c1.small', 8, 8],
  ['ecs.c1.large', 8, 16],
  ['ecs.n1.tiny', 1, 1],
  ['ecs.n1.small', 1, 2],
  ['ecs.n1.medium', 2, 4],
  ['ecs.n1.large', 4, 8],
  ['ecs.n1.xlarge', 8, 16],
  ['ecs.n1.3xlarge', 16, 32],
  ['ecs.n4.small', 1, 2],
  ['ecs.n4.large', 2, 4],
  ['ecs.n4.xlarge', 4, 8],
  ['ecs.n4.2xlarge', 8, 16],
];

const GPU: readonly (readonly [string, number, number, number])[] = [
  ['ecs.gn7i-c8g1.2xlarge', 8, 30, 1],
  ['ecs.gn7i-c16g1.4xlarge', 16, 60, 1],
  ['ecs.gn7i-c32g1.8xlarge', 32, 188, 1],
  ['ecs.gn7i-c32g1.32xlarge', 128, 752, 4],
];

const vCpuOf = (size: string): number =>
  size === 'large' ? 2 : size === 'xlarge' ? 4 : Number(size.replace('xlarge', '')) * 4;

function disksOf(family: FamilyData): readonly string[] {
  if (family.name === 'ecs.u1' || family.name === 'ecs.e') return ENTRY_DISKS;
  return family.generation === 'sixth' ? MIXED_DISKS : MODERN_DISKS;
}

const ofFamily = (family: FamilyData): TypeData[] =>
  family.ratios.flatMap((ratio) =>
    family.sizes.map((size) => ({
      id: family.named ? `${family.name}-c1m${ratio}.${size}` : `${family.name}.${size}`,
      family: family.name,
      vCpu: vCpuOf(size),
      memoryGiB: vCpuOf(size) * ratio,
      level: family.level,
      generation: family.generation,
      diskCategories: disksOf(family),
      gpu: 0,
      processor: family.processor,
    })),
  );

export const TYPES: readonly TypeData[] = [
  ...FAMILIES.flatMap(ofFamily),
  ...GPU.map(
    ([id, vCpu, memoryGiB, gpu]): TypeData => ({
      id,
      family: 'ecs.gn7i',
      vCpu,
      memoryGiB,
      level: 'EnterpriseLevel',
      generation: 'current',
      diskCategories: MODERN_DISKS,
      gpu,
      processor: 'Intel(R) Xeon(R) Platinum 8369B',
    }),
  ),
  ...OLD.map(
    ([id, vCpu, memoryGiB]): TypeData => ({
      id,
      family: id.slice(0, id.lastIndexOf('.')),
      vCpu,
      memoryGiB,
      level: 'EntryLevel',
      generation: 'old',
      diskCategories: OLD_DISKS,
      gpu: 0,
      processor: 'Intel Xeon E5-2682v4',
    }),
  ),
];

export const typeById: ReadonlyMap<string, TypeData> = new Map(TYPES.map((type) => [type.id, type]));

/** Everyday sizes are in stock in the first two zones of every region, so that a person always finds something. */
const everyday = (type: TypeData): boolean =>
  type.vCpu <= 4 && /^ecs\.(g7|c7|g6|u1|s2|n4)[.-]/.test(`${type.id}`) && !/^ecs\.u1-c1m8/.test(type.id);

/** Whether a zone sells a type at all, in stock or not. */
export function soldIn(region: RegionData, zone: string, type: TypeData): boolean {
  const place = region.zones.indexOf(zone);
  if (place < 0) return false;
  if (type.generation === 'old') return region.site === 'china' && place < 2;
  if (type.gpu > 0) return place === 0;
  if (everyday(type) && place < 2) return true;
  if (type.generation === 'newest' && place === region.zones.length - 1) return false;
  return hash(`sold ${zone} ${type.id}`) % 12 !== 0;
}

/** How many of a type a zone has at the beginning; 0 is sold out. */
export function initialStock(region: RegionData, zone: string, type: TypeData): number {
  if (!soldIn(region, zone, type)) return 0;
  if (everyday(type) && region.zones.indexOf(zone) < 2) return 100_000;
  const drawn = hash(`stock ${zone} ${type.id}`);
  if (drawn % 9 === 0) return 0;
  return type.vCpu >= 64 ? 2 + (drawn % 7) : 5000;
}
