import { describe, expect, test } from 'vitest';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type DisksWish, diskWish, parseAgreedPrice } from '../../../src/core/disk/disk-wish.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { Disk } from '../../../src/core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { DiskChoice } from '../../../src/core/spec/choices.ts';
import type { PriceOrder, Quote } from '../../../src/core/spec/quote.ts';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { changeDisks, type DiskDeps } from '../../../src/usecases/disk/change-disks.ts';
import type { Renewable, RenewalAsked, Unrenewable } from '../../../src/usecases/renewal/submit-renewal.ts';
import { policyOf } from '../../policy/reading.ts';
import { hourlyQuote, spent } from '../../support/approvals.ts';
import { disksOf } from '../../support/choices.ts';
import { type Server, selectionStage } from '../selection/selection-stage.ts';

const ROW = 'r-0000000000-1';
const WEB: Server = { name: 'web' };
const AWAY = failureOf('throttled', { detail: '' });
/** Ten GiB more cost a hundredth of a yuan an hour. */
const AT_PRICE = 'CNY0.010000';

async function office(server: Server = WEB, wrap: (real: Store) => Partial<Store> = () => ({}), yaml = '') {
  const stage = await selectionStage([server], yaml === '' ? {} : policyOf(yaml));
  const state = {
    price: null as Result<Quote | 'unknown', Failure> | null,
    fitting: ok(disksOf('ecs.g7.large')) as Result<readonly DiskChoice[], Failure>,
    asked: { is: 'otherPrice' } as RenewalAsked | Unrenewable,
    preview: { is: 'renewable' } as unknown as Renewable | Unrenewable,
  };
  const asked: unknown[] = [];
  const users: unknown[] = [];
  const priced = async (order: PriceOrder) =>
    state.price ?? ok(hourlyQuote(1_000_000 + (order.systemDisk.sizeGiB - 40) * 1_000, { amount: 1 }));
  const real = stage.deps as unknown as DiskDeps;
  const deps: DiskDeps = {
    ...real,
    store: { ...stage.store, ...wrap(stage.store) },
    quotes: { price: { load: priced, fresh: priced } } as unknown as DiskDeps['quotes'],
    catalogue: {
      ...real.catalogue,
      systemDisks: {
        load: async (region: string, _zone: string, _type: string, charge: string) =>
          region === 'cn-beijing' && charge === 'payAsYouGo' ? state.fitting : ok([]),
      },
    } as unknown as DiskDeps['catalogue'],
    directory: {
      ...real.directory,
      fresh: (of: readonly string[]) => {
        users.push(of);
        return real.directory.fresh(of);
      },
    },
    approvals: {
      previewRenewal: async (wish) => {
        asked.push(wish);
        return state.preview;
      },
      askRenewal: async (wish, from) => {
        asked.push({ ...wish, ...from });
        return state.asked;
      },
    },
  };
  const found = async (): Promise<FoundInstance> => {
    const [own, [cloud = null]] = [await stage.store.instance(ROW), stage.account.instances];
    if (cloud !== null) return { cloud, own };
    if (own === null) throw new Error('nothing');
    return { cloud, own, why: 'gone' };
  };
  const larger = (agreed: string | null, to = '50', key = 'disk'): DisksWish => ({
    disks: [diskWish(key, key === 'disk' ? 'system' : 1, to)],
    agreed: agreed === null ? null : parseAgreedPrice(agreed),
  });
  const change = async (wish: DisksWish, user = 'U1', more: { readonly origin?: string } = {}) =>
    changeDisks(deps, { user, team: 'T1', channel: 'C1', ...more }, await found(), wish);
  return { ...stage, state, deps, change, larger, asked, users };
}

const diskOf = (over: Partial<Disk>): Disk => ({
  ...{ id: 'd-1', kind: 'system', category: 'cloud_essd', performanceLevel: 'PL1', sizeGiB: 40 },
  ...{ status: 'In_use', isPrepaid: false },
  ...over,
});

