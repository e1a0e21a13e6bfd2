import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { AlreadyTaken, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { cloudIdOf, LENA, MARCUS, type Server, selectionStage } from './selection-stage.ts';

const R = 'r-7k3mz9q2xa';
const FLEET: readonly Server[] = [1, 2, 3].map((n) => ({ name: `fleet-${n}`, request: R }));
const DAY = 86_400_000;
const refsOf = (...ordinals: number[]) => ordinals.map((n) => `${R}-${n}`);
const away = () => Promise.reject(new StoreUnavailable('away'));

/** As if somebody else had changed the row. */
async function change(store: Store, id: string, more: Partial<Instance>): Promise<void> {
  const row = await store.instance(id);
  if (row === null) throw new Error(id);
  await store.commit({ instances: [{ next: { ...row, ...more, version: row.version + 1 } }], at: 1 });
}

describe('what was confirmed and has changed since', () => {
  test('is left out with its reason, and the rest is done', async () => {
    const stage = await selectionStage([...FLEET, { name: 'old-1', foreign: true }]);
    stage.state.meanwhile = async () => {
      stage.state.meanwhile = async () => null;
      await change(stage.store, `${R}-1`, { requester: MARCUS });
      stage.account.instances = stage.account.instances.flatMap((one) =>
        one.name === 'fleet-2' ? [{ ...one, status: 'Stopped' as const }] : one.name === 'old-1' ? [] : [one],
      );
    };
    const refs = [...refsOf(1, 2, 3), `cn-beijing/${cloudIdOf(3)}`];
    const acted = await stage.confirms(refs, { what: 'stop' }, { user: stage.admin });
    expect(acted).toEqual({
      taken: ['fleet-1', 'fleet-3'],
      left: ['fleet-2: already', 'old-1: gone'],
    });
    expect(await stage.store.instance(`${R}-2`)).toMatchObject({ order: null });
  });

  test.each([
    ['stop', 'notYours'],
    ['extend', 'notYours'],
  ] as const)('is nobody’s to %s any more if it is somebody else’s', async (what, why) => {
    const stage = await selectionStage(FLEET, {}, (store) => ({
      ...store,
      queries: {
        ...store.queries,
        // The last thing that is read of them before they are decided on.
        async requests(ids) {
          const read = await store.queries.requests(ids);
          if ((await store.instance(`${R}-2`))?.requester === LENA)
            await change(store, `${R}-2`, { requester: MARCUS });
          return read;
        },
      },
    }));
    const wish = what === 'extend' ? { what, ms: DAY } : { what };
    expect(await stage.confirms(refsOf(1, 2), wish)).toEqual({ taken: ['fleet-1'], left: [`fleet-2: ${why}`] });
  });

  test('is not a matter of how a window lists it: whatever is left of a whole request is done at once', async () => {
    const servers = Array.from({ length: 230 }, (_, n): Server => ({ name: `big-${n + 1}`, request: R }));
    const stage = await selectionStage(servers);
    expect((await stage.asks(R)).fit).toHaveLength(230);
    stage.state.now += 1;
    for (const [n, one] of stage.account.instances.entries())
      if (n % 2 === 0) stage.account.instances[n] = { ...one, status: 'Stopped' };
    const { taken, left } = await stage.confirms(refsOf(...servers.map((_, n) => n + 1)), { what: 'stop' });
    expect([taken.length, left.filter((one) => !one.endsWith('already'))]).toEqual([115, []]);
  });

  test('is done although the lifecycle writes one of many rows again and again', async () => {
    const servers = Array.from({ length: 60 }, (_, n): Server => ({ name: `big-${n + 1}`, request: R }));
    let reads = 0;
    const stage = await selectionStage(servers, {}, (store) => {
      const counted =
        <A extends unknown[], T>(read: (...asked: A) => Promise<T>) =>
        async (...asked: A): Promise<T> => {
          reads += 1;
          if (reads % 20 === 0) await change(store, `${R}-1`, { slowTold: true });
          return read(...asked);
        };
      const { byCloudIds, requests } = store.queries;
      const queries = { ...store.queries, byCloudIds: counted(byCloudIds), requests: counted(requests) };
      return { ...store, queries, instance: counted(store.instance), request: counted(store.request) };
    });
    const { taken, left } = await stage.confirms(refsOf(...servers.map((_, n) => n + 1)), { what: 'stop' });
    expect([taken.length, left]).toEqual([60, []]);
  });

  test('is unknown where its row is gone, or others were always faster', async () => {
    let isJudged = false;
    const gone = await selectionStage(FLEET, {}, (store) => ({
      ...store,
      queries: {
        ...store.queries,
        async byCloudIds(ids) {
          const rows = await store.queries.byCloudIds(ids);
          if (isJudged) return new Map([...rows].filter(([, { id }]) => id !== `${R}-2`));
          isJudged = true;
          return rows;
        },
      },
    }));
    expect(await gone.confirms(refsOf(1, 2), { what: 'stop' })).toEqual({
      taken: ['fleet-1'],
      left: ['fleet-2: unknown'],
    });
    const busy = await selectionStage(FLEET, {}, (store) => ({
      ...store,
      commit: async () => ({ ok: false, error: { kind: 'conflict' } }) as never,
    }));
    expect(await busy.confirms(refsOf(1), { what: 'stop' })).toEqual({ taken: [], left: ['fleet-1: unknown'] });
    expect(await busy.confirms(refsOf(1), { what: 'set', ms: DAY })).toEqual({ taken: [], left: ['fleet-1: unknown'] });
  });
});

describe('a confirmation', () => {
  test('that comes again is told so, also while what it ordered is under way', async () => {
    const stage = await selectionStage(FLEET);
    await stage.confirms(refsOf(1, 2), { what: 'stop' });
    await expect(stage.confirms(refsOf(1, 2), { what: 'stop' })).rejects.toThrow(AlreadyTaken);
  });

  test.each<[string, (store: Store) => Partial<Store>]>([
    ['to be asked what was done', () => ({ wasTaken: away })],
    ['to be read', (store) => ({ queries: { ...store.queries, withId: away } })],
    ['to be written', () => ({ commit: away })],
  ])('does nothing, and says so, while the store is not there %s', async (_, broken) => {
    const stage = await selectionStage(FLEET, {}, (store) => ({ ...store, ...broken(store) }));
    for (const wish of [{ what: 'stop' }, { what: 'set', ms: DAY }] as const)
      await expect(stage.confirms(refsOf(1), wish)).rejects.toThrow('the store is down');
    expect(await stage.store.instance(`${R}-1`)).toMatchObject({ order: null, version: 1 });
  });

  test('of an order says why the bot does nothing in the account now; a lease waits for nothing', async () => {
    const stage = await selectionStage(FLEET);
    stage.state.account = 'other';
    expect((await stage.acts(refsOf(1), { what: 'stop' })).elsewhere).toBe('other');
    expect((await stage.acts(refsOf(2), { what: 'set', ms: DAY }, { key: 'key-2' })).elsewhere).toBeNull();
    stage.state.account = 'ours';
    expect((await stage.acts(refsOf(3), { what: 'stop' }, { key: 'key-3' })).elsewhere).toBeNull();
  });

  test('extends what was created elsewhere from the end that the cloud shows', async () => {
    const server = (name: string, autoReleaseAt: number | null): Server => ({
      name,
      foreign: true,
      cloud: { autoReleaseAt },
    });
    const probe = await selectionStage([]);
    const end = probe.now + 2 * DAY;
    const stage = await selectionStage([server('old-1', end), server('old-2', null)]);
    expect(await stage.asks('old-*', 'extend', stage.admin)).toEqual({ fit: ['old-1'], left: ['old-2: noLease'] });
    const refs = [0, 1].map((n) => `cn-beijing/${cloudIdOf(n)}`);
    const wish = { what: 'extend', ms: DAY } as const;
    const acted = await stage.acts(refs, wish, { user: stage.admin });
    expect(acted.taken.map(({ instance }) => instance.lease?.endsAt)).toEqual([end + DAY]);
    expect(acted.leftOut).toEqual([{ name: 'old-2', reason: { why: 'noLease' } }]);
  });

  test('gives only a stop a stopped mode', async () => {
    const stage = await selectionStage(FLEET);
    const orderOf = async (n: number) => (await stage.store.instance(`${R}-${n}`))?.order;
    await stage.confirms(refsOf(1), { what: 'stop' });
    await stage.confirms(refsOf(2), { what: 'restart' }, { key: 'key-2', mode: 'StopCharging' });
    expect([await orderOf(1), await orderOf(2)]).toMatchObject([
      { what: 'stop', stoppedMode: 'StopCharging', by: LENA },
      { what: 'restart', stoppedMode: null },
    ]);
  });
});
