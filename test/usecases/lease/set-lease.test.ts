import { expect, test } from 'vitest';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import type { ActorHere, AdoptPorts } from '../../../src/usecases/instance/adopt.ts';
import { giveLease, giveLeases } from '../../../src/usecases/lease/set-lease.ts';
import { type Server, selectionStage } from '../selection/selection-stage.ts';

const DAY = 86_400_000;
const lena: ActorHere = { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' };
const admin: ActorHere = { ...lena, user: 'U9', isAdmin: true };
const RULES = { lease: null, maxLease: null };
const EXTEND = { what: 'extend', ms: DAY } as const;

async function office(servers: readonly Server[], store: (real: Store) => Partial<Store> = () => ({})) {
  const stage = await selectionStage(servers);
  const ports: AdoptPorts = {
    ...(stage.deps as unknown as AdoptPorts),
    store: { ...stage.store, ...store(stage.store) },
  };
  const found = async (n: number): Promise<FoundInstance> => {
    const cloud = stage.account.instances[n];
    if (cloud === undefined) throw new Error(`${n}`);
    return { cloud, own: (await stage.store.queries.byCloudIds([cloud.cloudId])).get(cloud.cloudId) ?? null };
  };
  return { ...stage, ports, found };
}

test('the ends of several are written together, each by its own owner’s right', async () => {
  const { ports, found, store, now, lines } = await office([{ name: 'web' }, { name: 'db', owner: 'U2' }]);
  const leases = [0, 1].map(async (n) => ({ found: await found(n), by: lena }));
  expect(await giveLeases(ports, await Promise.all(leases), EXTEND, RULES)).toMatchObject([
    { is: 'taken', instance: { lease: { endsAt: now + 2 * DAY } } },
    { is: 'refused', refusal: { why: 'notYours' }, instance: { spec: { name: 'db' } } },
  ]);
  expect((await store.instance('r-0000000000-1'))?.lease?.endsAt).toBe(now + 2 * DAY);
  expect((await store.instance('r-0000000001-1'))?.lease?.endsAt).toBe(now + DAY);
  const events = await store.eventsOf('r-0000000000');
  expect(events.map(({ kind, actor, data }) => [kind, actor, data])).toEqual([
    ['instance.leased', 'U1', { endsAt: now + 2 * DAY, was: now + DAY }],
  ]);
  // The log names what was changed alone, by whom, and until when.
  const [requestId, instanceId] = ['r-0000000000', 'r-0000000000-1'];
  expect(lines).toEqual([
    { level: 'info', message: 'a lease was changed', requestId, instanceId, user: 'U1', endsAt: now + 2 * DAY },
  ]);
  expect(await giveLease(ports, await found(0), { what: 'set', ms: 'none' }, lena, RULES)).toMatchObject({
    is: 'taken',
  });
  expect(lines[1]).toMatchObject({ instanceId, endsAt: null });
});

test('what the cloud does not list is extended from the end that the bot knows', async () => {
  const { ports, store, now } = await office([{ name: 'web', cloud: { name: 'gone' } }]);
  const own = await store.instance('r-0000000000-1');
  if (own === null) throw new Error('nothing');
  expect(await giveLease(ports, { cloud: null, own, why: 'late' }, EXTEND, lena, RULES)).toMatchObject({
    is: 'taken',
    instance: { lease: { endsAt: now + 2 * DAY } },
  });
});

test('what somebody else has set in the cloud is extended from there, and the instance taken over with it', async () => {
  const endsAt = Date.UTC(2026, 10, 26, 9);
  const { ports, found, store } = await office([{ name: 'api', foreign: true, cloud: { autoReleaseAt: endsAt } }]);
  const api = await found(0);
  expect(await giveLease(ports, api, EXTEND, lena, RULES)).toMatchObject({ is: 'notTheBots' });
  expect(await giveLease(ports, api, EXTEND, admin, RULES)).toMatchObject({
    is: 'taken',
    instance: { adopted: true, lease: { endsAt: endsAt + DAY } },
  });
  expect((await store.queries.existingOf('U9', 9)).total).toBe(1);
});

test('the policy’s limit holds, and while the store is away nothing is said to be changed', async () => {
  const { ports, found } = await office([{ name: 'web' }]);
  const maxLease = { value: DAY, line: 3 };
  expect(await giveLease(ports, await found(0), EXTEND, lena, { ...RULES, maxLease })).toMatchObject({
    is: 'refused',
    refusal: { why: 'tooLong', maxMs: DAY },
  });
  const away = await office([{ name: 'web' }], () => ({ commit: () => Promise.reject(new StoreUnavailable('away')) }));
  expect(await giveLease(away.ports, await away.found(0), EXTEND, lena, RULES)).toEqual({ is: 'storeDown' });
  expect(away.lines).toMatchObject([{ level: 'error', message: expect.stringContaining('the store is unavailable') }]);
});
