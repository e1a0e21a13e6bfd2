import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { REQUEST_TAG } from '../../../src/core/request/request.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { policyOf } from '../../policy/reading.ts';
import { aRequest } from '../../store/samples.ts';
import { cloudIdOf, LENA, MARCUS, type Server, selectionStage } from './selection-stage.ts';

const R = 'r-7k3mz9q2xa';
const AWAY = failureOf('ambiguous');
const foreign = (count: number, nameOf: (n: number) => string): readonly Server[] =>
  Array.from({ length: count }, (_, n) => ({ name: nameOf(n), foreign: true }));

describe('a word that names nothing', () => {
  test.each([
    ['cn-nowhere/*', 'noRegion'],
    ['cn-nowhere/web-*', 'noRegion'],
    ['cn-nowhere/web-1', 'noRegion'],
    [`cn-nowhere/${cloudIdOf(1)}`, 'noRegion'],
    ['cn-shanghai/*', 'noneFits'],
    ['cn-shanghai/web-*', 'noneFits'],
    [`cn-shanghai/${cloudIdOf(1)}`, 'notFound'],
    ['web', 'notFound'],
    ['r-000000empt', 'empty'],
    ['R-000000EMPT', 'empty'],
    ['r-000000none', 'notFound'],
    ['cn-beijing/', 'unreadable'],
  ])('%s: %s', async (word, why) => {
    const stage = await selectionStage([{ name: 'web-1' }, { name: 'old-1', foreign: true }]);
    const empty = aRequest('r-000000empt', { requester: LENA, state: 'finished', origin: 'view:empty' });
    expect(await stage.store.commit({ requests: [{ next: empty }], at: 1 })).toMatchObject({ ok: true });
    expect(await stage.asks(word, 'stop', stage.admin)).toEqual({ fit: [], left: [`${word}: ${why}`] });
  });
});

