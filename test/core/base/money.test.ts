import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  decimalsOf,
  forTime,
  fromMicros,
  hourlyFromNumber,
  hourlyShare,
  inMicros,
  isCurrency,
  type Money,
  moneyFromNumber,
  monthlyEstimate,
  parseAmount,
  partOf,
  shareOf,
  times,
} from '../../../src/core/base/money.ts';

const cny = (minor: number): Money => ({ minor, currency: 'CNY' });

/** The same numbers on every run. */
function* drawn(count: number, below: number): Generator<number> {
  let state = 42;
  for (let n = 0; n < count; n += 1) {
    state = (state * 48_271) % 2_147_483_647;
    yield Math.floor((state / 2_147_483_647) * below);
  }
}

describe('an amount of the billing API', () => {
  test.each<readonly [string, string, number]>([
    ['10000.00', 'CNY', 1_000_000],
    ['10,000.00', 'CNY', 1_000_000],
    ['10000.00\n', 'CNY', 1_000_000],
    [' 1,234,567.05 ', 'USD', 123_456_705],
    ['0.00', 'CNY', 0],
    ['-0.00', 'CNY', 0],
    ['-12.30', 'CNY', -1230],
    ['-1,012.3', 'CNY', -101_230],
    ['7', 'USD', 700],
    ['0.1', 'USD', 10],
    ['1.5000', 'USD', 150],
    ['1200', 'JPY', 1200],
    ['1,200.00', 'JPY', 1200],
    ['90071992547409.91', 'CNY', Number.MAX_SAFE_INTEGER],
  ])('%j of %s is %i', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toEqual({ minor, currency });
  });

  test.each<readonly [string, string]>([
    ['', 'CNY'],
    ['NaN', 'CNY'],
    ['Infinity', 'CNY'],
    ['null', 'CNY'],
    ['1e3', 'CNY'],
    ['12,34.00', 'CNY'],
    ['1,2345.00', 'CNY'],
    ['10.000,00', 'CNY'],
    ['1.005', 'CNY'],
    ['1.5', 'JPY'],
    ['--1', 'CNY'],
    ['.5', 'CNY'],
    ['5.', 'CNY'],
    ['CNY 5', 'CNY'],
    ['5 5', 'CNY'],
    ['9007199254740993.00', 'CNY'],
    ['10.00', ''],
    ['10.00', 'yuan'],
  ])('%j of %j is none', (text, currency) => {
    expect(parseAmount(text, currency)).toBeNull();
  });

  test('is read as it was written, whatever it is', () => {
    for (const minor of drawn(500, 2_000_000_000)) {
      const plain = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
      const commas = plain.replace(/\d(?=(?:\d{3})+\.)/g, '$&,');
      expect(parseAmount(plain, 'CNY'), plain).toEqual(cny(minor));
      expect(parseAmount(commas, 'CNY'), commas).toEqual(cny(minor));
      expect(parseAmount(`-${plain}`, 'CNY'), plain).toEqual(cny(minor === 0 ? 0 : -minor));
    }
  });
});

describe('a number of an API', () => {
  test.each<readonly [number, string, number]>([
    [3712.8, 'CNY', 371_280],
    [1.005, 'CNY', 101],
    [8.575, 'USD', 858],
    [1.004999, 'USD', 100],
    [-1.005, 'CNY', -101],
    [0.1 + 0.2, 'USD', 30],
    [4368, 'CNY', 436_800],
    [1e-7, 'USD', 0],
    [1e-10, 'USD', 0],
    [119.5, 'JPY', 120],
  ])('%d %s is %i minor units', (amount, currency, minor) => {
    expect(moneyFromNumber(amount, currency)).toEqual({ minor, currency });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e20, 1e300])('%d is none', (amount) => {
    expect(moneyFromNumber(amount, 'CNY')).toBeNull();
    expect(hourlyFromNumber(amount, 'CNY')).toBeNull();
  });

  test('keeps every cent', () => {
    for (const minor of drawn(2000, 10_000_000_000))
      expect(moneyFromNumber(minor / 100, 'CNY'), String(minor)).toEqual(cny(minor));
  });

  test('of an hour keeps every millionth', () => {
    expect(hourlyFromNumber(0.0046, 'USD')).toEqual({ micros: 4600, currency: 'USD' });
    for (const micros of drawn(2000, 1_000_000_000))
      expect(hourlyFromNumber(micros / 1e6, 'JPY')).toEqual({ micros, currency: 'JPY' });
  });
});

