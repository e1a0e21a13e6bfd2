import { describe, expect, test } from 'vitest';
import { sortTypes, type TypeChoice } from '../../../src/core/spec/choices.ts';

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
