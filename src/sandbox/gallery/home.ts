import { DAY_MS } from '../../core/base/durations.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { withEnd } from '../../core/lease/lease.ts';
import type { Mine } from '../../slack/home/gather-home.ts';
import { type HomeShown, homeView } from '../../slack/home/home.ts';
import { approvalsMessage } from '../../slack/home/menu.ts';
import type { Text } from '../../text/en.ts';
import { PEOPLE, sampleAsked, sampleAskedAgain, sampleDecided, sampleRequirement } from './request/approval-samples.ts';
import { cny, type Sample, type Stage, sampleFailure, sampleInstance, sampleState } from './samples.ts';

const ENDS_AT = Date.UTC(2026, 10, 30, 9, 30);
const CARD = 'https://sandbox.slack.com/archives/C07GENERAL1/p1795426200000100';
const AT = Date.UTC(2026, 10, 24, 9, 30);
const NOTHING: Mine = {
  waiting: { requests: [], more: 0 },
  requests: [],
  instances: [],
  more: 0,
  spent: { parts: [], unpriced: 0, at: AT },
};
const usd = (minor: number) => ({ minor, currency: 'USD' });

const view = (text: Text, mine: Mine | null, over: Partial<HomeShown> = {}): unknown =>
  homeView({ reader: { user: PEOPLE.lena, isAdmin: false }, presets: [], mine, ...over }, text);

const TWO = sampleRequirement({ needed: 2, users: [PEOPLE.marcus, PEOPLE.ines, PEOPLE.priya] });
const VOTE = { by: PEOPLE.ines };

const waiting = (): Mine['waiting']['requests'] => [
  { request: sampleAsked(), cardUrl: CARD },
  {
    request: sampleAsked({ amount: 3, request: { id: 'r-2' }, approval: { requirements: [TWO], votes: [VOTE] } }),
    cardUrl: null,
  },
  { request: { ...sampleAskedAgain({ amount: 2 }), id: 'r-3' }, cardUrl: CARD },
];

function requests(): Mine['requests'] {
  const { request, instances } = sampleState(3, ['running', 'starting', 'failed'], [sampleFailure('noStock')]);
  const ended = (['denied', 'withdrawn', 'expired'] as const).map((is) => ({
    request: { ...sampleDecided(is), id: `r-${is}` },
    instances: [],
    cardUrl: null,
  }));
  return [
    { request: { ...request, id: 'r-1' }, instances, cardUrl: CARD },
    { request: sampleAsked({ approval: { requirements: [TWO], votes: [VOTE] } }), instances: [], cardUrl: CARD },
    ...ended,
  ];
}

function instances(stages: readonly Stage[]): readonly Instance[] {
  const { request } = sampleState(1, ['running']);
  return stages.map((stage, n) => ({
    ...sampleInstance({ ...request, requester: PEOPLE.lena, amount: stages.length }, n + 1, stage),
    requester: PEOPLE.lena,
    ...(stage === 'running' ? { lease: withEnd(null, ENDS_AT, ENDS_AT - 7 * DAY_MS) } : {}),
  }));
}

const reclaimed = (): readonly Instance[] =>
  instances(['running']).map(({ lease: _lease, ...one }) => ({
    ...one,
    spec: { ...one.spec, charge: { kind: 'spot', limitMicros: null } },
    spot: { reclaimingAt: AT, lookAt: null, misses: 0 },
  }));

const STAGES: readonly Stage[] = ['running', 'stopped', 'pending', 'starting', 'accepted', 'creating', 'held'];

/** The most that it can ever hold, with the longest names. */
function crowded(): Mine {
  const many = sampleRequirement({ needed: 9, users: Array.from({ length: 30 }, (_, n) => `U07PERSON${n + 10}`) });
  const requirements = Array.from({ length: 12 }, (_, n) => ({ ...many, line: n + 1 }));
  const asked = sampleAskedAgain({ amount: 20, approval: { requirements } });
  const named = { ...asked, spec: { ...asked.spec, name: 'a-name-of-many-words-'.repeat(6) } };
  const rows = instances(Array.from({ length: 12 }, () => 'running'));
  return {
    waiting: {
      requests: Array.from({ length: 8 }, (_, n) => ({ request: { ...named, id: `r-${n}` }, cardUrl: CARD })),
      more: 192,
    },
    requests: Array.from({ length: 8 }, (_, n) => ({
      request: { ...named, id: `r-m${n}` },
      instances: [],
      cardUrl: CARD,
    })),
    instances: rows.map((one) => ({ ...one, spec: { ...one.spec, name: 'a-name-of-many-words-'.repeat(6) } })),
    more: 188,
    spent: {
      parts: [
        { debited: cny(123_456_789_00), soFar: cny(12_345_678_90), committed: cny(123_456_789_00), waits: true },
        { debited: usd(0), soFar: usd(5_000_00), committed: usd(9_000_00), waits: false },
      ],
      unpriced: 3,
      at: AT,
    },
  };
}

/** The app's home, in every state. */
export const homeSamples = (text: Text): readonly Sample[] => [
  ['home: of a newcomer', view(text, NOTHING)],
  ['home: the store cannot be read', view(text, null)],
  ['home: with presets', view(text, NOTHING, { presets: ['web-small', 'web-large', 'build'] })],
  [
    'home: something of everything',
    view(text, {
      waiting: { requests: waiting(), more: 0 },
      requests: requests(),
      instances: instances(STAGES),
      more: 0,
      spent: {
        parts: [{ debited: cny(307_142), soFar: cny(4_120), committed: cny(41_200), waits: false }],
        unpriced: 1,
        at: AT,
      },
    }),
  ],
  ['home: a spot instance is being reclaimed', view(text, { ...NOTHING, instances: reclaimed() })],
  [
    'home: as much as it can hold',
    view(text, crowded(), { presets: Array.from({ length: 14 }, (_, n) => `preset-${n}`) }),
  ],
  ['answer: what waits for approval', approvalsMessage({ requests: waiting(), more: 0 }, text).blocks],
  ['answer: more waits for approval than Slack takes', approvalsMessage(crowded().waiting, text).blocks],
  ['answer: nothing waits for approval', approvalsMessage(NOTHING.waiting, text).blocks],
];
