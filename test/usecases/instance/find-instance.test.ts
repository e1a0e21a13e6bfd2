import { describe, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { matchesPattern } from '../../../src/core/base/pattern.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import { instanceRef } from '../../../src/core/spec/command-arguments.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { findAgain, findInstance, type Search, type Who } from '../../../src/usecases/instance/find-instance.ts';
import { cloudIdOf, type Server, selectionStage } from '../selection/selection-stage.ts';

const AWAY = failureOf('transient', { detail: '' });
/** The ids that the stage gives to its servers, by their order. */
const rowId = (n: number) => `r-${String(n).padStart(10, '0')}-1`;

const named = (search: Search | null): unknown => {
  if (search === null) return null;
  if (search.kind === 'found') {
    const { cloud, own } = search.found;
    return `${cloud?.name ?? `(${'why' in search.found ? (typeof search.found.why === 'string' ? search.found.why : search.found.why.kind) : ''})`} ${own?.id ?? 'no row'}`;
  }
  if (search.kind === 'candidates')
    return `${search.why}: ${search.found.map(({ cloud, own }) => cloud?.name ?? own?.id).join()}`;
  if (search.kind === 'none') {
    const { regions, empty, unread, regionsUnknown } = search;
    return { regions, empty, unread: unread.map(({ region }) => region), regionsUnknown };
  }
  return search;
};

async function finding(servers: readonly Server[], store: (real: Store) => Partial<Store> = () => ({})) {
  const stage = await selectionStage(servers);
  let passedMs = 0;
  const clock = { ...stage.deps.clock, now: () => stage.now + passedMs };
  const inventory = makeInventory(stage.account.port, { memory: makeAccountMemory(), clock, log: silentLog });
  const deps = { ...stage.deps, clock, inventory, store: { ...stage.store, ...store(stage.store) } };
  const pass = (ms: number): void => {
    passedMs += ms;
    stage.account.calls.length = 0;
  };
  const find = async (word: string, who: Who = 'owner') => {
    const ref = instanceRef().read([word]);
    if (!ref.ok) throw new Error(word);
    return named(await findInstance(deps, ref.value, who));
  };
  const again = async (word: string, user = 'U1') => named(await findAgain(deps, word, user));
  return { ...stage, deps, find, again, pass };
}

const WEB: Server = { name: 'web' };
const FOREIGN: Server = { name: 'api', foreign: true };
const NOTHING = { regions: 2, empty: 0, unread: [], regionsUnknown: null };

describe('one of the bot’s own', () => {
  test('is found by its own id, the cloud’s, and its name, with one look at its region', async () => {
    const { find, account } = await finding([WEB, FOREIGN]);
    expect(await find(rowId(0).toUpperCase())).toBe(`web ${rowId(0)}`);
    expect(account.calls).toEqual(['instance cn-beijing']);
    expect(await find(cloudIdOf(0))).toBe(`web ${rowId(0)}`);
    expect(await find('web')).toBe(`web ${rowId(0)}`);
    expect(await find('cn-beijing/web')).toBe(`web ${rowId(0)}`);
  });

  test.each<[string, Partial<NonNullable<Server['row']>>, string]>([
    ['is being created', { cloudId: null, outcome: null }, 'notYet'],
    ['was never created', { cloudId: null, outcome: 'failed' }, 'gone'],
  ])('that %s is found without a look', async (_, row, why) => {
    const { find, account } = await finding([{ ...WEB, row }]);
    expect(await find(rowId(0))).toBe(`(${why}) ${rowId(0)}`);
    expect(account.calls).toEqual([]);
  });

  test.each<[string, Partial<NonNullable<Server['row']>>, string]>([
    ['is still worked on', { outcome: null }, 'notYet'],
    ['was finished', {}, 'gone'],
  ])('that the cloud does not list, and that %s, is found all the same', async (_, row, why) => {
    const { find } = await finding([{ ...WEB, cloud: { name: 'gone' }, row }]);
    for (const word of [rowId(0), 'web']) expect(await find(word)).toBe(`(${why}) ${rowId(0)}`);
  });

  test('is found although its region cannot be read, with the reason', async () => {
    const { find, account } = await finding([WEB]);
    account.broken.set('cn-beijing', AWAY);
    expect(await find(rowId(0))).toBe(`(transient) ${rowId(0)}`);
  });

  test('in a previous account is not looked for in this one, by whichever name', async () => {
    const { find, again, store, account } = await finding([
      { ...WEB, row: { account: '111', createTriedAt: 1 } },
      FOREIGN,
    ]);
    await store.commit({ account: { was: null, next: '111' }, at: 1 });
    await store.commit({ account: { was: '111', next: '222' }, at: 2 });
    const elsewhere = { kind: 'elsewhere', name: 'web', account: '111' };
    for (const word of [rowId(0), cloudIdOf(0)]) expect(await find(word)).toEqual(elsewhere);
    expect([await again(rowId(0)), account.calls]).toEqual([elsewhere, []]);
    account.instances = account.instances.filter(({ name }) => name !== 'web');
    expect(await find('web')).toEqual(elsewhere);
    for (const word of ['api', cloudIdOf(1)])
      expect([await find(word), await again(word)]).toEqual(Array(2).fill('api no row'));
  });
});

describe('one that the bot did not create', () => {
  test('is found by its id and its name in whichever region, and where the region is named in that alone', async () => {
    const { find, account, pass } = await finding([WEB, { ...FOREIGN, region: 'cn-shanghai' }]);
    expect([await find(cloudIdOf(1)), await find('api')]).toEqual(['api no row', 'api no row']);
    pass(1);
    expect(await find('cn-shanghai/api')).toBe('api no row');
    expect(new Set(account.calls)).toEqual(new Set(['list cn-shanghai']));
    expect(await find('cn-beijing/api')).toEqual({ ...NOTHING, regions: 1 });
    // One of the bot's own is not looked for where nobody asked for it.
    expect(await find('cn-shanghai/web')).toEqual({ ...NOTHING, regions: 1 });
  });

  test('in a region that the account does not have is told with the one that was meant', async () => {
    const { find, account } = await finding([FOREIGN]);
    expect(await find('cn-beijin/api')).toEqual({ kind: 'noRegion', region: 'cn-beijin', nearest: 'cn-beijing' });
    account.broken.set('cn-beijing', AWAY);
    expect(await find('cn-beijing/api')).toEqual({ ...NOTHING, regions: 1, unread: ['cn-beijing'] });
  });

  test('is offered beside one of the bot’s own of its name, also if the cloud does not list that', async () => {
    const { find } = await finding([
      { ...WEB, cloud: { name: 'gone' } },
      { name: 'web', foreign: true },
    ]);
    expect(await find('web')).toBe(`several: web,${rowId(0)}`);
  });

  test('is offered by a part of its name, and by its name where there are several', async () => {
    const { find } = await finding([
      FOREIGN,
      { name: 'db-1', foreign: true },
      { name: 'db-2', foreign: true },
      { ...FOREIGN, region: 'cn-shanghai' },
    ]);
    expect(await find('db')).toBe('similar: db-1,db-2');
    expect(await find('api')).toBe('several: api,api');
    expect(await find('cache')).toEqual(NOTHING);
  });

  test('whose row was found meanwhile is one of the bot’s own', async () => {
    const { find } = await finding([WEB], (store) => ({
      instancesCalled: async () => [],
      queries: { ...store.queries, withId: async () => null },
    }));
    expect(await find('web')).toBe(`web ${rowId(0)}`);
  });
});

describe('where not all regions can be read', () => {
  test('whoever wants to act is asked which one is meant, and who only looks is not', async () => {
    const { find, account } = await finding([FOREIGN]);
    account.broken.set('cn-shanghai', AWAY);
    expect(await find('api', 'owner')).toBe('unsure: api');
    expect(await find('api', 'admin')).toBe('unsure: api');
    expect(await find('api', 'anyone')).toBe('api no row');
    // An id is unique.
    expect(await find(cloudIdOf(0))).toBe('api no row');
    expect(await find('nothing')).toEqual({ ...NOTHING, unread: ['cn-shanghai'] });
    expect(await find(cloudIdOf(7))).toEqual({ ...NOTHING, unread: ['cn-shanghai'] });
    // What cannot be read is asked once for each.
    expect(account.calls.filter((call) => call !== 'list cn-beijing')).toEqual(Array(6).fill('list cn-shanghai'));
  });

  test('and which there are is unknown, the usual one is read, and that is said', async () => {
    const stage = await finding([FOREIGN]);
    const regions = { peek: () => null, load: async () => ({ ok: false, error: AWAY }) };
    const deps = { ...stage.deps, catalogue: { regions } } as never;
    const find = async (word: string) => named(await findInstance(deps, { word, region: null }, 'owner'));
    expect(await find('api')).toBe('unsure: api');
    expect(await find('nothing')).toEqual({ ...NOTHING, regions: 1, regionsUnknown: AWAY });
    const there = await findInstance(deps, { word: 'api', region: 'cn-beijing' }, 'owner');
    expect(named(there)).toBe('api no row');
    const elsewhere = await findInstance(deps, { word: 'api', region: 'cn-nowhere' }, 'owner');
    expect(named(elsewhere)).toEqual({ ...NOTHING, regions: 1 });
    expect(stage.account.calls).not.toContain('list cn-shanghai');
  });

  test('a region that was empty in the last five minutes is not read again, but the usual one is', async () => {
    const { find, account, pass } = await finding([{ ...FOREIGN, region: 'cn-tokyo' }]);
    expect(await find('nothing')).toEqual(NOTHING);
    pass(300_000);
    expect(await find('nothing')).toEqual({ ...NOTHING, empty: 1 });
    expect(new Set(account.calls)).toEqual(new Set(['list cn-beijing']));
    pass(1);
    expect(await find('nothing')).toEqual(NOTHING);
    expect(new Set(account.calls)).toEqual(new Set(['list cn-beijing', 'list cn-shanghai']));
    // When that was is unknown once the clock was set back.
    pass(-3_600_000);
    expect(await find('nothing')).toEqual(NOTHING);
    // Who names it is not put off with what was a moment ago.
    expect(await find('cn-shanghai/nothing')).toEqual({ ...NOTHING, regions: 1 });
  });
});

describe('while the store is away', () => {
  const away = () => Promise.reject(new StoreUnavailable('away'));
  const without = (store: Store): Partial<Store> => ({
    queries: { ...store.queries, withId: away, byCloudIds: away, requests: away },
    instancesCalled: away,
    metadata: { ...store.metadata, storedAccount: away },
  });

  test('nobody who wants to act is told that the bot did not create it', async () => {
    const { find } = await finding([WEB], without);
    expect([await find('web', 'owner'), await find('web', 'admin')]).toEqual([
      { kind: 'storeDown' },
      { kind: 'storeDown' },
    ]);
    expect(await find('web', 'anyone')).toBe('web no row');
  });
});

describe('what a button names', () => {
  test('is found without a look, and only by its tags with one', async () => {
    const { again, account } = await finding([WEB, { name: 'theirs', row: { adopted: true, requester: 'U7' } }]);
    expect(await again(rowId(0), 'U2')).toBe(`(late) ${rowId(0)}`);
    for (const user of ['U7', 'U9']) expect(await again(rowId(1), user)).toBe(`(late) ${rowId(1)}`);
    expect(account.calls).toEqual([]);
    expect(await again(rowId(1), 'U2')).toBe(`theirs ${rowId(1)}`);
    expect(account.calls).toEqual(['instance cn-beijing']);
  });

  test('is found by the cloud’s id where it has no row, and not at all where it names nothing', async () => {
    const { again } = await finding([FOREIGN]);
    expect(await again(cloudIdOf(0))).toBe('api no row');
    expect(await again('')).toBeNull();
    expect(await again('r-gone-1')).toMatchObject({ regions: 2 });
  });
});

test('a region of one page is read with one call, by whichever word', async () => {
  const { find, account, pass } = await finding([FOREIGN]);
  const both = ['list cn-beijing', 'list cn-shanghai'];
  for (const [word, found] of [
    ['api', 'api no row'],
    [cloudIdOf(0), 'api no row'],
    [cloudIdOf(7), NOTHING],
  ] as const) {
    expect(await find(word)).toEqual(found);
    expect(account.calls).toEqual(both);
    // Nothing has changed at this very moment, but may have by the next.
    await find(word);
    expect(account.calls).toEqual(both);
    pass(300_001);
  }
});

test('names are told apart in a region of more instances than one page', async () => {
  const many = Array.from({ length: 120 }, (_, n): Server => ({ name: `node-${n}`, foreign: true }));
  const { find, account, pass } = await finding([...many, { name: 'node', foreign: true }]);
  expect(await find('node')).toBe('node no row');
  expect(await find('node-119')).toBe('node-119 no row');
  expect(await find(cloudIdOf(120))).toBe('node no row');
  expect(await find(cloudIdOf(3))).toBe('node-3 no row');
  expect(await find(cloudIdOf(999))).toMatchObject({ regions: 2, unread: [] });
  // By then it is known to be large, so that only what is asked for is read.
  for (const [word, calls] of [
    ['node-5', ['list cn-beijing']],
    ['node', ['list cn-beijing', 'list cn-beijing']],
    [cloudIdOf(120), ['instance cn-beijing']],
  ] as const) {
    pass(1);
    expect(await find(word)).toMatch(/ no row$/u);
    expect(account.calls).toEqual(calls);
  }
  pass(1);
  account.broken.set('cn-beijing', AWAY);
  for (const word of ['node', 'node-119', cloudIdOf(120)])
    expect(await find(word)).toEqual({ ...NOTHING, empty: 1, unread: ['cn-beijing'] });
});

describe('who acts by a name is asked which one is meant, and acts on none,', () => {
  test('where another of that name is on a later page of a large region', async () => {
    const many = Array.from({ length: 120 }, (_, n): Server => ({ name: `node-${n}`, foreign: true }));
    const twins = [
      ...many.slice(0, 3),
      { name: 'node', foreign: true } as const,
      ...many,
      { name: 'node', foreign: true } as const,
    ];
    const { find } = await finding(twins);
    expect(await find('node')).toBe('several: node,node');
  });

  test('where another of that name is on a page of its own', async () => {
    const many = Array.from({ length: 120 }, (_, n): Server => ({ name: `node-${n}`, foreign: true }));
    const twin: Server = { name: 'node', foreign: true };
    const { find, account } = await finding([...many, twin, twin]);
    const { listInstances } = account.port;
    Object.assign(account.port, {
      listInstances: async (...asked: Parameters<typeof listInstances>) => {
        const [region, filter, next] = asked;
        const answer = await listInstances(region, filter, null, 'people');
        if (filter.name !== 'node' || !answer.ok || region !== 'cn-beijing') return listInstances(...asked);
        const [first, second] = answer.value.instances;
        return ok({ instances: [next === null ? first : second], next: next === null ? 'more' : null, total: null });
      },
    });
    expect(await find('node')).toBe('several: node,node');
  });

  test('where another of that name cannot be read', async () => {
    const { find, account, pass } = await finding([WEB, FOREIGN]);
    const { listInstances, instance } = account.port;
    /** One called `db`, in a way that the bot does not know. */
    const DB = { name: 'db', id: cloudIdOf(9) };
    Object.assign(account.port, {
      listInstances: async (...asked: Parameters<typeof listInstances>) => {
        const [region, { name }] = asked;
        const answer = await listInstances(...asked);
        const isMeant = region === 'cn-beijing' && (name === undefined || matchesPattern(name, DB.name));
        return answer.ok && isMeant ? ok({ ...answer.value, unread: 1 }) : answer;
      },
      instance: async (region: string, id: string) =>
        id === DB.id && region === 'cn-beijing' ? fail(failureOf('unreadable')) : instance(region, id),
    });
    expect(await find('web')).toBe(`web ${rowId(0)}`);
    pass(1);
    expect(await find('api')).toBe('api no row');
    for (const word of [DB.name, DB.id]) {
      pass(1);
      expect(await find(word), word).toEqual({ ...NOTHING, empty: 1, unread: ['cn-beijing'] });
    }
    account.instances.push({ ...(account.instances[0] as CloudInstance), name: DB.name, cloudId: cloudIdOf(8) });
    pass(1);
    expect(await find(DB.name)).toBe('unsure: db');
    pass(1);
    expect(await find(DB.name, 'anyone')).toBe('db no row');
  });
});
