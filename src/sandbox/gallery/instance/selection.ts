import type { FoundInstance } from '../../../core/instance/found-instance.ts';
import type { Status } from '../../../core/instance/instance.ts';
import type { LeftOut, LeftOutReason } from '../../../core/selection/left-out.ts';
import { readSelection } from '../../../core/selection/selection.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { noticeModal } from '../../../slack/kit/reply.ts';
import { actedAnswer, nothingAnswer } from '../../../slack/selection/answers.ts';
import { selectionForm } from '../../../slack/selection/form.ts';
import type { Text } from '../../../text/en.ts';
import type { SelectionJudged, SelectionWish } from '../../../usecases/selection/act-on-selection.ts';
import { type Sample, sampleFreeze, sampleInstance, sampleRequest } from '../samples.ts';
import { sampleCloud } from './instances.ts';

const AT = Date.UTC(2026, 10, 24, 16, 5, 0);
const BY = { user: 'U07LENAHOF1', isAdmin: false, team: 'T07ACME', channel: 'C07WEBTEAM3' };
const REGION = 'cn-beijing';

function found(name: string, status: Status, isOwn = true): FoundInstance {
  const own = sampleInstance(sampleRequest(1), 1, 'running');
  const cloud = sampleCloud({ name, status, cloudId: `i-2ze${name.replaceAll('-', '')}0000`, autoReleaseAt: AT });
  return { cloud, own: isOwn ? { ...own, spec: { ...own.spec, name } } : null };
}

const FLEET = [
  found('web-1', 'Running'),
  found('web-2', 'Running'),
  found('web-10', 'Starting'),
  found('shop-7', 'Running', false),
];

const REASONS: readonly LeftOutReason[] = [
  { why: 'notYours', requester: 'U07MARCOKA3' },
  { why: 'notTheBots' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'doubtful' },
  { why: 'otherAccount', account: '1968132000120001' },
  { why: 'gone', released: null },
  { why: 'beingReleased', by: BY.user, at: AT },
  { why: 'same', order: null },
  { why: 'already', status: 'Running' },
  { why: 'already', status: 'Stopped' },
  { why: 'locked', locks: ['security', 'financial'] },
  { why: 'prepaid', expiresAt: AT },
  { why: 'protected' },
  { why: 'noEconomicalMode', mode: 'noVpc' },
  { why: 'over' },
  { why: 'noLease' },
  { why: 'tooShort', minMs: 3_600_000 },
  { why: 'tooLong', maxMs: 30 * 86_400_000, endsAt: AT },
  { why: 'noneForAdmins', line: 3 },
  { why: 'notFound' },
  { why: 'noRegion' },
  { why: 'noneFits' },
  { why: 'unreadable' },
  { why: 'ambiguous' },
  { why: 'unsure' },
  { why: 'unknown' },
  { why: 'empty' },
  { why: 'beyond', most: 50 },
];

const judged = (over: Partial<SelectionJudged> = {}): SelectionJudged => ({
  fitting: FLEET.map((one) => ({ found: one, by: BY })),
  leftOut: [
    { name: 'web-3', reason: { why: 'already', status: 'Stopped' } },
    { name: 'web-4', reason: { why: 'already', status: 'Stopped' } },
    { name: 'db-1', reason: { why: 'notYours', requester: 'U07MARCOKA3' } },
  ],
  unread: [],
  regionsUnknown: null,
  isCut: false,
  ...over,
});

const WISHES: readonly SelectionWish[] = [
  { what: 'start' },
  { what: 'stop' },
  { what: 'restart' },
  { what: 'release' },
  { what: 'extend', ms: 7 * 86_400_000 },
  { what: 'set', ms: 3 * 86_400_000 },
];

