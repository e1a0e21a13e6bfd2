import { beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { PlaceChoice } from '../../../src/core/spec/choices.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import type { Catalogue } from '../../../src/ecs/catalogue/catalogue.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';

let now = 0;
let asked: string[] = [];
let pending: ((answer: Result<readonly PlaceChoice[], Failure>) => void)[] = [];
let catalogue: Catalogue;

const clock: Clock = { now: () => now, after: () => () => undefined };
const KEEP_MS = 60_000;

beforeEach(() => {
  now = 1_000_000;
  asked = [];
  pending = [];
  const zones: EcsPort['zones'] = (region) => {
    asked.push(region);
    return new Promise((resolve) => pending.push(resolve));
  };
  catalogue = makeCatalogue({ zones } as EcsPort, {
    keepMs: KEEP_MS,
    memory: makeAccountMemory(),
    clock,
    log: silentLog,
    maxScopes: 3,
  });
});

const zone = (id: string): PlaceChoice => ({ id, names: { en: id, zh: id } });
const down: Failure = failureOf('transient', { code: 'ServiceUnavailable', detail: 'later' });

/** Answers the oldest open question and lets those who wait for it go on. */
async function answer(result: Result<readonly PlaceChoice[], Failure>): Promise<void> {
  pending.shift()?.(result);
  await new Promise((resolve) => setImmediate(resolve));
}

test('an image whose system gets no updates any longer is marked with its last day', async () => {
  const image = { id: 'i', name: 'i', os: 'linux', sizeGiB: 20, owner: 'system' } as const;
  const images = ['CentOS 7.9 64 bit', 'Ubuntu 24.04 64 bit'].map((osName) => ({ ...image, osName }));
  const port = { images: async () => ok(images) } as unknown as EcsPort;
  const clock = { now: () => Date.UTC(2026, 10, 29), after: () => () => {} };
  const catalogue = makeCatalogue(port, { keepMs: 1_000, memory: makeAccountMemory(), clock, log: silentLog });
  const listed = await catalogue.images.load('cn-beijing');
  expect(listed.ok && listed.value.map(({ endedOn }) => endedOn)).toEqual(['2024-06-30', undefined]);
});

test('everybody who asks at the same time waits for one fetch', async () => {
  const loads = [catalogue.zones.load('cn-beijing', 'payAsYouGo'), catalogue.zones.load('cn-beijing', 'payAsYouGo')];
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toBeNull();
  expect(asked).toEqual(['cn-beijing']);
  await answer(ok([zone('h')]));
  expect(await Promise.all(loads)).toEqual([ok([zone('h')]), ok([zone('h')])]);
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('h')]);
  expect(asked).toHaveLength(1);
});

test('a peek starts the fetch and never waits', async () => {
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toBeNull();
  await answer(ok([zone('h')]));
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('h')]);
});

test('an old list is served while a new one is fetched', async () => {
  const first = catalogue.zones.load('cn-beijing', 'payAsYouGo');
  await answer(ok([zone('h')]));
  await first;
  now += KEEP_MS - 1;
  expect(await catalogue.zones.load('cn-beijing', 'payAsYouGo')).toEqual(ok([zone('h')]));
  expect(asked).toHaveLength(1);
  now += 1;
  expect(await catalogue.zones.load('cn-beijing', 'payAsYouGo')).toEqual(ok([zone('h')]));
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('h')]);
  expect(asked).toHaveLength(2);
  await answer(ok([zone('h'), zone('k')]));
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('h'), zone('k')]);
});

test('a list that was fetched before the clock was set back is fetched again', async () => {
  void catalogue.zones.load('cn-beijing', 'payAsYouGo');
  await answer(ok([zone('h')]));
  now -= 3_600_000;
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('h')]);
  await answer(ok([zone('k')]));
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('k')]);
  expect(asked).toHaveLength(2);
});

test('an old list outlives a cloud that is down', async () => {
  const first = catalogue.zones.load('cn-beijing', 'payAsYouGo');
  await answer(ok([zone('h')]));
  await first;
  now += KEEP_MS;
  catalogue.zones.peek('cn-beijing', 'payAsYouGo');
  await answer(fail(down));
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toEqual([zone('h')]);
  expect(await catalogue.zones.load('cn-beijing', 'payAsYouGo')).toEqual(ok([zone('h')]));
  expect(asked).toHaveLength(2);
});

test('a failed fetch is told to all and not repeated for a few seconds', async () => {
  const loads = [catalogue.zones.load('cn-beijing', 'payAsYouGo'), catalogue.zones.load('cn-beijing', 'payAsYouGo')];
  await answer(fail(down));
  expect(await Promise.all(loads)).toEqual([fail(down), fail(down)]);
  expect(await catalogue.zones.load('cn-beijing', 'payAsYouGo')).toEqual(fail(down));
  expect(catalogue.zones.peek('cn-beijing', 'payAsYouGo')).toBeNull();
  expect(asked).toHaveLength(1);
  now += 5_000;
  const again = catalogue.zones.load('cn-beijing', 'payAsYouGo');
  await answer(ok([zone('h')]));
  expect(await again).toEqual(ok([zone('h')]));
});

test('when the cloud asks to wait longer, that is how long it is not asked', async () => {
  const first = catalogue.zones.load('cn-beijing', 'payAsYouGo');
  await answer(fail({ ...down, kind: 'throttled', retryAfterMs: 20_000 }));
  await first;
  now += 19_999;
  expect((await catalogue.zones.load('cn-beijing', 'payAsYouGo')).ok).toBe(false);
  expect(asked).toHaveLength(1);
  now += 1;
  catalogue.zones.peek('cn-beijing', 'payAsYouGo');
  expect(asked).toHaveLength(2);
});

test('regions do not mix, and no more of them are remembered than allowed', async () => {
  for (const region of ['a', 'b', 'c']) {
    const load = catalogue.zones.load(region, 'payAsYouGo');
    await answer(ok([zone(region)]));
    await load;
  }
  expect(catalogue.zones.peek('a', 'payAsYouGo')).toEqual([zone('a')]);
  const fourth = catalogue.zones.load('d', 'payAsYouGo');
  await answer(ok([zone('d')]));
  await fourth;
  // b was the one that had not been asked for the longest.
  expect(['a', 'c', 'd'].map((region) => catalogue.zones.peek(region, 'payAsYouGo')?.[0]?.id)).toEqual(['a', 'c', 'd']);
  expect(catalogue.zones.peek('b', 'payAsYouGo')).toBeNull();
});