test('money of different currencies is never added nor compared', () => {
  const usd = { minor: 100, currency: 'USD' };
  expect(add(cny(100), usd)).toBeNull();
  expect(compare(cny(100), usd)).toBeNull();
  expect(add(cny(-5), cny(7))).toEqual(cny(2));
  expect([compare(cny(1), cny(2)), compare(cny(2), cny(2)), compare(cny(3), cny(2))]).toEqual([-1, 0, 1]);
});

test('money times a whole number is that many sums, and no part of one is taken', () => {
  for (const minor of drawn(50, 1_000_000)) {
    const sum = Array.from({ length: 7 }, () => cny(minor)).reduce((a, b) => add(a, b) as Money);
    expect(times(cny(minor), 7)).toEqual(sum);
  }
  expect(() => times(cny(100), 1.5)).toThrow('money is multiplied by whole numbers only');
  expect(() => times(cny(Number.MAX_SAFE_INTEGER), 2)).toThrow(RangeError);
});

test.each<readonly [number, string, number]>([
  [544_000, 'CNY', 39_712],
  [1_088_000, 'CNY', 79_424],
  [4600, 'USD', 336],
  [10_000_000_000, 'CNY', 730_000_000],
  [17_123_456, 'JPY', 12_500],
  [900_000_000_000, 'CNY', 65_700_000_000],
])('an hour at %i millionths %s is about %i minor units a month', (micros, currency, minor) => {
  expect(monthlyEstimate({ micros, currency })).toEqual({ minor, currency });
  const float = (micros * 730) / 10 ** (6 - decimalsOf(currency));
  expect(Math.abs(minor - float)).toBeLessThanOrEqual(0.5);
});

test('equal shares of a price are it again, to the millionth', () => {
  for (const micros of drawn(200, 1_000_000_000)) {
    const { micros: share } = hourlyShare({ micros, currency: 'CNY' }, 7);
    expect(Math.abs(share * 7 - micros)).toBeLessThanOrEqual(3);
  }
});

test.each([
  ['CNY', true],
  ['CNYX', false],
  ['XCNY', false],
  ['cny', false],
  ['', false],
])('%j is a currency: %s', (code, is) => {
  expect(isCurrency(code)).toBe(is);
});

test('some of several equal parts are rounded to the minor unit, half away from zero', () => {
  expect([1, 2, 3].map((parts) => shareOf(cny(100), parts, 3).minor)).toEqual([33, 67, 100]);
  expect([shareOf(cny(1), 1, 2).minor, shareOf(cny(-1), 1, 2).minor]).toEqual([1, -1]);
  expect([shareOf(cny(-100), 1, 3).minor, shareOf(cny(0), 1, 2).minor]).toEqual([-33, 0]);
  for (const count of [0, -1, 1.5]) {
    expect(() => shareOf(cny(1), 1, count)).toThrow('money is shared among one or more');
    expect(() => hourlyShare({ micros: 1, currency: 'CNY' }, count)).toThrow('a price is shared among one or more');
  }
});

test('the parts of an amount are as equal as can be, and together exactly all of it', () => {
  expect([1, 2, 3].map((nth) => partOf(10, nth, 3))).toEqual([3, 3, 4]);
  for (const units of drawn(100, 1_000_000_000)) {
    const parts = Array.from({ length: 7 }, (_, n) => partOf(units, n + 1, 7));
    expect(parts.reduce((a, b) => a + b)).toBe(units);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
  }
  for (const [nth, count] of [
    [0, 3],
    [4, 3],
    [1, 1.5],
  ] as const)
    expect(() => partOf(10, nth, count)).toThrow('a part is one of all');
});

test('what a price comes to over a time is counted in whole milliseconds and rounded once', () => {
  const price = { micros: 544_000, currency: 'CNY' };
  expect([3_600_000, 1_800_000, 0].map((ms) => forTime(price, ms).minor)).toEqual([54, 27, 0]);
  expect(() => forTime(price, 0.5)).toThrow('time is counted in whole milliseconds');
});

test('sums that are kept in millionths come back as they were', () => {
  expect([inMicros(cny(1_234)), inMicros({ minor: 7, currency: 'JPY' })]).toEqual([12_340_000, 7_000_000]);
  for (const minor of drawn(50, 1_000_000)) expect(fromMicros(inMicros(cny(minor)), 'CNY')).toEqual(cny(minor));
  expect([fromMicros(4_999, 'CNY').minor, fromMicros(5_000, 'CNY').minor]).toEqual([0, 1]);
  expect(() => inMicros(cny(Number.MAX_SAFE_INTEGER))).toThrow('an amount of money left the range of exact numbers');
});
