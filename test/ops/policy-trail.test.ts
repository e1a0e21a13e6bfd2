import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { NO_POLICY } from '../../src/core/policy/policy.ts';
import { POLICY_SCOPE } from '../../src/core/request/event.ts';
import { keepPolicyTrail, lostPolicy } from '../../src/ops/policy-trail.ts';
import { systemClock } from '../../src/ops/system.ts';
import { type Store, StoreUnavailable } from '../../src/store/store.ts';
import { openMemoryDatabase } from '../support/memory-database.ts';
import { until } from '../support/wait.ts';

function policyOf(first: string | null) {
  let hash = first;
  const listeners: (() => void)[] = [];
  return {
    current: () => ({ policy: NO_POLICY, hash }),
    trouble: () => null,
    onChange: (listener: () => void) => void listeners.push(listener),
    stop: () => {},
    become(next: string) {
      hash = next;
      for (const listener of listeners) listener();
    },
  };
}

async function openStore(): Promise<Store> {
  const database = await openMemoryDatabase({ log: silentLog, clock: systemClock });
  onTestFinished(() => database.destroy());
  return database.open();
}

const changes = async (store: Store) =>
  (await store.eventsOf(POLICY_SCOPE)).map(({ kind, actor, data }) => [kind, actor, data.before, data.after]);

test('each change is written down once, with the hash before and after', async () => {
  const store = await openStore();
  const policy = policyOf('a');
  const trail = keepPolicyTrail({ store, policy, clock: systemClock, log: silentLog });
  policy.become('b');
  policy.become('b');
  policy.become('c');
  await trail.stop();
  const told = await changes(store);
  expect(told.at(-1)?.slice(3)).toEqual(['c']);
  expect(new Set(told.map(([, , , after]) => after)).size).toBe(told.length);
  expect(told.map(([, , before]) => before)).toEqual([null, ...told.slice(0, -1).map(([, , , after]) => after)]);
  expect(told[0]?.slice(0, 2)).toEqual(['policy.changed', 'bot']);
});

test('what changed while the bot was away is written down at the start, and what did not is not', async () => {
  const store = await openStore();
  for (const hash of ['a', 'a', 'b', null]) {
    const trail = keepPolicyTrail({ store, policy: policyOf(hash), clock: systemClock, log: silentLog });
    await trail.stop();
  }
  expect((await changes(store)).map(([, , before, after]) => [before, after])).toEqual([
    [null, 'a'],
    ['a', 'b'],
    ['b', null],
  ]);
});

test('a store that is away is asked again', async () => {
  const store = await openStore();
  let away = true;
  const flaky: Store = {
    ...store,
    newestEventsOf: async (...args) => {
      if (away) throw new StoreUnavailable('away');
      return store.newestEventsOf(...args);
    },
  };
  const due: (() => void)[] = [];
  const clock = {
    ...systemClock,
    after: (_ms: number, run: () => void) => {
      due.push(run);
      return () => {};
    },
  };
  const trail = keepPolicyTrail({ store: flaky, policy: policyOf('a'), clock, log: silentLog });
  await until('it waits to ask again', () => due.length === 1);
  expect(await changes(store)).toEqual([]);
  away = false;
  due[0]?.();
  await until('the change is written down', async () => (await changes(store)).length === 1);
  await trail.stop();
});

test('without its file a policy that was in force keeps the bot from starting, until it is said that there is none', async () => {
  const store = await openStore();
  const none = policyOf(null).current();
  const file = { path: './policy.yml' };
  expect(await lostPolicy(store, none, file)).toBeNull();
  await keepPolicyTrail({ store, policy: policyOf('abc123'), clock: systemClock, log: silentLog }).stop();
  const sentence = await lostPolicy(store, none, file);
  expect(sentence).toContain(resolve('policy.yml'));
  expect(sentence).toContain('POLICY_FILE=off');
  expect(await lostPolicy(store, policyOf('other').current(), file)).toBeNull();
  // Said outright, and from then on known.
  expect(await lostPolicy(store, none, null)).toBeNull();
  await keepPolicyTrail({ store, policy: policyOf(null), clock: systemClock, log: silentLog }).stop();
  expect(await lostPolicy(store, none, file)).toBeNull();
});

test('it keeps the bot from starting also when the event of that policy was taken away with the archive', async () => {
  const store = await openStore();
  const file = { path: './policy.yml' };
  const forgetful = { ...store, newestEventsOf: async () => [] };
  await keepPolicyTrail({ store, policy: policyOf('abc123'), clock: systemClock, log: silentLog }).stop();
  expect(await lostPolicy(forgetful, policyOf(null).current(), file)).toContain('a policy was in force');
  await keepPolicyTrail({ store, policy: policyOf(null), clock: systemClock, log: silentLog }).stop();
  expect(await lostPolicy(forgetful, policyOf(null).current(), file)).toBeNull();
});

test('that a policy was lifted is written down also when the event of that policy was taken away with the archive', async () => {
  const store = await openStore();
  const keep = (on: Store, hash: string | null) =>
    keepPolicyTrail({ store: on, policy: policyOf(hash), clock: systemClock, log: silentLog }).stop();
  await keep(store, 'a');
  await keep({ ...store, newestEventsOf: async () => [] }, null);
  await keep(store, null);
  expect((await changes(store)).map(([, , before, after]) => [before, after])).toEqual([
    [null, 'a'],
    ['unknown', null],
  ]);
});
