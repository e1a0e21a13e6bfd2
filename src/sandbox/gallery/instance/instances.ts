import { createHash } from 'node:crypto';
import { DAY_MS } from '../../../core/base/durations.ts';
import type { Failure, FailureKind } from '../../../core/failure/failure.ts';
import type { CloudInstance } from '../../../core/instance/cloud-instance.ts';
import type { FoundInstance } from '../../../core/instance/found-instance.ts';
import { STATUSES } from '../../../core/instance/instance.ts';
import type { ArgumentFault } from '../../../core/spec/command-arguments.ts';
import type { ListProblem, ListQuery } from '../../../core/spec/list-query.ts';
import type { ListRow, ListShown } from '../../../slack/instance/gather-list.ts';
import { listMessage } from '../../../slack/instance/list-message.ts';
import { allMeantAnswer } from '../../../slack/instance/search-answer.ts';
import { candidatesMessage, showMessage } from '../../../slack/instance/show-message.ts';
import type { InstanceShown } from '../../../slack/instance/words.ts';
import { ephemeral } from '../../../slack/kit/answer.ts';
import type { Text } from '../../../text/en.ts';
import { type Sample, sampleFailure, sampleInstance, sampleRequest } from '../samples.ts';

const AT = Date.UTC(2026, 10, 23, 9, 30, 0);
const REQUEST = sampleRequest(3, { card: { channel: 'C07GENERAL1', ts: '1763890200.000100' } });
const OWN = sampleInstance(REQUEST, 1, 'running');

export const sampleCloud = (over: Partial<CloudInstance> = {}): CloudInstance => ({
  cloudId: 'i-2ze4f8h1k5m9p3s7v0x1',
  region: 'cn-beijing',
  zone: 'cn-beijing-h',
  name: 'web-1',
  status: 'Running',
  instanceType: 'ecs.g7.large',
  vCpu: 2,
  memoryGiB: 8,
  os: 'Ubuntu 22.04 64 bit',
  imageId: 'ubuntu_22_04_x64_20G_alibase_20260815.vhd',
  system: 'linux',
  keyPair: '',
  publicIp: '47.93.12.11',
  privateIp: '172.16.0.4',
  vpcId: 'vpc-2ze8k4m1x0c7q9h5d3f6a',
  vSwitchId: 'vsw-2ze8k4m1x0c7q9h5d3f6a',
  securityGroupIds: ['sg-2ze0w5r8t1y4u7i3o6pa'],
  bandwidthOut: 5,
  chargeKind: 'payAsYouGo',
  createdAt: AT - 3 * DAY_MS,
  expiresAt: null,
  autoReleaseAt: null,
  stoppedMode: null,
  deletionProtection: false,
  locks: [],
  tags: [{ key: 'team', value: 'shop' }],
  ...over,
});

const failure = (kind: FailureKind): Failure => sampleFailure(kind);

/** One of each kind of row. */
const ROWS: readonly ListRow[] = [
  { found: { cloud: null, own: sampleInstance(REQUEST, 2, 'creating'), why: 'notYet' }, request: REQUEST },
  { found: { cloud: null, own: sampleInstance(REQUEST, 3, 'running'), why: 'late' }, request: REQUEST },
  { found: { cloud: sampleCloud(), own: OWN }, request: REQUEST },
  ...[...STATUSES, 'Unknown' as const].map((status, n): ListRow => {
    const cloud = sampleCloud({ status, cloudId: `i-2ze4f8h1k5m9p3s7v1x${n}`, name: `api-${n + 1}`, publicIp: null });
    return { found: { cloud, own: null }, request: null };
  }),
  row({ name: 'db-1', chargeKind: 'prepaid', expiresAt: AT + 40 * DAY_MS, publicIp: null }),
  row({ name: 'batch-1', autoReleaseAt: AT + 2 * DAY_MS, chargeKind: 'spot', publicIp: null }),
  row({ name: 'cache-1', status: 'Stopped', locks: ['financial'], privateIp: null, publicIp: null }),
  row({ name: '<!channel> *all* `of` _you_ & :tada:', tags: [{ key: 'ecs-chatops:requester', value: '<!here>' }] }),
  row({ name: 'n'.repeat(128) }),
];

function row(over: Partial<CloudInstance> & Pick<CloudInstance, 'name'>): ListRow {
  const cloudId = `i-2ze${createHash('sha256').update(over.name).digest('hex').slice(0, 17)}`;
  return { found: { cloud: sampleCloud({ cloudId, ...over }), own: null }, request: null };
}

