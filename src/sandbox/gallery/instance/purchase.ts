import { FAILURE_KINDS } from '../../../core/failure/failure.ts';
import type { Freeze } from '../../../core/freeze.ts';
import type { Renewal, RenewalBlocker, RenewalEnd } from '../../../core/renewal/renewal.ts';
import type { Renewing } from '../../../core/renewal/renewal-act.ts';
import { type RenewalRefusal, untried } from '../../../core/renewal/renewal-new.ts';
import type { DecisionNote, RenewalNote } from '../../../core/request/message.ts';
import { renderAsk } from '../../../slack/approval/ask-message.ts';
import { renderCard } from '../../../slack/request/card.ts';
import { renderDm } from '../../../slack/request/dm.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import { sampleAsked, sampleDecided, sampleDecisionNote, sampleRequirement } from '../request/approval-samples.ts';
import { type Sample, sampleFailure, sampleInstance } from '../samples.ts';

/** When the instance's paid time ends, and to when it is renewed. */
export const UNTIL = Date.UTC(2026, 10, 24, 16);
export const AT = Date.UTC(2026, 10, 20, 9, 30);
export const ID = 'r-7k3mz9q2xa-1';
const CLOUD_ID = 'i-2ze4f8h1k5m9';
const FREEZE: Freeze = { version: 3, reason: 'moving *the* database', by: 'U07INESCAR5', at: AT, until: null };
const SENT = { begunAt: AT, triedAt: AT, attempts: 1 } as const;

/** How the samples of purchases for an existing instance differ. */
export interface SamplePurchase {
  readonly name: 'renewal' | 'prepaid disk';
  readonly disk?: Renewal['disk'];
  readonly bought: Exclude<RenewalEnd, { readonly is: 'barred' | 'failed' }>;
  /** The new end, if somebody has moved it elsewhere. */
  readonly movedTo: number | null;
  readonly approved: Pick<DecisionNote, 'renews' | 'grows'>;
}

export const purchaseOf = ({ disk }: Pick<SamplePurchase, 'disk'>, over: Partial<Renewal> = {}): Renewal => ({
  ...untried(ID, CLOUD_ID, UNTIL, 'token'),
  ...(disk && { disk }),
  ...over,
});

const statesOf = (purchase: SamplePurchase): readonly (readonly [name: string, renewal: Renewal])[] => [
  ['about to be sent', purchaseOf(purchase)],
  ['being sent', purchaseOf(purchase, SENT)],
  ['in doubt', purchaseOf(purchase, { ...SENT, failure: sampleFailure('ambiguous') })],
  ['throttled', purchaseOf(purchase, { begunAt: AT, failure: sampleFailure('throttled') })],
  ['accepted', purchaseOf(purchase, { ...SENT, acceptedAt: AT })],
  ['waits for the end of a freeze', purchaseOf(purchase, { heldBy: FREEZE })],
];

const BARS: readonly RenewalBlocker[] = ['moved', 'notPrepaid', 'gone', 'locked', 'elsewhere'];

const endsOf = ({ bought, movedTo }: SamplePurchase): readonly (readonly [name: string, end: RenewalEnd])[] => [
  ['done', bought],
  ...BARS.map((why) => [why, { is: 'barred', why, until: why === 'moved' ? movedTo : null }] as const),
  ...FAILURE_KINDS.map((kind) => [`failed with ${kind}`, { is: 'failed', failure: sampleFailure(kind) }] as const),
];

export const REFUSALS: readonly RenewalRefusal[] = [
  { why: 'notPrepaid' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'gone' },
  { why: 'beingReleased' },
  { why: 'openAlready', requestId: 'r-9k4wq2m7x1' },
];

/** The cards, messages and threads of a purchase. */
export function purchaseSamples(purchase: SamplePurchase, text: Text): readonly Sample[] {
  const named = ([name, blocks]: Sample): Sample => [`${purchase.name}: ${name}`, blocks];
  return [...cards(purchase, text), ...threads(purchase, text)].map(named);
}

function cards(purchase: SamplePurchase, text: Text): Sample[] {
  const approved = (renewal: Renewal): Renewing => ({ ...sampleDecided('approved'), renewal });
  const waiting = { ...sampleAsked(), renewal: purchaseOf(purchase) };
  const over = (['denied', 'expired', 'withdrawn'] as const).map(
    (is): Sample => [
      `card, ${is}`,
      renderCard({ ...sampleDecided(is), renewal: purchaseOf(purchase) }, [], text).blocks,
    ],
  );
  const ended = endsOf(purchase).flatMap(([name, end]): Sample[] => {
    const failure = end.is === 'failed' ? end.failure : null;
    const renewal = purchaseOf(purchase, { ...SENT, end, failure });
    const request: Renewing = { ...approved(renewal), state: 'finished', finishedAt: AT };
    return [
      [`card, ${name}`, renderCard(request, [], text).blocks],
      [`direct message, ${name}`, renderDm(request, [], text).blocks],
    ];
  });
  return [
    ['card, waits for approval', renderCard(waiting, [], text).blocks],
    ['what is asked', renderAsk(waiting, null, text).blocks],
    ...over,
    ...statesOf(purchase).map(([name, is]): Sample => [`card, ${name}`, renderCard(approved(is), [], text).blocks]),
    ...ended,
  ];
}

function threads(purchase: SamplePurchase, text: Text): Sample[] {
  const note = (what: RenewalNote['what']): RenewalNote => ({
    ...{ milestone: 'renewal', at: AT, name: 'web-1', what },
    ...(purchase.disk && { disk: purchase.disk }),
  });
  const said: readonly (readonly [name: string, what: RenewalNote['what']])[] = [
    ['held', { is: 'held', freeze: FREEZE }],
    ['accepted', { is: 'accepted' }],
    ['trouble', { is: 'troubled', failure: sampleFailure('throttled') }],
    ...endsOf(purchase),
  ];
  const approved = { ...sampleDecisionNote('approved'), ...purchase.approved };
  return [
    ['thread, approved', renderThread([approved], text).blocks],
    ...said.map(([name, what]): Sample => [`thread, ${name}`, renderThread([note(what)], text).blocks]),
  ];
}

/** The preview of the request. */
export function sampleRenewable() {
  const request = sampleAsked({ approval: { requirements: [sampleRequirement({ needed: 2 })] } });
  const instance = { ...sampleInstance({ ...request, approval: null }, 1, 'running'), cloudId: CLOUD_ID };
  const { quote } = request.approval;
  if (quote === null) throw new Error('the sample has a price');
  const asked = { is: 'asks', approval: request.approval } as const;
  return { request, renewable: { is: 'renewable', instance, until: UNTIL, quote, terms: [], asked } as const };
}
