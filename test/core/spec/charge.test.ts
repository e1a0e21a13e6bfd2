import { describe, expect, test } from 'vitest';
import {
  type Charge,
  formatTerm,
  isSameTerm,
  PAY_AS_YOU_GO,
  parseTerm,
  renewalTermsOf,
  termsOf,
  usualRenewalOf,
} from '../../../src/core/spec/charge.ts';
import {
  chargeOfDraft,
  draftOfCharge,
  limitOf,
  parseRenewalTerm,
  renewalOfDraft,
} from '../../../src/core/spec/charge-draft.ts';
import { orderOfDraft } from '../../../src/core/spec/order-draft.ts';
import { priced } from '../../../src/core/spec/quote.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { GOOD, HANGZHOU } from '../../support/choices.ts';

describe('the terms that are sold', () => {
  const words = (...asked: Parameters<typeof termsOf>) =>
    termsOf(...asked)
      .map(formatTerm)
      .join(' ');
  const CHINA = '1w 2w 3w 4w 1m 2m 3m 4m 5m 6m 7m 8m 9m 12m 24m 36m 48m 60m';

  test.each([
    ['china', 'create', CHINA],
    ['china', 'renew', CHINA],
    ['international', 'create', '1m 2m 3m 6m 12m'],
    ['international', 'renew', '1m 2m 3m 4m 5m 6m 7m 8m 9m 12m'],
  ] as const)('depend on the site of the account: %s, to %s', (site, what, terms) =>
    expect(words(site, what)).toBe(terms),
  );

  test.each(['create', 'renew'] as const)('while the site is not known are those that both sell, to %s', (what) => {
    const both = termsOf('china', what).filter((one) =>
      termsOf('international', what).some((two) => isSameTerm(one, two)),
    );
    expect(termsOf(null, what)).toEqual(both);
  });

  test('are read as they are written', () => {
    for (const term of termsOf('china', 'create')) expect(parseTerm(formatTerm(term))).toEqual(term);
  });
});

test.each([
  ['2w', 'Week', 2],
  ['1 week', 'Week', 1],
  ['3 Weeks', 'Week', 3],
  ['1m', 'Month', 1],
  ['6 mo', 'Month', 6],
  ['1 MONTH', 'Month', 1],
  ['12months', 'Month', 12],
  ['1y', 'Month', 12],
  ['1年', 'Month', 12],
  ['6个月', 'Month', 6],
  ['2周', 'Week', 2],
  [' 3 years ', 'Month', 36],
] as const)('%s is a term', (given, unit, period) => {
  expect(parseTerm(given)).toEqual({ unit, period });
});

test.each(['', '0m', '000w', '1', 'm', '-1m', '1.5m', '1d', '1000m', '1m2', '1 m 2', 'one month', '１m', '1e1m'])(
  '"%s" is none',
  (given) => expect(parseTerm(given)).toBeNull(),
);

test('four weeks are not a month', () => {
  expect(isSameTerm({ unit: 'Week', period: 4 }, { unit: 'Month', period: 4 })).toBe(false);
  expect(isSameTerm({ unit: 'Month', period: 1 }, { unit: 'Month', period: 12 })).toBe(false);
  expect(isSameTerm({ unit: 'Month', period: 12 }, { unit: 'Month', period: 12 })).toBe(true);
});

test.each([
  ['0.35', 350_000],
  ['1', 1_000_000],
  ['0.001', 1_000],
  [' 12.5 ', 12_500_000],
  ['999999.999', 999_999_999_000],
  ['007', 7_000_000],
] as const)('a limit of %s an hour is %i millionths', (given, micros) => expect(limitOf(given)).toBe(micros));

test.each([
  '',
  '0',
  '0.000',
  '-1',
  '+1',
  '.5',
  '1.',
  '0.0001',
  '1e3',
  '1,5',
  'NaN',
  'Infinity',
  '1234567',
  '0x10',
  '1 000',
])('"%s" is no limit', (given) => expect(limitOf(given)).toBe('unreadable'));

