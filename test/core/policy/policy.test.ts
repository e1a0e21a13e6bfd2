import { describe, expect, test } from 'vitest';
import { NO_APPROVAL_RULES } from '../../../src/core/approval/approval-policy.ts';
import { matchesPattern } from '../../../src/core/base/pattern.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { channelsOf, mayCreate } from '../../../src/core/policy/grants.ts';
import { ALL_MEMBERS, type Membership, type People } from '../../../src/core/policy/people.ts';
import {
  allowsImage,
  allowsRegion,
  allowsType,
  type Grant,
  NO_POLICY,
  type Policy,
  scriptsOf,
} from '../../../src/core/policy/policy.ts';
import { withPolicyAdmins } from '../../../src/core/policy/policy-admins.ts';
import { judgePolicy, type OrderFacts } from '../../../src/core/policy/policy-judge.ts';
import { CHARGE_KINDS } from '../../../src/core/spec/charge.ts';
import { cpuMs } from '../../support/cpu-time.ts';
import { eachNth } from '../../support/thorough.ts';

const ruled = <T>(value: T, line = 1) => ({ value, line });

const ORDER: OrderFacts = {
  user: 'U1',
  isAdmin: false,
  charge: 'payAsYouGo',
  channel: 'C1',
  region: 'cn-hangzhou',
  type: 'ecs.g7.large',
  family: 'ecs.g7',
  vCpu: 2,
  image: { id: 'ubuntu_24_04.vhd', name: 'ubuntu_24_04', osName: 'Ubuntu 24.04 64 bit', owner: 'system' },
  amount: 2,
  bandwidthOut: 5,
  diskGiB: 40,
};

