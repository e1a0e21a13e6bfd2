import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { type PriceOrder, priceOrderOf } from '../../../src/core/spec/quote.ts';
import { balanceCall, siteCall } from '../../../src/ecs/calls/balance.ts';
import { resolveCredentials } from '../../../src/ecs/credentials/credentials.ts';
import { makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { makeBilling } from '../../../src/ecs/money/billing.ts';
import { makeTransport } from '../../../src/ecs/network/transport.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { loadSdk } from '../../../src/ecs/sdk.ts';
import { type Answer, type ApiServer, cloudConfig, ecsAt, realClock, startApiServer } from '../api-server.ts';
import { servedCloud } from '../simulated-cloud.ts';

const simulated = await servedCloud({ balanceMinor: 100_000_000 });
const { port } = simulated;
const order = priceOrderOf((await simulated.createInput(5)).spec, 1);

const priced = async (over: Partial<PriceOrder> = {}) => {
  const answer = await port.price({ ...order, ...over });
  if (!answer.ok || answer.value === 'unknown' || answer.value.kind !== 'hourly')
    throw new Error(JSON.stringify(answer));
  return answer.value;
};

describe('the price', () => {
  test('is that of an hour, disk included, exact to the millionth', async () => {
    const before = Date.now();
    const quote = await priced();
    // 0.544 for ecs.g7.large and 40 GiB of ESSD PL1, as the simulated cloud has it.
    expect(quote).toMatchObject({ kind: 'hourly', price: { currency: 'CNY' }, amount: 1 });
    expect(quote.price.micros).toBe(544_000 + Math.round((40 / 480) * 10_000) * 100);
    expect(quote.listPrice).toEqual(quote.price);
    expect(quote.at).toBeGreaterThanOrEqual(before);
  });

  test('is for all instances together', async () => {
    const one = await priced();
    const seven = await priced({ amount: 7 });
    expect(seven.price.micros).toBe(7 * one.price.micros);
    expect(seven.amount).toBe(7);
  });

  test('follows what determines it, and traffic by use does not', async () => {
    const { price } = await priced();
    const dearer = [
      { instanceType: 'ecs.g7.xlarge' },
      { systemDisk: { category: 'cloud_essd', sizeGiB: 400 } },
      { systemDisk: { category: 'cloud_essd_pl2', sizeGiB: 461 } },
    ] satisfies Partial<PriceOrder>[];
    for (const over of dearer)
      expect((await priced(over)).price.micros, JSON.stringify(over)).toBeGreaterThan(price.micros);
    const { price: pl0 } = await priced({ systemDisk: { category: 'cloud_essd_pl0', sizeGiB: 40 } });
    expect(pl0.micros).toBeLessThan(price.micros);
    const cheaper = { systemDisk: { category: 'cloud_efficiency', sizeGiB: 40 } } as const;
    expect((await priced({ ...cheaper, instanceType: 'ecs.g6.large' })).price.micros).toBeLessThan(price.micros);
    expect((await priced({ internetMaxBandwidthOut: 100 })).price).toEqual(price);
  });

  const prepaid = (unit: 'Week' | 'Month', period: number): Partial<PriceOrder> => ({
    charge: { kind: 'prepaid', term: { unit, period }, autoRenew: false },
  });

  test('of what is prepaid is that of the whole term, and what a create then debits', async () => {
    for (const [unit, period] of [
      ['Week', 2],
      ['Month', 1],
      ['Month', 9],
      ['Month', 12],
      ['Month', 36],
    ] as const) {
      const { charge } = { ...order, ...prepaid(unit, period) };
      const answer = await port.price({ ...order, ...prepaid(unit, period) });
      if (!answer.ok || answer.value === 'unknown' || answer.value.kind !== 'term') throw new Error('no term price');
      const before = simulated.cloud.state().balance.minor;
      const input = await simulated.createInput(5);
      expect(await port.createInstance({ ...input, spec: { ...input.spec, charge } })).toMatchObject({ ok: true });
      expect(before - simulated.cloud.state().balance.minor, `${period} ${unit}`).toBe(answer.value.price.minor);
      expect(answer.value.listPrice.minor - answer.value.price.minor > 0).toBe(period >= 12);
    }
  });

  test('of several prepaid ones is what their creates debit together, to the cent', async () => {
    const { charge } = { ...order, ...prepaid('Month', 12) };
    const answer = await port.price({ ...order, charge, amount: 3 });
    if (!answer.ok || answer.value === 'unknown' || answer.value.kind !== 'term') throw new Error('no term price');
    const before = simulated.cloud.state().balance.minor;
    for (let n = 0; n < 3; n += 1) {
      const input = await simulated.createInput(5);
      await port.createInstance({ ...input, spec: { ...input.spec, charge } });
    }
    expect(before - simulated.cloud.state().balance.minor).toBe(answer.value.price.minor);
  });

  test('of spot is below that of pay-as-you-go, and a limit below it is refused for what it is', async () => {
    const list = await priced();
    const spot = await priced({ charge: { kind: 'spot', limitMicros: null } });
    expect(spot.price.micros).toBeLessThan(list.price.micros);
    expect(spot.listPrice).toEqual(list.price);
    const input = await simulated.createInput();
    const within = (limitMicros: number) =>
      port.createInstance({ ...input, spec: { ...input.spec, charge: { kind: 'spot', limitMicros } } });
    expect(await within(1000)).toMatchObject({ ok: false, error: { kind: 'underMarket' } });
    expect(await within(spot.price.micros)).toMatchObject({ ok: true });
  });

  test('of a further term is that of renewing this instance', async () => {
    const input = await simulated.createInput(5);
    const made = await port.createInstance({ ...input, spec: { ...input.spec, ...prepaid('Month', 1) } });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    for (const term of [
      { unit: 'Month', period: 3 },
      { unit: 'Month', period: 24 },
    ] as const) {
      const renewal = await port.renewalPrice(order.region, made.value.cloudId, term);
      const anew = await port.price({ ...order, charge: { kind: 'prepaid', term, autoRenew: false } });
      if (!anew.ok || anew.value === 'unknown') throw new Error('no price');
      expect(renewal).toEqual({ ok: true, value: { ...anew.value, at: expect.any(Number) } });
    }
    simulated.cloud.addFault({ name: 'price-not-found', action: 'DescribeRenewalPrice' });
    const once = { unit: 'Month', period: 1 } as const;
    expect(await port.renewalPrice(order.region, made.value.cloudId, once)).toEqual({ ok: true, value: 'unknown' });
    const paidByUse = await simulated.created();
    expect(await port.renewalPrice(order.region, paidByUse, once)).toMatchObject({
      ok: false,
      error: { kind: 'locked' },
    });
  });

  test('of a larger disk is that of the rest of its time', async () => {
    const input = await simulated.createInput(5);
    const made = await port.createInstance({ ...input, spec: { ...input.spec, ...prepaid('Month', 1) } });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    const { region, instanceType } = input.spec;
    await simulated.until(made.value.cloudId, 'Stopped');
    const seen = await port.disks(region, made.value.cloudId);
    const [disk] = seen.ok ? seen.value : [];
    if (disk === undefined) throw new Error('it has no disk');
    const growth = {
      which: 'system' as const,
      diskId: disk.id,
      from: disk.sizeGiB,
      to: disk.sizeGiB + 60,
      instanceType,
    };
    const priced = { ...growth, category: input.spec.systemDisk.category };
    const price = await port.growthPrice(region, made.value.cloudId, priced);
    if (!price.ok || price.value === 'unknown' || price.value.kind !== 'term') throw new Error('no price');
    const before = simulated.cloud.state().balance.minor;
    const order = { diskId: disk.id, sizeGiB: growth.to, clientToken: 'larger', online: false };
    expect(await port.growDisk(region, order)).toEqual({ ok: true, value: null });
    expect(before - simulated.cloud.state().balance.minor).toBe(price.value.price.minor);
    // What costs nothing more is no price.
    const same = await port.growthPrice(region, made.value.cloudId, priced);
    expect(same).toEqual({ ok: true, value: 'unknown' });
    const paidByUse = await simulated.created();
    expect(await port.growthPrice(region, paidByUse, priced)).toMatchObject({ ok: false, error: { kind: 'locked' } });
  });

  test('is not asked for where the answer would be that of something else, an image family; all sixteen data disks are in it', async () => {
    const disks = (count: number) =>
      Array.from({ length: count }, () => ({ category: 'cloud_essd' as const, sizeGiB: 40 }));
    expect(await port.price({ ...order, imageId: '' })).toEqual({ ok: true, value: 'unknown' });
    const priceOf = async (count: number): Promise<number> => {
      const price = await port.price({ ...order, dataDisks: disks(count) });
      return price.ok && price.value !== 'unknown' && price.value.kind === 'hourly' ? price.value.price.micros : 0;
    };
    const [none, one, all] = [await priceOf(0), await priceOf(1), await priceOf(16)];
    expect(one).toBeGreaterThan(none);
    expect(all - none).toBeGreaterThanOrEqual(15 * (one - none));
  });

  test('that the cloud does not name is unknown', async () => {
    simulated.cloud.addFault({ name: 'price-not-found' });
    expect(await port.price(order)).toEqual({ ok: true, value: 'unknown' });
  });

  test('that RAM forbids to ask names what is missing', async () => {
    simulated.cloud.addFault({ name: 'permission', action: 'DescribePrice' });
    const answer = await port.price(order);
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'permission', missing: { action: 'ecs:DescribePrice' } },
    });
  });
});

