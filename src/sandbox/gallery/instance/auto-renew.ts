import type { AutoRenewRefusal } from '../../../core/auto-renewal/auto-renew-order.ts';
import { DAY_MS } from '../../../core/base/durations.ts';
import type { Money } from '../../../core/base/money.ts';
import type { Ending, Expiry } from '../../../core/expiry/expiry.ts';
import type { Instance } from '../../../core/instance/instance.ts';
import {
  autoRenewedAnswer,
  autoRenewForm,
  autoRenewRefusedAnswer,
  windowOf,
} from '../../../slack/auto-renewal/answers.ts';
import { expiryReminder, renderExpiry } from '../../../slack/auto-renewal/expiry-words.ts';
import { homeView } from '../../../slack/home/home.ts';
import { showMessage } from '../../../slack/instance/show-message.ts';
import type { InstanceShown } from '../../../slack/instance/words.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import { plain, section } from '../../../slack/kit/blocks.ts';
import { renderThread } from '../../../slack/request/thread.ts';
import type { Text } from '../../../text/en.ts';
import type { AutoRenewed, RenewalShown } from '../../../usecases/auto-renewal/set-auto-renewal.ts';
import {
  cny,
  type Sample,
  sampleFailure,
  sampleFreeze,
  sampleInstance,
  sampleNote,
  sampleRequest,
} from '../samples.ts';
import { sampleCloud } from './instances.ts';

const AT = Date.UTC(2026, 11, 9, 16, 0, 0);
const UNTIL = AT + 14 * DAY_MS;
const MONTH = { unit: 'Month', period: 1 } as const;
const CHARGE = { kind: 'prepaid', term: MONTH, autoRenew: false } as const;

const REFUSALS: readonly AutoRenewRefusal[] = [
  { why: 'notYours', requester: 'U07LENAHOF1' },
  { why: 'notPrepaid' },
  { why: 'notCreatedYet' },
  { why: 'neverCreated' },
  { why: 'gone' },
  { why: 'over' },
  { why: 'frozen', freeze: sampleFreeze() },
  { why: 'frozen', freeze: sampleFreeze({ until: null }) },
  { why: 'needsApproval', admins: ['U07INESCAR5', 'S07ADMINS01'] },
  { why: 'needsApproval', admins: [] },
];

function prepaid(amount: number, ordinal = 1): Instance {
  const request = sampleRequest(amount);
  const running = sampleInstance({ ...request, spec: { ...request.spec, charge: CHARGE } }, ordinal, 'running');
  const expiry = { until: UNTIL, renewal: null, lookAt: null, ended: false, misses: 0 };
  return { ...running, expiry };
}

const shownAs = (on: boolean, price: Money | null = cny(18_564)): RenewalShown => ({
  instance: prepaid(1),
  until: UNTIL,
  setting: { on, term: on ? MONTH : null },
  term: MONTH,
  price,
});

/** Everything about auto-renewal and the end of a prepaid period. */
export function autoRenewSamples(text: Text): readonly Sample[] {
  return [...windows(text), ...answers(text), ...reminders(text), ...shownElsewhere(text)];
}

function windows(text: Text): readonly Sample[] {
  const form = (name: string, price: Money | null, balance: Money | null, now = AT): Sample => [
    `window: auto-renewal, ${name}`,
    autoRenewForm({ is: 'offer', shown: shownAs(false, price), balance }, now, text),
  ];
  return [
    ['window: auto-renewal, one moment', windowOf([section(plain(text.expiry.asking))], text)],
    form('with its price', cny(18_564), cny(1_000_000)),
    form('the account has too little', cny(18_564), cny(5_000)),
    form('neither price nor balance known', null, null),
    form('a few days before the end', cny(18_564), cny(1_000_000), UNTIL - 2 * DAY_MS),
  ];
}

