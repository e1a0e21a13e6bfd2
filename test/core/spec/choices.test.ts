import { describe, expect, test } from 'vitest';
import {
  groupsOfVpc,
  type ImageChoice,
  leastDiskGiB,
  matchesWords,
  sortImages,
  sortTypes,
  type TypeChoice,
  typeWords,
} from '../../../src/core/spec/choices.ts';
import { diskOf, systemMaxGiB } from '../../../src/core/spec/disks.ts';
import { kindOfType } from '../../../src/core/spec/type-kind.ts';
import { regionOfZone, withRegion } from '../../../src/core/spec/zone.ts';

const type = (id: string, vCpu: number, memoryGiB: number, inStock = true): TypeChoice => ({
  id,
  family: id.split(/[-.]/u).slice(0, 2).join('.'),
  vCpu,
  memoryGiB,
  inStock,
});

const sorted = (...types: TypeChoice[]): string[] => sortTypes(types).map(({ id }) => id.replace('ecs.', ''));

describe('of the types of a zone a person sees first', () => {
  test('what is in stock, whatever it is', () => {
    expect(sorted(type('ecs.g8i.large', 2, 8, false), type('ecs.t1.small', 1, 1))).toEqual(['t1.small', 'g8i.large']);
  });

  test('current generations, earlier ones last and the newest of them first', () => {
    expect(
      sorted(
        type('ecs.n1.tiny', 1, 1),
        type('ecs.t1.small', 1, 1),
        type('ecs.s2.small', 1, 1),
        type('ecs.e4.small', 1, 8),
        type('ecs.sn2ne.large', 1, 8),
        type('ecs.g5.16xlarge', 64, 256),
      ),
    ).toEqual(['g5.16xlarge', 'e4.small', 's2.small', 'sn2ne.large', 'n1.tiny', 't1.small']);
  });

  test('among these small before large, new before old, and general purpose before compute before memory', () => {
    expect(
      sorted(
        type('ecs.r8i.large', 2, 16),
        type('ecs.g8i.48xlarge', 192, 768),
        type('ecs.u1-c1m2.large', 2, 4),
        type('ecs.e-c1m1.large', 2, 2),
        type('ecs.u1-c1m1.large', 2, 2),
        type('ecs.c7.large', 2, 4),
        type('ecs.g10a.large', 2, 8),
        type('ecs.g6.large', 2, 8),
        type('ecs.g7.xlarge', 4, 16),
        type('ecs.c8i.large', 2, 4),
        type('ecs.g8i.large', 2, 8),
      ),
    ).toEqual([
      'g10a.large',
      'g8i.large',
      'c8i.large',
      'r8i.large',
      'c7.large',
      'g6.large',
      'u1-c1m1.large',
      'u1-c1m2.large',
      'e-c1m1.large',
      'g7.xlarge',
      'g8i.48xlarge',
    ]);
  });

  test('everyday families before burstable ones, GPUs and bare metal, however small those are', () => {
    expect(
      sorted(
        type('ecs.t5-lc2m1.nano', 1, 0.5),
        type('ecs.gn7i-c8g1.2xlarge', 8, 30),
        type('ecs.ebmg7.32xlarge', 128, 512),
        type('ecs.t6-c1m1.large', 2, 2),
        type('ecs.r6.8xlarge', 32, 256),
        type('ecs.n4.small', 1, 2),
      ),
    ).toEqual(['r6.8xlarge', 't5-lc2m1.nano', 't6-c1m1.large', 'gn7i-c8g1.2xlarge', 'ebmg7.32xlarge', 'n4.small']);
  });

  test('a family whose name tells nothing after all others', () => {
    expect(sorted(type('ecs.next-thing.large', 2, 4), type('ecs.n1.tiny', 1, 1)).at(-1)).toBe('next-thing.large');
  });
});

const image = (id: string, osName: string, owner: ImageChoice['owner'] = 'system'): ImageChoice => ({
  ...{ id, osName, owner, name: id, sizeGiB: 20 },
});

