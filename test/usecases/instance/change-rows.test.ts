import { describe, expect, test } from 'vitest';
import type { InstanceDecision } from '../../../src/core/instance/change-set.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { adoptedOrigin, REQUEST_TAG } from '../../../src/core/request/request.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { type ActorHere, type AdoptPorts, rowOf, takeOver, timeOf } from '../../../src/usecases/instance/adopt.ts';
import { changeRow, changeRows } from '../../../src/usecases/instance/change-rows.ts';
import { idsByCall } from '../../../src/usecases/instance/ids-by-call.ts';
import { ownInstances } from '../../../src/usecases/instance/own-instances.ts';
import { type Server, selectionStage } from '../selection/selection-stage.ts';

type Wish = Parameters<typeof changeRows<'no'>>[1][number];

const lena: ActorHere = { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' };
const admin: ActorHere = { ...lena, user: 'U9', isAdmin: true };
const rowId = (n: number, ordinal = 1) => `r-${String(n).padStart(10, '0')}-${ordinal}`;

async function stageOf(servers: readonly Server[], wrap: (store: Store) => Partial<Store> = () => ({})) {
  const stage = await selectionStage(servers);
  const { clock, log, random } = stage.deps as unknown as AdoptPorts;
  const ports: AdoptPorts = { clock, log, random, store: { ...stage.store, ...wrap(stage.store) } };
  const found = async (n: number): Promise<FoundInstance> => {
    const cloud = stage.account.instances[n];
    if (cloud === undefined) throw new Error(`${n}`);
    return { cloud, own: (await stage.store.queries.byCloudIds([cloud.cloudId])).get(cloud.cloudId) ?? null };
  };
  return { ...stage, ports, found };
}

const WEB: Server = { name: 'web' };
const FOREIGN: Server = { name: 'api', foreign: true };

/** Marks that it was decided, with an event and the card. */
const marked = (instance: Instance, at: number): InstanceDecision<'no'> => ({
  taken: {
    next: { ...instance, version: instance.version + 1, slowTold: true },
    events: [
      {
        at,
        kind: 'instance.addressWanted',
        actor: 'U1',
        requestId: instance.requestId,
        instanceId: instance.id,
        data: {},
      },
    ],
    messages: [{ kind: 'card', requestId: instance.requestId }],
  } as never,
});
const wish = (found: FoundInstance, by = admin, decide: Wish['decide'] = marked): Wish => ({
  found,
  by,
  decide,
});
const conflict = async () => ({ ok: false, error: { kind: 'conflict', id: 'x' } }) as never;

describe('what people wish of several instances', () => {
  test('is written in one commit, and what is refused stays as it is', async () => {
    let commits = 0;
    const stage = await stageOf([WEB, { name: 'db' }, FOREIGN], (store) => ({
      commit: (change) => {
        commits += 1;
        return store.commit(change);
      },
    }));
    const { ports, found, store, lines } = stage;
    const wishes = [wish(await found(0)), wish(await found(1), lena, () => ({ refused: 'no' })), wish(await found(2))];
    const before = await store.instance(rowId(1));
    const changed = await changeRows(ports, wishes);
    expect(changed).toMatchObject([
      { is: 'taken', instance: { id: rowId(0), slowTold: true }, was: { id: rowId(0), slowTold: false } },
      { is: 'refused', refusal: 'no', instance: { id: rowId(1) } },
      { is: 'taken', instance: { adopted: true, version: 1, slowTold: true }, was: null },
    ]);
    expect(commits).toBe(1);
    expect(await store.instance(rowId(1))).toEqual(before);
    for (const one of changed) {
      if (one.is !== 'taken') continue;
      expect(await store.instance(one.instance.id)).toMatchObject({ slowTold: true });
      expect((await store.eventsOf(one.request.id)).map(({ kind }) => kind)).toContain('instance.addressWanted');
    }
    expect(stage.account.instances).toHaveLength(3);
    // The log tells what was taken over; what was ordered is told by who ordered it.
    const [, , over] = changed;
    expect(lines).toEqual([
      {
        ...{ level: 'info', message: 'an instance was taken over', cloudId: stage.account.instances[2]?.cloudId },
        requestId: over?.is === 'taken' && over.request.id,
      },
    ]);
  });

  test('is judged once for each, and is written nowhere if all is refused', async () => {
    const { ports, found } = await stageOf([FOREIGN, WEB], () => ({
      commit: () => Promise.reject(new Error('written')),
    }));
    const decided: string[] = [];
    const no: Wish['decide'] = (instance) => {
      decided.push(instance.id);
      return { refused: 'no' };
    };
    const wishes = [wish(await found(0), admin, no), wish(await found(1), admin, no)];
    expect((await changeRows(ports, wishes)).map(({ is }) => is)).toEqual(['refused', 'refused']);
    expect(decided).toHaveLength(2);
  });

  test('of one instance twice is written once, also if it is taken over', async () => {
    const { ports, found, store } = await stageOf([WEB, FOREIGN]);
    const [own, foreign] = [await found(0), await found(1)];
    const changed = await changeRows(ports, [wish(own), wish(foreign), wish(own), wish(foreign)]);
    expect(changed.map(({ is }) => is)).toEqual(Array(4).fill('taken'));
    expect((await store.instance(rowId(0)))?.version).toBe(2);
    expect((await store.queries.existingOf('U9', 9)).total).toBe(1);
  });

  test('of an instance that the bot did not create is no one’s but an admin’s, and is not taken over if it is refused', async () => {
    const { ports, found, store } = await stageOf([FOREIGN]);
    expect(await changeRows(ports, [wish(await found(0), lena)])).toMatchObject([
      { is: 'notTheBots', instance: { spec: { name: 'api' } } },
    ]);
    expect(await changeRows(ports, [wish(await found(0), admin, () => ({ refused: 'no' }))])).toMatchObject([
      { is: 'refused' },
    ]);
    expect((await store.queries.existingOf('U9', 9)).total).toBe(0);
    expect(await changeRows(ports, [wish(await found(0), { ...lena, byTag: true })])).toMatchObject([
      { is: 'taken', was: null },
    ]);
  });

  test('is decided again by the rows of then when somebody was faster, and in the end is busy', async () => {
    let others = 2;
    const { ports, found, store } = await stageOf([WEB], (real) => ({
      async commit(change) {
        others -= 1;
        if (others < 0) return real.commit(change);
        const row = await real.instance(rowId(0));
        if (row !== null) await real.commit({ instances: [{ next: { ...row, version: row.version + 1 } }], at: 1 });
        return conflict();
      },
    }));
    expect(await changeRows(ports, [wish(await found(0))])).toMatchObject([{ is: 'taken', was: { version: 3 } }]);
    expect((await store.instance(rowId(0)))?.version).toBe(4);
    const busy = await stageOf([WEB, FOREIGN], () => ({ commit: conflict }));
    const wishes = [wish(await busy.found(0)), wish(await busy.found(1))];
    expect(await changeRows(busy.ports, wishes)).toEqual([{ is: 'busy' }, { is: 'busy' }]);
  });

  test('is written under what was read for it before each try, and under the account', async () => {
    const under: unknown[] = [];
    const { ports, found, store } = await stageOf([WEB], (real) => ({
      async commit({ underSpending, ...change }) {
        under.push([underSpending, change.underAccount]);
        return under.length === 1 ? conflict() : real.commit(change);
      },
    }));
    await store.commit({ account: { was: null, next: '111' }, at: 1 });
    let reads = 0;
    const accounts: unknown[] = [];
    const decide: Wish['decide'] = (instance, at, account) => {
      accounts.push(account?.id);
      return marked(instance, at);
    };
    await changeRows(ports, [wish(await found(0), admin, decide)], async () => ({ underSpending: ++reads }));
    expect(under).toEqual([
      [1, '111'],
      [2, '111'],
    ]);
    expect(accounts).toEqual(['111', '111']);
  });

  test('of a row that is not there any more is unknown', async () => {
    for (const read of ['byCloudIds', 'requests'])
      for (const isOwn of [true, false]) {
        const { ports, found } = await stageOf([WEB], ({ queries }) => ({
          queries: { ...queries, [read]: async () => new Map() },
        }));
        const one = await found(0);
        const wished = wish(isOwn || read === 'byCloudIds' ? one : { cloud: one.cloud as CloudInstance, own: null });
        expect(await changeRows(ports, [wished])).toEqual([{ is: 'unknown' }]);
      }
  });
});

describe('whose an instance of the cloud is', () => {
  const UNSEATED = { cloudId: null, outcome: null } as const;
  const tagged = (value: string, name = 'web') =>
    sampleCloud({ cloudId: 'i-new0000001', name, tags: [{ key: REQUEST_TAG, value }] });
  const three = [1, 2, 3].map((n): Server => ({ name: `web-${n}`, request: 'r-0000000000', row: UNSEATED }));

  test('is the row with its id, whatever its tags are', async () => {
    const { store, account } = await stageOf([WEB, { name: 'db' }]);
    const rows = await Promise.all(account.instances.map((cloud) => rowOf(store, cloud)));
    expect(rows.map((row) => row?.id)).toEqual([rowId(0), rowId(1)]);
  });

  test.each<[string, string, string, string | null]>([
    ['a row of the tag with its name', 'r-0000000000-1..3', 'web-2', rowId(0, 2)],
    ['the first row of the tag where none has its name', 'r-0000000000-2..3', 'other', rowId(0, 2)],
    ['the row that the tag names', 'r-0000000000-3', 'web-1', rowId(0, 3)],
    ['nobody’s without a row of the tag', 'r-0000000000-7', 'web-1', null],
    ['nobody’s with a tag of another form', 'hello', 'web-1', null],
  ])('is %s', async (_, value, name, row) => {
    const { store } = await stageOf(three);
    expect((await rowOf(store, tagged(value, name)))?.id ?? null).toBe(row);
  });

  test('is nobody’s where its row has ended without an id, or has another', async () => {
    const ended = await stageOf([{ ...WEB, row: { cloudId: null, outcome: 'failed' } }, { name: 'db' }]);
    expect(await rowOf(ended.store, tagged('r-0000000000-1'))).toBeNull();
    expect(await rowOf(ended.store, tagged('r-0000000001-1', 'db'))).toBeNull();
    expect(await rowOf(ended.store, sampleCloud({ cloudId: 'i-new0000001', tags: [] }))).toBeNull();
  });

  test('is the row that got its id just now', async () => {
    const request = 'r-0000000000';
    const { store } = await stageOf([
      { ...WEB, request },
      { ...WEB, request, row: UNSEATED },
    ]);
    const [cloudId] = (await store.instancesOf('r-0000000000')).flatMap((row) => row.cloudId ?? []);
    const blind = { ...store, queries: { ...store.queries, byCloudIds: async () => new Map() } };
    expect((await rowOf(blind, { ...tagged('r-0000000000-1..2'), cloudId: String(cloudId) }))?.id).toBe(rowId(0));
  });
});

describe('taking over', () => {
  test('makes a finished request of one instance that nothing is bought for, once', async () => {
    const { ports, account, store } = await stageOf([FOREIGN]);
    const [cloud = sampleCloud()] = account.instances;
    const taken = await takeOver(ports, cloud, admin);
    expect(taken).toMatchObject({
      is: 'adopted',
      instance: { cloudId: cloud.cloudId, adopted: true, clientToken: '', requester: 'U9' },
      request: {
        id: expect.stringMatching(/^r-.{10}$/u),
        state: 'finished',
        requester: 'U9',
        channel: 'C1',
        team: 'T1',
      },
    });
    expect(await takeOver(ports, cloud, admin)).toMatchObject({ is: 'known' });
    const unread = { ...ports, store: { ...store, request: async () => null } };
    expect(await takeOver(unread, cloud, admin)).toEqual({ is: 'busy' });
    expect((await store.queries.existingOf('U9', 9)).total).toBe(1);
  });

  test('is not needed for one of the bot’s own, whoever wants it', async () => {
    const { ports, account } = await stageOf([WEB]);
    expect(await takeOver(ports, account.instances[0] ?? sampleCloud(), { ...lena, user: 'U2' })).toMatchObject({
      is: 'known',
      instance: { id: rowId(0) },
      request: { id: 'r-0000000000' },
    });
  });

  test('is refused to who may not, and stores nothing', async () => {
    const { ports, account, store } = await stageOf([FOREIGN]);
    expect(await takeOver(ports, account.instances[0] ?? sampleCloud(), lena)).toMatchObject({
      is: 'refused',
      refusal: { why: 'notTheBots' },
    });
    expect((await store.queries.existingOf('U1', 9)).total).toBe(0);
  });

  test('by two at once is one, and the slower one learns whose it is', async () => {
    const real = await stageOf([FOREIGN]);
    const [cloud = sampleCloud()] = real.account.instances;
    const late: AdoptPorts = {
      ...real.ports,
      store: {
        ...real.store,
        commit: async (change) => {
          await takeOver(real.ports, cloud, admin);
          return real.store.commit(change);
        },
      },
    };
    expect(await takeOver(late, cloud, { ...admin, user: 'U8' })).toMatchObject({
      is: 'known',
      request: { requester: 'U9' },
    });
    const busy = { ...real.ports, store: { ...real.store, commit: conflict } };
    expect(await takeOver(busy, sampleCloud({ cloudId: 'i-other00001' }), admin)).toEqual({ is: 'busy' });
  });

  describe.each<[string, (ports: AdoptPorts, found: FoundInstance) => Promise<unknown>]>([
    ['alone', (ports, { cloud }) => takeOver(ports, cloud ?? sampleCloud(), admin)],
    ['with an order', (ports, found) => changeRow(ports, wish(found))],
  ])('%s', (_, over) => {
    test('is counted anew when the request of an earlier one is archived', async () => {
      const { ports, found, store } = await stageOf([FOREIGN]);
      const api = await found(0);
      const cloud = api.cloud ?? sampleCloud();
      expect(await timeOf(store, cloud)).toBe(1);
      expect(await over(ports, api)).toMatchObject({ request: { origin: adoptedOrigin(cloud.cloudId, 1) } });
      expect(await timeOf(store, cloud)).toBe(1);
      const queries = { ...store.queries, byCloudIds: async () => new Map() };
      const archived = { ...ports, store: { ...store, request: async () => null, queries } };
      expect(await over(archived, api)).toMatchObject({ request: { origin: adoptedOrigin(cloud.cloudId, 2) } });
    });

    test('is for the account that the store is about, and told on the card and in the thread', async () => {
      const written: unknown[] = [];
      const { ports, found, store } = await stageOf([FOREIGN], (real) => ({
        commit: (change) => {
          written.push(change.underAccount, ...(change.messages ?? []).map(({ kind }) => kind));
          return real.commit(change);
        },
      }));
      await store.commit({ account: { was: null, next: '111' }, at: 1 });
      expect(await over(ports, await found(0))).toMatchObject({ instance: { adopted: true, account: '111' } });
      expect(written.slice(0, 3)).toEqual(['111', 'card', 'thread']);
    });
  });

  test('is logged with who did it', async () => {
    const { ports, account, lines } = await stageOf([FOREIGN]);
    const [cloud = sampleCloud()] = account.instances;
    const taken = await takeOver(ports, cloud, admin);
    const logged = { level: 'info', message: 'an instance was taken over', user: 'U9', cloudId: cloud.cloudId };
    expect(lines).toEqual([{ ...logged, requestId: 'request' in taken && taken.request.id }]);
  });
});

test('ids are asked for once each, at most a hundred a call, by region', () => {
  const of = (region: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => ({ region, cloudId: `i-${from + n}` }));
  const calls = idsByCall([...of('a', 0, 150), ...of('b', 0, 2), ...of('a', 100, 160)]);
  expect(calls.map(({ region, ids }) => [region, ids.length, new Set(ids).size])).toEqual([
    ['a', 100, 100],
    ['a', 60, 60],
    ['b', 2, 2],
  ]);
});

test('somebody’s own instances are in the order in which people count, and unknown while the store is away', async () => {
  const { store, ports } = await stageOf([{ name: 'web-10' }, { name: 'web-9' }, { name: 'db', owner: 'U2' }]);
  const names = async () => (await ownInstances(ports, 'U1'))?.map(({ own }) => own?.spec.name);
  expect(await names()).toEqual(['web-9', 'web-10']);
  const away = {
    ...store,
    queries: { ...store.queries, existingOf: () => Promise.reject(new StoreUnavailable('away')) },
  };
  expect(await ownInstances({ ...ports, store: away }, 'U1')).toBeNull();
});
