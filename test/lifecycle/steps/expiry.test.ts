import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import type { Expiry } from '../../../src/core/expiry/expiry.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Charge, Term } from '../../../src/core/spec/charge.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { DEATHS, eachNth, thoroughTest, upTo } from '../../support/thorough.ts';
import { bought } from '../purchase/bought.ts';
import { countOf, expectReplayed, makeStage, type Stage, takeMessages } from '../stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Takes what waits in the outbox as Slack would get it, and keeps the messages about ends. */
async function told(stage: Stage, all: Message[]): Promise<readonly Message[]> {
  all.push(...(await takeMessages(stage)).filter(isOfEnds));
  return all;
}

const isOfEnds = (message: Message): boolean =>
  (message.kind === 'dm' && message.about === 'expiry') ||
  (message.kind === 'thread' && message.note.milestone === 'expired');

/** A few minutes, in which the outbox is read now and then; that also lets a bot begin that has just been started. */
async function live(stage: Stage, all: Message[]): Promise<void> {
  for (let minutes = 0; minutes < 5; minutes++) {
    await told(stage, all);
    await stage.pass(MINUTE);
  }
}

type Wrap = (ecs: EcsPort) => EcsPort;

interface Lived {
  readonly stage: Stage;
  readonly all: Message[];
  readonly until: number;
  /** The bot is away until then and lives for a few minutes from then on. */
  liveAt(at: number, ecs?: Wrap): Promise<readonly Message[]>;
}

type Prepaid = Extract<Charge, { readonly kind: 'prepaid' }>;

/** Instances that were bought for a month where nothing else is said, all of them running. */
async function withPrepaid(amount = 1, autoRenew = false, of: Partial<Prepaid> = {}): Promise<Lived> {
  const stage = await makeStage();
  const charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew, ...of } as const;
  await bought(stage, amount, { ...stage.spec.prepaid, charge });
  const first = stage.start({ name: 'first' });
  await stage.until(() => stage.ended('r-1'));
  first.life.die();
  const all: Message[] = [];
  await told(stage, all);
  const until = (await stage.instance()).expiry?.until ?? 0;
  let lives = 0;
  return {
    stage,
    all,
    until,
    async liveAt(at, ecs) {
      await stage.pass(at - stage.timeline.now());
      lives += 1;
      const { life } = stage.start({ name: `life-${lives}`, ...(ecs && { ecs }) });
      await live(stage, all);
      life.die();
      return told(stage, all);
    },
  };
}

const expiryOf = async ({ stage }: Lived): Promise<Expiry | null> => (await stage.instance()).expiry ?? null;
const renewBy = ({ stage }: Lived, months: number, id = cloudIds(stage)[0]): void => {
  const params = {
    RegionId: stage.spec.prepaid.region,
    InstanceId: id ?? '',
    Period: String(months),
    PeriodUnit: 'Month',
  };
  expect(stage.cloud.call('RenewInstance', '2014-05-26', params).status).toBe(200);
};
const cloudIds = (stage: Stage): readonly string[] =>
  stage.cloud.state().instances.map(({ InstanceId }) => String(InstanceId));
const monthlyMinor = ({ stage }: Lived): number => {
  const params = {
    RegionId: stage.spec.prepaid.region,
    ResourceId: cloudIds(stage)[0] ?? '',
    PriceUnit: 'Month',
    Period: '1',
  };
  const { body } = stage.cloud.call('DescribeRenewalPrice', '2014-05-26', params);
  return Math.round((body.PriceInfo as { Price: { TradePrice: number } }).Price.TradePrice * 100);
};

test('from its first look on it is known until when it is paid for, and nothing is asked for that but the look', async () => {
  const lived = await withPrepaid();
  const shown = Date.parse(String(lived.stage.cloud.state().instances[0]?.ExpiredTime));
  expect(await expiryOf(lived)).toMatchObject({ until: shown, renewal: { on: false, term: null }, ended: false });
  expect(countOf(lived.stage.calls, 'DescribeInstanceAutoRenewAttribute')).toBe(0);
  expect(lived.all).toEqual([]);
});

