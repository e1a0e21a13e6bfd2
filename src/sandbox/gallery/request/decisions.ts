import type { Click, ClickOutcome, Refused } from '../../../core/approval/decide.ts';
import type { Request } from '../../../core/request/request.ts';
import { PAY_AS_YOU_GO } from '../../../core/spec/charge.ts';
import { answerOf, answerTo, waitingLines } from '../../../slack/approval/answers.ts';
import { DENY_WINDOW, NOTE_WINDOW } from '../../../slack/approval/ids.ts';
import { closedWindow } from '../../../slack/approval/modals.ts';
import { waitingForm } from '../../../slack/create-form/form.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { openFailureSentence } from '../../../slack/kit/modal-flow.ts';
import { mrkdwn, userMention } from '../../../slack/kit/mrkdwn.ts';
import type { Text } from '../../../text/en.ts';
import { cny, type Sample, sampleFailure, sampleFreeze } from '../samples.ts';
import { PEOPLE, sampleAsked, sampleAskedAgain, sampleDecided, sampleRequirement } from './approval-samples.ts';
import { META } from './form.ts';

const click = (what: Click['what'] = 'approve'): Click => ({ what, by: PEOPLE.marcus, round: 1, note: '' });

const VOTE = { by: PEOPLE.marcus };
const VOTERS = [PEOPLE.marcus, PEOPLE.priya];
const CARD = 'https://sandbox.slack.com/archives/C07GENERAL1/p1795426200000100';
const CROWD = Array.from({ length: 30 }, (_, n) => `U07PERSON${n + 10}`);

/** What only the submitter or presser sees. */
export const decisionSamples = (text: Text): readonly Sample[] => [
  ...submissions(text),
  ...outcomes(text),
  ...refusals(text),
  ...windows(text),
];

function submissions(text: Text): Sample[] {
  const view = (name: string, { approval, ...request }: ReturnType<typeof sampleAsked>): Sample => [
    `create form: waits for approval, ${name}`,
    waitingForm(META, waitingLines({ ...request, approval }, approval, text, CARD), text),
  ];
  const finance = sampleRequirement({ line: 15, from: ['finance'], users: [PEOPLE.priya] });
  const unread = sampleRequirement({ line: 17, from: ['S07ONCALL01'], users: [], unknownGroups: ['S07ONCALL01'] });
  return [
    view('of one person', sampleAsked()),
    view(
      'of several, by several rules',
      sampleAsked({ amount: 3, approval: { requirements: [twoOf(VOTERS), finance] } }),
    ),
    view('of a user group that cannot be read', sampleAsked({ approval: { requirements: [unread], told: [] } })),
    view('of one of many', sampleAsked({ approval: { requirements: [twoOf(CROWD)] } })),
  ];
}

const twoOf = (users: readonly string[]) => sampleRequirement({ needed: 2, users });

function outcomes(text: Text): Sample[] {
  const { before, quote } = sampleAskedAgain().approval;
  const sample = (name: string, outcome: ClickOutcome, request: Request = sampleAsked(), freeze = false): Sample => [
    `answer to a click: ${name}`,
    answerTo({ is: 'taken', outcome, request, freeze: freeze ? sampleFreeze() : null }, click(), text, true).blocks,
  ];
  return [
    sample('approved', { is: 'approved' }),
    sample('approved, 3 instances, while creating is frozen', { is: 'approved' }, sampleAsked({ amount: 3 }), true),
    sample('one of two has agreed', { is: 'voted', missing: 1 }),
    sample('denied', { is: 'denied' }),
    sample('withdrawn', { is: 'withdrawn' }),
    sample('too late', { is: 'expired' }),
    sample('the price has changed', { is: 'askedAgain', before, after: quote }),
    sample('the start script has changed', { is: 'askedAgain', before, after: before, script: SCRIPT }),
    sample('a price has become known', { is: 'askedAgain', before: null, after: quote }),
  ];
}

const SCRIPT = {
  before: { name: 'docker', sha256: '1f'.repeat(32) },
  after: { name: 'docker', sha256: 'a7'.repeat(32) },
};

type Refusals = { readonly [Why in Refused['why']]: readonly (readonly [string, Extract<Refused, { why: Why }>])[] };

const DECIDED = (['approved', 'denied', 'withdrawn', 'expired'] as const).map((is) => {
  const { decision } = sampleDecided(is).approval;
  return [is, { why: 'decided', decision }] as const;
});

const overdraft = { line: 30, perMonth: cny(300_000), spent: cny(250_000), cost: cny(141_620) };