describe('what is meant', () => {
  test('is each instance once, by whatever words it was named', async () => {
    const stage = await selectionStage([
      { name: 'web-1', request: R },
      { name: 'web-2', foreign: true },
      { name: 'web-2', foreign: true, region: 'cn-shanghai' },
    ]);
    const words = ['web-*', 'web-1', R, `${R}-1`, cloudIdOf(0), `cn-beijing/${cloudIdOf(1)}`, cloudIdOf(1)];
    const { fitting, leftOut } = await stage.judge(words, { what: 'stop' }, stage.admin);
    expect(fitting.map(({ found }) => found.cloud?.cloudId)).toEqual([0, 1, 2].map(cloudIdOf));
    expect(leftOut).toEqual([]);
    for (const word of [cloudIdOf(1), 'cn-beijing/web-2', `cn-beijing/${cloudIdOf(1)}`])
      expect(await stage.asks(word, 'stop', stage.admin), word).toEqual({ fit: ['web-2'], left: [] });
  });

  test('is in the account of now: what an earlier one holds is out of reach, by whatever word', async () => {
    const row = { account: '111' };
    const stage = await selectionStage([
      { name: 'web-1', row },
      { name: 'web-2', request: R },
    ]);
    stage.account.instances.shift();
    await stage.store.commit({ account: { was: null, next: '222' }, at: 1 });
    for (const word of ['web-1', 'web-1*', 'r-0000000000', 'r-0000000000-1'])
      expect(await stage.asks(word), word).toEqual({ fit: [], left: ['web-1: otherAccount'] });
    for (const words of ['*', 'web-*'])
      expect(await stage.asks(words), words).toEqual({ fit: ['web-2'], left: ['web-1: otherAccount'] });
  });

  test('is one’s own also before the bot has its id: nobody is told that the bot did not create it', async () => {
    const row = { cloudId: null, outcome: null, observed: null };
    const tags = [{ key: REQUEST_TAG, value: `${R}-1` }];
    const stage = await selectionStage([
      { name: 'web-1', request: R, row },
      { name: 'web-1', foreign: true, cloud: { tags } },
    ]);
    for (const user of [LENA, stage.admin])
      for (const words of ['web-*', `${R} cn-beijing/${cloudIdOf(1)}`])
        expect(await stage.asks(words, 'release', user), words).toEqual({ fit: [], left: ['web-1: notCreatedYet'] });
  });

  test('is no more than matches, even if the cloud lists more', async () => {
    const stage = await selectionStage([{ name: 'web-1' }, { name: 'db-1' }]);
    const { listInstances } = stage.account.port;
    Object.assign(stage.account.port, {
      listInstances: (region: string) => listInstances(region, {}, null, 'people'),
    });
    expect(await stage.asks('web-*', 'release')).toEqual({ fit: ['web-1'], left: [] });
  });

  test('is found among many others, and looked up by its id with one call', async () => {
    const stage = await selectionStage(foreign(150, (n) => (n % 50 === 49 ? `db-${n}` : `web-${n}`)));
    const { fitting, isCut } = await stage.judge(['cn-beijing/db-*'], { what: 'stop' }, stage.admin);
    expect([fitting.length, isCut]).toEqual([3, false]);
    expect(stage.account.calls.splice(0)).toEqual(['list cn-beijing']);
    const ids = [3, 120, 140].map((n) => `cn-beijing/${cloudIdOf(n)}`);
    expect((await stage.judge(ids, { what: 'stop' }, stage.admin)).fitting).toHaveLength(3);
    expect(stage.account.calls.splice(0)).toEqual(['list cn-beijing']);
    stage.state.now += 1;
    // What a pattern has shown is not looked up again.
    await stage.judge(['cn-beijing/db-*', `cn-beijing/${cloudIdOf(49)}`], { what: 'stop' }, stage.admin);
    expect(stage.account.calls).toEqual(['list cn-beijing']);
  });

  test('is looked for in every region that may have it, and in one alone if that was said', async () => {
    const stage = await selectionStage([{ name: 'web-1' }]);
    const callsFor = async (word: string) => {
      stage.state.now += 1;
      await stage.asks(word);
      return stage.account.calls.splice(0);
    };
    expect(await callsFor('cn-shanghai/db-*')).toEqual(['list cn-shanghai']);
    expect(await callsFor('db-*')).toEqual(['list cn-beijing', 'list cn-shanghai']);
    // The search by name finds out that a region is empty.
    await stage.asks('db-1');
    stage.account.calls.length = 0;
    expect(await callsFor('api-*')).toEqual(['list cn-beijing']);
    expect(await callsFor('cn-shanghai/api-*')).toEqual(['list cn-shanghai']);
  });

  test('costs no call where nothing was created yet', async () => {
    const row = { cloudId: null, outcome: null, observed: null };
    const stage = await selectionStage([1, 2].map((n): Server => ({ name: `web-${n}`, request: R, row })));
    expect(await stage.asks(R)).toEqual({ fit: [], left: ['web-1: notCreatedYet', 'web-2: notCreatedYet'] });
    expect(stage.account.calls).toEqual([]);
  });

  test.each([
    [199, false],
    [200, false],
    [201, true],
  ])('is cut, and says so, where a region has more than two hundred of it: %i', async (count, isCut) => {
    const stage = await selectionStage([...foreign(count, (n) => `web-${n}`), { name: 'db-1', foreign: true }]);
    const judged = await stage.judge(['db-*', 'web-*'], { what: 'stop' }, stage.admin);
    expect([judged.isCut, judged.fitting.length]).toEqual([isCut, stage.most]);
  });

  test('is cut, and says so, where somebody has more than five hundred', async () => {
    let total = 1;
    const stage = await selectionStage([{ name: 'web-1' }], {}, (store) => ({
      ...store,
      queries: {
        ...store.queries,
        existingOf: async (user, limit) => {
          expect(limit).toBe(500);
          return { ...(await store.queries.existingOf(user, limit)), total };
        },
      },
    }));
    const cutFor = async (words: readonly string[]) => (await stage.judge(words, { what: 'stop' })).isCut;
    expect([await cutFor(['*']), await cutFor(['web-*'])]).toEqual([false, false]);
    total = 501;
    expect([await cutFor(['*']), await cutFor(['web-*', 'web-1'])]).toEqual([true, true]);
  });
});