const query = (over: Partial<ListQuery> = {}): ListQuery => ({
  scope: 'region',
  region: 'cn-beijing',
  tag: null,
  text: null,
  ...over,
});

function shown(over: Partial<ListShown> = {}): ListShown {
  const rows = over.rows ?? ROWS;
  return {
    order: { query: query(), page: 1, fresh: false },
    rows,
    before: 0,
    total: rows.length,
    isExact: true,
    hasNext: false,
    regions: 1,
    cut: [],
    unread: [],
    regionsUnknown: null,
    at: AT,
    ...over,
  };
}

const order = (over: Partial<ListQuery>, page = 1) => ({ query: query(over), page, fresh: false });
const MINE = order({ scope: 'mine', region: null });
const ALL = order({ scope: 'all', region: null });
const MANY = { rows: ROWS.slice(2, 6), before: 20, total: 5000, hasNext: true };

const LISTS: readonly (readonly [string, ListShown])[] = [
  ['one of everything', shown()],
  ['yours', shown({ order: MINE, rows: ROWS.slice(0, 3) })],
  ['a page of thousands', shown({ ...MANY, order: order({}, 2), cut: ['cn-beijing'] })],
  ['a page of nobody knows how many', shown({ ...MANY, order: order({}, 2), total: 100, isExact: false })],
  ['all regions, some of which could not be read', shown({ order: ALL, regions: 3, ...someUnread() })],
  ['which regions there are is not known', shown({ order: ALL, regionsUnknown: failure('transient') })],
  [
    'by tag and name',
    shown({ order: order({ tag: { key: 'team', value: 'shop' }, text: 'web' }), rows: ROWS.slice(2, 3) }),
  ],
  ['none of yours', shown({ order: MINE, rows: [] })],
  ['none in a region', shown({ rows: [] })],
  ['none anywhere', shown({ order: ALL, rows: [] })],
  ['nothing fits', shown({ order: order({ text: 'webb' }), rows: [] })],
  ['nothing could be read', shown({ rows: [], at: null, unread: [unread('cn-beijing', failure('permission'))] })],
];

function unread(region: string, why: Failure | 'late', remembered = false) {
  return { region, why, remembered };
}

function someUnread(): Pick<ListShown, 'unread'> {
  const far = ['ap-southeast-1', 'eu-central-1', 'us-west-1'].map((region) => unread(region, 'late'));
  return { unread: [unread('cn-shanghai', failure('throttled'), true), ...far] };
}

const instance = (text: Text, found: FoundInstance, over: Partial<InstanceShown> = {}): unknown =>
  showMessage({ found, request: null, disks: DISKS, cardUrl: null, mayAct: false, at: AT, ...over }, text).blocks;

const IN_USE = { status: 'In_use', isPrepaid: false } as const;
const DISKS: InstanceShown['disks'] = [
  { id: 'd-1', kind: 'system', category: 'cloud_essd', performanceLevel: 'PL1', sizeGiB: 40, ...IN_USE },
  { id: 'd-2', kind: 'data', category: 'cloud_efficiency', performanceLevel: '', sizeGiB: 500, ...IN_USE },
];

const others = (over: Partial<CloudInstance>): FoundInstance => ({ cloud: sampleCloud(over), own: null });

function instances(text: Text): Sample[] {
  const stopped = { status: 'Stopped', publicIp: null } as const;
  const card = 'https://sandbox.slack.com/archives/C07GENERAL1/p1763890200000100';
  const tags = Array.from({ length: 24 }, (_, n) => ({ key: `label-${n}`, value: 'x'.repeat(n * 5) }));
  return [
    [
      'show: of the bot, with its card',
      instance(text, { cloud: sampleCloud(), own: OWN }, { request: REQUEST, cardUrl: card, mayAct: true }),
    ],
    ['show: of the bot, to somebody else', instance(text, { cloud: sampleCloud(), own: OWN }, { request: REQUEST })],
    ['show: of others', instance(text, others({}))],
    ['show: of others, to whom may take it over', instance(text, others({}), { mayAct: true })],
    [
      'show: prepaid, protected',
      instance(text, others({ chargeKind: 'prepaid', expiresAt: AT + 40 * DAY_MS, deletionProtection: true })),
    ],
    ['show: with IPv6', instance(text, others({ ipv6: ['2408:4005:316:a00:1:2:3:4', '2408:4005:316:a00:1:2:3:5'] }))],
    ['show: stopped without charge', instance(text, others({ ...stopped, stoppedMode: 'StopCharging' }))],
    ['show: stopped, still charged for', instance(text, others({ ...stopped, stoppedMode: 'KeepCharging' }))],
    [
      'show: spot that is released by itself',
      instance(text, others({ chargeKind: 'spot', autoReleaseAt: AT + DAY_MS })),
    ],
    [
      'show: every lock',
      instance(
        text,
        others({
          ...stopped,
          locks: ['financial', 'security', 'recycling', 'dedicatedhostfinancial', 'refunded', 'other'],
        }),
      ),
    ],
    [
      'show: names and tags that look like markup',
      instance(text, others({ name: '<!channel> *x*', tags: [{ key: '<@U1>', value: '`y`' }] })),
    ],
    [
      'show: many tags, classic network',
      instance(text, others({ tags, vpcId: '', vSwitchId: '', securityGroupIds: [] })),
    ],
    ['show: its disks may not be read', instance(text, others({}), { disks: { why: failure('permission') } })],
    ...(['notYet', 'gone', 'late', failure('notSent')] as const).map((why): Sample => {
      const name = typeof why === 'string' ? why : 'not looked up';
      return [
        `show: known to the bot alone, ${name}`,
        instance(text, { cloud: null, own: OWN, why }, { request: REQUEST, disks: null }),
      ];
    }),
  ];
}

