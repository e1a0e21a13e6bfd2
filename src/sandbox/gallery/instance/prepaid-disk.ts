import { diskWish, type PrepaidGrowth } from '../../../core/disk/disk-wish.ts';
import { FAILURE_KINDS } from '../../../core/failure/failure.ts';
import type { Freeze } from '../../../core/freeze.ts';
import type { Renewal, RenewalBlocker, RenewalEnd } from '../../../core/renewal/renewal.ts';
import type { Renewing } from '../../../core/renewal/renewal-act.ts';
import { type RenewalRefusal, untried } from '../../../core/renewal/renewal-new.ts';
import type { RenewalNote } from '../../../core/request/message.ts';
import { renderAsk } from '../../../slack/approval/ask-message.ts';
import { disksAnswer } from '../../../slack/disk/answers.ts';
import { renderCard } from '../../../slack/request/card.ts';
import { renderDm } from '../../../slack/request/dm.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import type { RenewalAsked } from '../../../usecases/renewal/submit-renewal.ts';
import { sampleAsked, sampleDecided, sampleDecisionNote, sampleRequirement } from '../request/approval-samples.ts';
import { sampleFailure, sampleInstance } from '../samples.ts';
import { sampleCloud } from './instances.ts';

type Sample = readonly [name: string, blocks: unknown];

const UNTIL = Date.UTC(2026, 10, 24, 16);
const AT = Date.UTC(2026, 10, 20, 9, 30);
const ID = 'r-7k3mz9q2xa-1';
const FREEZE: Freeze = { version: 3, reason: 'moving *the* database', by: 'U07INESCAR5', at: AT, until: null };

const DISK: PrepaidGrowth = {
  ...{ which: 'system', diskId: 'd-2ze9kq3m5t', from: 40, to: 100 },
  ...{ category: 'cloud_essd', instanceType: 'ecs.g7.large' },
};

const growing = (over: Partial<Renewal> = {}): Renewal => ({
  ...untried(ID, 'i-2ze4f8h1k5m9', UNTIL, 'token'),
  disk: DISK,
  ...over,
});

const SENT = { begunAt: AT, triedAt: AT, attempts: 1 } as const;

const STATES: readonly (readonly [name: string, renewal: Renewal])[] = [
  ['about to be sent', growing()],
  ['being sent', growing(SENT)],
  ['in doubt', growing({ ...SENT, failure: sampleFailure('ambiguous') })],
  ['accepted', growing({ ...SENT, acceptedAt: AT })],
  ['waits for the end of a freeze', growing({ heldBy: FREEZE })],
];

const BARS: readonly RenewalBlocker[] = ['moved', 'notPrepaid', 'gone', 'locked', 'elsewhere'];

const ENDS: readonly (readonly [name: string, end: RenewalEnd])[] = [
  ['done', { is: 'grown' }],
  ...BARS.map((why) => [why, { is: 'barred', why, until: null }] as const),
  ...FAILURE_KINDS.map((kind) => [`failed with ${kind}`, { is: 'failed', failure: sampleFailure(kind) }] as const),
];

const REFUSALS: readonly RenewalRefusal[] = [
  { why: 'notPrepaid' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'gone' },
  { why: 'beingReleased' },
  { why: 'openAlready', requestId: 'r-9k4wq2m7x1' },
];

/** Everything about a prepaid disk that gets larger: cards, threads, messages and answers. */
export const prepaidDiskSamples = (text: Text): readonly Sample[] => [
  ...cards(text),
  ...threads(text),
  ...answers(text),
];

function cards(text: Text): Sample[] {
  const approved = (is: Renewal): Renewing => ({ ...sampleDecided('approved'), renewal: is });
  const waiting: Renewing = { ...sampleAsked(), renewal: growing() };
  const over = (['denied', 'expired', 'withdrawn'] as const).map(
    (is): Sample => [
      `prepaid disk: card, ${is}`,
      renderCard({ ...sampleDecided(is), renewal: growing() }, [], text).blocks,
    ],
  );
  const ended = ENDS.flatMap(([name, end]): Sample[] => {
    const failure = end.is === 'failed' ? end.failure : null;
    const renewal = growing({ ...SENT, end, failure });
    const request: Renewing = { ...approved(renewal), state: 'finished', finishedAt: AT };
    return [
      [`prepaid disk: card, ${name}`, renderCard(request, [], text).blocks],
      [`prepaid disk: direct message, ${name}`, renderDm(request, [], text).blocks],
    ];
  });
  return [
    ['prepaid disk: card, waits for approval', renderCard(waiting, [], text).blocks],
    ['prepaid disk: what is asked', renderAsk({ ...sampleAsked(), renewal: growing() }, null, text).blocks],
    ...over,
    ...STATES.map(([name, is]): Sample => [`prepaid disk: card, ${name}`, renderCard(approved(is), [], text).blocks]),
    ...ended,
  ];
}

function threads(text: Text): Sample[] {
  const note = (what: RenewalNote['what']): RenewalNote => ({
    ...{ milestone: 'renewal', at: AT, name: 'web-1', what, disk: DISK },
  });
  const said: readonly (readonly [name: string, what: RenewalNote['what']])[] = [
    ['held', { is: 'held', freeze: FREEZE }],
    ['accepted', { is: 'accepted' }],
    ['trouble', { is: 'troubled', failure: sampleFailure('throttled') }],
    ...ENDS,
  ];
  const approved = { ...sampleDecisionNote('approved'), grows: true } as const;
  return [
    ['prepaid disk: thread, approved', renderThread([approved], text).blocks],
    ...said.map(([name, what]): Sample => [`prepaid disk: thread, ${name}`, renderThread([note(what)], text).blocks]),
  ];
}

function answers(text: Text): Sample[] {
  const request = sampleAsked({ approval: { requirements: [sampleRequirement({ needed: 2 })] } });
  const instance = { ...sampleInstance({ ...request, approval: null }, 1, 'running'), cloudId: 'i-2ze4f8h1k5m9' };
  const { quote } = request.approval;
  if (quote === null) throw new Error('the sample has a price');
  const found = { cloud: sampleCloud({ name: 'web-1' }), own: instance };
  const wish = { disks: [diskWish('disk', 'system', '100')], agreed: null };
  const toAsk = (money: { readonly minor: number; readonly currency: string } | null, wasAgreed: boolean) => {
    const approval = { ...request.approval, balance: { money, at: AT } };
    const asked = { is: 'asks', approval } as const;
    const askable = { is: 'renewable', instance, until: UNTIL, quote, terms: [], asked } as const;
    return disksAnswer({ is: 'toAsk', found, wish, disk: DISK, askable, wasAgreed }, text, true).blocks;
  };
  const asked: readonly RenewalAsked[] = [
    { is: 'submitted', request: { ...request, renewal: growing() }, isNew: true },
    { is: 'submitted', request: { ...request, renewal: growing() }, isNew: false },
    { is: 'busy' },
    { is: 'otherPrice', quote },
    { is: 'notYours', instance },
    ...REFUSALS.map((refusal) => ({ is: 'refused', instance, refusal }) as const),
    { is: 'unseen', failure: sampleFailure('permission') },
    { is: 'unlisted', instance },
    { is: 'locked', instance },
    { is: 'policy', breaches: [] },
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
