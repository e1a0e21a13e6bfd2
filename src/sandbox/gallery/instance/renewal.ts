import { fail, ok } from '../../../core/base/result.ts';
import { FAILURE_KINDS } from '../../../core/failure/failure.ts';
import type { Freeze } from '../../../core/freeze.ts';
import type { Renewal, RenewalBlocker, RenewalEnd } from '../../../core/renewal/renewal.ts';
import type { Renewing } from '../../../core/renewal/renewal-act.ts';
import { type RenewalRefusal, untried } from '../../../core/renewal/renewal-new.ts';
import type { RenewalNote } from '../../../core/request/message.ts';
import { type Term, termsOf } from '../../../core/spec/charge.ts';
import { renderAsk } from '../../../slack/approval/ask-message.ts';
import { renewalAskedAnswer, unrenewableAnswer } from '../../../slack/renewal/answers.ts';
import { lookingWindow, refusedWindow, renewForm } from '../../../slack/renewal/modal.ts';
import { renderCard } from '../../../slack/request/card.ts';
import { renderDm } from '../../../slack/request/dm.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import type { Renewable, RenewalAsked, Unrenewable } from '../../../usecases/renewal/submit-renewal.ts';
import { sampleAsked, sampleDecided, sampleDecisionNote, sampleRequirement } from '../request/approval-samples.ts';
import { sampleFailure, sampleInstance } from '../samples.ts';

type Sample = readonly [name: string, blocks: unknown];

const UNTIL = Date.UTC(2026, 10, 24, 16);
const THEN = Date.UTC(2026, 11, 24, 16);
const AT = Date.UTC(2026, 10, 20, 9, 30);
const MONTH: Term = { unit: 'Month', period: 1 };
const ID = 'r-7k3mz9q2xa-1';
const FREEZE: Freeze = { version: 3, reason: 'moving *the* database', by: 'U07INESCAR5', at: AT, until: null };

const renewal = (over: Partial<Renewal> = {}): Renewal => ({
  ...untried(ID, 'i-2ze4f8h1k5m9', UNTIL, 'token'),
  ...over,
});

const SENT = { begunAt: AT, triedAt: AT, attempts: 1 } as const;

const STATES: readonly (readonly [name: string, renewal: Renewal])[] = [
  ['about to be sent', renewal()],
  ['being sent', renewal(SENT)],
  ['in doubt', renewal({ ...SENT, failure: sampleFailure('ambiguous') })],
  ['throttled', renewal({ begunAt: AT, failure: sampleFailure('throttled') })],
  ['accepted', renewal({ ...SENT, acceptedAt: AT })],
  ['waits for the end of a freeze', renewal({ heldBy: FREEZE })],
  ['done', renewal({ ...SENT, acceptedAt: AT, end: { is: 'renewed', until: THEN } })],
];

const BARS: readonly RenewalBlocker[] = ['moved', 'notPrepaid', 'gone', 'locked', 'elsewhere'];

