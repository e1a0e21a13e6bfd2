import type { Approval } from '../../../core/approval/approval.ts';
import type { DecisionNote } from '../../../core/request/message.ts';
import type { Request } from '../../../core/request/request.ts';
import { type Charge, PAY_AS_YOU_GO } from '../../../core/spec/charge.ts';
import { renderAsk } from '../../../slack/approval/ask-message.ts';
import {
  renderEnd,
  renderNudge,
  renderNudgeOver,
  renderUntold,
  renderUntoldOver,
  renderVoteLost,
} from '../../../slack/approval/dm.ts';
import { renderAsks } from '../../../slack/approval/grouped-asks.ts';
import { denyWindow, noteWindow } from '../../../slack/approval/modals.ts';
import { renderCard } from '../../../slack/request/card.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import { type Sample, sampleFailure, sampleInstance } from '../samples.ts';
import {
  type AskedSample,
  PEOPLE,
  sampleAsked,
  sampleAskedAgain,
  sampleDecided,
  sampleDecisionNote,
  sampleRequirement,
} from './approval-samples.ts';
import { decisionSamples } from './decisions.ts';

type Asked = Request & { readonly approval: Approval };

/** The address of the card in these samples. */
const CARD = 'https://sandbox.slack.com/archives/C07GENERAL1/p1795426200000100';

const SPOT: Charge = { kind: 'spot', limitMicros: 350_000 };

const VOTE = { by: PEOPLE.marcus };
const TWO = sampleRequirement({ needed: 2, users: [PEOPLE.marcus, PEOPLE.ines, PEOPLE.priya] });
const FINANCE = sampleRequirement({ line: 15, from: ['finance'], users: [PEOPLE.priya] });
const UNREADABLE = sampleRequirement({ line: 17, from: ['S07ONCALL01'], users: [], unknownGroups: ['S07ONCALL01'] });
const MANY = sampleRequirement({
  line: 3,
  needed: 9,
  users: Array.from({ length: 30 }, (_, n) => `U07PERSON${n + 10}`),
});

const WAITING: readonly (readonly [name: string, request: Asked])[] = [
  ['prepaid, nobody has agreed', sampleAsked()],
  ['prepaid, 3 instances', sampleAsked({ amount: 3 })],
  ['prepaid for a year and renewed', sampleAsked({ charge: renewed(12) })],
  ['1 of 2 have agreed', sampleAsked({ approval: { requirements: [TWO], votes: [VOTE] } })],
  ['several rules', sampleAsked({ approval: { requirements: [TWO, FINANCE, UNREADABLE], votes: [VOTE] } })],
  ['asked again at another price', sampleAskedAgain({ amount: 2 })],
  ['the price is not known', sampleAsked({ quote: null })],
  ['pay-as-you-go', sampleAsked({ charge: PAY_AS_YOU_GO, amount: 20 })],
  ['pay-as-you-go, the price is not known', sampleAsked({ charge: PAY_AS_YOU_GO, quote: null })],
  ['spot with a limit', sampleAsked({ charge: SPOT })],
  ['20 instances with long names, many rules and people', crowded()],
];

function renewed(period: number): Charge {
  return { kind: 'prepaid', term: { unit: 'Month', period }, autoRenew: true };
}

function crowded(): Asked {
  const requirements = Array.from({ length: 12 }, (_, n) => ({ ...MANY, line: n + 1 }));
  const asked = sampleAskedAgain({ amount: 20, approval: { requirements } });
  return { ...asked, spec: { ...asked.spec, name: 'a-name-of-many-words-'.repeat(6) } };
}

const ENDED: readonly (readonly [name: string, request: Asked])[] = [
  ['denied', sampleDecided('denied')],
  ['denied, pay-as-you-go', sampleDecided('denied', { charge: PAY_AS_YOU_GO })],
  ['withdrawn', sampleDecided('withdrawn')],
  ['expired', sampleDecided('expired')],
];

/** Requests that wait for approval, and their decisions: cards, asks, threads, direct messages, windows and private answers. */
export function approvalSamples(text: Text): readonly Sample[] {
  return [...cards(text), ...asks(text), ...threads(text), ...dms(text), ...windows(text), ...decisionSamples(text)];
}

function cards(text: Text): Sample[] {
  const without = [...WAITING, ...ENDED].map(
    ([name, request]): Sample => [`card: approval, ${name}`, renderCard(request, [], text).blocks],
  );
  return [
    ...without,
    ['card: approved and being created', approvedCard(text, { amount: 3 }, false)],
    ['card: approved by two and running', approvedCard(text, { charge: PAY_AS_YOU_GO }, true)],
    ['card: prepaid, of which one was not to be had', partlyBoughtCard(text)],
  ];
}