/** Everything about acts on several instances at once. */
export function selectionSamples(text: Text): readonly Sample[] {
  const form = (wish: SelectionWish, typed: string, over: Partial<SelectionJudged> = {}) =>
    selectionForm(
      { wish, words: readSelection([typed]), judged: judged(over), channel: BY.channel, key: 'a' },
      REGION,
      text,
    );
  const many = Array.from({ length: 50 }, (_, n) => ({
    found: found(`${'w'.repeat(100)}-${n + 1}`, 'Running'),
    by: BY,
  }));
  const whole = wholeRequest();
  const late = { unread: [{ region: 'cn-shanghai', why: 'late' as const }], regionsUnknown: 'late' as const };
  return [
    ...WISHES.map((wish): Sample => [`window: ${wish.what} several`, form(wish, 'web-*')]),
    ...WISHES.map(
      (wish): Sample => [`window: ${wish.what} one of several`, form(wish, 'web-*', { fitting: many.slice(0, 1) })],
    ),
    [
      'window: set no lease for one of several',
      form({ what: 'set', ms: 'none' }, 'web-*', { fitting: many.slice(0, 1) }),
    ],
    ['window: extend several as the policy gives', form({ what: 'extend', ms: null }, 'web-*')],
    ['window: set no lease for several', form({ what: 'set', ms: 'none' }, 'web-*')],
    ['window: release everything of one’s own', form({ what: 'release' }, '*', { leftOut: [] })],
    ['window: stop as many as there may be', form({ what: 'stop' }, 'w*', { fitting: many, isCut: true })],
    ['window: stop a request of a thousand', form({ what: 'stop' }, 'r-7k3mz9q2xa', { fitting: whole })],
    ['window: extend a request of a thousand', form({ what: 'extend', ms: null }, 'r-7k3mz9q2xa', { fitting: whole })],
    ['window: stop several, regions unread', form({ what: 'stop' }, 'web-*', late)],
    ...answers(text),
  ];
}

/** A thousand, some in another state. */
function wholeRequest(): SelectionJudged['fitting'] {
  const request = sampleRequest(1000);
  return Array.from({ length: 1000 }, (_, n) => {
    const own = sampleInstance(request, n + 1, 'running');
    const status: Status = n % 100 === 7 ? 'Starting' : 'Running';
    const cloud = sampleCloud({ name: own.spec.name, status, cloudId: `i-2ze${n}`, autoReleaseAt: AT });
    return { found: { cloud, own }, by: BY };
  });
}

function answers(text: Text): readonly Sample[] {
  const all = REASONS.map((reason, n): LeftOut => ({ name: `web-${n + 1}`, reason }));
  const request = sampleRequest(3);
  const taken = [1, 2, 3].map((n) => ({
    is: 'taken' as const,
    instance: sampleInstance(request, n, 'running'),
    request,
    replaces: null,
    freeze: null,
  }));
  const thousand = wholeRequest().flatMap(({ found: { own } }) =>
    own === null ? [] : [{ is: 'taken' as const, instance: own, request, replaces: null, freeze: null }],
  );
  const frozen = taken.map((one) => ({ ...one, freeze: sampleFreeze() }));
  const sentence = (said: string) => noticeModal(text.selection.verb('stop'), ephemeral(said).blocks, text);
  return [
    ...WISHES.map(
      ({ what }): Sample => [
        `answer: of several, none fits to ${what}`,
        nothingAnswer(what, judged({ fitting: [], leftOut: all }), REGION, text).blocks,
      ],
    ),
    ...WISHES.map(
      ({ what }): Sample => [
        `answer: ${what} several`,
        actedAnswer(what, { taken, leftOut: [], elsewhere: null }, text).blocks,
      ],
    ),
    [
      'answer: start one of several while frozen, with some left out',
      actedAnswer('start', { taken: frozen.slice(0, 1), leftOut: all.slice(0, 3), elsewhere: null }, text).blocks,
    ],
    [
      'answer: start several while frozen, with some left out',
      actedAnswer('start', { taken: frozen, leftOut: all.slice(0, 3), elsewhere: 'unknown' }, text).blocks,
    ],
    [
      'answer: a thousand are stopped',
      actedAnswer('stop', { taken: thousand, leftOut: [], elsewhere: null }, text).blocks,
    ],
    [
      'answer: nothing of several was done',
      actedAnswer('stop', { taken: [], leftOut: all.slice(0, 2), elsewhere: null }, text).blocks,
    ],
    ['answer: several, the database is away', actedAnswer('stop', 'storeDown', text).blocks],
    ['answer: nothing is ticked', ephemeral(text.selection.noneChosen).blocks],
    ['answer: too many names', ephemeral(text.selection.tooMany).blocks],
    ['window: several are being checked', sentence(text.selection.checking)],
    ['window: several took too long', sentence(text.selection.busy)],
    ['window: several were done before', sentence(text.selection.takenBefore)],
    ['window: the number is wrong', sentence(text.selection.wrongCount(3))],
  ];
}