const ENDS: readonly (readonly [name: string, end: RenewalEnd])[] = [
  ...BARS.map((why) => [why, { is: 'barred', why, until: why === 'moved' ? THEN : null }] as const),
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

/** Everything about prolonging the time of a prepaid instance: cards, threads, messages, windows and answers. */
export const renewalSamples = (text: Text): readonly Sample[] => [
  ...cards(text),
  ...threads(text),
  ...windows(text),
  ...answers(text),
];

const renewed = (is: Renewal): Renewing => ({ ...sampleDecided('approved'), renewal: is });

function cards(text: Text): Sample[] {
  const waiting: Renewing = { ...sampleAsked(), renewal: renewal() };
  const over = (['denied', 'expired', 'withdrawn'] as const).map(
    (is): Sample => [`renewal: card, ${is}`, renderCard({ ...sampleDecided(is), renewal: renewal() }, [], text).blocks],
  );
  const ended = ENDS.flatMap(([name, end]): Sample[] => {
    const failure = end.is === 'failed' ? end.failure : null;
    const request: Renewing = { ...renewed(renewal({ ...SENT, end, failure })), state: 'finished', finishedAt: AT };
    return [
      [`renewal: card, ${name}`, renderCard(request, [], text).blocks],
      [`renewal: direct message, ${name}`, renderDm(request, [], text).blocks],
    ];
  });
  const done: Renewing = {
    ...renewed(renewal({ end: { is: 'renewed', until: THEN } })),
    ...{ state: 'finished', finishedAt: AT },
  };
  return [
    ['renewal: card, waits for approval', renderCard(waiting, [], text).blocks],
    ['renewal: what is asked', renderAsk({ ...sampleAsked(), renewal: renewal() }, null, text).blocks],
    ['renewal: direct message, done', renderDm(done, [], text).blocks],
    ...over,
    ...STATES.map(([name, is]): Sample => [`renewal: card, ${name}`, renderCard(renewed(is), [], text).blocks]),
    ...ended,
  ];
}

function threads(text: Text): Sample[] {
  const note = (what: RenewalNote['what']): RenewalNote => ({ milestone: 'renewal', at: AT, name: 'web-1', what });
  const said: readonly (readonly [name: string, what: RenewalNote['what']])[] = [
    ['held', { is: 'held', freeze: FREEZE }],
    ['accepted', { is: 'accepted' }],
    ['done', { is: 'renewed', until: THEN }],
    ['trouble', { is: 'troubled', failure: sampleFailure('throttled') }],
    ...ENDS,
  ];
  const approved = { ...sampleDecisionNote('approved'), renews: true } as const;
  return [
    ['renewal: thread, approved', renderThread([approved], text).blocks],
    ...said.map(([name, what]): Sample => [`renewal: thread, ${name}`, renderThread([note(what)], text).blocks]),
  ];
}

function windows(text: Text): Sample[] {
  const request = sampleAsked({ approval: { requirements: [sampleRequirement({ needed: 2 })] } });
  const row = { ...sampleInstance({ ...request, approval: null }, 1, 'running'), cloudId: 'i-2ze4f8h1k5m9' };
  const { quote } = request.approval;
  if (quote === null) throw new Error('the sample has a price');
  const renewable: Renewable = {
    ...{
      is: 'renewable',
      instance: row,
      until: UNTIL,
      quote,
      terms: TERMS,
      asked: { is: 'asks', approval: request.approval },
    },
  };
  const meta = { id: ID, term: MONTH, channel: 'C1', until: null };
  const rich = { balance: ok({ minor: 1_000_000, currency: 'CNY' }), now: AT };
  const poor = { balance: ok({ minor: 10_000, currency: 'CNY' }), now: THEN };
  return [
    ['renewal: window, asking the cloud', lookingWindow(meta, text)],
    ['renewal: window', renewForm(meta, renewable, rich, text)],
    ['renewal: window, overdue and too little money', renewForm(meta, renewable, poor, text)],
    [
      'renewal: window, the balance is not known',
      renewForm(meta, renewable, { balance: fail(sampleFailure('permission')), now: AT }, text),
    ],
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
    { is: 'policy', breaches: [] },
    { is: 'unpriced', failure: null },
    { is: 'unpriced', failure: sampleFailure('throttled') },
    { is: 'overBudget', overdrafts: [over] },
    { is: 'tooMany', excess: { limit: 'maxPendingPerPerson', max: 20, has: 20, more: 1 } },
    { is: 'tooMany', excess: { limit: 'maxInstancesPerPersonPerDay', max: 100, has: 96, more: 20 } },
    { is: 'unsatisfiable', requirements: [sampleRequirement({ users: [] })] },
    { is: 'approversUnread' },
  ];
  const request = { ...sampleAsked(), renewal: renewal() };
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

const cny = (minor: number) => ({ minor, currency: 'CNY' });
