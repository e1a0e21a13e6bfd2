import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/core/request/event.ts';
import { AlreadyTaken } from '../../../src/store/store.ts';
import { cloudIdOf, LENA, MARCUS, type Server, selectionStage } from './selection-stage.ts';

const R = 'r-7k3mz9q2xa';
const FLEET: readonly Server[] = [
  { name: 'fleet-10', request: R },
  { name: 'fleet-2', request: R },
  { name: 'fleet-1', request: R },
];

const DAY = 86_400_000;
const refsOf = (...ordinals: number[]) => ordinals.map((n) => `${R}-${n}`);

describe('which instances are meant, and with which it can be done', () => {
  test('names, a pattern, a request and a star come to the same, as people count', async () => {
    const stage = await selectionStage([...FLEET, { name: 'db-1', owner: MARCUS }]);
    const all = ['fleet-1', 'fleet-2', 'fleet-10'];
    for (const typed of ['fleet-10 fleet-1 fleet-2', 'fleet-*', 'FLEET-*', R, '*', 'cn-beijing/*', `fleet-1 ${R} *`])
      expect(await stage.asks(typed), typed).toEqual({ fit: all, left: [] });
  });

  test('a star alone is everything of one’s own, for an admin too, and never what others have', async () => {
    const stage = await selectionStage([
      { name: 'web-1' },
      { name: 'db-1', owner: MARCUS },
      { name: 'old-1', foreign: true },
      { name: 'ops-1', owner: 'U9' },
    ]);
    expect(await stage.asks('*')).toEqual({ fit: ['web-1'], left: [] });
    expect(await stage.asks('**', 'release', stage.admin)).toEqual({ fit: ['ops-1'], left: [] });
    expect(await stage.asks('*', 'stop', 'U5')).toEqual({ fit: [], left: ['*: noneFits'] });
  });

  test('rights are judged for each: the others go on without what is somebody else’s', async () => {
    const stage = await selectionStage([
      { name: 'web-1' },
      { name: 'web-2', owner: MARCUS },
      { name: 'web-3', foreign: true },
    ]);
    const left = ['web-2: notYours', 'web-3: notTheBots'];
    expect(await stage.asks('web-*')).toEqual({ fit: ['web-1'], left });
    expect(await stage.asks('web-1 web-2 web-3')).toEqual({ fit: ['web-1'], left });
    expect(await stage.asks('web-1 web-2 web-3', 'extend')).toEqual({ fit: ['web-1'], left });
    expect(await stage.asks('web-*', 'stop', stage.admin)).toMatchObject({
      fit: ['web-1', 'web-2', 'web-3'],
      left: [],
    });
  });

  test('what does not fit is named with its reason', async () => {
    const gone = { outcome: 'reached', wanted: 'released', order: orderBy('release') } as const;
    const stage = await selectionStage([
      { name: 'web-1' },
      { name: 'web-2', status: 'Stopped' },
      { name: 'web-3', cloud: { locks: ['security'] } },
      { name: 'web-4', cloud: { chargeKind: 'prepaid', expiresAt: 1 } },
      { name: 'web-5', row: { cloudId: null, outcome: null, observed: null } },
      { name: 'web-6', request: R, row: gone, cloud: { name: 'gone' } },
      { name: 'web-7', row: { outcome: null, wanted: 'stopped', order: orderBy('stop') } },
      { name: 'web-8', cloud: { deletionProtection: true } },
      { name: 'twice', foreign: true },
      { name: 'twice', foreign: true, region: 'cn-shanghai' },
    ]);
    expect(await stage.asks('web-* twice nobody none-* i-2zenobody0000')).toEqual({
      fit: ['web-1', 'web-4', 'web-8'],
      left: [
        ...['twice: ambiguous', 'nobody: notFound', 'none-*: noneFits', 'i-2zenobody0000: notFound'],
        ...['web-2: already', 'web-3: locked', 'web-5: notCreatedYet', 'web-7: same'],
      ],
    });
    expect(await stage.asks(`${R} web-4 web-8 web-1`, 'release')).toEqual({
      fit: ['web-1'],
      left: ['web-4: prepaid', 'web-6: gone', 'web-8: protected'],
    });
    for (const what of ['extend', 'set'] as const)
      expect(await stage.asks('web-1 web-4', what)).toEqual({ fit: ['web-1'], left: ['web-4: prepaid'] });
    expect(await stage.asks('web-1 web-2', 'start')).toEqual({ fit: ['web-2'], left: ['web-1: already'] });
  });

  test('at most fifty at once: the rest is named and may be asked for afterwards', async () => {
    const servers = Array.from({ length: 53 }, (_, n): Server => ({ name: `web-${n + 1}` }));
    const stage = await selectionStage(servers);
    const { fit, left } = await stage.asks('web-*');
    expect([fit.length, fit[1], fit.at(-1)]).toEqual([stage.most, 'web-2', 'web-50']);
    expect(left).toEqual(['web-51: beyond', 'web-52: beyond', 'web-53: beyond']);
  });

  test('a whole request at once, however many it has, with as many ids in a call as the cloud takes', async () => {
    const servers = Array.from({ length: 230 }, (_, n): Server => ({ name: `big-${n + 1}`, request: R }));
    const stage = await selectionStage(servers);
    const { fit, left } = await stage.asks(R);
    expect([fit.length, fit.at(-1), left]).toEqual([230, 'big-230', []]);
    const refs = refsOf(...servers.map((_, n) => n + 1));
    const { taken } = await stage.confirms(refs, { what: 'stop' });
    expect(taken).toHaveLength(230);
    expect(stage.looks).toEqual(['cn-beijing 100', 'cn-beijing 100', 'cn-beijing 30']);
  });

  test('no more than one window can name: what makes too many ranges is left for afterwards', async () => {
    const stopped = (n: number) => (n % 2 === 0 ? {} : { status: 'Stopped' as const });
    const servers = Array.from(
      { length: 300 },
      (_, n): Server => ({ name: `odd-${n + 1}`, request: R, ...stopped(n) }),
    );
    const stage = await selectionStage(servers);
    const { fit, left } = await stage.asks(R);
    expect(fit).toHaveLength(100);
    expect(left.filter((one) => one.endsWith('beyond'))).toHaveLength(50);
  });

  test('a region that cannot be read is no empty one', async () => {
    const stage = await selectionStage([{ name: 'web-1' }, { name: 'web-2', region: 'cn-shanghai', foreign: true }]);
    stage.account.broken.set('cn-shanghai', { kind: 'unavailable', code: null, api: null, requestId: null } as never);
    const { fitting, unread } = await stage.judge(['web-*'], { what: 'stop' });
    expect(fitting.length).toBe(1);
    expect(unread.map(({ region }) => region)).toEqual(['cn-shanghai']);
    expect(await stage.asks('x-*')).toEqual({ fit: [], left: ['x-*: unsure'] });
    expect(await stage.asks('x-1 x-2')).toEqual({ fit: [], left: ['x-1: unsure', 'x-2: unsure'] });
  });

  test('what is known by its id is asked for once a region', async () => {
    const stage = await selectionStage(FLEET);
    await stage.asks(refsOf(1, 2, 3).join(' '));
    expect(stage.account.calls).toEqual(['list cn-beijing']);
  });
});

