import { describe, expect, test } from 'vitest';
import type { Money } from '../../../src/core/base/money.ts';
import { orderOfDraft, priceLacks } from '../../../src/core/spec/order-draft.ts';
import {
  discountOf,
  driftOf,
  eachOf,
  type HourlyQuote,
  monthlyOf,
  monthlyOfTerm,
  type PriceOrder,
  priceOrderOf,
  type TermQuote,
  totalOf,
} from '../../../src/core/spec/quote.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { hourlyQuote, termQuote } from '../../support/approvals.ts';
import { GOOD, HANGZHOU } from '../../support/choices.ts';

test.each<[Draft, Partial<PriceOrder>]>([
  [{}, { imageId: GOOD.image ?? '', charge: { kind: 'payAsYouGo' } }],
  [{ image: 'family:acs:ubuntu' }, { imageId: '' }],
  [
    { size: '20', bandwidth: '100', amount: '1000' },
    { internetMaxBandwidthOut: 100, amount: 1000 },
  ],
  [{ disks: 'cloud_essd:100' }, { dataDisks: [{ category: 'cloud_essd', sizeGiB: 100 }] }],
  [{ traffic: 'PayByBandwidth' }, { internetChargeType: 'PayByBandwidth' }],
  [{ charge: 'spot', maxprice: '1' }, { charge: { kind: 'spot', limitMicros: null } }],
  [{ charge: 'spot', spothours: '0' }, { charge: { kind: 'spot', limitMicros: null, hours: 0 } }],
  [
    { charge: 'prepaid', period: '1m', renew: 'on' },
    { charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } },
  ],
])('a draft with %j and the order it becomes are asked for alike', (change, asked) => {
  const draft = { ...GOOD, ...change };
  const judged = judgeDraft(draft, HANGZHOU);
  if (!judged.ok) throw new Error('the draft is not good');
  const { spec, amount } = judged.value;
  expect(orderOfDraft(draft)).toStrictEqual(priceOrderOf(spec, amount));
  expect(orderOfDraft(draft)).toMatchObject(asked);
});

test('the name and the network have no price', () => {
  const { name: _name, vswitch: _vswitch, group: _group, ...priced } = GOOD;
  expect(orderOfDraft(priced)).toEqual(orderOfDraft(GOOD));
});

test.each(['region', 'zone', 'type', 'image', 'disk', 'size', 'bandwidth', 'amount'] as const)(
  'without %s there is nothing to ask for',
  (field) => {
    const { [field]: _left, ...rest } = GOOD;
    expect(orderOfDraft(rest)).toBeNull();
    expect(orderOfDraft({ ...rest, [field]: '' })).toBeNull();
    for (const draft of [rest, { ...rest, [field]: '' }]) expect(priceLacks(draft)).toEqual([{ field, is: 'empty' }]);
  },
);

test.each([
  ['amount', '0'],
  ['amount', '1001'],
  ['amount', '1.5'],
  ['amount', 'two'],
  ['size', '19'],
  ['size', '2049'],
  ['bandwidth', '101'],
  ['bandwidth', '-1'],
  ['disk', 'floppy'],
])('%s=%s cannot be asked for', (field, value) => {
  expect(orderOfDraft({ ...GOOD, [field]: value })).toBeNull();
  expect(priceLacks({ ...GOOD, [field]: value })).toEqual([{ field, is: 'wrong' }]);
});

test.each([
  ['prepaid', { charge: 'prepaid' }, [{ field: 'period', is: 'empty' }]],
  ['prepaid for no term there is', { charge: 'prepaid', period: 'soon' }, [{ field: 'period', is: 'wrong' }]],
  ['spot up to a word', { charge: 'spot', maxprice: 'much' }, [{ field: 'maxprice', is: 'wrong' }]],
  ['another way of paying', { charge: 'barter' }, [{ field: 'charge', is: 'wrong' }]],
  ['a data disk of no size', { disks: 'cloud_essd:x' }, [{ field: 'disks', is: 'wrong' }]],
  ['a whole draft', {}, []],
] as const)('%s: it is said which field keeps a price from being asked for', (_case, draft, lacks) => {
  expect(priceLacks({ ...GOOD, ...draft })).toEqual(lacks);
  expect(orderOfDraft({ ...GOOD, ...draft }) === null).toBe(lacks.length > 0);
});

test('a quote tells what a month, one instance and the discount come to', () => {
  const at = (micros: number) => ({ micros, currency: 'CNY' });
  const quote: HourlyQuote = { kind: 'hourly', price: at(900_000), listPrice: at(1_000_000), amount: 3, at: 0 };
  expect(monthlyOf(quote)).toEqual({ minor: 65_700, currency: 'CNY' });
  expect(eachOf(quote)).toEqual(at(300_000));
  expect(discountOf(quote)).toEqual({ off: at(100_000), percent: 10 });
  expect(discountOf({ ...quote, listPrice: quote.price })).toBeNull();
});

