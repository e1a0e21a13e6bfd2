import { fail, ok } from '../../../core/base/result.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import type { Draft } from '../../../core/spec/spec.ts';
import type { FormCost } from '../../../slack/create-form/cost.ts';
import { createForm, problemBanner } from '../../../slack/create-form/form.ts';
import { renderCard } from '../../../slack/request/card.ts';
import type { Text } from '../../../text/en.ts';
import type { FormPlan } from '../../../usecases/spec/plan-form.ts';
import { type Sample, sampleFailure, sampleInstance, sampleQuoteOf, sampleRequest } from '../samples.ts';
import { costNow, FILLED, META, planOf } from './form.ts';

const YEAR: Draft = { charge: 'prepaid', period: '1y' };
const POOR = { minor: 300_000, currency: 'CNY' };

/** The form with every way of paying, and its sentences about money. */
export function paymentSamples(text: Text): readonly Sample[] {
  const form = (name: string, typed: Draft, cost: Partial<FormCost> = {}): Sample => {
    const plan: FormPlan = planOf({ ...FILLED, ...typed });
    const banner = plan.problems.length > 0 ? problemBanner(text.modal.startTitle, plan.problems, text) : null;
    return [
      `create form: ${name}`,
      createForm({ plan, cost: { ...costNow(plan), ...cost }, meta: META, banner }, text),
    ];
  };
  return [
    form('prepaid, for how long is not picked yet', { charge: 'prepaid' }),
    form('prepaid for a year', YEAR),
    form('prepaid for two weeks, renews itself', { charge: 'prepaid', period: '2w', renew: 'on' }),
    form('prepaid for a year, renews itself by the month', { ...YEAR, renew: 'on', renewperiod: '1m' }),
    form('prepaid for a year, would renew itself by weeks', { ...YEAR, renew: 'on', renewperiod: '2w' }),
    form('prepaid, abroad', { ...YEAR, region: 'ap-southeast-1', period: '2w' }),
    form('prepaid, more than the account has', YEAR, { balance: ok(POOR) }),
    form('prepaid, the account owes money', YEAR, { balance: ok({ minor: -1230, currency: 'CNY' }) }),
    form('prepaid, the balance is in another currency', YEAR, { balance: ok({ minor: 500_000, currency: 'USD' }) }),
    form('prepaid, the balance cannot be read', YEAR, { balance: fail(sampleFailure('transient')) }),
    form('prepaid, the price is not known', YEAR, { price: ok('unknown') }),
    form('prepaid, the price cannot be read', YEAR, { price: fail(sampleFailure('throttled')) }),
    form('prepaid, the price does not come', YEAR, { price: 'late', balance: 'late' }),
    form('spot', { charge: 'spot' }),
    form('spot up to a limit', { charge: 'spot', maxprice: '0.35' }),
    form('payment that was typed needs another look', { charge: 'barter', maxprice: 'cheap', renew: 'maybe' }),
  ];
}

const CHARGES: readonly (readonly [name: string, charge: Charge])[] = [
  ['spot', { kind: 'spot', limitMicros: null }],
  ['spot up to a limit', { kind: 'spot', limitMicros: 350_000 }],
  ['prepaid', { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: false }],
  ['prepaid, renews itself', { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: true }],
  [
    'prepaid for a year, renews itself by the month',
    {
      kind: 'prepaid',
      term: { unit: 'Month', period: 12 },
      autoRenew: true,
      renewsBy: { unit: 'Month', period: 1 },
    },
  ],
  ['prepaid, renews itself by another term', { kind: 'prepaid', term: { unit: 'Week', period: 4 }, autoRenew: true }],
];

/** Cards of orders that are not pay-as-you-go. */
export const paymentCards = (text: Text): readonly Sample[] =>
  CHARGES.map(([name, charge]) => {
    const usual = sampleRequest(2);
    const request = { ...usual, spec: { ...usual.spec, charge }, quote: sampleQuoteOf(charge, 2) };
    const instances = [sampleInstance(request, 1, 'running'), sampleInstance(request, 2, 'starting')];
    return [`card: ${name}`, renderCard(request, instances, text).blocks];
  });
