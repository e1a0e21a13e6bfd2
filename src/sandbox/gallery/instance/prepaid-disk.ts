import type { PrepaidGrowth } from '../../../core/disk/disk-wish.ts';
import { disksAnswer } from '../../../slack/disk/answers.ts';
import type { Text } from '../../../text/en.ts';
import type { RenewalAsked } from '../../../usecases/renewal/submit-renewal.ts';
import { type Sample, sampleFailure } from '../samples.ts';
import { sampleCloud } from './instances.ts';
import { AT, purchaseOf, purchaseSamples, REFUSALS, type SamplePurchase, sampleRenewable } from './purchase.ts';

const DISK: PrepaidGrowth = {
  ...{ which: 'system', diskId: 'd-2ze9kq3m5t', from: 40, to: 100 },
  ...{ category: 'cloud_essd', instanceType: 'ecs.g7.large' },
};

const GROWTH: SamplePurchase = {
  ...{ name: 'prepaid disk', disk: DISK, bought: { is: 'grown' }, movedTo: null },
  approved: { grows: true },
};

/** Everything about larger prepaid disks: cards, threads, messages and answers. */
export const prepaidDiskSamples = (text: Text): readonly Sample[] => [
  ...purchaseSamples(GROWTH, text),
  ...answers(text),
];

function answers(text: Text): Sample[] {
  const { request, renewable } = sampleRenewable();
  const { instance } = renewable;
  const found = { cloud: sampleCloud({ name: 'web-1' }), own: instance };
  const toAsk = (money: { readonly minor: number; readonly currency: string } | null, wasAgreed: boolean) => {
    const approval = { ...request.approval, balance: { money, at: AT } };
    const askable = { ...renewable, asked: { is: 'asks', approval } as const };
    return disksAnswer({ is: 'toAsk', found, disk: DISK, askable, wasAgreed }, text, true).blocks;
  };
  const asked: readonly RenewalAsked[] = [
    { is: 'submitted', request: { ...request, renewal: purchaseOf(GROWTH) }, isNew: true },
    { is: 'submitted', request: { ...request, renewal: purchaseOf(GROWTH) }, isNew: false },
    { is: 'busy' },
    { is: 'otherPrice' },
    { is: 'notYours', instance },
    ...REFUSALS.map((refusal) => ({ is: 'refused', instance, refusal }) as const),
    { is: 'unseen', failure: sampleFailure('permission') },
    { is: 'unlisted', instance },
    { is: 'locked', instance },
    {
      is: 'policy',
      breaches: [{ rule: 'charges', line: 7, field: 'charge', given: 'prepaid', allowed: [], max: null }],
    },
    { is: 'unjudged', open: [{ rule: 'create', line: 4, field: null }] },
    { is: 'unpriced', failure: null },
    { is: 'short', balance: { minor: 100, currency: 'CNY' }, total: { minor: 4_500, currency: 'CNY' } },
  ];
  return [
    ['prepaid disk: what it costs', toAsk({ minor: 1_000_000, currency: 'CNY' }, false)],
    ['prepaid disk: what it costs by now', toAsk(null, true)],
    ...asked.map(
      (one, n): Sample => [
        `prepaid disk: asked, ${one.is} (${n + 1})`,
        disksAnswer({ is: 'asked', asked: one }, text, true).blocks,
      ],
    ),
  ];
}
