import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { type ChargeKind, PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { priceOrderOf } from '../../../src/core/spec/quote.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import type { Ecs } from '../../../src/ecs/adapter.ts';
import type { Catalogue } from '../../../src/ecs/catalogue/catalogue.ts';
import { makeTypePrices, withTypePrices } from '../../../src/ecs/money/type-prices.ts';
import { sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { HANGZHOU } from '../../support/choices.ts';
import { REGION, type SimulatedCloud, startSimulatedCloud } from '../simulated-cloud.ts';

const order = { ...priceOrderOf(sampleRequest(1).spec, 1), region: 'cn-hangzhou', zone: 'cn-hangzhou-h' };
const SPOT = { kind: 'spot', limitMicros: null } as const;
const cny = (micros: number) => ({ micros, currency: 'CNY' });

function remembering() {
  let now = 1_000_000;
  const prices = makeTypePrices({ clock: { now: () => now, after: () => () => {} }, memory: makeAccountMemory() });
  const instanceTypes = { peek: () => HANGZHOU.types, load: async () => ok(HANGZHOU.types) };
  const catalogue = withTypePrices({ instanceTypes } as unknown as Catalogue, prices);
  const shown = async (kind: ChargeKind = 'payAsYouGo', zone = 'cn-hangzhou-h') => {
    const scope = ['cn-hangzhou', zone, kind] as const;
    const loaded = await catalogue.instanceTypes.load(...scope);
    const lists = [loaded.ok ? loaded.value : [], catalogue.instanceTypes.peek(...scope) ?? []];
    const [one, other] = lists.map((types) =>
      types.flatMap(({ id, hourly }) => (hourly === undefined ? [] : [`${id} ${hourly.micros}`])),
    );
    expect(one).toEqual(other);
    return one;
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { prices, shown, pass };
}

test('a price that was told is in the lists for an hour, of one instance, in that zone and for that way of paying', async () => {
  const { prices, shown, pass } = remembering();
  prices.told({ ...order, instanceType: 'ecs.g7.large', charge: PAY_AS_YOU_GO, amount: 4 }, cny(2_000_000));
  expect(await shown()).toEqual(['ecs.g7.large 500000']);
  expect([await shown('spot'), await shown('payAsYouGo', 'cn-hangzhou-g')]).toEqual([[], []]);
  pass(3_599_999);
  expect(await shown()).toEqual(['ecs.g7.large 500000']);
  pass(1);
  expect(await shown()).toEqual([]);
});

test('a market price is known for minutes only, and neither a term nor nothing is a price of an hour', async () => {
  const { prices, shown, pass } = remembering();
  prices.told({ ...order, instanceType: 'ecs.g7.large', charge: SPOT }, cny(90_000));
  prices.told({ ...order, instanceType: 'ecs.c7.large', charge: SPOT }, cny(0));
  const month = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
  prices.told({ ...order, instanceType: 'ecs.g7.large', charge: month }, cny(200_000_000));
  expect([await shown('spot'), await shown('prepaid')]).toEqual([['ecs.g7.large 90000'], []]);
  pass(300_000);
  expect(await shown('spot')).toEqual([]);
});

let simulated: SimulatedCloud;
let ecs: Ecs;
beforeAll(async () => {
  simulated = await startSimulatedCloud();
  ecs = await simulated.another();
});
afterAll(async () => {
  await ecs.stop();
  await simulated.close();
});

test('the cloud says with every price what the type alone costs', async () => {
  const { spec } = await simulated.createInput();
  const { region, zone, instanceType } = spec;
  const known = () => ecs.typePrices.peek({ region, zone, instanceType, chargeKind: 'payAsYouGo' });
  expect(known()).toBeNull();
  const price = await ecs.port.price(priceOrderOf(spec, 1));
  const whole = price.ok && price.value !== 'unknown' && price.value.kind === 'hourly' ? price.value.price.micros : 0;
  const alone = known()?.micros ?? 0;
  expect(alone).toBeGreaterThan(0);
  expect(alone).toBeLessThan(whole);
  await ecs.port.price(priceOrderOf(spec, 3));
  expect(known()?.micros).toBe(alone);
});

test('the cloud says how many graphics processors a type has, and which', async () => {
  const zones = await ecs.port.zones(REGION, 'payAsYouGo');
  const lists = await Promise.all(
    (zones.ok ? zones.value : []).map(({ id }) => ecs.port.instanceTypes(REGION, id, 'payAsYouGo')),
  );
  const types = lists.flatMap((list) => (list.ok ? list.value : []));
  const gpu = types.find(({ id }) => id === 'ecs.gn7i-c32g1.32xlarge');
  expect(gpu).toMatchObject({ gpus: 4, gpuModel: 'NVIDIA A10' });
  expect(types.find(({ id }) => id === 'ecs.g7.large')).not.toHaveProperty('gpus');
});