describe('a pattern', () => {
  test.each([
    ['g7', 'g7', true],
    ['g7', 'g7a', false],
    ['*', '', true],
    ['ubuntu_*', 'Ubuntu_24', true],
    ['*_24_*', 'ubuntu_24_04', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'ab', false],
    ['a.c', 'abc', false],
    ['a**b', 'ab', true],
  ])('%s against %s: %s', (pattern, word, expected) => {
    expect(matchesPattern(pattern, word)).toBe(expected);
  });

  test('never takes long', () => {
    const before = cpuMs();
    expect(matchesPattern(`${'a*'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
    expect(cpuMs() - before).toBeLessThan(500);
  });
});

/** The same questions answered in another way: by listing what is allowed and looking whether this is one of them. */
function oracle(order: OrderFacts, policy: Policy): Set<string> {
  const refusing = new Set<string>();
  if (policy.create !== null) {
    let may = false;
    for (const { who, channels } of policy.create.value) {
      const people = who === 'everyone' ? [order.user] : who;
      const direct = order.channel?.startsWith('D') || order.channel?.startsWith('U');
      const places =
        channels === 'any' ? [order.channel] : channels.map((c) => (c === 'dm' && direct ? order.channel : c));
      for (const person of people)
        for (const place of places) if (person === order.user && place === order.channel) may = true;
    }
    if (!may) refusing.add('create');
  }
  const inList = (list: readonly string[], word: string) =>
    list.some((p) => new RegExp(`^${p.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'i').test(word));
  if (policy.regions && !inList(policy.regions.value, order.region ?? '')) refusing.add('regions');
  const wanted = [
    ...(policy.families?.value ?? []).map((f) => [f, order.family ?? ''] as const),
    ...(policy.types?.value ?? []).map((t) => [t, order.type ?? ''] as const),
  ];
  if ((policy.families || policy.types) && !wanted.some(([p, w]) => inList([p], w)))
    refusing.add(policy.types ? 'types' : 'families');
  const { image } = order;
  if (policy.images && image) {
    const names = ['system', 'self'].includes(image.owner ?? '') ? [image.id, image.name, image.osName] : [image.id];
    if (!names.some((name) => inList(policy.images?.value ?? [], name ?? ''))) refusing.add('images');
  }
  const { maxAmount, maxVCpu, maxBandwidthOut, maxDiskGiB } = policy.limits;
  if ((order.amount ?? 0) > (maxAmount?.value ?? 20)) refusing.add('maxAmount');
  if (maxVCpu && (order.amount ?? 0) * (order.vCpu ?? 0) > maxVCpu.value) refusing.add('maxVCpu');
  if (maxBandwidthOut && (order.bandwidthOut ?? 0) > maxBandwidthOut.value) refusing.add('maxBandwidthOut');
  if (maxDiskGiB && (order.diskGiB ?? 0) > maxDiskGiB.value) refusing.add('maxDiskGiB');
  return refusing;
}

const CREATES: readonly (readonly Grant[] | null)[] = [
  null,
  [],
  [{ who: 'everyone', channels: ['C1'], charges: CHARGE_KINDS }],
  [{ who: ['U1', 'U2'], channels: 'any', charges: CHARGE_KINDS }],
  [
    { who: ['U1'], channels: ['C1', 'dm'], charges: CHARGE_KINDS },
    { who: ['U2'], channels: ['C2'], charges: CHARGE_KINDS },
  ],
];
const POLICIES: readonly Policy[] = CREATES.flatMap((create) =>
  [null, ['cn-hangzhou'], ['ap-*']].flatMap((regions) =>
    (
      [
        [null, null],
        [['ecs.g7'], null],
        [null, ['ecs.c7.large']],
        [['ecs.g7'], ['ecs.c7.large']],
      ] as const
    ).flatMap(([families, types]) =>
      [null, ['ubuntu_*'], ['m-golden']].flatMap((images) =>
        [{}, { maxAmount: ruled(2), maxVCpu: ruled(8) }, { maxBandwidthOut: ruled(0), maxDiskGiB: ruled(40) }].map(
          (limits) => ({
            ...NO_POLICY,
            create: create && ruled(create),
            regions: regions && ruled(regions),
            families: families && ruled(families),
            types: types && ruled(types),
            images: images && ruled(images),
            limits,
          }),
        ),
      ),
    ),
  ),
);

const ACTORS = ['U1', 'U2', 'U3'];
const CHANNELS = ['C1', 'C2', 'D9', 'U1'];
const golden = { id: 'm-golden', name: 'base', osName: 'Ubuntu', owner: 'self' } as const;
const fake = { id: 'm-fake', name: 'ubuntu_24_04', osName: 'Ubuntu', owner: 'others' } as const;
const SPECS: readonly Partial<OrderFacts>[] = [
  {},
  { region: 'ap-southeast-1', image: golden },
  { type: 'ecs.c7.large', family: 'ecs.c7', image: fake },
  { type: 'ecs.c7.4xlarge', family: 'ecs.c7', vCpu: 16, amount: 1, bandwidthOut: 0 },
  { amount: 3, vCpu: 4, diskGiB: 41, bandwidthOut: 0 },
  { amount: 21 },
];

/** Prime, so that no dimension of the table is skipped in step. */
const SAMPLED = 7;

describe('the verdict', () => {
  test('is that of an independent oracle for every actor, channel, spec and policy', () => {
    const nth = eachNth(SAMPLED);
    let cells = 0;
    const seen = new Set<string>();
    const wrong: unknown[] = [];
    for (const policy of POLICIES)
      for (const user of ACTORS)
        for (const channel of CHANNELS)
          for (const spec of SPECS) {
            cells += 1;
            if (cells % nth !== 0) continue;
            const order = { ...ORDER, ...spec, user, channel };
            const { verdict, breaches, open } = judgePolicy(order, policy, ALL_MEMBERS);
            const expected = oracle(order, policy);
            const found = breaches.map(({ rule }) => rule).toSorted();
            const isRight =
              String(found) === String([...expected].toSorted()) &&
              verdict === (expected.size === 0 ? 'allowed' : 'refused') &&
              open.length === 0;
            if (!isRight) wrong.push({ order, policy, verdict, found, expected: [...expected] });
            for (const rule of expected) seen.add(rule);
          }
    expect({ count: wrong.length, first: wrong.slice(0, 3) }).toEqual({ count: 0, first: [] });
    expect(cells).toBeGreaterThan(20_000);
    expect(seen.size).toBe(9);
  });

  test('names the line, the field and what would be allowed', () => {
    const policy = { ...NO_POLICY, regions: ruled(['cn-beijing'], 7), limits: { maxVCpu: ruled(3, 12) } };
    expect(judgePolicy(ORDER, policy, ALL_MEMBERS).breaches).toEqual([
      { rule: 'regions', line: 7, field: 'region', given: 'cn-hangzhou', allowed: ['cn-beijing'], max: null },
      { rule: 'maxVCpu', line: 12, field: 'amount', given: '4', allowed: [], max: 3 },
    ]);
  });

  test.each<[string, Partial<Policy>, Partial<OrderFacts>, object]>([
    [
      'the person',
      { create: ruled([{ who: ['U2'], channels: 'any', charges: CHARGE_KINDS }]) },
      {},
      { rule: 'create', field: null, given: 'U1' },
    ],
    [
      'the billing method',
      { create: ruled([{ who: ['U1'], channels: 'any', charges: ['spot'] }]) },
      {},
      { rule: 'charges', field: 'charge', given: 'payAsYouGo' },
    ],
    [
      'the family',
      { families: ruled(['ecs.c7']) },
      {},
      { rule: 'families', field: 'type', given: 'ecs.g7.large', allowed: ['ecs.c7'] },
    ],
    [
      'the type, beside the families',
      { families: ruled(['ecs.c7'], 2), types: ruled(['ecs.r7.large']) },
      {},
      { rule: 'types', field: 'type', given: 'ecs.g7.large', allowed: ['ecs.c7', 'ecs.r7.large'] },
    ],
    [
      'the image',
      { images: ruled(['m-golden']) },
      {},
      { rule: 'images', field: 'image', given: 'ubuntu_24_04.vhd', allowed: ['m-golden'] },
    ],
    ['the number', { limits: { maxAmount: ruled(1) } }, {}, { rule: 'maxAmount', field: 'amount', given: '2', max: 1 }],
    [
      'the vCPU of one alone',
      { limits: { maxVCpu: ruled(1) } },
      { amount: null },
      { rule: 'maxVCpu', field: 'type', given: '2', max: 1 },
    ],
    [
      'the vCPU of all, where one alone just fits',
      { limits: { maxVCpu: ruled(2) } },
      {},
      { rule: 'maxVCpu', field: 'amount', given: '4', max: 2 },
    ],
    [
      'the bandwidth',
      { limits: { maxBandwidthOut: ruled(4) } },
      {},
      { rule: 'maxBandwidthOut', field: 'bandwidth', given: '5', max: 4 },
    ],
    [
      'the disk',
      { limits: { maxDiskGiB: ruled(39) } },
      {},
      { rule: 'maxDiskGiB', field: 'size', given: '40', max: 39 },
    ],
    [
      'the lease that is too long',
      { maxLease: ruled(3_600_000) },
      { options: { lease: '2h' } },
      { rule: 'maxLease', field: 'lease', given: '2h', max: 3_600_000 },
    ],
    [
      'the lease that is missing',
      { lease: ruled(3_600_000) },
      { options: { lease: 'none' } },
      { rule: 'lease', field: 'lease', given: 'none' },
    ],
  ])('on %s names it, and what would be allowed', (_what, rules, more, breach) => {
    expect(judgePolicy({ ...ORDER, ...more }, { ...NO_POLICY, ...rules }, ALL_MEMBERS)).toEqual({
      ...{ verdict: 'refused', open: [] },
      breaches: [{ line: 1, allowed: [], max: null, ...breach }],
    });
  });

  test('of what is not known names the rule and the field that it is about', () => {
    const everyone = ruled([{ who: 'everyone', channels: ['C1'], charges: CHARGE_KINDS } as const], 1);
    const policy: Policy = {
      ...NO_POLICY,
      ...{ create: everyone, regions: ruled(['cn-*'], 2), types: ruled(['x'], 3), images: ruled(['x'], 4) },
      limits: { maxAmount: ruled(5, 5), maxVCpu: ruled(50, 6), maxBandwidthOut: ruled(9, 7), maxDiskGiB: ruled(9, 8) },
    };
    const nothing = { channel: null, region: null, type: null, family: null, vCpu: null, image: null, amount: null };
    const order = { ...ORDER, ...nothing, bandwidthOut: null, diskGiB: null };
    const { verdict, breaches, open } = judgePolicy(order, policy, ALL_MEMBERS);
    expect([verdict, breaches]).toEqual(['unknown', []]);
    expect(open.map(({ rule, field, line }) => `${rule} ${field} ${line}`)).toEqual([
      ...['create null 1', 'regions region 2', 'types type 3', 'images image 4', 'maxAmount amount 5'],
      ...['maxVCpu type 6', 'maxBandwidthOut bandwidth 7', 'maxDiskGiB size 8'],
    ]);
    expect(judgePolicy({ ...ORDER, amount: null }, NO_POLICY, ALL_MEMBERS).verdict).toBe('allowed');
  });

  test.each<[string, Partial<OrderFacts>, Policy['limits'], string]>([
    ['exactly as many', { amount: 5 }, { maxAmount: ruled(5) }, 'allowed'],
    ['exactly as many vCPU', { amount: 4 }, { maxVCpu: ruled(8) }, 'allowed'],
    ['exactly as much bandwidth', {}, { maxBandwidthOut: ruled(5) }, 'allowed'],
    ['exactly as large a disk', {}, { maxDiskGiB: ruled(40) }, 'allowed'],
    ['as many vCPU of one, and nobody knows how many', { amount: null }, { maxVCpu: ruled(2) }, 'unknown'],
    ['a billing method that nobody knows', { charge: null }, {}, 'allowed'],
  ])('of %s is no refusal', (_what, more, limits, verdict) => {
    expect(judgePolicy({ ...ORDER, ...more }, { ...NO_POLICY, limits }, ALL_MEMBERS).verdict).toBe(verdict);
  });

  test('of a lease that cannot be read is for the judge of the form', () => {
    const policy = { ...NO_POLICY, lease: ruled(1), maxLease: ruled(1) };
    expect(judgePolicy({ ...ORDER, options: { lease: 'soon' } }, policy, ALL_MEMBERS).verdict).toBe('allowed');
    expect(judgePolicy({ ...ORDER, options: {} }, policy, ALL_MEMBERS).verdict).toBe('allowed');
  });

  test('on the vCPU is shown at the type where one alone is too much', () => {
    const { breaches } = judgePolicy(ORDER, { ...NO_POLICY, limits: { maxVCpu: ruled(1) } }, ALL_MEMBERS);
    expect(breaches.map(({ field }) => field)).toEqual(['type']);
  });

  test('is never yes where a rule asks about something that is not known', () => {
    const policy: Policy = {
      ...NO_POLICY,
      create: ruled([{ who: 'everyone', channels: ['C1'], charges: CHARGE_KINDS }]),
      regions: ruled(['cn-*']),
      families: ruled(['ecs.g7']),
      images: ruled(['ubuntu*']),
      limits: { maxAmount: ruled(5), maxVCpu: ruled(50), maxBandwidthOut: ruled(10), maxDiskGiB: ruled(100) },
    };
    expect(judgePolicy(ORDER, policy, ALL_MEMBERS).verdict).toBe('allowed');
    for (const observation of [
      'channel',
      'region',
      'type',
      'family',
      'vCpu',
      'image',
      'amount',
      'bandwidthOut',
      'diskGiB',
    ])
      expect([observation, judgePolicy({ ...ORDER, [observation]: null }, policy, ALL_MEMBERS).verdict]).toEqual([
        observation,
        'unknown',
      ]);
  });

  test('is a refusal also where other facts are not known', () => {
    const policy = { ...NO_POLICY, regions: ruled(['ap-*']), limits: { maxVCpu: ruled(5) } };
    expect(judgePolicy({ ...ORDER, vCpu: null }, policy, ALL_MEMBERS)).toMatchObject({
      verdict: 'refused',
      open: [{ rule: 'maxVCpu' }],
    });
  });
});

test('a start script is given by its name and its content: what has changed since is not what was approved', () => {
  const docker = { name: 'docker', content: 'apt-get install docker', sha256: 'abc' };
  const policy: Policy = { ...NO_POLICY, userData: new Map([['docker', docker]]) };
  const scripts = scriptsOf({ current: () => ({ policy, hash: null }) });
  expect(scripts.contentOf({ name: 'docker', sha256: 'abc' })).toBe(docker.content);
  expect(scripts.contentOf({ name: 'docker', sha256: 'abd' })).toBeNull();
  expect(scripts.contentOf({ name: 'podman', sha256: 'abc' })).toBeNull();
});

test('of several patterns one is enough', () => {
  const policy = {
    ...NO_POLICY,
    ...{
      regions: ruled(['ap-*', 'cn-*']),
      families: ruled(['ecs.c7', 'ecs.g7']),
      types: ruled(['ecs.r7.large', 'ecs.t6*']),
    },
    images: ruled(['m-golden', 'ubuntu*', '*Debian*']),
  };
  const type = (id: string) => allowsType(policy, { id, family: id.split('.', 2).join('.') });
  expect(['cn-beijing', 'eu-west-1'].map((id) => allowsRegion(policy, id))).toEqual([true, false]);
  expect(['ecs.g7.large', 'ecs.r7.large', 'ecs.r7.xlarge'].map(type)).toEqual([true, true, false]);
  const image = (name: string, osName: string) => allowsImage(policy, { id: 'm-1', name, osName, owner: 'self' });
  expect([image('ubuntu_24', 'x'), image('x', 'A Debian'), image('x', 'y')]).toEqual([true, true, false]);
  expect(allowsRegion(NO_POLICY, 'eu-west-1') && allowsType(NO_POLICY, { id: 'x', family: 'x' })).toBe(true);
  expect(allowsImage(NO_POLICY, { id: 'x', name: null, osName: null, owner: 'others' })).toBe(true);
});

test('an image counts by its name only where its name can be trusted', () => {
  const policy = { ...NO_POLICY, images: ruled(['ubuntu_*']) };
  const named = { id: 'm-1', name: 'ubuntu_24', osName: 'x' };
  expect(allowsImage(policy, { ...named, owner: 'self' })).toBe(true);
  expect(allowsImage(policy, { ...named, owner: 'others' })).toBe(false);
  expect(allowsImage(policy, { ...named, owner: 'marketplace' })).toBe(false);
  const unknown = { id: 'm-1', name: null, osName: null, owner: null };
  expect(allowsImage(policy, unknown)).toBeNull();
  for (const fact of ['name', 'osName', 'owner'] as const)
    expect(allowsImage(policy, { ...named, owner: 'self', [fact]: null })).toBeNull();
  expect(allowsImage(policy, { ...unknown, id: 'ubuntu_24' })).toBe(true);
  // Nothing that is still unknown would make it one of none.
  expect(allowsImage({ ...NO_POLICY, images: ruled([]) }, unknown)).toBe(false);
  expect(
    allowsImage({ ...NO_POLICY, images: ruled(['*system']) }, { ...named, owner: 'self', osName: 'A system' }),
  ).toBe(true);
});

test('somebody named for some channels may create there and is told where', () => {
  const policy = { ...NO_POLICY, create: ruled([{ who: ['U1'], channels: ['C1', 'dm'], charges: CHARGE_KINDS }]) };
  expect(channelsOf(policy, { user: 'U1', isAdmin: false }, ALL_MEMBERS)).toEqual(['C1', 'dm']);
  expect(channelsOf(policy, { user: 'U2', isAdmin: false }, ALL_MEMBERS)).toEqual([]);
  const may = (user: string, channel: string | null) =>
    mayCreate(policy, { user, channel, isAdmin: false }, null, ALL_MEMBERS);
  expect([may('U1', 'D07X'), may('U1', 'C2'), may('U2', null)]).toEqual([true, false, false]);
});

test('admins of the policy are admins beside those of the configuration, as the policy is now', () => {
  let policy: Policy = { ...NO_POLICY, admins: ['U2'] };
  let people: People = ALL_MEMBERS;
  const authority = withPolicyAdmins(
    onlyThese(['U1']),
    { current: () => ({ policy, hash: 'h' }), trouble: () => null },
    { known: () => people },
  );
  expect([authority.isAdmin('U1'), authority.isAdmin('U2'), authority.isAdmin('U3')]).toEqual([true, true, false]);
  expect(authority.admins()).toEqual(['U1', 'U2']);
  policy = NO_POLICY;
  expect(authority.isAdmin('U2')).toBe(false);

  const groups = new Map([['ops', ['U4', 'S07ONCALL1']]]);
  policy = { ...NO_POLICY, admins: ['ops'], approval: { ...NO_APPROVAL_RULES, groups } };
  expect([authority.isAdmin('U4'), authority.isAdmin('U5')]).toEqual([true, false]);
  expect(authority.admins()).toEqual(['U1', 'U4', 'S07ONCALL1']);
  // Only a full member is one by a user group: others choose its members. Slack is asked about the person before.
  const inGroup = (membership: Membership) => {
    people = { membersOf: () => ['U4', 'U5'], membershipOf: () => membership };
    return [authority.isAdmin('U4'), authority.isAdmin('U5')];
  };
  for (const membership of ['member', 'unknown'] as const) expect(inGroup(membership)).toEqual([true, true]);
  for (const membership of ['guest', 'stranger', 'bot', 'deactivated'] as const)
    expect(inGroup(membership)).toEqual([true, false]);
});
