import { type Term, termsOf } from '../../../core/spec/charge.ts';
import { renewalAskedAnswer, unrenewableAnswer } from '../../../slack/renewal/answers.ts';
import { lookingWindow, refusedWindow, renewForm } from '../../../slack/renewal/modal.ts';
import type { Text } from '../../../text/en.ts';
import type { Renewable, RenewalAsked, Unrenewable } from '../../../usecases/renewal/submit-renewal.ts';
import { sampleAsked, sampleRequirement } from '../request/approval-samples.ts';
import { cny, type Sample, sampleFailure, sampleInstance } from '../samples.ts';
import { AT, ID, purchaseOf, purchaseSamples, REFUSALS, type SamplePurchase, sampleRenewable } from './purchase.ts';

const THEN = Date.UTC(2026, 11, 24, 16);
const MONTH: Term = { unit: 'Month', period: 1 };

const RENEWAL: SamplePurchase = {
  ...{ name: 'renewal', bought: { is: 'renewed', until: THEN }, movedTo: THEN },
  approved: { renews: true },
};

/** Everything about renewing a prepaid instance: cards, threads, messages, windows and answers. */
export const renewalSamples = (text: Text): readonly Sample[] => [
  ...purchaseSamples(RENEWAL, text),
  ...windows(text),
  ...answers(text),
];

function windows(text: Text): Sample[] {
  const renewable: Renewable = { ...sampleRenewable().renewable, terms: TERMS };
  const meta = { id: ID, term: MONTH, channel: 'C1', until: null };
  const rich = { balance: { minor: 1_000_000, currency: 'CNY' }, now: AT };
  const poor = { balance: { minor: 10_000, currency: 'CNY' }, now: THEN };
  return [
    ['renewal: window, asking the cloud', lookingWindow(meta, text)],
    ['renewal: window', renewForm(meta, renewable, rich, text)],
    ['renewal: window, overdue and too little money', renewForm(meta, renewable, poor, text)],
    ['renewal: window, the balance is not known', renewForm(meta, renewable, { balance: null, now: AT }, text)],
    [
      'renewal: window, another period is needed',
      refusedWindow(meta, unrenewableAnswer({ is: 'notSold', terms: TERMS }, text, true).blocks, TERMS, text),
    ],
  ];
}

const TERMS = termsOf('china', 'renew');

function answers(text: Text): Sample[] {
  const instance = sampleInstance({ ...sampleAsked(), approval: null }, 1, 'running');
  const over = { line: 9, shared: false, perMonth: cny(100_000), spent: cny(50_000), cost: cny(66_200) };
  const all: readonly Unrenewable[] = [
    { is: 'unknown' },
    { is: 'notYours', instance },
    ...REFUSALS.map((refusal) => ({ is: 'refused', instance, refusal }) as const),
    { is: 'notSold', terms: termsOf('international', 'renew') },
    { is: 'unseen', failure: sampleFailure('permission') },
    { is: 'unlisted', instance },
    { is: 'locked', instance },
    {
      is: 'policy',
      breaches: [{ rule: 'charges', line: 7, field: 'charge', given: 'prepaid', allowed: [], max: null }],
    },
    { is: 'unjudged', open: [{ rule: 'create', line: 4, field: null }] },
    { is: 'unpriced', failure: null },
    { is: 'unpriced', failure: sampleFailure('throttled') },
    { is: 'overBudget', overdrafts: [over] },
    { is: 'tooMany', excess: { limit: 'maxPendingPerPerson', max: 20, has: 20, more: 1 } },
    { is: 'tooMany', excess: { limit: 'maxInstancesPerPersonPerDay', max: 100, has: 96, more: 20 } },
    { is: 'unsatisfiable', requirements: [sampleRequirement({ users: [] })] },
    { is: 'approversUnread' },
  ];
  const request = { ...sampleAsked(), renewal: purchaseOf(RENEWAL) };
  const asked: readonly RenewalAsked[] = [
    { is: 'submitted', request, isNew: true },
    { is: 'submitted', request, isNew: false },
    { is: 'moved', instance, until: THEN },
    { is: 'busy' },
  ];
  return [
    ...all.map(
      (why, n): Sample => [`renewal: refused, ${why.is} (${n + 1})`, unrenewableAnswer(why, text, true).blocks],
    ),
    ...asked.map(
      (one, n): Sample => [`renewal: asked, ${one.is} (${n + 1})`, renewalAskedAnswer(one, MONTH, text, true).blocks],
    ),
  ];
}