describe('a discount', () => {
  const cny = (minor: number): Money => ({ minor, currency: 'CNY' });
  const term = (price: number, listPrice: number): TermQuote => ({
    kind: 'term',
    price: cny(price),
    listPrice: cny(listPrice),
    amount: 1,
    at: 0,
  });

  test('is reported in the units of the price', () => {
    expect(discountOf(term(8_500, 10_000))).toEqual({ off: cny(1_500), percent: 15 });
    expect(discountOf(term(9_999, 10_000))).toEqual({ off: cny(1), percent: 0 });
  });

  test('is exact in whole percent, whatever a computer makes of 0.29', () => {
    for (let percent = 1; percent < 100; percent++)
      for (const list of [100, 700, 10_000, 123_400])
        expect(discountOf(term((list / 100) * (100 - percent), list))?.percent).toBe(percent);
  });

  test('is none where the price is not below the list price, or in another currency', () => {
    expect(discountOf(term(100, 100))).toBeNull();
    expect(discountOf(term(101, 100))).toBeNull();
    expect(discountOf({ ...term(1, 100), listPrice: { minor: 100, currency: 'USD' } })).toBeNull();
  });
});

test('what counts is all of a term, and of what is paid by the hour its month', () => {
  expect(totalOf(termQuote(120_000))).toEqual({ minor: 120_000, currency: 'CNY' });
  expect(totalOf(hourlyQuote(1_000_000))).toEqual({ minor: 73_000, currency: 'CNY' });
  expect(totalOf(hourlyQuote(6))).toEqual({ minor: 0, currency: 'CNY' });
  expect(totalOf(hourlyQuote(7))).toEqual({ minor: 1, currency: 'CNY' });
  const yen = { micros: 1_000_000, currency: 'JPY' };
  expect(totalOf(hourlyQuote(0, { price: yen }))).toEqual({ minor: 730, currency: 'JPY' });
});

describe('how a price has moved', () => {
  test.each([
    [10_000, 10_000, 0, 'none'],
    [10_000, 10_001, 0, 'up'],
    [10_000, 9_999, 0, 'down'],
    [10_000, 10_500, 5, 'none'],
    [10_000, 10_501, 5, 'up'],
    [10_000, 9_500, 5, 'none'],
    [10_000, 9_499, 5, 'down'],
    [33, 34, 3, 'up'],
    [34, 35, 3, 'none'],
    [1, 2, 100, 'none'],
    [1_000, 1_001, 0.1, 'none'],
    [1_000, 1_002, 0.1, 'up'],
  ] as const)('from %i to %i with a tolerance of %d %%: %s', (before, after, tolerance, drift) => {
    expect(driftOf(termQuote(before), termQuote(after), tolerance)).toBe(drift);
    expect(driftOf(hourlyQuote(before), hourlyQuote(after), tolerance)).toBe(drift);
  });

  test('is never found out between prices of different kinds, amounts and currencies', () => {
    const usd = { minor: 100, currency: 'USD' };
    expect(driftOf(termQuote(100), hourlyQuote(100), 100)).toBe('incomparable');
    expect(driftOf(termQuote(100), termQuote(100, { amount: 1 }), 100)).toBe('incomparable');
    expect(driftOf(termQuote(100), termQuote(100, { price: usd }), 100)).toBe('incomparable');
  });

  test('is not none for what is no number', () => {
    expect(driftOf(termQuote(100), termQuote(Number.NaN), 100)).not.toBe('none');
    expect(driftOf(termQuote(Number.NaN), termQuote(100), 100)).not.toBe('none');
    expect(driftOf(termQuote(100), termQuote(100), Number.NaN)).not.toBe('none');
    expect(driftOf(termQuote(100), termQuote(-100), 100)).toBe('down');
  });

  test('small steps do not add up unseen: each is measured from the price that was shown', () => {
    const shown = termQuote(10_000);
    expect([10_300, 10_500, 10_600].map((now) => driftOf(shown, termQuote(now), 5))).toEqual(['none', 'none', 'up']);
  });
});

test.each([
  [{ unit: 'Month', period: 12 }, 1_201, 101],
  [{ unit: 'Month', period: 3 }, 300, 100],
  // A month has 730 hours, so a little more than four weeks.
  [{ unit: 'Week', period: 1 }, 168, 730],
  [{ unit: 'Week', period: 4 }, 672, 730],
  [{ unit: 'Month', period: 1 }, 100, null],
] as const)('what %j for %i costs a month, rounded up to the smallest unit: %j', (term, minor, monthly) => {
  const price = { minor, currency: 'CNY' };
  const quote: TermQuote = { kind: 'term', price, listPrice: price, amount: 1, at: 0 };
  expect(monthlyOfTerm(quote, term)).toEqual(monthly && { minor: monthly, currency: 'CNY' });
});
