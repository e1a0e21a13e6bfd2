import { expect, test } from 'vitest';
import { en } from '../../src/text/en.ts';
import { zh } from '../../src/text/zh.ts';

const TERM = { unit: 'Month', period: 1 } as const;

test('for how many instances a price is says so in words that fit one, two and many', () => {
  const at = (instances: number) => en.approval.atOnceFor('CNY 200.00', TERM, instances);
  expect([1, 2, 3].map(at)).toEqual([
    'CNY 200.00 upfront for 1 month',
    'CNY 200.00 upfront for 1 month, for both instances',
    'CNY 200.00 upfront for 1 month, for all 3 instances',
  ]);
  const hourly = (instances: number) =>
    en.approval.byTheHour('CNY 1.25 per hour', 'about CNY 912.50 per month', instances);
  expect([1, 2, 20].map(hourly)).toEqual([
    'CNY 1.25 per hour, about CNY 912.50 per month',
    'CNY 1.25 per hour, about CNY 912.50 per month, for both instances',
    'CNY 1.25 per hour, about CNY 912.50 per month, for all 20 instances',
  ]);
  const chinese = (instances: number) => zh.approval.atOnceFor('CNY 200.00', TERM, instances);
  expect(chinese(1)).not.toContain('合计');
  expect([2, 3].map(chinese).map((sentence) => /（.*）/u.exec(sentence)?.[0])).toEqual([
    '（1 个月，2 台合计）',
    '（1 个月，3 台合计）',
  ]);
});

test('how many were bought is said in words that fit one, two and many', () => {
  const said = (bought: number, amount: number) =>
    en.approval.bought({ bought, amount, paid: 'CNY 5.00', doubtful: 0 });
  expect(said(1, 1)).toBe('The instance was bought, about CNY 5.00 charged.');
  expect(said(1, 2)).toBe('1 of 2 was bought, about CNY 5.00 charged.');
  expect(said(2, 2)).toBe('Both were bought, about CNY 5.00 charged.');
  expect(said(2, 3)).toBe('2 of 3 were bought, about CNY 5.00 charged.');
  expect(said(3, 3)).toBe('All 3 were bought, about CNY 5.00 charged.');
  const chinese = (bought: number, amount: number) => zh.approval.bought({ bought, amount, paid: null, doubtful: 0 });
  expect([chinese(1, 1), chinese(1, 2)]).toEqual(['已购买 1 台。', '已购买 1/2 台。']);
});

test('no sentence of a sum of money says “are”, and no count of two says “all 2”', () => {
  expect(en.nextSteps.balance.missing('CNY 1.00', 'CNY 2.00')).toContain('CNY 1.00 short');
  expect(en.doctor.rights.all(1)).toContain('the one call');
  for (const many of [1, 2]) {
    expect(en.doctor.rights.all(many)).not.toMatch(/all [12]\b/u);
    expect(en.doctor.scopes.all(many)).not.toMatch(/all [12]\b/u);
    expect(en.card.dm.noneRunning(many)).not.toMatch(/of your [12]\b/u);
  }
});