describe('a larger disk', () => {
  test('is ordered at the price that was agreed to, once, and not before', async () => {
    const { change, larger, store, users, lines } = await office();
    expect(await change(larger(null))).toMatchObject({
      is: 'toConfirm',
      wasAgreed: false,
      prices: { more: { micros: 10_000 } },
    });
    expect(await change(larger('CNY0.005000'))).toMatchObject({ is: 'toConfirm', wasAgreed: true });
    expect(await store.instance(ROW)).toMatchObject({ version: 1 });
    expect(await change(larger(AT_PRICE))).toMatchObject({
      is: 'taken',
      instance: { growths: [{ by: 'U1' }], attributes: { left: [{ is: 'grow', diskId: 'd-1', from: 40, to: 50 }] } },
    });
    expect(await change(larger('CNY0.020000', '60'))).toMatchObject({ is: 'refused', refusal: { why: 'underWay' } });
    // Each time by what Slack says just now of who asks; the log names what was ordered alone.
    expect(users).toEqual(Array(4).fill(['U1']));
    const [requestId, instanceId, message] = ['r-0000000000', ROW, 'a change of disks was ordered'];
    expect(lines).toEqual([{ level: 'info', message, requestId, instanceId, user: 'U1' }]);
  });

  test.each<[string, Result<Quote | 'unknown', Failure>]>([
    ['names none', ok('unknown')],
    ['does not answer', fail(AWAY)],
  ])('without a price, because the cloud %s, is ordered by who agrees to that', async (_, price) => {
    const { change, larger, state } = await office();
    state.price = price;
    expect(await change(larger(null))).toMatchObject({ is: 'toConfirm', prices: { more: null } });
    expect(await change(larger(AT_PRICE))).toMatchObject({ is: 'toConfirm', wasAgreed: true });
    expect(await change(larger('unknown'))).toMatchObject({ is: 'taken' });
  });

  test('is refused before anybody agrees to a price: by a freeze, by whose it is, and by what it is', async () => {
    const { change, larger, store, account } = await office();
    expect(await change(larger(null), 'U2')).toMatchObject({ is: 'refused', refusal: { why: 'notYours' } });
    expect(await change(larger(null, '30'))).toMatchObject({ refusal: { why: 'diskSmaller', is: 40, given: 30 } });
    account.disks = ok([diskOf({ status: 'Attaching' })]);
    expect(await change(larger(null))).toMatchObject({ refusal: { why: 'diskNotInUse' } });
    account.disks = ok([diskOf({})]);
    const freeze = { reason: 'audit', by: 'U9', at: 1, until: null };
    await store.commit({ freeze: { was: null, next: freeze }, at: 1 });
    for (const agreed of [null, AT_PRICE])
      expect(await change(larger(agreed))).toMatchObject({ is: 'refused', refusal: { why: 'frozen', freeze } });
  });

  test('is not ordered in a freeze that is set at the last moment, but is in one that is over', async () => {
    let tries = 0;
    const late = await office(WEB, (store) => ({
      async commit(change) {
        tries += 1;
        if (tries === 1) {
          const next = { reason: 'audit', by: 'U9', at: 1, until: null };
          await store.commit({ freeze: { was: null, next }, at: 1 });
        }
        return store.commit(change);
      },
    }));
    expect(await late.change(late.larger(AT_PRICE))).toMatchObject({ is: 'refused', refusal: { why: 'frozen' } });
    expect(await late.store.instance(ROW)).toMatchObject({ version: 1 });
    const over = await office();
    const next = { reason: 'audit', by: 'U9', at: 1, until: over.now };
    await over.store.commit({ freeze: { was: null, next }, at: 1 });
    expect(await over.change(over.larger(AT_PRICE))).toMatchObject({ is: 'taken' });
  });

  test('counts against the budget of the month', async () => {
    const budget = 'currency: CNY\nbudgets:\n  - { who: each, perMonth: 1 }\n';
    const { change, larger } = await office(WEB, () => ({}), budget);
    for (const agreed of [null, AT_PRICE])
      expect(await change(larger(agreed))).toMatchObject({ is: 'refused', refusal: { why: 'overBudget' } });
  });

  test('counts together with what the month has cost so far', async () => {
    const budget = 'currency: CNY\nbudgets:\n  - { who: each, perMonth: 1000 }\n';
    const month = async () => ({ version: 0, spending: [spent('U1', { minor: 99_999, currency: 'CNY' })] });
    const { change, larger } = await office(WEB, () => ({ month }), budget);
    expect(await change(larger(AT_PRICE))).toMatchObject({ is: 'refused', refusal: { why: 'overBudget' } });
  });

  test('is written under what was spent when it was judged, so that two at once do not exceed a budget', async () => {
    const under: unknown[] = [];
    const wide = 'currency: CNY\nbudgets:\n  - { who: each, perMonth: 1000 }\n';
    const noting = (store: Store): Partial<Store> => ({
      commit: (change) => {
        under.push(change.underSpending);
        return store.commit(change);
      },
    });
    const { change, larger, store, now } = await office(WEB, noting, wide);
    const { version } = await store.month(now);
    expect(await change(larger(AT_PRICE))).toMatchObject({ is: 'taken' });
    expect(under).toEqual([version]);
  });

  test('takes over the instance with the order, where an admin wants it', async () => {
    const { change, larger, store } = await office({ name: 'api', foreign: true });
    expect(await change(larger(AT_PRICE), 'U1')).toMatchObject({ is: 'notTheBots' });
    expect(await change(larger(AT_PRICE), 'U9')).toMatchObject({ is: 'taken', instance: { adopted: true } });
    expect((await store.queries.existingOf('U9', 9)).total).toBe(1);
  });

  test('of a prepaid disk is nothing for an instance that the bot does not know', async () => {
    const { change, larger, account } = await office({ name: 'api', foreign: true, cloud: { chargeKind: 'prepaid' } });
    account.disks = ok([diskOf({ isPrepaid: true })]);
    expect(await change(larger(null), 'U9')).toMatchObject({ refusal: { why: 'diskPrepaidNotOurs', key: 'disk' } });
  });

  test('while the store is away is none', async () => {
    const { change, larger, lines } = await office(WEB, () => ({
      commit: () => Promise.reject(new StoreUnavailable('away')),
    }));
    expect(await change(larger(AT_PRICE))).toEqual({ is: 'storeDown' });
    expect(lines).toMatchObject([{ level: 'error', message: expect.stringContaining('the store is unavailable') }]);
  });
});

