import { expect, test } from 'vitest';
import { hourlyText, moneyText } from '../../src/text/amounts.ts';

test.each<readonly [number, string, string]>([
  [0, 'CNY', 'CNY 0.00'],
  [5, 'CNY', 'CNY 0.05'],
  [-1230, 'CNY', 'CNY -12.30'],
  [141_620, 'USD', 'USD 1,416.20'],
  [123_456_789_05, 'CNY', 'CNY 123,456,789.05'],
  [1200, 'JPY', 'JPY 1,200'],
  [-999, 'JPY', 'JPY -999'],
])('%i minor units of %s are %s', (minor, currency, text) => {
  expect(moneyText({ minor, currency })).toBe(text);
});

test.each<readonly [number, string, string]>([
  [544_000, 'CNY', 'CNY 0.544'],
  [1_200_000, 'CNY', 'CNY 1.20'],
  [4600, 'USD', 'USD 0.0046'],
  [1, 'USD', 'USD 0.000001'],
  [1_234_500_000, 'CNY', 'CNY 1,234.50'],
  [17_000_000, 'JPY', 'JPY 17'],
  [17_400_000, 'JPY', 'JPY 17.4'],
])('%i millionths of %s an hour are %s', (micros, currency, text) => {
  expect(hourlyText({ micros, currency })).toBe(text);
});
