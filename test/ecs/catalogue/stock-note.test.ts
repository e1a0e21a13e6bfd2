import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { CHARGE_KINDS, type Charge, type ChargeKind, PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import type { Catalogue } from '../../../src/ecs/catalogue/catalogue.ts';
import { makeStockNote, notingStock, withStockNote } from '../../../src/ecs/catalogue/stock-note.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { HANGZHOU } from '../../support/choices.ts';

const ZONE = 'cn-hangzhou-h';
const spec = { ...sampleRequest(1).spec, region: 'cn-hangzhou', zone: ZONE, instanceType: 'ecs.g7.large' };
const input = { spec, clientToken: 't', tags: [] };

function setUp(answer: Awaited<ReturnType<EcsPort['createInstance']>>) {
  let now = 1_000_000;
  const given = { answer };
  const note = makeStockNote({ clock: { now: () => now, after: () => () => {} }, memory: makeAccountMemory() }, 60_000);
  const port = notingStock({ createInstance: async () => given.answer } as unknown as EcsPort, note);
  const instanceTypes = { peek: () => HANGZHOU.types, load: async () => ok(HANGZHOU.types) };
  const catalogue = withStockNote({ instanceTypes } as unknown as Catalogue, note);
  const inStock = async (zone: string, id = 'ecs.g7.large', chargeKind: ChargeKind = 'payAsYouGo') => {
    const loaded = await catalogue.instanceTypes.load('cn-hangzhou', zone, chargeKind);
    const peeked = catalogue.instanceTypes.peek('cn-hangzhou', zone, chargeKind);
    const read = [loaded.ok ? loaded.value : [], peeked ?? []].map(
      (types) => types.find((type) => type.id === id)?.inStock,
    );
    expect(read[0]).toBe(read[1]);
    return read[0];
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { port, given, inStock, pass };
}

const noStock = { ok: false, error: failureOf('noStock', { detail: '' }) } as const;

test('what several could be had only in part of is out of stock too', async () => {
  const { port, inStock } = setUp(noStock);
  const some = { ...port, runInstances: async () => ok({ cloudIds: ['i-1', 'i-2'] }) };
  const note = makeStockNote({ clock: { now: () => 0, after: () => () => {} }, memory: makeAccountMemory() }, 60_000);
  const place = { zone: ZONE, instanceType: 'ecs.g7.large', chargeKind: 'payAsYouGo' } as const;
  await notingStock(some, note).runInstances({ ...input, amount: 3, least: 1 });
  expect(note.isSoldOut(place)).toBe(true);
  await notingStock(some, note).runInstances({ ...input, amount: 2, least: 1 });
  expect(note.isSoldOut(place)).toBe(false);
  expect(await inStock(ZONE)).toBe(true);
});

test('what a create found sold out is out of stock in the lists for a while, in that zone and of that type alone', async () => {
  const { port, inStock, pass } = setUp(noStock);
  expect(await inStock(ZONE)).toBe(true);
  expect(await port.createInstance(input)).toEqual(noStock);
  expect(await inStock(ZONE)).toBe(false);
  expect(await inStock('cn-hangzhou-g')).toBe(true);
  expect(await inStock(ZONE, 'ecs.c7.large')).toBe(true);
  pass(59_999);
  expect(await inStock(ZONE)).toBe(false);
  pass(1);
  expect(await inStock(ZONE)).toBe(true);
});

const PAID: Readonly<Record<ChargeKind, Charge>> = {
  payAsYouGo: PAY_AS_YOU_GO,
  spot: { kind: 'spot', limitMicros: 350_000 },
  prepaid: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false },
};

test.each(CHARGE_KINDS)('what is sold out for one way of paying may be had for the others: %s', async (chargeKind) => {
  const { port, given, inStock } = setUp(noStock);
  await port.createInstance({ ...input, spec: { ...spec, charge: PAID[chargeKind] } });
  for (const other of CHARGE_KINDS)
    expect(await inStock(ZONE, 'ecs.g7.large', other), other).toBe(other !== chargeKind);
  given.answer = ok({ cloudId: 'i-1' });
  for (const other of CHARGE_KINDS)
    if (other !== chargeKind) await port.createInstance({ ...input, spec: { ...spec, charge: PAID[other] } });
  expect(await inStock(ZONE, 'ecs.g7.large', chargeKind)).toBe(false);
});

test('one that was had after all takes the note back', async () => {
  const { port, given, inStock } = setUp(noStock);
  await port.createInstance(input);
  given.answer = ok({ cloudId: 'i-1' });
  await port.createInstance(input);
  expect(await inStock(ZONE)).toBe(true);
});

test('a create that failed for another reason says nothing of stock', async () => {
  const { port, inStock } = setUp({ ok: false, error: failureOf('money', { detail: '' }) });
  await port.createInstance(input);
  expect(await inStock(ZONE)).toBe(true);
});
