import { describe, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Money } from '../../../src/core/base/money.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { PAY_AS_YOU_GO, termsOf } from '../../../src/core/spec/charge.ts';
import type { PriceOrder, Quote } from '../../../src/core/spec/quote.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';

const ORDER: PriceOrder = {
  region: 'cn-beijing',
  zone: 'cn-beijing-h',
  instanceType: 'ecs.g7.large',
  imageId: 'ubuntu',
  systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
  internetMaxBandwidthOut: 0,
  charge: PAY_AS_YOU_GO,
  amount: 1,
};
const PRICE = { micros: 544_000, currency: 'CNY' };
const QUOTE: Quote = { kind: 'hourly', price: PRICE, listPrice: PRICE, amount: 1, at: 0 };
const FAILED: Failure = {
  kind: 'transient',
  code: 'ServiceUnavailable',
  detail: '',
  requestId: null,
  retryAfterMs: null,
  api: 'DescribePrice',
  missing: null,
};

/** A cloud whose answers come when they are given, and a clock that stands still until it is turned. */
function stage() {
  let now = 1_000_000;
  const asked: PriceOrder[] = [];
  const waiting: ((answer: Result<Quote | 'unknown', Failure>) => void)[] = [];
  let balances = 0;
  const quotes = makeQuotes(
    {
      price(order) {
        asked.push(order);
        return new Promise((resolve) => void waiting.push(resolve));
      },
      renewalPrice: async () => ok('unknown'),
      growthPrice: async () => ok('unknown'),
      balance: async (): Promise<Result<Money, Failure>> => {
        balances += 1;
        return ok({ minor: balances, currency: 'CNY' });
      },
    },
    { memory: makeAccountMemory(), clock: { now: () => now, after: () => () => undefined }, log: silentLog },
  );
  return {
    quotes,
    asked,
    pass: (ms: number) => {
      now += ms;
    },
    answer: async (answer: Result<Quote | 'unknown', Failure>) => {
      waiting.shift()?.(answer);
      await Promise.resolve();
    },
  };
}

test('all who ask for the same at the same time are one question', async () => {
  const { quotes, asked, answer } = stage();
  expect(quotes.price.peek(ORDER)).toBeNull();
  const loads = [
    quotes.price.load(ORDER),
    quotes.price.load({ ...ORDER, systemDisk: { sizeGiB: 40, category: 'cloud_essd' } }),
  ];
  expect(quotes.price.peek(ORDER)).toBeNull();
  await answer(ok(QUOTE));
  expect(await Promise.all(loads)).toEqual([ok(QUOTE), ok(QUOTE)]);
  expect(asked).toHaveLength(1);
});

test.each<readonly [string, Partial<PriceOrder>]>([
  ['region', { region: 'cn-hangzhou' }],
  ['zone', { zone: 'cn-beijing-g' }],
  ['type', { instanceType: 'ecs.c7.large' }],
  ['image', { imageId: 'windows' }],
  ['disk', { systemDisk: { category: 'cloud_auto', sizeGiB: 40 } }],
  ['size', { systemDisk: { category: 'cloud_essd', sizeGiB: 41 } }],
  ['bandwidth', { internetMaxBandwidthOut: 1 }],
  ['amount', { amount: 2 }],
  ['way of paying', { charge: { kind: 'spot', limitMicros: null } }],
  ['term', { charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } }],
])('another %s is another question', async (_what, over) => {
  const { quotes, asked, answer } = stage();
  void quotes.price.load(ORDER);
  await answer(ok(QUOTE));
  expect(quotes.price.peek({ ...ORDER, ...over })).toBeNull();
  expect(asked).toHaveLength(2);
});

test('a price holds for a minute, and an unknown one too', async () => {
  for (const value of [QUOTE, 'unknown'] as const) {
    const { quotes, asked, pass, answer } = stage();
    void quotes.price.load(ORDER);
    await answer(ok(value));
    pass(59_999);
    expect(quotes.price.peek(ORDER)).toEqual(ok(value));
    pass(1);
    expect(quotes.price.peek(ORDER)).toBeNull();
    expect(asked).toHaveLength(2);
  }
});