test('its owner is reminded four times, each once however often the bot restarts, and its end is announced once', async () => {
  const lived = await withPrepaid();
  const { until, stage } = lived;
  const costs = monthlyMinor(lived);
  const more = { term: { unit: 'Month', period: 1 }, price: { minor: costs, currency: 'CNY' } };
  for (const [index, days] of [14, 7, 3, 1].entries()) {
    for (const laterMs of [0, 10 * MINUTE, HOUR]) {
      const all = await lived.liveAt(until - days * DAY + laterMs);
      expect(all).toHaveLength(index + 1);
      expect(all.at(-1)).toMatchObject({
        user: 'U1',
        ends: [{ instanceId: 'r-1-1', until, renews: false, more, short: null }],
      });
    }
  }
  for (const laterMs of [2 * HOUR, 3 * HOUR, 2 * DAY, 10 * DAY]) {
    const all = await lived.liveAt(until + laterMs);
    expect(all).toHaveLength(5);
    expect(all.at(-1)).toMatchObject({ kind: 'thread', note: { milestone: 'expired', expiry: { until } } });
  }
  await expectReplayed(stage);
});

test('a bot that was away for weeks tells of the end that is near, once', async () => {
  const lived = await withPrepaid();
  expect(await lived.liveAt(lived.until - 2 * DAY)).toHaveLength(1);
  expect(await lived.liveAt(lived.until - 2 * DAY + HOUR)).toHaveLength(1);
  expect(await lived.liveAt(lived.until - DAY)).toHaveLength(2);
});

test('twenty instances of one request are named in one message, with the cost of each', async () => {
  const lived = await withPrepaid(20);
  const all = await lived.liveAt(lived.until - 14 * DAY + HOUR);
  expect(all.map((message) => ('ends' in message ? message.ends.length : 0))).toEqual([20]);
  const [message] = all;
  const ends = message !== undefined && 'ends' in message ? message.ends : [];
  expect(new Set(ends.map(({ instanceId }) => instanceId)).size).toBe(20);
  expect(ends.every(({ more }) => more.price !== null)).toBe(true);
  expect(countOf(lived.stage.calls, 'DescribeInstanceAutoRenewAttribute')).toBe(1);
});

test('an instance that was renewed meanwhile, or is gone, is left out, and the new end is kept', async () => {
  const lived = await withPrepaid(3);
  const [, renewed = '', gone = ''] = [...cloudIds(lived.stage)].toSorted();
  await lived.stage.pass(DAY);
  renewBy(lived, 2, renewed);
  expect(lived.stage.cloud.addFault({ name: 'vanish', instanceId: gone })).toBeNull();
  const all = await lived.liveAt(lived.until - 14 * DAY + HOUR);
  const rows = await lived.stage.truth.instancesOf('r-1');
  const left = rows.find(({ cloudId }) => cloudId !== renewed && cloudId !== gone);
  expect(all).toMatchObject([{ ends: [{ instanceId: left?.id }] }]);
  const next = rows.find(({ cloudId }) => cloudId === renewed)?.expiry;
  expect(next?.until).toBeGreaterThan(lived.until + 55 * DAY);
  expect(next?.lookAt).toBeGreaterThan(lived.until + 40 * DAY);
});

test('what renews itself is left alone, and renewed; its new end is reminded of as ever', async () => {
  const lived = await withPrepaid(1, true);
  for (const days of [14, 7, 3, 1]) expect(await lived.liveAt(lived.until - days * DAY)).toEqual([]);
  expect(await lived.liveAt(lived.until + 2 * HOUR)).toEqual([]);
  expect(await expiryOf(lived)).toMatchObject({
    renewal: { on: true, term: { unit: 'Month', period: 1 } },
    ended: false,
  });
  const next = (await expiryOf(lived))?.until ?? 0;
  expect(next).toBeGreaterThan(lived.until + 27 * DAY);
});

test('what was bought for three months and renews itself by one is renewed by one', async () => {
  const [term, renewsBy] = [3, 1].map((period): Term => ({ unit: 'Month', period })) as [Term, Term];
  const lived = await withPrepaid(1, true, { term, renewsBy });
  expect(await expiryOf(lived)).toMatchObject({ renewal: { on: true, term: renewsBy } });
  const poor: Wrap = (ecs) => ({ ...ecs, balance: async () => ok({ minor: 1, currency: 'CNY' }) });
  const needed = { minor: monthlyMinor(lived), currency: 'CNY' };
  expect(await lived.liveAt(lived.until - 7 * DAY, poor)).toMatchObject([
    { ends: [{ renews: true, more: { term: renewsBy, price: needed }, short: { needed } }] },
  ]);
  await lived.liveAt(lived.until + 2 * HOUR);
  const days = (((await expiryOf(lived))?.until ?? 0) - lived.until) / DAY;
  expect(Math.round(days)).toBeGreaterThanOrEqual(27);
  expect(Math.round(days)).toBeLessThanOrEqual(31);
});

