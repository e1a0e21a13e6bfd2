import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/core/base/clock.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Power, PowerWish } from '../../../src/core/power/power.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import type { ActorHere } from '../../../src/usecases/instance/adopt.ts';
import { makeInstanceService } from '../../../src/usecases/instance/instance-service.ts';
import { beginOrder, type OrderDeps } from '../../../src/usecases/power/begin-order.ts';
import type { PowerPorts } from '../../../src/usecases/power/give-order.ts';
import { handClock } from '../../support/hand-clock.ts';
import { type Server, selectionStage } from '../selection/selection-stage.ts';

const lena: ActorHere = { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' };
const admin: ActorHere = { ...lena, user: 'U9', isAdmin: true };
const wishOf = (what: Power): PowerWish => ({ what, stoppedMode: null });
const rowId = (n: number) => `r-${String(n).padStart(10, '0')}-1`;

interface More {
  readonly wrap?: (store: Store) => Partial<Store>;
  readonly look?: PowerPorts['ecs']['describeInstances'];
  readonly clock?: Clock;
}

async function office(servers: readonly Server[], { wrap = () => ({}), look, clock }: More = {}) {
  const stage = await selectionStage(servers);
  const real = stage.deps as unknown as PowerPorts & OrderDeps;
  const ports: PowerPorts = {
    ...real,
    store: { ...stage.store, ...wrap(stage.store) },
    ...(clock && { clock }),
    ...(look && { ecs: { describeInstances: look } }),
  };
  const service = makeInstanceService(ports);
  const found = async (n: number): Promise<FoundInstance> => {
    const [own, cloud] = [await stage.store.instance(rowId(n)), stage.account.instances[n] ?? null];
    if (own !== null) return cloud === null ? { cloud, own, why: 'gone' } : { cloud, own };
    if (cloud === null) throw new Error(`${n}`);
    return { cloud, own };
  };
  const order = async (n: number, what: Power, by = lena) => service.order(await found(n), wishOf(what), by);
  return { ...stage, ports, service, found, order, deps: { ...real, power: service } };
}

const WEB: Server = { name: 'web' };
const STOPPED: Server = { name: 'db', status: 'Stopped' };
const FOREIGN: Server = { name: 'api', foreign: true };
const ELSEWHERE: Partial<Instance> = { account: '111', createTriedAt: 1 };
const away = () => Promise.reject(new StoreUnavailable('away'));

describe('an order', () => {
  test('is written with what it replaces, by a look at the region of each instance', async () => {
    const { order, store, looks } = await office([WEB, STOPPED]);
    expect(await order(0, 'stop')).toMatchObject({
      is: 'taken',
      instance: { wanted: 'stopped', order: { what: 'stop', by: 'U1' } },
      request: { id: 'r-0000000000' },
      replaces: null,
      freeze: null,
    });
    expect(await order(0, 'restart')).toMatchObject({ is: 'taken', replaces: 'stop' });
    expect(await order(0, 'restart')).toMatchObject({ is: 'refused', refusal: { why: 'same' } });
    expect(await order(1, 'stop')).toMatchObject({ is: 'refused', refusal: { why: 'already', status: 'Stopped' } });
    expect(looks).toEqual(Array(4).fill('cn-beijing 1'));
    expect((await store.instance(rowId(0)))?.order).toMatchObject({ what: 'restart', by: 'U1' });
  });

  test('for several is one look a region, and one commit', async () => {
    let commits = 0;
    const { service, found, looks } = await office([WEB, STOPPED, { ...WEB, region: 'cn-shanghai' }], {
      wrap: (store) => ({
        commit: (change) => {
          commits += 1;
          return store.commit(change);
        },
      }),
    });
    const all = await Promise.all(
      [0, 1, 2].map(async (n) => ({ found: await found(n), wish: wishOf('release'), by: lena })),
    );
    expect((await service.orders(all)).map(({ is }) => is)).toEqual(['taken', 'taken', 'taken']);
    expect([commits, looks.toSorted()]).toEqual([1, ['cn-beijing 2', 'cn-shanghai 1']]);
  });

  test('of somebody else’s instance is refused without a look, which would tell how it is', async () => {
    const { order, looks } = await office([{ ...WEB, owner: 'U2' }, FOREIGN]);
    expect(await order(0, 'stop')).toMatchObject({ is: 'refused', refusal: { why: 'notYours', requester: 'U2' } });
    expect(await order(1, 'stop')).toMatchObject({ is: 'refused', refusal: { why: 'notTheBots' } });
    expect(looks).toEqual([]);
  });

  test('takes over what the bot did not create, and finds out that it is gone', async () => {
    const { order, service, found, account, store } = await office([FOREIGN]);
    const before = await found(0);
    account.instances = [];
    expect(await service.order(before, wishOf('stop'), admin)).toMatchObject({
      is: 'refused',
      refusal: { why: 'gone', released: null },
    });
    expect((await store.queries.existingOf('U9', 9)).total).toBe(0);
    account.instances = [before.cloud as never];
    expect(await service.order(before, wishOf('stop'), admin)).toMatchObject({
      is: 'taken',
      instance: { adopted: true },
      replaces: null,
    });
    expect(await order(0, 'stop', admin)).toMatchObject({ is: 'refused' });
  });

  test('of an instance in a previous account is refused with that account, without a look', async () => {
    const { order, service, found, store, looks } = await office([{ ...WEB, row: ELSEWHERE }]);
    await store.commit({ account: { was: null, next: '111' }, at: 1 });
    await store.commit({ account: { was: '111', next: '222' }, at: 2 });
    const refusal = { why: 'otherAccount', account: '111' };
    expect(await order(0, 'stop')).toMatchObject({ is: 'refused', refusal });
    expect(await service.refusal(await found(0), wishOf('stop'), lena)).toEqual(refusal);
    expect(looks).toEqual([]);
  });

  test('goes by the row where the cloud does not answer, also not in time', async () => {
    const failed = await office([STOPPED], { look: async () => fail(failureOf('throttled', { detail: '' })) });
    expect(await failed.order(0, 'stop')).toMatchObject({ is: 'taken' });
    const { clock, turn } = handClock();
    const slow = await office([STOPPED], { clock, look: () => new Promise(() => {}) });
    const ordered = slow.order(0, 'stop');
    for (let n = 0; n < 20; n += 1) await turn(0);
    await turn(3_999);
    expect(await Promise.race([ordered, 'waits'])).toBe('waits');
    await turn(1);
    expect(await ordered).toMatchObject({ is: 'taken' });
  });

  test('while the store is away is none, and that is said of each', async () => {
    const { service, found } = await office([WEB, FOREIGN], { wrap: () => ({ commit: away }) });
    const all = await Promise.all(
      [0, 1].map(async (n) => ({ found: await found(n), wish: wishOf('stop'), by: admin })),
    );
    expect(await service.orders(all)).toEqual([{ is: 'storeDown' }, { is: 'storeDown' }]);
    expect(await service.takeOver(await found(1), admin)).toEqual({ is: 'storeDown' });
    expect(await service.takeOver(await found(0), admin)).toMatchObject({ is: 'known', instance: { id: rowId(0) } });
  });
});

describe('a freeze', () => {
  test.each<[Power, Server, boolean]>([
    ['start', STOPPED, true],
    ['restart', STOPPED, true],
    ['restart', { ...WEB, status: 'Stopping' }, true],
    ['restart', WEB, false],
    ['stop', WEB, false],
    ['release', WEB, false],
    ['release', STOPPED, false],
  ])('that %s of an instance waits for is told with the order', async (what, server, waits) => {
    const { order, store } = await office([server]);
    const until = { reason: 'audit', by: 'U9', at: 1, until: null };
    await store.commit({ freeze: { was: null, next: until }, at: 1 });
    const ordered = await order(0, what);
    expect(ordered).toMatchObject({ is: 'taken', freeze: waits ? { reason: 'audit' } : null });
  });

  test('that is over, or cannot be read, is told to nobody', async () => {
    const over = await office([STOPPED]);
    await over.store.commit({
      freeze: { was: null, next: { reason: 'audit', by: 'U9', at: 1, until: over.now } },
      at: 1,
    });
    expect(await over.order(0, 'start')).toMatchObject({ is: 'taken', freeze: null });
    const unread = await office([STOPPED], { wrap: () => ({ freeze: away }) });
    expect(await unread.order(0, 'start')).toMatchObject({ is: 'taken', freeze: null });
  });

  test('counts for a restart where nobody knows whether it is up', async () => {
    const { order, store } = await office([WEB], { look: async () => ok(new Map()) });
    await store.commit({ freeze: { was: null, next: { reason: 'audit', by: 'U9', at: 1, until: null } }, at: 1 });
    expect(await order(0, 'restart')).toMatchObject({ is: 'taken', freeze: { reason: 'audit' } });
  });
});

describe('before anybody is asked to confirm an order', () => {
  const refusing = async (server: Server, what: Power, more: More = {}, by = lena) => {
    const stage = await office([server], more);
    return { refusal: await stage.service.refusal(await stage.found(0), wishOf(what), by), looks: stage.looks };
  };

  test.each<[string, Server, Power, string | null, number]>([
    ['a running one may be stopped', { ...WEB, row: { observed: { status: 'Running', at: 1 } } }, 'stop', null, 0],
    ['a stopped one is looked at, because an old button may offer that', STOPPED, 'stop', 'already', 1],
    ['a stopped one may be released', STOPPED, 'release', null, 0],
    [
      'a prepaid one is looked at, for its end',
      { ...WEB, cloud: { chargeKind: 'prepaid', expiresAt: 9 } },
      'release',
      'prepaid',
      1,
    ],
    ['somebody else’s is not', { ...STOPPED, owner: 'U2' }, 'stop', 'notYours', 0],
  ])('%s', async (_, server, what, why, looks) => {
    const refused = await refusing(server, what);
    expect([refused.refusal?.why ?? null, refused.looks.length]).toEqual([why, looks]);
  });

  test('it says when prepaid time ends', async () => {
    const { refusal } = await refusing({ ...WEB, cloud: { chargeKind: 'prepaid', expiresAt: 9 } }, 'release');
    expect(refusal).toEqual({ why: 'prepaid', expiresAt: 9 });
  });

  test('nobody waits for a look longer than a second and a half', async () => {
    const { clock, turn } = handClock();
    const stage = await office([STOPPED], { clock, look: () => new Promise(() => {}) });
    const refusal = stage.service.refusal(await stage.found(0), wishOf('stop'), lena);
    for (let n = 0; n < 20; n += 1) await turn(0);
    await turn(1_499);
    expect(await Promise.race([refusal, 'waits'])).toBe('waits');
    await turn(1);
    expect(await refusal).toBeNull();
  });

  test('what was seen counts without asking anybody, and an unknown state is none', async () => {
    const { service, found, looks, account } = await office([{ ...FOREIGN, status: 'Stopped' }, WEB]);
    expect(service.refusalAsSeen(await found(0), wishOf('stop'), admin)).toEqual({ why: 'already', status: 'Stopped' });
    expect(service.refusalAsSeen(await found(0), wishOf('start'), admin)).toBeNull();
    expect(await service.refusal(await found(0), wishOf('stop'), admin)).toEqual({ why: 'already', status: 'Stopped' });
    const unknown = { ...account.instances[1], status: 'Unknown' } as never;
    expect(service.refusalAsSeen({ ...(await found(1)), cloud: unknown }, wishOf('start'), lena)).toBeNull();
    expect(looks).toEqual([]);
  });

  test('a start is given at once, and all else is confirmed first', async () => {
    const { deps, found, store } = await office([STOPPED, WEB]);
    const begin = async (n: number, what: Power) => beginOrder(deps, lena, what, await found(n));
    expect(await begin(1, 'stop')).toEqual({ kind: 'toConfirm' });
    expect(await begin(0, 'stop')).toMatchObject({ kind: 'refused', refusal: { why: 'already' } });
    expect((await store.instance(rowId(1)))?.order).toBeNull();
    expect(await begin(0, 'start')).toMatchObject({ kind: 'given', ordered: { is: 'taken' }, elsewhere: null });
    expect((await store.instance(rowId(0)))?.order).toMatchObject({ what: 'start' });
  });
});

describe('a missing public address', () => {
  const LACKS = {
    ...WEB,
    row: { noAddress: failureOf('throttled', { detail: '' }), told: ['addressless'] },
  } as unknown as Server;

  test('is asked for once more by who may, and by nobody where it is there', async () => {
    const { service, store } = await office([LACKS, WEB]);
    const ask = (n: number, by = lena) => service.address(rowId(n), by);
    expect([await ask(0, { ...lena, user: 'U2' }), await ask(1), await ask(7)]).toEqual([
      'notYours',
      'nothing',
      'nothing',
    ]);
    expect(await ask(0)).toBe('taken');
    expect(await store.instance(rowId(0))).toMatchObject({ noAddress: null, outcome: null });
    expect((await store.eventsOf('r-0000000000')).map(({ kind, actor }) => [kind, actor])).toEqual([
      ['instance.addressWanted', 'U1'],
    ]);
    expect(await ask(0)).toBe('nothing');
  });

  test('is decided again on a conflict, in the end busy, and none while the store is away', async () => {
    let others = 2;
    const conflict = async () => ({ ok: false, error: { kind: 'conflict', id: 'x' } }) as never;
    const again = await office([LACKS], {
      wrap: (store) => ({ commit: (change) => (--others >= 0 ? conflict() : store.commit(change)) }),
    });
    expect(await again.service.address(rowId(0), lena)).toBe('taken');
    const busy = await office([LACKS], { wrap: () => ({ commit: conflict }) });
    expect(await busy.service.address(rowId(0), lena)).toBe('busy');
    const gone = await office([LACKS], { wrap: () => ({ commit: away }) });
    expect(await gone.service.address(rowId(0), lena)).toBe('storeDown');
  });
});
