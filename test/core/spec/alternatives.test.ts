import { describe, expect, test } from 'vitest';
import { alternatives, placeKey, type RegionOffer, type SoldOut } from '../../../src/core/spec/alternatives.ts';
import type { TypeChoice, VSwitchChoice } from '../../../src/core/spec/choices.ts';

const type = (id: string, vCpu = 2, memoryGiB = 8, more: Partial<TypeChoice> = {}): TypeChoice => ({
  id,
  family: id.split('.').slice(0, 2).join('.'),
  vCpu,
  memoryGiB,
  inStock: true,
  ...more,
});

const vSwitch = (zone: string, vpcId = 'vpc-1', freeAddresses = 100): VSwitchChoice => ({
  id: `vsw-${zone}-${vpcId}`,
  name: '',
  vpcId,
  zone,
  cidr: '',
  freeAddresses,
});

const order: SoldOut = { zone: 'h', type: type('ecs.g7.large'), vpcId: 'vpc-1', amount: 2 };
const offer = (
  zones: Readonly<Record<string, readonly TypeChoice[]>>,
  vSwitches = ['h', 'k'].map((zone) => vSwitch(zone)),
): RegionOffer => ({
  zones: Object.entries(zones).map(([zone, types]) => ({ zone, types })),
  vSwitches,
});
const found = (
  given: RegionOffer,
  prices: Readonly<Record<string, number>> = {},
  of: SoldOut = order,
): readonly string[] =>
  alternatives(
    of,
    given,
    new Map(Object.entries(prices).map(([key, micros]) => [key, { micros, currency: 'CNY' }])),
  ).map((one) => placeKey(one.type.id, one.zone));

describe('without prices the nearest comes first', () => {
  test('the same type in another zone before another generation of its line, and that before another line', () => {
    const here = [type('ecs.u1-c1m4.large'), type('ecs.g6.large')];
    expect(found(offer({ h: here, k: [type('ecs.g7.large'), type('ecs.g6.large')] }))).toEqual([
      'ecs.g7.large/k',
      'ecs.g6.large/h',
      'ecs.g6.large/k',
      'ecs.u1-c1m4.large/h',
    ]);
  });

  test('a near generation of another line before a far one, and its own line before that', () => {
    const here = ['ecs.g5.large', 'ecs.g9i.large', 'ecs.c6.large', 'ecs.c9i.large'].map((id) => type(id));
    const near = ['ecs.g9i.large/h', 'ecs.g5.large/h', 'ecs.c9i.large/h', 'ecs.c6.large/h'];
    expect(found(offer({ h: here }), {}, { ...order, type: type('ecs.g8i.large') })).toEqual(near);
  });

  test('the zone of the order before others', () => {
    const zones = { h: [type('ecs.g6.large')], a: [type('ecs.g6.large')] };
    expect(found(offer(zones, [vSwitch('a'), vSwitch('h')]))).toEqual(['ecs.g6.large/h', 'ecs.g6.large/a']);
  });

  test('a zone of the same network before one of another', () => {
    const zones = { j: [type('ecs.g7.large')], k: [type('ecs.g7.large')] };
    expect(found(offer(zones, [vSwitch('j', 'vpc-2'), vSwitch('k')]))).toEqual(['ecs.g7.large/k', 'ecs.g7.large/j']);
  });
});

test('where only the disk was refused, the same type in the same zone comes first: it can be had with another one', () => {
  const zones = { h: [type('ecs.g7.large'), type('ecs.g6.large')] };
  expect(found(offer(zones))).toEqual(['ecs.g6.large/h']);
  expect(found(offer(zones), {}, { ...order, diskRefused: true })).toEqual(['ecs.g7.large/h', 'ecs.g6.large/h']);
});

test('the cheapest comes first, of equal price the nearest, and what has no price comes last', () => {
  const zones = { h: [type('ecs.g6.large'), type('ecs.g8i.large')], k: [type('ecs.g7.large'), type('ecs.g6.large')] };
  const prices = { 'ecs.g7.large/k': 500_000, 'ecs.g6.large/k': 400_000, 'ecs.g6.large/h': 400_000 };
  expect(found(offer(zones), prices)).toEqual([
    'ecs.g6.large/h',
    'ecs.g6.large/k',
    'ecs.g7.large/k',
    'ecs.g8i.large/h',
  ]);
});

test.each<[string, TypeChoice]>([
  ['is out of stock', type('ecs.g6.large', 2, 8, { inStock: false })],
  ['has other vCPUs', type('ecs.g6.xlarge', 4, 8)],
  ['has other memory', type('ecs.r6.large', 2, 16)],
  ['has another processor architecture', type('ecs.g8y.large', 2, 8, { arm: true })],
  ['is burstable', type('ecs.t6-c1m4.large')],
  ['is of an earlier generation', type('ecs.n4.large')],
])('what %s is no alternative', (_why, other) => {
  expect(found(offer({ h: [type('ecs.g7.large'), other] }))).toEqual([]);
});

test('a special type has alternatives of its own line, and everyday ones', () => {
  const of: SoldOut = { ...order, type: type('ecs.t6-c1m4.large') };
  const zones = { k: [type('ecs.t6-c1m4.large'), type('ecs.g7.large'), type('ecs.gn7i.large')] };
  expect(found(offer(zones), {}, of)).toEqual(['ecs.t6-c1m4.large/k', 'ecs.g7.large/k']);
});

test('a zone without a vSwitch that has room for all of them is left out', () => {
  const zones = { j: [type('ecs.g7.large')], k: [type('ecs.g7.large')] };
  expect(found(offer(zones, [vSwitch('k', 'vpc-1', 1)]))).toEqual([]);
  expect(found(offer(zones, [vSwitch('k', 'vpc-1', 2)]))).toEqual(['ecs.g7.large/k']);
});

test('the vSwitch is one of the same network where there is one, even a fuller one', () => {
  const vSwitches = [vSwitch('k', 'vpc-2', 900), vSwitch('k', 'vpc-1', 5)];
  expect(alternatives(order, offer({ k: [type('ecs.g7.large')] }, vSwitches), new Map())).toMatchObject([
    { vSwitchId: 'vsw-k-vpc-1', sameVpc: true },
  ]);
  expect(
    alternatives({ ...order, amount: 9 }, offer({ k: [type('ecs.g7.large')] }, vSwitches), new Map()),
  ).toMatchObject([{ vSwitchId: 'vsw-k-vpc-2', sameVpc: false }]);
});
