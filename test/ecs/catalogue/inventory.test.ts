import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { type InventoryOptions, MAX_LISTED, makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { aFailure } from '../../support/instances.ts';

const NOW = 1_800_000_000_000;
const named = (n: number): CloudInstance => sampleCloud({ cloudId: `i-${n}`, name: `web-${n}` });

/** A region of so many instances, and every page that was asked of it. */
function account(count: number, options: Partial<InventoryOptions> = {}) {
  const asked: string[] = [];
  const state = { now: NOW, failure: null as Failure | null, gate: Promise.resolve() };
  let running = 0;
  const port: Pick<EcsPort, 'listInstances' | 'instance' | 'disks'> = {
    async listInstances(region, { name = '' }, next) {
      asked.push(`${region} ${name}${next ?? 'first'}`);
      running += 1;
      most = Math.max(most, running);
      await state.gate;
      running -= 1;
      if (state.failure !== null) return fail(state.failure);
      const from = Number(next ?? 0);
      const instances = Array.from({ length: Math.min(100, count - from) }, (_, n) => named(from + n));
      const more = from + 100 < count;
      return ok({ instances, next: more ? String(from + 100) : null, total: more && from === 0 ? count : null });
    },
    instance: async () => ok(null),
    disks: async () => ok([]),
  };
  let most = 0;
  const clock = { now: () => state.now, after: () => () => undefined };
  const inventory = makeInventory(port, { memory: makeAccountMemory(), clock, log: silentLog, ...options });
  return { inventory, asked, state, mostAtOnce: () => most };
}

const read = <T>(result: Result<T, Failure>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

test('a page further on is read on from where reading stopped, one call for each hundred', async () => {
  const { inventory, asked } = account(5000);
  const first = read(await inventory.load('r', {}, { upTo: 20, since: NOW }));
  expect(first).toMatchObject({ total: 5000, at: NOW });
  expect(first.instances).toHaveLength(100);
  expect(asked).toEqual(['r first']);
  const more = read(await inventory.load('r', {}, { upTo: 120, since: NOW }));
  expect(more.instances.map(({ name }) => name)).toEqual(Array.from({ length: 200 }, (_, n) => `web-${n}`));
  expect(asked).toEqual(['r first', 'r 100']);
});

test('nobody reads further than there are pages to turn, however much is wished for', async () => {
  const { inventory, asked } = account(5000);
  const all = read(await inventory.load('r', {}, { upTo: 5000, since: NOW }));
  expect(all.instances).toHaveLength(MAX_LISTED);
  expect(asked).toHaveLength(MAX_LISTED / 100);
});

test.each([
  ['repeats itself', () => ({ instances: [named(1), named(2)], next: 'same' })],
  ['holds nothing and names another', (n: number) => ({ instances: [], next: `page-${n}` })],
  ['goes round in a circle', (n: number) => ({ instances: [named(n % 3)], next: `page-${n % 3}` })],
])('a list of which each page %s is given up, and read anew by whoever asks next', async (_, page) => {
  let pages = 0;
  const listInstances: EcsPort['listInstances'] = async () => {
    pages += 1;
    return ok({ ...page(pages), total: null });
  };
  const port = { listInstances, instance: async () => ok(null), disks: async () => ok([]) };
  const clock = { now: () => NOW, after: () => () => undefined };
  const inventory = makeInventory(port, { memory: makeAccountMemory(), clock, log: silentLog });
  const wish = { upTo: 500, since: NOW };
  const [first, second] = await Promise.all([inventory.load('r', {}, wish), inventory.load('r', {}, wish)]);
  for (const answer of [first, second]) expect(answer).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
  expect(pages).toBeLessThanOrEqual(60);
  const before = pages;
  expect(await inventory.load('r', {}, wish)).toMatchObject({ ok: false });
  expect(pages).toBeGreaterThan(before);
});

test('what is younger than what was wished for is not read again, and what is older is, from its beginning', async () => {
  const { inventory, asked, state } = account(150);
  await inventory.load('r', {}, { upTo: 150, since: NOW });
  state.now += 10_000;
  await inventory.load('r', {}, { upTo: 20, since: NOW });
  expect(asked).toEqual(['r first', 'r 100']);
  expect(read(await inventory.load('r', {}, { upTo: 20, since: NOW + 1 })).at).toBe(NOW + 10_000);
  expect(asked).toEqual(['r first', 'r 100', 'r first']);
});

test('when the clock is set back, what was read before it is read again, once, and so is what is being read', async () => {
  const { inventory, asked, state } = account(150);
  await inventory.load('r', {}, { upTo: 120, since: NOW });
  expect(asked).toEqual(['r first', 'r 100']);
  state.now = NOW - 3_600_000;
  // Its age is unknown: it may be hours old.
  const again = read(await inventory.load('r', {}, { upTo: 20, since: state.now - 60_000 }));
  expect([again.at, asked.length]).toEqual([state.now, 3]);
  await inventory.load('r', {}, { upTo: 20, since: state.now - 60_000 });
  expect(asked).toHaveLength(3);
  // Wished for just before the clock was set back once more.
  const since = state.now;
  state.now -= 3_600_000;
  expect(read(await inventory.load('r', {}, { upTo: 120, since })).instances).toHaveLength(150);
  expect(asked.slice(3)).toEqual(['r first', 'r 100']);
});

test('those who ask for the same at the same time share its calls; another filter or region has its own', async () => {
  const { inventory, asked } = account(10);
  const wish = { upTo: 20, since: NOW };
  await Promise.all([
    inventory.load('r', {}, wish),
    inventory.load('r', {}, wish),
    inventory.load('r', { name: 'web' }, wish),
    inventory.load('s', {}, wish),
  ]);
  expect(asked).toEqual(['r first', 'r webfirst', 's first']);
});

test('a failure is everybody’s who waited for it, is not remembered, and leaves what was read before', async () => {
  const { inventory, asked, state } = account(10);
  await inventory.load('r', {}, { upTo: 20, since: NOW });
  state.failure = aFailure('transient');
  state.now += 1;
  const wish = { upTo: 20, since: state.now };
  const both = await Promise.all([inventory.load('r', {}, wish), inventory.load('r', {}, wish)]);
  expect(both).toEqual([fail(state.failure), fail(state.failure)]);
  expect(inventory.peek('r', {})).toMatchObject({ total: 10, at: NOW });
  state.failure = null;
  expect(await inventory.load('r', {}, wish)).toMatchObject({ ok: true });
  expect(asked).toHaveLength(3);
});

test('a page whose token has expired is reported, and the next time everything is read from its beginning', async () => {
  const { inventory, asked, state } = account(500);
  await inventory.load('r', {}, { upTo: 20, since: NOW });
  state.failure = aFailure('badInput');
  expect(await inventory.load('r', {}, { upTo: 120, since: NOW })).toMatchObject({ ok: false });
  state.failure = null;
  const again = read(await inventory.load('r', {}, { upTo: 120, since: NOW }));
  expect(again.instances).toHaveLength(200);
  expect(asked).toEqual(['r first', 'r 100', 'r first', 'r 100']);
});

test('however many regions are asked, only so many calls are under way', async () => {
  const { inventory, mostAtOnce } = account(1, { atOnce: 3 });
  const regions = Array.from({ length: 30 }, (_, n) => `r${n}`);
  await Promise.all(regions.map((region) => inventory.load(region, {}, { upTo: 20, since: NOW })));
  expect(mostAtOnce()).toBe(3);
});

test('what nobody asked for the longest is forgotten first', async () => {
  const { inventory } = account(100, { mostRemembered: 250 });
  for (const region of ['a', 'b', 'a', 'c']) await inventory.load(region, {}, { upTo: 20, since: NOW });
  expect(['a', 'b', 'c'].map((region) => inventory.peek(region, {}) !== null)).toEqual([true, false, true]);
});