/** The port against an API that answers one call from a script. */
async function scripted(action: string, ...answers: Answer[]): Promise<{ port: EcsPort; server: ApiServer }> {
  const server = await startApiServer();
  server.answer(action, ...answers);
  const ecs = await ecsAt(server.url);
  onTestFinished(async () => {
    await ecs.stop();
    await server.close();
  });
  return { port: ecs.port, server };
}

const info = (price: object): Answer => ({ json: { RequestId: 'r-1', PriceInfo: { Price: price } } });

describe('an answer of DescribePrice', () => {
  test('comes to a question that holds everything the price depends on', async () => {
    const { port, server } = await scripted(
      'DescribePrice',
      info({ TradePrice: 1, OriginalPrice: 1, Currency: 'CNY' }),
    );
    await port.price({ ...order, amount: 3 });
    expect(server.requests[0]?.params).toEqual({
      RegionId: order.region,
      ResourceType: 'instance',
      ZoneId: order.zone,
      InstanceType: order.instanceType,
      IoOptimized: 'optimized',
      ImageId: order.imageId,
      'SystemDisk.Category': 'cloud_essd',
      'SystemDisk.Size': '40',
      'SystemDisk.PerformanceLevel': 'PL1',
      InternetChargeType: 'PayByTraffic',
      InternetMaxBandwidthOut: '5',
      PriceUnit: 'Hour',
      Period: '1',
      Amount: '3',
    });
  });

  test.each([
    ['Week', 3, 'Week', '3'],
    ['Month', 1, 'Month', '1'],
    ['Month', 9, 'Month', '9'],
    ['Month', 12, 'Year', '1'],
    ['Month', 24, 'Year', '2'],
    ['Month', 60, 'Year', '5'],
  ] as const)('comes to a question about %s × %i as %s × %s', async (unit, period, priceUnit, asked) => {
    const { port, server } = await scripted(
      'DescribePrice',
      info({ OriginalPrice: 4368, DiscountPrice: 655.2, TradePrice: 3712.8, Currency: 'CNY' }),
    );
    const charge = { kind: 'prepaid', term: { unit, period }, autoRenew: false } as const;
    expect(await port.price({ ...order, charge, amount: 2 })).toEqual({
      ok: true,
      value: {
        kind: 'term',
        price: { minor: 742_560, currency: 'CNY' },
        listPrice: { minor: 873_600, currency: 'CNY' },
        amount: 2,
        at: expect.any(Number),
      },
    });
    expect(server.requests[0]?.params).toMatchObject({ PriceUnit: priceUnit, Period: asked, Amount: '1' });
    expect(server.requests[0]?.params).not.toHaveProperty('SpotStrategy');
  });

  test('comes to a question about the market of this moment', async () => {
    const { port, server } = await scripted('DescribePrice', info({ TradePrice: 0.1, Currency: 'CNY' }));
    await port.price({ ...order, charge: { kind: 'spot', limitMicros: 350_000 } });
    expect(server.requests[0]?.params).toMatchObject({ PriceUnit: 'Hour', Period: '1', SpotStrategy: 'SpotAsPriceGo' });
  });

  test('of a term that comes to less than a cent is unknown', async () => {
    const charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
    for (const TradePrice of [0, 0.004]) {
      const { port } = await scripted('DescribePrice', info({ TradePrice, Currency: 'CNY' }));
      expect(await port.price({ ...order, charge })).toEqual({ ok: true, value: 'unknown' });
    }
  });

  test('with a discount tells both prices', async () => {
    const { port } = await scripted(
      'DescribePrice',
      info({ OriginalPrice: 0.66, DiscountPrice: 0.099, TradePrice: 0.561, Currency: 'USD' }),
    );
    expect(await port.price(order)).toMatchObject({
      value: { price: { micros: 561_000, currency: 'USD' }, listPrice: { micros: 660_000, currency: 'USD' } },
    });
  });

  test('of zero is unknown: no instance is free', async () => {
    const { port } = await scripted('DescribePrice', info({ OriginalPrice: 0, TradePrice: 0, Currency: 'CNY' }));
    expect(await port.price(order)).toEqual({ ok: true, value: 'unknown' });
  });

  test.each([
    ['no price', { json: { RequestId: 'r-1' } }],
    ['no currency', info({ TradePrice: 1 })],
    ['a negative price', info({ TradePrice: -1, Currency: 'CNY' })],
    ['no number', info({ TradePrice: 'much', Currency: 'CNY' })],
  ])('with %s is a failure', async (_what, answer) => {
    const { port } = await scripted('DescribePrice', answer);
    expect(await port.price(order)).toMatchObject({ ok: false, error: { kind: 'ambiguous', api: 'DescribePrice' } });
  });
});

