import { describe, expect, test } from 'vitest';
import {
  askFor,
  needsPrice,
  type PurchaseWish,
  type SubmissionCircumstances,
} from '../../../src/core/approval/approval-new.ts';
import { partsOf } from '../../../src/core/approval/budget.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import * as sample from '../../support/approvals.ts';

const { AMOUNT, cny, HOUR_MS, hourlyQuote, MONTHLY, NOTHING_ASKED, NOW, peopleWith, policyWith, specOf, termQuote } =
  sample;

const approvers = { approvers: ['UONE', 'UTWO'] };
const wishOf = (over: Partial<PurchaseWish> = {}): PurchaseWish => {
  const spec = over.spec ?? specOf(MONTHLY);
  const { facts } = sample.approvalOf('UME', spec, null);
  return { requester: 'UME', spec, amount: AMOUNT, quote: termQuote(10_000), facts, ...over };
};
const judge = (over: Partial<PurchaseWish> = {}, circumstances: Partial<SubmissionCircumstances> = {}) =>
  askFor(wishOf(over), {
    ...{
      at: NOW,
      policy: policyWith(approvers),
      admins: ['UADMIN'],
      people: peopleWith(),
      month: [],
      lately: NOTHING_ASKED,
    },
    ...circumstances,
  });
const hourly = { spec: specOf(PAY_AS_YOU_GO), quote: hourlyQuote(1_000_000) };
const budgets = [{ line: 4, who: 'each', perMonth: cny(10_000) }] as const;

test.each<readonly [string, Partial<PurchaseWish>, Partial<SubmissionCircumstances>, object]>([
  ['prepaid without a price', { quote: null }, {}, { is: 'priceUnknown' }],
  ['by the hour without a price', { ...hourly, quote: null }, {}, { is: 'free' }],
  ['by the hour where no rule asks', hourly, {}, { is: 'free' }],
  [
    'prepaid, without anybody who could agree',
    {},
    { policy: policyWith({ approvers: ['UME'] }) },
    { is: 'unsatisfiable' },
  ],
  [
    'prepaid, whose approvers Slack has not confirmed',
    {},
    { people: peopleWith({}, { UONE: 'unknown', UTWO: 'deactivated' }) },
    { is: 'approversUnread' },
  ],
  ['prepaid, one of whose approvers is confirmed', {}, { people: peopleWith({}, { UONE: 'unknown' }) }, { is: 'asks' }],
  [
    'prepaid, whose approvers are a group that cannot be read',
    {},
    { policy: policyWith({ approvers: ['S0GROUP'] }), people: peopleWith({}, {}) },
    { is: 'asks' },
  ],
  [
    'prepaid, one of two rules of which nobody confirmed can meet',
    {},
    {
      policy: policyWith({
        ...approvers,
        rules: [
          { line: 1, charge: null, above: null, needed: 1, from: null },
          { line: 2, charge: null, above: null, needed: 1, from: ['UCFO'] },
        ],
      }),
      people: peopleWith({}, { UCFO: 'unknown' }),
    },
    { is: 'approversUnread' },
  ],
  [
    'that the account cannot pay',
    { balance: { money: cny(9_999), at: NOW } },
    {},
    { is: 'short', balance: cny(9_999), total: cny(10_000) },
  ],
  ['that the account can just pay', { balance: { money: cny(10_000), at: NOW } }, {}, { is: 'asks' }],
  ['while the balance is not known', { balance: { money: null, at: NOW } }, {}, { is: 'asks' }],
  [
    'while the balance is in another currency',
    { balance: { money: { minor: 1, currency: 'USD' }, at: NOW } },
    {},
    { is: 'asks' },
  ],
  [
    'by the hour, with an account that could not pay',
    { ...hourly, balance: { money: cny(0), at: NOW } },
    {},
    { is: 'free' },
  ],
  [
    'to renew, for which the account may be topped up',
    { renewal: { cloudId: 'i-1' }, balance: { money: cny(1), at: NOW } },
    {},
    { is: 'asks' },
  ],
  [
    'for a larger disk that the account cannot pay',
    { renewal: { cloudId: 'i-1', disk: { id: 'd-1', sizeGiB: 80 } as never }, balance: { money: cny(1), at: NOW } },
    {},
    { is: 'short' },
  ],
  [
    'over a budget',
    {},
    { policy: policyWith({ ...approvers, budgets }), month: [sample.spent('UME', cny(1))] },
    { is: 'overBudget' },
  ],
  ['just within a budget', {}, { policy: policyWith({ ...approvers, budgets }) }, { is: 'asks' }],
  [
    'over what waits for one person',
    {},
    { lately: { pending: 20, instances: 0 } },
    { is: 'tooMany', excess: { limit: 'maxPendingPerPerson', max: 20, has: 20, more: 1 } },
  ],
  ['that waits for nobody, with as many waiting', hourly, { lately: { pending: 20, instances: 0 } }, { is: 'free' }],
  [
    'over what one person may have in a day',
    {},
    { lately: { pending: 0, instances: 99 } },
    { is: 'tooMany', excess: { limit: 'maxInstancesPerPersonPerDay', has: 99, more: 2 } },
  ],
  [
    'to renew, after as many in a day',
    { renewal: { cloudId: 'i-1' } },
    { lately: { pending: 0, instances: 100 } },
    { is: 'asks' },
  ],
])('an order %s', (_which, over, circumstances, verdict) => expect(judge(over, circumstances)).toMatchObject(verdict));