const PROBLEMS: readonly ListProblem[] = [
  { problem: 'badTag', given: 'tag:=web' },
  { problem: 'badPage', given: 'page=0' },
  { problem: 'tooLong', given: 'x'.repeat(200) },
  { problem: 'twoScopes', given: 'mine all' },
  { problem: 'twoTags', given: 'tag:a tag:b' },
  { problem: 'unknownKey', given: 'owner=@lena' },
  { problem: 'noSuchRegion', given: 'cn-bejing', meant: 'cn-beijing web' },
];

const FAULTS: readonly ArgumentFault[] = [
  { fault: 'missing', usage: '<id or name>' },
  { fault: 'notAnInstance', usage: '<id or name>', given: '*' },
  { fault: 'notADuration', usage: '<30m|2h|3d>', given: 'soon' },
  { fault: 'notASwitch', usage: 'on|off', given: 'maybe' },
  { fault: 'tooMany', given: 'one two' },
  { fault: 'unknownWord', given: 'ad', nearest: 'add' },
];

/** The answers of `/ecs list` and `/ecs show`, in every state. */
export function instanceSamples(text: Text): readonly Sample[] {
  const candidates = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      others({ cloudId: `i-2ze4f8h1k5m9p3s7v2x${n}`, zone: `cn-beijing-${'fhk'[n % 3]}` }),
    );
  const pick = (sentence: string, count: number) =>
    candidatesMessage(sentence, candidates(count), ({ cloud }) => `show ${cloud?.cloudId}`, text).blocks;
  const words = text.instances;
  const { slash } = text.commands;
  const command = { name: 'show', usage: '<id or name>' };
  return [
    ...LISTS.map(([name, one]): Sample => [`list: ${name}`, listMessage(one, 'cn-hangzhou', text).blocks]),
    [
      'list: with boxes',
      listMessage(
        shown(),
        'cn-hangzhou',
        text,
        shown().rows.map(({ found }) => found),
      ).blocks,
    ],
    ['list: one of everything, where Slack takes no table', listMessage(shown(), 'cn-hangzhou', text).simpler],
    ...PROBLEMS.map((problem): Sample => [`list: ${problem.problem}`, ephemeral(words.problem(problem)).blocks]),
    ...instances(text),
    ['show: several of that name', pick(words.several('web-1'), 3)],
    ['show: more than can be picked from', pick(words.similar('web'), 14)],
    ['show: one, but not every region was read', pick(words.unsure('web-1'), 1)],
    ['show: unknown', ephemeral(words.unknown('webb', 8)).blocks],
    ['show: unknown in a region', ephemeral(words.unknown('webb', 'cn-beijing')).blocks],
    [
      'show: a misspelt region',
      ephemeral(words.noRegion('cn-bejing', `${slash} show cn-beijing/web-1`, `${slash} show web-1`)).blocks,
    ],
    ['answer: all, which is no name', allMeantAnswer({ given: 'all', command: 'stop *' }, text).blocks],
    ['show: no such region', ephemeral(words.noRegion('cn-mars', null, `${slash} show web-1`)).blocks],
    ...FAULTS.map(
      (fault): Sample => [`arguments: ${fault.fault}`, ephemeral(text.commands.fault(command, fault)).blocks],
    ),
  ];
}