const REFUSALS: Refusals = {
  decided: [...DECIDED, ['nobody knows by whom', { why: 'decided', decision: null }]],
  membership: (['guest', 'stranger', 'bot', 'deactivated', 'unknown'] as const).map((membership) => [
    membership,
    { why: 'membership', membership },
  ]),
  requester: (['bot', 'deactivated', 'unknown'] as const).map((membership) => [
    membership,
    { why: 'requester', membership },
  ]),
  notApprover: [
    ['others may', { why: 'notApprover', voters: VOTERS, groups: [] }],
    ['many others may', { why: 'notApprover', voters: CROWD, groups: [] }],
    ['nobody may', { why: 'notApprover', voters: [], groups: [] }],
    ['nobody who is known may', { why: 'notApprover', voters: [], groups: ['S07ONCALL01'] }],
    ['a user group cannot be read', { why: 'notApprover', voters: VOTERS, groups: ['S07ONCALL01'] }],
  ],
  ownRequest: [['others may', { why: 'ownRequest', voters: VOTERS }]],
  notYours: [['withdraw', { why: 'notYours' }]],
  noReason: [['deny', { why: 'noReason' }]],
  otherPrice: [['the button is older', { why: 'otherPrice' }]],
  votedBefore: [['one more is needed', { why: 'votedBefore' }]],
  policy: [
    [
      'stricter by now',
      { why: 'policy', breaches: [{ rule: 'maxAmount', line: 13, field: 'amount', given: '3', allowed: [], max: 2 }] },
    ],
    ['cannot be judged', { why: 'policy', breaches: [] }],
  ],
  scriptMissing: [['it is gone', { why: 'scriptMissing', name: 'docker' }]],
  budget: [
    ['of one person', { why: 'budget', overdrafts: [{ ...overdraft, shared: false }] }],
    ['by the hour', { why: 'budget', overdrafts: [{ ...overdraft, shared: false, hourly: true }] }],
    ['shared', { why: 'budget', overdrafts: [{ ...overdraft, shared: true }] }],
    ['no price is known', { why: 'budget', overdrafts: [{ ...overdraft, shared: false, cost: null }] }],
    [
      'in another currency',
      { why: 'budget', overdrafts: [{ ...overdraft, shared: true, cost: { minor: 19_900, currency: 'USD' } }] },
    ],
  ],
  priceUnknown: [
    ['there is none', { why: 'priceUnknown', failure: null }],
    ['it cannot be read', { why: 'priceUnknown', failure: sampleFailure('transient') }],
  ],
  balanceUnknown: [
    ['in another currency', { why: 'balanceUnknown', failure: null }],
    ['it may not be read', { why: 'balanceUnknown', failure: sampleFailure('permission') }],
  ],
  notEnough: [
    ['some is missing', { why: 'notEnough', balance: cny(20_000), total: cny(141_620) }],
    ['something is owed', { why: 'notEnough', balance: cny(-1200), total: cny(141_620) }],
  ],
};

function refusals(text: Text): Sample[] {
  const again = sampleAskedAgain({ amount: 3, approval: { requirements: [twoOf(VOTERS)], votes: [VOTE] } });
  const answer = (refused: Refused, request: Request, what: Click['what'] = 'approve') =>
    answerTo({ is: 'taken', outcome: { is: 'refused', refused }, request, freeze: null }, click(what), text, true)
      .blocks;
  const each = Object.entries(REFUSALS).flatMap(([why, samples]) =>
    samples.map(([name, refused]): Sample => [`answer to a click: ${why}, ${name}`, answer(refused, again)]),
  );
  const approved = sampleDecided('approved');
  const late: Refused = { why: 'decided', decision: approved.approval.decision };
  const untold: Refused = { why: 'decided', decision: null };
  return [
    ...each,
    ['answer to a click: withdraw, but it is being ordered', answer(late, approved, 'withdraw')],
    [
      'answer to a click: withdraw, but it has ended',
      answer(untold, { ...sampleAsked({ charge: PAY_AS_YOU_GO }), state: 'finished', approval: null }, 'withdraw'),
    ],
    ...(['noSuchRequest', 'storeDown', 'crowded'] as const).map(
      (is): Sample => [`answer to a click: ${is}`, answerTo({ is }, click(), text, true).blocks],
    ),
    ['answer to a click: a button of another version', ephemeral(text.decision.oldButton).blocks],
    ['answer to a click: the bot itself failed', ephemeral(text.decision.broken('7k3mz9q2')).blocks],
    [
      'answer to a click: the window could not open',
      ephemeral(openFailureSentence({ kind: 'refused', code: 'expired_trigger_id' }, text.decision.button.deny, text))
        .blocks,
    ],
    [
      'answer to a click: asking again is for the requester',
      answerOf([mrkdwn`${text.decision.askAgainNotYours} ${userMention(PEOPLE.lena)}${text.marks.end}`]).blocks,
    ],
  ];
}

function windows(text: Text): Sample[] {
  const request = sampleAsked();
  const closed = (callbackId: string, outcome: ClickOutcome, what: Click['what']) =>
    closedWindow(
      callbackId,
      answerTo({ is: 'taken', outcome, request, freeze: null }, click(what), text, true).blocks,
      text,
    );
  return [
    ['window: denied', closed(DENY_WINDOW, { is: 'denied' }, 'deny')],
    ['window: approved with a note', closed(NOTE_WINDOW, { is: 'approved' }, 'approve')],
    ['window: deciding takes longer', closedWindow(NOTE_WINDOW, ephemeral(text.decision.window.deciding).blocks, text)],
    ['window: deciding takes too long', closedWindow(NOTE_WINDOW, ephemeral(text.decision.window.slow).blocks, text)],
  ];
}