describe('the balance', () => {
  test('is what the account has left', async () => {
    expect(await port.balance()).toEqual({
      ok: true,
      value: { minor: simulated.cloud.state().balance.minor, currency: 'CNY' },
    });
  });

  test('that RAM forbids to read names the action as RAM spells it', async () => {
    simulated.cloud.addFault({ name: 'permission', action: 'QueryAccountBalance' });
    expect(await port.balance()).toMatchObject({
      ok: false,
      error: { kind: 'permission', missing: { action: 'bss:DescribeAcccount' } },
    });
  });

  test('that the billing service forbids in its own way names it too', async () => {
    for (const name of ['billing-not-authorized', 'billing-refused']) {
      simulated.cloud.addFault({ name });
      expect(await port.balance(), name).toMatchObject({
        ok: false,
        error: { kind: 'permission', code: 'NotAuthorized', missing: { action: 'bss:DescribeAcccount' } },
      });
    }
  });

  test.each<readonly [string, object]>([
    ['no Success', { Code: '200', Data: { AvailableAmount: '1.00', Currency: 'CNY' } }],
    ['no Data', { Code: '200', Success: true }],
    ['an amount that is none', { Code: '200', Success: true, Data: { AvailableAmount: 'NaN', Currency: 'CNY' } }],
    ['an amount without currency', { Code: '200', Success: true, Data: { AvailableAmount: '1.00' } }],
    ['an amount that is a number', { Code: '200', Success: true, Data: { AvailableAmount: 1, Currency: 'CNY' } }],
  ])('with %s is a failure', async (_what, json) => {
    const { port } = await scripted('QueryAccountBalance', { json });
    expect(await port.balance()).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
  });

  test('is asked for by the billing service’s own version, and a debt is one', async () => {
    const data = { AvailableAmount: '-1,012.30\n', Currency: 'CNY' };
    const { port, server } = await scripted('QueryAccountBalance', {
      json: { Code: '200', Success: true, Data: data },
    });
    expect(await port.balance()).toEqual({ ok: true, value: { minor: -101_230, currency: 'CNY' } });
    expect(server.requests[0]?.headers['x-acs-version']).toBe('2017-12-14');
    expect(server.requests[0]?.headers.authorization).toMatch(/^ACS3-HMAC-SHA256 /);
  });

  test('of an account of the other site is found there, and then asked for there alone', async () => {
    const china = await startApiServer();
    const elsewhere = await startApiServer();
    china.answer('QueryAccountBalance', {
      status: 400,
      json: { Code: 'NotApplicable', Message: 'no', RequestId: 'r' },
    });
    const data = { AvailableAmount: '5.00', Currency: 'USD' };
    elsewhere.answer('QueryAccountBalance', { json: { Code: '200', Success: true, Data: data } });
    const config = cloudConfig(null);
    const credentials = await resolveCredentials(config.credentials);
    if (!credentials.ok) throw new Error(credentials.error);
    const sdk = loadSdk(makeTransport());
    const limiter = makeLimiter({
      perSecond: () => 1000,
      atOnce: 10,
      callMs: 5000,
      clock: realClock,
      log: silentLog,
      shared: null,
    });
    onTestFinished(async () => {
      await limiter.stop();
      await china.close();
      await elsewhere.close();
    });
    const sites = [china.url, elsewhere.url];
    const billing = makeBilling({
      ...{ credentials: credentials.value, sdk: () => sdk, log: silentLog },
      ...{ endpoint: null, timeoutMs: 5000, limiter, sites },
    });
    const balance = balanceCall(billing);
    expect(await siteCall(billing)()).toEqual({ ok: true, value: 'international' });
    for (let n = 0; n < 2; n += 1)
      expect(await balance()).toEqual({ ok: true, value: { minor: 500, currency: 'USD' } });
    expect([china.requests.length, elsewhere.requests.length]).toEqual([1, 3]);

    // Credentials of another account: it is found out again, and an answer to those of before that comes late changes nothing.
    const { memory } = credentials.value;
    elsewhere.answer('QueryAccountBalance', (response) => {
      memory.proved('K2', '222');
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ Code: '200', Success: true, Data: data }));
    });
    memory.proved('K1', '111');
    await balance();
    expect([china.requests.length, elsewhere.requests.length, billing.site()]).toEqual([2, 4, null]);
    elsewhere.answer('QueryAccountBalance', { json: { Code: '200', Success: true, Data: data } });
    await balance();
    expect([china.requests.length, billing.site()]).toEqual([3, 'international']);
  });
});