test('instances that renew themselves are named when the balance is less than all of them cost', async () => {
  const lived = await withPrepaid(2, true);
  const each = monthlyMinor(lived);
  const withBalance =
    (minor: number): Wrap =>
    (ecs) => ({ ...ecs, balance: async () => ok({ minor, currency: 'CNY' }) });
  expect(await lived.liveAt(lived.until - 14 * DAY + HOUR, withBalance(2 * each))).toEqual([]);
  const all = await lived.liveAt(lived.until - 7 * DAY + HOUR, withBalance(2 * each - 1));
  const short = { balance: { minor: 2 * each - 1, currency: 'CNY' }, needed: { minor: 2 * each, currency: 'CNY' } };
  expect(all).toMatchObject([
    {
      ends: [
        { renews: true, short },
        { renews: true, short },
      ],
    },
  ]);
});

test('auto-renewals of other requests and regions that are due by then count, at the price that is known', async () => {
  const lived = await withPrepaid(1, true);
  const { stage, until } = lived;
  const each = monthlyMinor(lived);
  const row = await stage.instance();
  const month: Term = { unit: 'Month', period: 1 };
  const other = (n: number, more: Partial<Expiry>) => {
    const renewal = { on: true, term: month };
    const expiry = { until, renewal, lookAt: until, ended: false, misses: 0, ...more };
    const spec = { ...row.spec, region: 'cn-hangzhou', name: `other-${n}` };
    const ids = { id: `r-2-${n}`, requestId: 'r-2', clientToken: `other-${n}`, cloudId: `i-other${n}` };
    return { next: { ...row, ...ids, ordinal: n, version: 1, spec, expiry } };
  };
  const price = (minor: number) => ({ renewalPrice: { term: month, price: { minor, currency: 'CNY' } } });
  const request = await stage.truth.request('r-1');
  if (request === null) throw new Error('it was not bought');
  await stage.truth.commit({
    requests: [{ next: { ...request, id: 'r-2', origin: 'view:2', version: 1, amount: 5 } }],
    instances: [
      other(1, price(1_000)),
      // Nobody has read its price: it is that of its purchase.
      other(2, {}),
      other(3, { ...price(5_000), until: until + DAY }),
      other(4, { ...price(5_000), renewal: { on: false, term: null } }),
      other(5, price(5_000)),
    ].map((one) => (one.next.ordinal === 5 ? { next: { ...one.next, wanted: 'released', outcome: 'reached' } } : one)),
    at: stage.timeline.now(),
  });
  const needed = { minor: 2 * each + 1_000, currency: 'CNY' };
  const balance =
    (minor: number): Wrap =>
    (ecs) => ({ ...ecs, balance: async () => ok({ minor, currency: 'CNY' }) });
  expect(await lived.liveAt(until - 14 * DAY, balance(needed.minor))).toEqual([]);
  const all = await lived.liveAt(until - 7 * DAY, balance(needed.minor - 1));
  expect(all).toMatchObject([{ ends: [{ instanceId: 'r-1-1', short: { needed } }] }]);
});

test('no price and no word of auto-renewal do not keep the reminder back', async () => {
  const lived = await withPrepaid();
  lived.stage.cloud.addFault({ name: 'throttle', action: 'DescribeRenewalPrice', times: 0 });
  lived.stage.cloud.addFault({ name: 'permission', action: 'DescribeInstanceAutoRenewAttribute', times: 0 });
  const all = await lived.liveAt(lived.until - 14 * DAY);
  expect(all).toMatchObject([{ ends: [{ renews: null, more: { price: null } }] }]);
});

thoroughTest('the bot may die before or after any call of a reminder: the owner is told once', async () => {
  let deaths = 0;
  for (const [when, from] of DEATHS)
    for (let calls = from; ; calls += eachNth(2)) {
      const lived = await withPrepaid();
      const { stage, until, all } = lived;
      await stage.pass(until - 7 * DAY - stage.timeline.now());
      const { life } = stage.start({ name: 'dying' });
      life.dieIn(calls, when);
      await live(stage, all);
      const died = life.isDead();
      life.die();
      await lived.liveAt(stage.timeline.now() + MINUTE);
      expect(all, `${when} call ${calls}`).toHaveLength(1);
      if (!died) break;
      deaths += 1;
    }
  expect(deaths).toBeGreaterThan(upTo(2, 5));
});