test('of images a person sees the cloud’s own first, each distribution together and its newest first', () => {
  const images = [
    image('m-shared', 'Ubuntu 26.04 64 bit', 'others'),
    image('m-bought', 'Ubuntu 26.04 64 bit', 'marketplace'),
    image('m-own', 'Ubuntu 26.04 64 bit', 'self'),
    image('ubuntu_20250101', 'Ubuntu  22.04 64 bit'),
    image('debian_12', 'Debian 12.9 64 bit'),
    image('ubuntu_20250102', 'Ubuntu  22.04 64 bit'),
    image('ubuntu_24', 'Ubuntu 24.04 64 bit'),
    image('debian_9', 'Debian 9.1 64 bit'),
  ];
  expect(sortImages(images).map(({ id }) => id)).toEqual([
    ...['debian_12', 'debian_9', 'ubuntu_24', 'ubuntu_20250102', 'ubuntu_20250101'],
    ...['m-own', 'm-shared', 'm-bought'],
  ]);
});

test.each([
  ['4 VCPU', true],
  ['16gib', true],
  ['4c16g', true],
  ['g7 4', true],
  ['2 gpu nvidia', true],
  ['', true],
  ['g7 8c', false],
])('a type with 4 vCPUs, 16 GiB and GPUs is found by %j: %j', (query, isFound) => {
  const words = typeWords({ ...type('ecs.gn7.xlarge', 4, 16), id: 'ecs.g7.xlarge', gpus: 2, gpuModel: 'NVIDIA A10' });
  expect(matchesWords(query, ...words)).toBe(isFound);
});

test('a type without a GPU is not found by one', () => {
  expect(matchesWords('gpu', ...typeWords(type('ecs.g7.xlarge', 4, 16)))).toBe(false);
  expect(typeWords({ ...type('ecs.gn7.xlarge', 4, 16), gpus: 1 }).at(-1)).toBe('1 GPU ');
});

test('a vSwitch can use the groups of its VPC, and none of the classic network', () => {
  const groups = ['vpc-1', 'vpc-2', ''].map((vpcId, n) => ({ id: `sg-${n}`, name: '', vpcId }));
  const ids = (vpcId: string | null) => groupsOfVpc(groups, vpcId).map(({ id }) => id);
  expect([ids('vpc-1'), ids('vpc-9'), ids(null)]).toEqual([['sg-0'], [], ['sg-0', 'sg-1']]);
});

test('a disk is at least as large as its level asks and, for those without one and PL1, as the cloud says', () => {
  const offer = (category: string, minGiB: number | null) => [{ category, inStock: true, minGiB, maxGiB: 2048 }];
  expect(leastDiskGiB('cloud_essd', offer('cloud_essd', 40))).toBe(40);
  expect(leastDiskGiB('cloud_essd', offer('cloud_essd', 10))).toBe(20);
  expect(leastDiskGiB('cloud_essd_pl0', offer('cloud_essd', 40))).toBe(1);
  expect(leastDiskGiB('cloud_auto', offer('cloud_auto', 40))).toBe(40);
  expect(leastDiskGiB('cloud_auto', offer('cloud_auto', null))).toBe(1);
  expect(leastDiskGiB('cloud_auto', null)).toBe(1);
});

test('a disk of the cloud is known by its category and level, and has its largest size as a system disk', () => {
  expect([diskOf('cloud_essd', 'PL0'), diskOf('cloud_auto', ''), diskOf('cloud_essd', '')]).toEqual([
    ...['cloud_essd_pl0', 'cloud_auto', null],
  ]);
  expect([systemMaxGiB('cloud'), systemMaxGiB('cloud_essd')]).toEqual([500, 2048]);
});

test.each([
  ['ecs.g8i', 'general'],
  ['ecs.c7', 'compute'],
  ['ecs.hfr7', 'memory'],
  ['ecs.u1', 'universal'],
  ['ecs.e', 'economy'],
  ['ecs.t6', 'burstable'],
  ['ecs.i4', 'localSsd'],
  ['ecs.d3s', 'bigData'],
  ['ecs.ebmg7', 'bareMetal'],
  ['ecs.gn7i', null],
])('%s is for %s', (family, kind) => {
  expect(kindOfType({ family })).toBe(kind);
});

test.each([
  ['cn-beijing-h', 'cn-beijing'],
  [' CN-Beijing-H ', 'cn-beijing'],
  ['ap-southeast-1a', 'ap-southeast-1'],
  ['cn-zhangjiakou-a', 'cn-zhangjiakou'],
  ['h', null],
  ['cn-beijing', null],
  ['xcn-beijing-h', null],
  ['cn-beijing-hh', null],
])('the region of the zone %j is %j', (zone, region) => {
  expect(regionOfZone(zone)).toBe(region);
  expect(withRegion({ zone })).toEqual(region === null ? { zone } : { region, zone });
  expect(withRegion({ zone, region: 'mars' })).toEqual({ zone, region: 'mars' });
});