test('a price from before the clock was set back does not hold until that hour comes again', async () => {
  const { quotes, asked, pass, answer } = stage();
  void quotes.price.load(ORDER);
  await answer(ok(QUOTE));
  pass(-3 * 3_600_000);
  expect(quotes.price.peek(ORDER)).toBeNull();
  await answer(ok(QUOTE));
  expect(quotes.price.peek(ORDER)).toEqual(ok(QUOTE));
  expect(asked).toHaveLength(2);
});

test('a failure is reported for some seconds and then asked about again, later when the cloud says so', async () => {
  const { quotes, asked, pass, answer } = stage();
  void quotes.price.load(ORDER);
  await answer(fail(FAILED));
  pass(4_999);
  expect(quotes.price.peek(ORDER)).toEqual(fail(FAILED));
  pass(1);
  expect(quotes.price.peek(ORDER)).toBeNull();
  await answer(fail({ ...FAILED, retryAfterMs: 20_000 }));
  pass(19_999);
  expect(quotes.price.peek(ORDER)).toMatchObject({ ok: false });
  pass(1);
  expect(quotes.price.peek(ORDER)).toBeNull();
  expect(asked).toHaveLength(3);
});

test('the balance, which every purchase changes, holds for some seconds', async () => {
  const { quotes, pass } = stage();
  expect(await quotes.balance.load()).toEqual(ok({ minor: 1, currency: 'CNY' }));
  pass(9_999);
  expect(await quotes.balance.load()).toEqual(ok({ minor: 1, currency: 'CNY' }));
  pass(1);
  expect(await quotes.balance.load()).toEqual(ok({ minor: 2, currency: 'CNY' }));
});

test('every term that is sold is a question of its own', () => {
  const { quotes, asked } = stage();
  const terms = termsOf('china', 'create');
  for (const term of terms) quotes.price.peek({ ...ORDER, charge: { kind: 'prepaid', term, autoRenew: false } });
  expect(asked).toHaveLength(terms.length);
});

describe('for a decision', () => {
  const DEARER: Quote = { ...QUOTE, price: { micros: 600_000, currency: 'CNY' } };

  test('the price is asked for again even if one is remembered, and the new one is remembered for everybody', async () => {
    const { quotes, asked, answer } = stage();
    void quotes.price.load(ORDER);
    await answer(ok(QUOTE));
    const decision = quotes.price.fresh(ORDER);
    await answer(ok(DEARER));
    expect(await decision).toEqual(ok(DEARER));
    expect(quotes.price.peek(ORDER)).toEqual(ok(DEARER));
    expect(asked).toHaveLength(2);
  });

  test('those who decide at the same moment share one question, and the next one is another', async () => {
    const { quotes, asked, answer } = stage();
    const decisions = Array.from({ length: 50 }, () => quotes.price.fresh(ORDER));
    await answer(ok(QUOTE));
    expect(new Set(await Promise.all(decisions))).toEqual(new Set([ok(QUOTE)]));
    expect(asked).toHaveLength(1);
    void quotes.price.fresh(ORDER);
    expect(asked).toHaveLength(2);
  });

  test('a failure that is still remembered is not taken for an answer', async () => {
    const { quotes, asked, answer } = stage();
    void quotes.price.load(ORDER);
    await answer(fail(FAILED));
    const decision = quotes.price.fresh(ORDER);
    await answer(ok(QUOTE));
    expect(await decision).toEqual(ok(QUOTE));
    expect(asked).toHaveLength(2);
  });

  test('the balance is asked for again too', async () => {
    const { quotes } = stage();
    await quotes.balance.load();
    expect(await quotes.balance.fresh()).toEqual(ok({ minor: 2, currency: 'CNY' }));
    expect(await quotes.balance.load()).toEqual(ok({ minor: 2, currency: 'CNY' }));
  });
});
