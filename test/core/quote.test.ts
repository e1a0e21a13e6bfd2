import { expect, test } from 'vitest';
import { orderOfDraft } from '../../src/core/order-draft.ts';
import { discountOf, eachOf, type HourlyQuote, monthlyOf, orderOf } from '../../src/core/quote.ts';
import { judgeDraft } from '../../src/core/spec-judge.ts';
import { GOOD, HANGZHOU } from '../support/choices.ts';

test('a draft and the order it becomes are asked for alike', () => {
  const judged = judgeDraft(GOOD, HANGZHOU);
  if (!judged.ok) throw new Error('the draft is not good');
  const { spec, amount } = judged.value;
  expect(orderOfDraft(GOOD)).toEqual(orderOf(spec, amount));
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
  },
);

test.each([
  ['amount', '0'],
  ['amount', '21'],
  ['amount', '1.5'],
  ['amount', 'two'],
  ['size', '19'],
  ['size', '2049'],
  ['bandwidth', '101'],
  ['bandwidth', '-1'],
  ['disk', 'floppy'],
])('%s=%s cannot be asked for', (field, value) => {
  expect(orderOfDraft({ ...GOOD, [field]: value })).toBeNull();
});

test('a quote tells what a month, one instance and the discount come to', () => {
  const at = (micros: number) => ({ micros, currency: 'CNY' });
  const quote: HourlyQuote = { kind: 'hourly', price: at(900_000), listPrice: at(1_000_000), amount: 3, at: 0 };
  expect(monthlyOf(quote)).toEqual({ minor: 65_700, currency: 'CNY' });
  expect(eachOf(quote)).toEqual(at(300_000));
  expect(discountOf(quote)).toEqual({ off: at(100_000), percent: 10 });
  expect(discountOf({ ...quote, listPrice: quote.price })).toBeNull();
});