describe('the approval that is asked for', () => {
  const asks = (approval = {}, over: Partial<PurchaseWish> = {}) => {
    const verdict = judge(over, { policy: policyWith({ ...approvers, ...approval }) });
    if (verdict.is !== 'asks') throw new Error(verdict.is);
    return verdict.approval;
  };
  const escalation = { afterMs: 3 * HOUR_MS, to: ['UADMIN', 'UME'] };

  test('ends, reminds and escalates as the policy says', () => {
    const times = { expireAfterMs: 24 * HOUR_MS, remindAfterMs: HOUR_MS, escalation };
    expect(asks(times)).toMatchObject({
      ...{ round: 1, votes: [], decision: null, before: null, quote: termQuote(10_000) },
      ...{ expiresAt: NOW + 24 * HOUR_MS, remindAt: NOW + HOUR_MS, remindEveryMs: HOUR_MS },
      ...{ escalateAt: NOW + 3 * HOUR_MS, escalateTo: ['UADMIN'] },
    });
    const none = asks({ remindAfterMs: null, escalation: null, priceTolerancePercent: 3 });
    expect(none).toMatchObject({
      remindAt: null,
      remindEveryMs: 0,
      escalateAt: null,
      escalateTo: [],
      tolerancePercent: 3,
    });
  });

  test('is told to channels and people, at most thirty, and to the requester only where they may agree', () => {
    expect(asks({ notify: ['UONE', 'C0PLACE2'] }).told).toEqual(['C0PLACE2', 'UONE']);
    const many = Array.from({ length: 40 }, (_, n) => `U0${n}`);
    expect(asks({ notify: many }).told).toEqual(many.slice(0, 30));
    expect(asks({ escalation: { ...escalation, to: many } }).escalateTo).toEqual(many.slice(0, 30));
    expect(asks({ escalation, selfApproval: true }).escalateTo).toEqual(['UADMIN', 'UME']);
  });

  test('has the balance that was read, if one was', () => {
    const balance = { money: cny(20_000), at: NOW };
    expect(asks({}, { balance }).balance).toEqual(balance);
    expect(asks()).not.toHaveProperty('balance');
  });
});

test('a price is needed for what is prepaid, has a budget, or is asked for by its price', () => {
  const needs = (charge = PAY_AS_YOU_GO as Parameters<typeof specOf>[0], approval = {}) =>
    needsPrice({ spec: specOf(charge) }, policyWith(approval));
  expect(needs()).toBe(false);
  expect(needs(MONTHLY)).toBe(true);
  expect(needs(PAY_AS_YOU_GO, { budgets })).toBe(true);
  const rule = { line: 1, charge: null, above: cny(1), needed: 1, from: null };
  expect(needs(PAY_AS_YOU_GO, { rules: [rule] })).toBe(true);
});

test('the parts of a month are told by currency: debits, hours so far, and what is committed', () => {
  const none = { requester: 'UME', debited: 0, soFar: 0, runsOn: 0, waiting: 0, unpriced: 0 };
  const month = [
    { ...none, currency: 'USD', runsOn: 10_000, unpriced: 1 },
    { ...none, currency: 'CNY', debited: 10_000, soFar: 20_000, runsOn: 30_000, waiting: 40_000 },
    { ...none, currency: '', unpriced: 2 },
  ];
  expect(partsOf(month)).toEqual({
    unpriced: 3,
    parts: [
      { debited: cny(1), soFar: cny(2), committed: cny(7), waits: true },
      {
        debited: { minor: 0, currency: 'USD' },
        soFar: { minor: 0, currency: 'USD' },
        committed: { minor: 1, currency: 'USD' },
        waits: false,
      },
    ],
  });
});