describe('how a draft is to be paid', () => {
  const CHARGES: readonly Charge[] = [
    PAY_AS_YOU_GO,
    { kind: 'spot', limitMicros: null },
    { kind: 'spot', limitMicros: null, hours: 0 },
    { kind: 'spot', limitMicros: null, hours: 1, onReclaim: 'Stop' },
    ...['0.001', '0.35', '1.005', '123456.789'].map(
      (given) => ({ kind: 'spot', limitMicros: limitOf(given) }) as Charge,
    ),
    ...termsOf('china', 'create').flatMap((term) =>
      [true, false].map((autoRenew): Charge => ({ kind: 'prepaid', term, autoRenew })),
    ),
    ...termsOf('china', 'create').flatMap((term) =>
      renewalTermsOf(term.unit)
        .filter((one) => !isSameTerm(one, usualRenewalOf(term)))
        .map((renewsBy): Charge => ({ kind: 'prepaid', term, autoRenew: true, renewsBy })),
    ),
  ];

  test('is the same after it was written down and read', () => {
    for (const charge of CHARGES) {
      const draft = draftOfCharge(charge);
      expect(chargeOfDraft(draft)).toStrictEqual(charge);
      expect(draft.charge).toBe(charge.kind);
      if (charge.kind === 'prepaid') expect(draft.renew).toBe(charge.autoRenew ? 'on' : 'off');
      expect(Object.values(draft)).not.toContain(undefined);
    }
    expect(chargeOfDraft({ charge: 'spot', maxprice: '' })).toStrictEqual({ kind: 'spot', limitMicros: null });
  });

  test.each([
    [undefined, undefined, null],
    ['soon', '1m', null],
    ['12m', undefined, '12m'],
    ['2w', undefined, '2w'],
    ['4w', undefined, '1w'],
    ['12m', '1', '1m'],
    ['12m', '12', '12m'],
  ])('if bought for %s with a renewal by %s it would renew by %s', (period, renewperiod, by) => {
    const renewal = renewalOfDraft({ ...(period && { period }), ...(renewperiod && { renewperiod }), renew: 'off' });
    expect(renewal && formatTerm(renewal)).toBe(by);
  });

  test.each([
    ['12', undefined],
    ['x1', '1m'],
    ['', '1m'],
  ])('“%s” is no term to renew by where the period is %s', (given, bought) => {
    expect(parseRenewalTerm(given, bought)).toBeNull();
  });

  test.each([{}, { charge: '' }, { charge: 'payAsYouGo', period: '1m', renew: 'on', maxprice: '3' }])(
    'is by the hour in %j',
    (draft) => {
      expect(chargeOfDraft(draft)).toEqual(PAY_AS_YOU_GO);
      const judged = judgeDraft({ ...GOOD, ...draft }, HANGZHOU);
      expect(judged.ok && priced(judged.value.spec.charge)).toEqual(orderOfDraft({ ...GOOD, ...draft })?.charge);
    },
  );

  test.each([
    { charge: 'free' },
    { charge: 'PREPAID' },
    { charge: 'prepaid' },
    { charge: 'prepaid', period: '' },
    { charge: 'prepaid', period: 'soon' },
    { charge: 'spot', maxprice: '0' },
    { charge: 'spot', maxprice: 'cheap' },
  ])('is not known of %j, which has no price and is nothing to submit', (draft) => {
    expect(chargeOfDraft(draft)).toBeNull();
    expect(orderOfDraft({ ...GOOD, ...draft })).toBeNull();
    expect(judgeDraft({ ...GOOD, ...draft }, HANGZHOU).ok).toBe(false);
  });

  test('renews only where that is said', () => {
    const renews = (renew?: string) => chargeOfDraft({ charge: 'prepaid', period: '1m', ...(renew && { renew }) });
    expect(
      [renews(), renews('off'), renews('on')].map((charge) => charge?.kind === 'prepaid' && charge.autoRenew),
    ).toEqual([false, false, true]);
  });

  test.each([
    ['12m', 'on', '12m', undefined],
    ['12m', 'on', '12', undefined],
    ['9m', 'on', '1m', undefined],
    ['12m', 'off', '1m', undefined],
    ['12m', 'on', '1m', { unit: 'Month', period: 1 }],
    ['12m', 'on', '1', { unit: 'Month', period: 1 }],
    ['1y', 'on', '6', { unit: 'Month', period: 6 }],
    ['4w', 'on', '3', { unit: 'Week', period: 3 }],
  ] as const)(
    'bought for %s and with renewal %s by %s it keeps that only where it is not usual',
    (period, renew, renewperiod, renewsBy) => {
      expect(chargeOfDraft({ charge: 'prepaid', period, renew, renewperiod })).toStrictEqual({
        kind: 'prepaid',
        term: parseTerm(period),
        autoRenew: renew === 'on',
        ...(renewsBy && { renewsBy }),
      });
    },
  );

  test('neither renewal nor a limit of one’s own moves the price', () => {
    const order = (draft: object) => orderOfDraft({ ...GOOD, ...draft });
    const monthly = { charge: 'prepaid', period: '1m' };
    expect(order({ ...monthly, renew: 'on' })).toEqual(order(monthly));
    expect(order({ ...monthly, renew: 'on', renewperiod: '3m' })).toEqual(order(monthly));
    expect(order({ ...monthly, period: '2m' })).not.toEqual(order(monthly));
    expect(order({ charge: 'spot', maxprice: '1' })).toEqual(order({ charge: 'spot' }));
    expect(order({ charge: 'spot' })).not.toEqual(order({}));
  });
});