describe('a larger prepaid disk', () => {
  const PREPAID: Server = { ...WEB, cloud: { chargeKind: 'prepaid' } };
  const wanted = {
    instanceId: ROW,
    what: { disk: { diskId: 'd-1', from: 40, to: 50, category: 'cloud_essd' } },
    by: { user: 'U1' },
    channel: 'C1',
  };
  const request = { ...wanted, origin: 'disk:call-1', team: 'T1', most: parseAgreedPrice(AT_PRICE) };
  const toAsk = (wasAgreed: boolean) => ({
    is: 'toAsk',
    askable: { is: 'renewable' },
    disk: wanted.what.disk,
    wasAgreed,
  });
  const busy = { is: 'asked', asked: { is: 'busy' } };

  test.each<[string, string | null, string | undefined, 'busy' | 'otherPrice', readonly object[], object]>([
    ['is shown with its price first', null, 'call-1', 'busy', [wanted], toAsk(false)],
    ['is asked for at the price that was agreed to', AT_PRICE, 'call-1', 'busy', [request], busy],
    ['is shown again where it costs more by now', AT_PRICE, 'call-1', 'otherPrice', [request, wanted], toAsk(true)],
    ['is only shown to who may not ask', AT_PRICE, undefined, 'busy', [wanted], toAsk(true)],
  ])('%s', async (_, agreed, origin, is, calls, answer) => {
    const { change, larger, state, asked, account, store } = await office(PREPAID);
    account.disks = ok([diskOf({ isPrepaid: true })]);
    state.asked = { is } as typeof state.asked;
    expect(await change(larger(agreed), 'U1', origin === undefined ? {} : { origin })).toMatchObject(answer);
    expect(asked).toMatchObject(calls);
    // Nothing is ordered before others have approved it.
    expect(await store.instance(ROW)).toMatchObject({ version: 1 });
  });

  test('that cannot be asked for is refused with the reason', async () => {
    const { change, larger, state, account } = await office(PREPAID);
    account.disks = ok([diskOf({ isPrepaid: true })]);
    state.preview = { is: 'unknown' };
    expect(await change(larger(null))).toEqual({ is: 'asked', asked: { is: 'unknown' } });
  });
});