describe('what cannot be read', () => {
  test('is named once, and nothing that was seen before is taken for it', async () => {
    const stage = await selectionStage([
      { name: 'web-1', status: 'Stopped' },
      { name: 'web-2', foreign: true },
    ]);
    const words = ['r-0000000000-1', 'web-*', '*-1', `cn-beijing/${cloudIdOf(1)}`];
    const read = await stage.judge(words, { what: 'stop' });
    expect(read).toMatchObject({ unread: [], regionsUnknown: null, isCut: false });
    expect(read.leftOut.map(({ reason }) => reason.why)).toEqual(['already', 'notTheBots']);
    for (const region of ['cn-beijing', 'cn-shanghai']) stage.account.broken.set(region, AWAY);
    stage.state.now += 1;
    const judged = await stage.judge(words, { what: 'stop' });
    expect(judged.unread).toEqual(['cn-beijing', 'cn-shanghai'].map((region) => ({ region, why: AWAY })));
    expect(judged.fitting.map(({ found }) => found)).toMatchObject([{ cloud: null, why: AWAY }]);
    expect(judged.leftOut).toEqual([{ name: `cn-beijing/${cloudIdOf(1)}`, reason: { why: 'unsure' } }]);
  });

  test('may be one alone: its region is named, and it is not said to be absent', async () => {
    const stage = await selectionStage([{ name: 'web-1' }]);
    const { listInstances } = stage.account.port;
    Object.assign(stage.account.port, {
      listInstances: async (...asked: Parameters<typeof listInstances>) => {
        const answer = await listInstances(...asked);
        return answer.ok && asked[0] === 'cn-beijing' ? { ...answer, value: { ...answer.value, unread: 1 } } : answer;
      },
    });
    const { fitting, unread } = await stage.judge(['web-*'], { what: 'stop' });
    expect([fitting.length, unread]).toMatchObject([1, [{ region: 'cn-beijing', why: { kind: 'unreadable' } }]]);
    const left = [`cn-beijing/${cloudIdOf(5)}: unsure`, 'db-*: unsure'];
    expect(await stage.asks(`cn-beijing/${cloudIdOf(5)} db-*`)).toEqual({ fit: [], left: left.toReversed() });
  });

  test('is judged by what the bot knows of it', async () => {
    const stage = await selectionStage([{ name: 'web-1' }, { name: 'web-2', row: { lease: null as never } }]);
    stage.account.broken.set('cn-beijing', AWAY);
    expect(await stage.asks('*', 'extend')).toEqual({ fit: ['web-1'], left: ['web-2: noLease'] });
  });

  test('is why a row is shown without its state: the cloud may not have it yet, or no longer', async () => {
    const working = { outcome: null, wanted: 'stopped', order: null } as const;
    const stage = await selectionStage([{ name: 'web-1', row: working }, { name: 'web-2' }]);
    stage.account.instances.length = 0;
    const { fitting } = await stage.judge(['*'], { what: 'release' });
    expect(fitting.map(({ found }) => found)).toMatchObject([{ why: 'notYet' }, { why: 'gone' }]);
  });

  test('may be a whole region: then its name is unsure, and so is a name that another region has', async () => {
    const stage = await selectionStage([{ name: 'web-1', foreign: true }]);
    stage.state.regions = AWAY;
    const { regionsUnknown, fitting } = await stage.judge(['web-*', 'db-1'], { what: 'stop' }, stage.admin);
    expect([regionsUnknown, fitting.length]).toEqual([AWAY, 1]);
    expect(await stage.asks('db-* db-1 web-1', 'stop', stage.admin)).toEqual({
      fit: [],
      left: ['db-*: unsure', 'db-1: unsure', 'web-1: unsure'],
    });
  });

  test('is the store: then nothing is judged', async () => {
    let reads = 0;
    const away = { after: 0 };
    const stage = await selectionStage([{ name: 'web-1' }], {}, (store) => ({
      ...store,
      queries: {
        ...store.queries,
        withId: async (id) => {
          if (reads++ >= away.after) throw new StoreUnavailable('away');
          return store.queries.withId(id);
        },
      },
    }));
    await expect(stage.asks('web-1')).rejects.toThrow('the store is down');
    // Gone in the middle of a search.
    away.after = reads + 1;
    expect(await stage.asks('web-1')).toEqual({ fit: [], left: ['web-1: unknown'] });
  });
});

describe('rights by a user group', () => {
  const GRANTED = policyOf('act:\n  - { who: [S07WEBTEAM1], tag: team=web }\n');
  const tags = [{ key: 'team', value: 'web' }];
  const servers = ['web-1', 'web-2', 'web-3'].map((name): Server => ({ name, foreign: true, cloud: { tags } }));

  test('are asked for once, however many depend on them, and only if the known members do not allow it', async () => {
    const stage = await selectionStage(servers, GRANTED);
    const left = ['web-1: notTheBots', 'web-2: notTheBots', 'web-3: notTheBots'];
    expect(await stage.asks('web-*', 'stop', MARCUS)).toEqual({ fit: [], left });
    expect(stage.state.slackAsked).toBe(1);
    stage.crowd.groups.set('S07WEBTEAM1', [MARCUS]);
    expect((await stage.asks('web-*', 'stop', MARCUS)).fit).toHaveLength(3);
    expect(stage.state.slackAsked).toBe(1);
    const refs = servers.map((_, n) => `cn-beijing/${cloudIdOf(n)}`);
    const { taken } = await stage.confirms(refs, { what: 'stop' }, { user: MARCUS });
    expect([taken.length, stage.state.slackAsked]).toEqual([3, 2]);
  });
});