function approvedCard(text: Text, sample: AskedSample, running: boolean) {
  const request = sampleDecided('approved', sample);
  const instances = Array.from({ length: request.amount }, (_, i) =>
    sampleInstance({ ...request, approval: null }, i + 1, running ? 'running' : 'creating'),
  );
  if (!running) return renderCard(request, instances, text).blocks;
  const votes = [...request.approval.votes, { ...VOTE, by: PEOPLE.priya }];
  const ended: Asked = { ...request, state: 'finished', finishedAt: request.createdAt + 9e6 };
  return renderCard({ ...ended, approval: { ...ended.approval, votes } }, instances, text).blocks;
}

function partlyBoughtCard(text: Text) {
  const request = sampleDecided('approved', { amount: 3 });
  const instances = (['running', 'failed', 'running'] as const).map((stage, i) =>
    sampleInstance({ ...request, approval: null }, i + 1, stage, sampleFailure('priceChanged')),
  );
  return renderCard({ ...request, state: 'finished', finishedAt: request.createdAt + 9e6 }, instances, text).blocks;
}

function asks(text: Text): Sample[] {
  const states = [...WAITING, ...ENDED, ['approved', sampleDecided('approved')] as const];
  return [
    ...states.map(([name, request]): Sample => [`ask: ${name}`, renderAsk(request, CARD, text).blocks]),
    ['ask: several requests of one person', severalAsked(text, 3)],
    ['ask: as many as one message holds', severalAsked(text, 20)],
    ['ask: there is no card to lead to', renderAsk(sampleAsked(), null, text).blocks],
  ];
}

const DECISIONS: readonly DecisionNote['what'][] = [
  'voted',
  'approved',
  'denied',
  'withdrawn',
  'expired',
  'askedAgain',
  'reminded',
  'escalated',
];

function threads(text: Text): Sample[] {
  const each = DECISIONS.map(
    (what): Sample => [`thread: approval, ${what}`, renderThread([sampleDecisionNote(what)], text).blocks],
  );
  const long = Array.from({ length: 20 }, () => sampleDecisionNote('voted', { note: 'word '.repeat(100) }));
  return [...each, ['thread: approval, 20 at once with long notes', renderThread(long, text).blocks]];
}

function dms(text: Text): Sample[] {
  const request = sampleAsked({ amount: 3 });
  const ends = (['denied', 'withdrawn', 'expired'] as const).map(
    (end): Sample => [`direct message: ${end}`, renderEnd(sampleDecided(end), end, CARD, text).blocks],
  );
  return [
    ...ends,
    ['direct message: reminder', renderNudge(request, 'reminder', { ask: CARD, card: null }, text).blocks],
    [
      'direct message: reminder, without a link',
      renderNudge(request, 'reminder', { ask: null, card: null }, text).blocks,
    ],
    ['direct message: asked again', renderNudge(sampleAskedAgain(), 'again', { ask: CARD, card: null }, text).blocks],
    [
      'direct message: reminder, the reader has agreed',
      renderNudgeOver(sampleAsked({ approval: { votes: [{ by: PEOPLE.marcus }] } }), CARD, text).blocks,
    ],
    ...(['unconfirmed', 'noLonger'] as const).map(
      (why): Sample => [
        `direct message: an approval no longer counts, ${why}`,
        renderVoteLost(request, why, { ask: CARD, card: CARD }, text).blocks,
      ],
    ),
    ['direct message: reminder, denied', renderNudgeOver(sampleDecided('denied'), CARD, text).blocks],
    [
      'direct message: nobody could be told of a request',
      renderUntold(request, [PEOPLE.marcus, 'C07LEADSPR5'], text).blocks,
    ],
    [
      'direct message: nobody could be told of a request, withdrawn',
      renderUntoldOver(sampleDecided('withdrawn'), text).blocks,
    ],
    ['direct message: escalation', renderNudge(request, 'escalation', { ask: null, card: CARD }, text).blocks],
  ];
}

const windows = (text: Text): Sample[] =>
  [sampleAsked({ amount: 3 }), sampleAsked({ charge: PAY_AS_YOU_GO }), sampleAskedAgain()].flatMap(
    (request, n): Sample[] => {
      const name = ['prepaid', 'pay-as-you-go', 'asked again'][n];
      return [
        [`window: deny, ${name}`, denyWindow(request, text)],
        [`window: approve with a note, ${name}`, noteWindow(request, text)],
      ];
    },
  );

/** The first is decided, the second has a changed price. */
function severalAsked(text: Text, count: number): unknown {
  const one = (n: number) => {
    const sample = { amount: (n % 3) + 1, request: { id: `r-sample${n}` } };
    if (n === 0) return sampleDecided('denied', sample);
    return n === 1 ? sampleAskedAgain(sample) : sampleAsked(sample);
  };
  return renderAsks(
    Array.from({ length: count }, (_, n) => ({ request: one(n), toCard: CARD })),
    text,
  ).blocks;
}