function answers(text: Text): readonly Sample[] {
  const done: readonly (readonly [string, AutoRenewed])[] = [
    ['turned on', { is: 'set', shown: shownAs(true) }],
    ['turned on, no price known', { is: 'set', shown: shownAs(true, null) }],
    ['turned off', { is: 'set', shown: shownAs(false) }],
    ['on already', { is: 'already', shown: shownAs(true) }],
    ['off already', { is: 'already', shown: shownAs(false) }],
    ['refused by the cloud, still off', { is: 'notSet', shown: shownAs(false), failure: sampleFailure('locked') }],
    ['not permitted, still on', { is: 'notSet', shown: shownAs(true), failure: sampleFailure('permission') }],
    ['taken, and not shown yet', { is: 'unconfirmed', shown: shownAs(false) }],
    ['nobody knows', { is: 'unsure', shown: shownAs(false), failure: sampleFailure('ambiguous') }],
    ['the cloud does not answer', { is: 'unread', instance: prepaid(1), failure: sampleFailure('throttled') }],
    ['the store is away', { is: 'storeDown' }],
    ['not found any more', { is: 'unknown' }],
  ];
  return [
    ...done.map(([name, one]): Sample => [`answer: auto-renewal, ${name}`, autoRenewedAnswer(one, text).blocks]),
    ...REFUSALS.map(
      (refusal, index): Sample => [
        `answer: auto-renewal refused, ${refusal.why} (${index + 1})`,
        autoRenewRefusedAnswer(prepaid(1), refusal, text).blocks,
      ],
    ),
    [
      'answer: auto-renewal of an instance of others',
      ephemeral(text.expiry.notOurs('db-1', 'i-2ze4f8h1k5m9p3s7v0x1')).blocks,
    ],
    [
      'thread: several renew themselves',
      renderThread(
        [1, 2].map((n) => sampleNote('autoRenewOn', n, 2)),
        text,
      ).blocks,
    ],
  ];
}

const ending = (instance: Instance, over: Partial<Ending> = {}): Ending => ({
  instanceId: instance.id,
  until: UNTIL,
  renews: false,
  more: { term: MONTH, price: cny(18_564) },
  short: null,
  ...over,
});

function reminders(text: Text): readonly Sample[] {
  const dm = (name: string, amount: number, over: (n: number) => Partial<Ending> = () => ({})): Sample => {
    const rows = Array.from({ length: amount }, (_, n) => prepaid(amount, n + 1));
    const ends = rows.map((row, n) => ending(row, over(n)));
    return [`dm: paid for until soon, ${name}`, renderExpiry(sampleRequest(amount), rows, ends, AT, text)?.blocks];
  };
  const over = (name: string, change: Partial<Instance>, amount = 1, at = AT): Sample => {
    const rows = Array.from({ length: amount }, (_, n) => ({ ...prepaid(amount, n + 1), ...change }));
    const ends = rows.map((row) => ending(row));
    const { post } = expiryReminder(sampleRequest(amount), rows, ends, at, text);
    return [`dm: paid for until soon, then ${name}`, post.blocks];
  };
  const expiry: Expiry = { until: UNTIL, renewal: null, lookAt: null, ended: false, misses: 0 };
  const renewed = { expiry: { ...expiry, until: UNTIL + 30 * DAY_MS } };
  const short = { balance: cny(5_000), needed: cny(37_128) };
  const noPrice = { term: MONTH, price: null };
  return [
    dm('one instance', 1),
    dm('no price named', 1, () => ({ more: noPrice })),
    dm('nobody knows whether it renews itself', 1, () => ({ renews: null })),
    dm('three instances', 3),
    dm('twenty instances', 20),
    dm('it renews itself and the account has too little', 1, () => ({ renews: true, short })),
    over('renewed', renewed),
    over('several renewed', renewed, 3),
    over('gone', { wanted: 'released', outcome: 'reached' }),
    over('turned on', { expiry: { ...expiry, renewal: { on: true, term: MONTH } } }),
    over('ended', { expiry }, 1, UNTIL),
    dm('some renew themselves', 4, (n) => (n < 2 ? { renews: true, short } : {})),
  ];
}

/** Beside the other facts of an instance. */
function shownElsewhere(text: Text): readonly Sample[] {
  const own = prepaid(1);
  const cloud = sampleCloud({ chargeKind: 'prepaid', expiresAt: UNTIL });
  const reader = { user: own.requester, isAdmin: false };
  const show = (name: string, renewal: NonNullable<InstanceShown['renewal']>): Sample => [
    `show: prepaid, auto-renewal ${name}`,
    showMessage(
      { found: { cloud, own }, request: null, disks: null, renewal, cardUrl: null, mayAct: true, at: AT },
      text,
    ).blocks,
  ];
  const knowing = (on: boolean, ordinal: number): Instance => {
    const row = prepaid(3, ordinal);
    return { ...row, expiry: row.expiry ? { ...row.expiry, renewal: { on, term: on ? MONTH : null } } : null };
  };
  const nothing = {
    waiting: { requests: [], more: 0 },
    requests: [],
    more: 0,
    spent: { parts: [], unpriced: 0, at: 0 },
  };
  const mine = { ...nothing, instances: [knowing(true, 1), knowing(false, 2), prepaid(3, 3)] };
  return [
    show('on', { on: true, term: MONTH }),
    show('off', { on: false, term: null }),
    show('unread', 'unread'),
    ['home: prepaid instances', homeView({ reader, presets: [], mine }, text)],
  ];
}