describe('what was confirmed', () => {
  test('is written down for each, in one commit, with an event of its own, and looked at once', async () => {
    const stage = await selectionStage(FLEET);
    let commits = 0;
    stage.store.onCommit(() => void commits++);
    expect(await stage.confirms(refsOf(1, 2, 3), { what: 'stop' })).toEqual({
      taken: ['fleet-1', 'fleet-2', 'fleet-10'],
      left: [],
    });
    expect([commits, stage.looks]).toEqual([1, ['cn-beijing 3']]);
    const events = await stage.store.eventsOf(R);
    expect(events.map(({ kind, instanceId, actor }: AuditEvent) => [kind, instanceId, actor])).toEqual(
      refsOf(3, 2, 1).map((id) => ['instance.wanted', id, LENA]),
    );
    for (const id of refsOf(1, 2, 3))
      expect(await stage.store.instance(id)).toMatchObject({
        wanted: 'stopped',
        outcome: null,
        order: { what: 'stop', stoppedMode: 'StopCharging', by: LENA },
      });
  });

  test('is done once, however often it is sent, also when it has come to its end meanwhile', async () => {
    const stage = await selectionStage(FLEET);
    const wish = { what: 'restart' } as const;
    await stage.confirms(refsOf(1, 2), wish);
    for (const id of refsOf(1, 2)) {
      const row = await stage.store.instance(id);
      if (row === null) throw new Error('it is there');
      const next = { ...row, version: row.version + 1, outcome: 'reached' as const, dueAt: null };
      await stage.store.commit({ instances: [{ next }], at: 1 });
    }
    await expect(stage.confirms(refsOf(1, 2), wish)).rejects.toThrow(AlreadyTaken);
    const events = await stage.store.eventsOf(R);
    expect(events.length).toBe(2);
    // Another confirmation is another act.
    expect((await stage.confirms(refsOf(1, 2), wish, { key: 'key-2' })).taken.length).toBe(2);
  });

  test('sent twice at the same moment, it is done once', async () => {
    const stage = await selectionStage(FLEET);
    const both = await Promise.allSettled([1, 2].map(() => stage.confirms(refsOf(1, 2, 3), { what: 'restart' })));
    const taken = both.flatMap((one) => (one.status === 'fulfilled' ? one.value.taken : []));
    expect(taken).toEqual(['fleet-1', 'fleet-2', 'fleet-10']);
    expect((await stage.store.eventsOf(R)).length).toBe(3);
  });

  test('is judged by the state and the rights of that moment', async () => {
    const stage = await selectionStage([...FLEET, { name: 'db-1', owner: MARCUS }, { name: 'old-1', foreign: true }]);
    const [first] = stage.account.instances;
    if (first !== undefined) stage.account.instances[0] = { ...first, status: 'Stopped' };
    const theirs = ['r-0000000003-1', `cn-beijing/${cloudIdOf(4)}`];
    expect(await stage.confirms([...refsOf(1, 2), ...theirs], { what: 'stop' })).toEqual({
      taken: ['fleet-2'],
      left: ['db-1: notYours', 'fleet-10: already', 'old-1: notTheBots'],
    });
    expect(await stage.store.instance('r-0000000003-1')).toMatchObject({ order: null });
  });

  test('takes over what the bot did not create, once', async () => {
    const stage = await selectionStage([...FLEET, { name: 'old-1', foreign: true }]);
    const refs = [...refsOf(1), `cn-beijing/${cloudIdOf(3)}`];
    const acted = await stage.confirms(refs, { what: 'release' }, { user: stage.admin });
    expect(acted).toEqual({ taken: ['fleet-10', 'old-1'], left: [] });
    const [adopted] = await stage.store.instancesCalled('old-1', 2);
    expect(adopted).toMatchObject({ adopted: true, wanted: 'released', clientToken: '' });
  });

  test('stops what has no economical mode as the cloud does it, beside what has one', async () => {
    const stage = await selectionStage([
      { name: 'web-1' },
      { name: 'web-2', cloud: { chargeKind: 'prepaid', expiresAt: 1 } },
    ]);
    const refs = ['r-0000000000-1', 'r-0000000001-1'];
    expect((await stage.confirms(refs, { what: 'stop' })).taken).toEqual(['web-1', 'web-2']);
    const modes = await Promise.all(refs.map((id) => stage.store.instance(id)));
    expect(modes.map((one) => one?.order?.stoppedMode)).toEqual(['StopCharging', null]);
  });

  test('moves the end of every lease', async () => {
    const stage = await selectionStage(FLEET);
    const ends = async () =>
      Promise.all(refsOf(1, 2, 3).map(async (id) => (await stage.store.instance(id))?.lease?.endsAt ?? 0));
    const before = await ends();
    const wish = { what: 'extend', ms: 86_400_000 } as const;
    expect((await stage.confirms(refsOf(1, 2, 3), wish)).taken.length).toBe(3);
    expect((await ends()).map((end, n) => end - (before[n] ?? 0))).toEqual([86_400_000, 86_400_000, 86_400_000]);
    await expect(stage.confirms(refsOf(1, 2, 3), wish)).rejects.toThrow(AlreadyTaken);
  });

  test('sets every lease from that moment on, or takes it away, as the policy lets', async () => {
    const policy = { lease: { value: 7 * DAY, line: 3 }, maxLease: { value: 30 * DAY, line: 4 } };
    const stage = await selectionStage([...FLEET, { name: 'db-1', owner: MARCUS }], policy);
    const ends = async () =>
      Promise.all(refsOf(1, 2, 3).map(async (id) => (await stage.store.instance(id))?.lease?.endsAt ?? null));
    const refs = [...refsOf(1, 2, 3), 'r-0000000003-1'];
    const acted = await stage.confirms(refs, { what: 'set', ms: 3 * DAY });
    expect(acted).toEqual({ taken: ['fleet-1', 'fleet-2', 'fleet-10'], left: ['db-1: notYours'] });
    const end = stage.now + 3 * DAY;
    expect(await ends()).toEqual([end, end, end]);
    expect((await stage.store.eventsOf(R)).map(({ kind }) => kind)).toEqual(Array(3).fill('instance.leased'));

    const tooLong = await stage.confirms(refsOf(1), { what: 'set', ms: 31 * DAY }, { key: 'key-2' });
    expect(tooLong).toEqual({ taken: [], left: ['fleet-10: tooLong'] });
    const none = await stage.confirms(refsOf(1, 2), { what: 'set', ms: 'none' }, { key: 'key-3' });
    expect(none.left).toEqual(['fleet-2: noneForAdmins', 'fleet-10: noneForAdmins']);
    await stage.confirms(refsOf(1, 2), { what: 'set', ms: 'none' }, { key: 'key-4', user: stage.admin });
    expect(await ends()).toEqual([null, null, end]);
  });
});

const orderBy = (what: 'stop' | 'release') => ({
  ...{ what, stoppedMode: null, by: LENA, at: 0, down: false },
  acted: what === 'release' ? ({ what: 'delete', at: 0, sure: true } as const) : null,
});