describe('what cannot be seen', () => {
  test.each<[string, Server, string]>([
    ['is not created yet', { ...WEB, row: { cloudId: null, outcome: null } }, 'notCreatedYet'],
    ['was never created', { ...WEB, row: { cloudId: null, outcome: 'failed' } }, 'neverCreated'],
    ['is gone', { ...WEB, cloud: { name: 'gone' } }, 'gone'],
  ])('and %s, has no disks to change', async (_, server, why) => {
    const { change, larger } = await office(server);
    expect(await change(larger(AT_PRICE))).toMatchObject({ is: 'refused', refusal: { why } });
  });

  test('is told with the reason, of the instance as of its disks', async () => {
    const { change, larger, account } = await office();
    account.disks = fail(AWAY);
    expect(await change(larger(AT_PRICE))).toMatchObject({ refusal: { why: 'disksUnread', failure: AWAY } });
    account.broken.set('cn-beijing', AWAY);
    expect(await change(larger(AT_PRICE))).toMatchObject({ refusal: { why: 'disksUnread', failure: AWAY } });
  });

  test('in twenty seconds is late', async () => {
    const { change, larger, account, deps } = await office();
    account.hold();
    const waited: number[] = [];
    const after = (ms: number, run: () => void) => {
      waited.push(ms);
      setImmediate(run);
      return () => {};
    };
    Object.assign(deps.clock, { after });
    expect(await change(larger(AT_PRICE))).toMatchObject({ refusal: { why: 'disksUnread', failure: 'late' } });
    expect(waited).toContain(20_000);
  });
});

describe('one more disk', () => {
  test('is ordered where its category fits the type of the instance, and otherwise refused with those that do', async () => {
    const { change, larger, state } = await office();
    const more = larger('unknown', 'essd:50', 'disk2');
    state.price = ok('unknown');
    // Its token is its own, so that asking again buys no second one.
    const clientToken = expect.stringMatching(new RegExp(`^${ROW}-.{20}$`, 'u'));
    const left = [{ is: 'addDisk', clientToken }];
    expect(await change(more)).toMatchObject({ is: 'taken', instance: { attributes: { left } } });
    const other = await office();
    other.state.fitting = ok(disksOf('ecs.s2.large'));
    expect(await other.change(more)).toMatchObject({
      refusal: { why: 'diskNotForType', key: 'disk2', category: 'cloud_essd' },
    });
    other.state.fitting = fail(AWAY);
    expect(await other.change(more)).toMatchObject({ refusal: { why: 'disksUnread', failure: AWAY } });
    // A larger one needs no such list, but does not spare another one from it.
    const both = { disks: [...larger(null).disks, ...more.disks], agreed: more.agreed };
    expect(await other.change(both)).toMatchObject({ refusal: { why: 'disksUnread', failure: AWAY } });
    expect(await other.change(larger(AT_PRICE))).toMatchObject({ is: 'taken' });
  });
});
