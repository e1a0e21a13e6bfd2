import { describe, expect, test } from 'vitest';
import { decliningDefaults, withFittingDefaults, withOwnKey } from '../../../src/core/policy/fitting-defaults.ts';
import { withPolicyOptions } from '../../../src/core/policy/option-rules.ts';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { factsOf } from '../../../src/core/policy/policy-facts.ts';
import { judgePolicy } from '../../../src/core/policy/policy-judge.ts';
import type { Choices } from '../../../src/core/spec/choices.ts';
import { LARGEST_DISK_GIB } from '../../../src/core/spec/disks.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { policyOf } from '../../policy/reading.ts';
import { CHOICES, WHOLE } from '../option/order.ts';

const [FIRST] = CHOICES.images;
const image = (id: string, owner: 'system' | 'self' | 'others' | 'marketplace', osName = 'Ubuntu 24.04') => ({
  ...FIRST,
  ...{ id, name: id, osName, sizeGiB: 20, owner },
});
const LISTS = {
  ...CHOICES,
  images: [
    ...CHOICES.images,
    ...[image('public', 'system'), image('own', 'self'), image('shared', 'others'), image('bought', 'marketplace')],
    image('win', 'system', 'Windows Server 2022'),
  ],
  keys: [
    { name: 'lena-10', owner: 'ULENA' },
    { name: 'lena-2', owner: 'ULENA' },
    { name: 'team', owner: null },
  ],
} as Choices;

const POLICY = policyOf(
  'defaults: { SecurityEnhancementStrategy: Active, CreditSpecification: Unlimited, KeyPairName: team, DeletionProtection: true }',
);

const filled = (draft: Draft): Draft =>
  withFittingDefaults(withPolicyOptions({ ...WHOLE, ...draft }, POLICY.options), POLICY.options, LISTS);

describe('what the policy fills in', () => {
  test.each([
    ['public', 'Active'],
    ['own', undefined],
    ['shared', undefined],
    ['bought', undefined],
    ['family:acs:ubuntu_24_04', 'Active'],
    ['family:ours', undefined],
  ])('hardening of the image %s is %s', (given, expected) => {
    const draft = filled({ image: given });
    expect(draft.hardening).toBe(expected);
    const judged = judgeDraft({ ...draft, credit: '' }, LISTS);
    expect(judged.ok ? [] : judged.error.filter(({ field }) => field === 'hardening')).toEqual([]);
  });

  test.each(['HostName: web', 'PrivateIpAddress: 172.16.0.9'])('keeps nobody from ordering several: %s', (word) => {
    const { options } = policyOf(`defaults: { ${word} }`);
    const left = (amount: string) => {
      const draft = withFittingDefaults(withPolicyOptions({ ...WHOLE, amount }, options), options, LISTS);
      return [draft.host ?? draft.ip, judgeDraft(draft, LISTS).ok];
    };
    expect([left('1'), left('2')]).toEqual([
      [word.split(': ')[1], true],
      [undefined, true],
    ]);
  });

  test.each<[string, Draft, keyof Draft, string | undefined]>([
    ['SystemDisk.Encrypted: true, SystemDisk.KMSKeyId: 0e478b7a-4262', {}, 'kmskey', '0e478b7a-4262'],
    ['SystemDisk.Encrypted: true, SystemDisk.KMSKeyId: 0e478b7a-4262', { encrypted: 'off' }, 'kmskey', undefined],
    ['groups: "sg-2"', {}, 'groups', 'sg-2'],
    ['groups: "sg-2,sg-3"', { group: 'sg-2' }, 'groups', 'sg-3'],
    ['groups: "sg-elsewhere,sg-far,sg-2"', {}, 'groups', 'sg-2'],
    ['groups: "sg-elsewhere,sg-far"', {}, 'groups', undefined],
    ['groups: "sg-far,sg-2"', { vswitch: 'vsw-2', group: 'sg-far2' }, 'groups', 'sg-far'],
    ['InternetMaxBandwidthIn: 50', { bandwidth: '50' }, 'inbound', '50'],
    ['InternetMaxBandwidthIn: 50', { bandwidth: '5' }, 'inbound', undefined],
    ['Ipv6AddressCount: 1', { ipv6: '0' }, 'ipv6', '0'],
    ['HostName: a-name-longer-than-windows-takes', { image: 'win' }, 'host', undefined],
    ['PrivateIpAddress: 10.1.2.3', {}, 'ip', undefined],
  ])('keeps nobody from ordering where it does not fit: %s with %j', (words, said, field, left) => {
    const { options } = policyOf(`defaults: { ${words} }`);
    const vSwitches = [...CHOICES.vSwitches, { ...CHOICES.vSwitches[0], id: 'vsw-2', vpcId: 'vpc-2' }];
    const groups = [...CHOICES.groups, { id: 'sg-far2', name: 'far 2', vpcId: 'vpc-2' }];
    const lists = { ...LISTS, vSwitches, groups } as Choices;
    const draft = withFittingDefaults(withPolicyOptions({ ...WHOLE, ...said }, options), options, lists);
    expect(draft[field]).toBe(left);
    const judged = judgeDraft(draft, lists);
    expect(judged.ok ? [] : judged.error).toEqual([]);
  });

  test('of IPv6 is declined by 0, of which the cloud hears nothing', () => {
    const judged = judgeDraft({ ...WHOLE, ipv6: '0' }, LISTS);
    expect(judged.ok && 'ipv6AddressCount' in judged.value.spec).toBe(false);
    expect(judged.ok).toBe(true);
  });

  test('is kept while nobody knows the image', () => {
    const draft = withPolicyOptions({ image: 'ubuntu' }, POLICY.options);
    expect(withFittingDefaults(draft, POLICY.options, { ...LISTS, images: null })).toMatchObject({
      hardening: 'Active',
    });
  });

  test('CPU credits are only for types that have them, keys only for Linux, protection only for pay-as-you-go', () => {
    expect(filled({ type: 'ecs.t6-c1m1.large' }).credit).toBe('Unlimited');
    expect(filled({ type: 'ecs.g7.large' }).credit).toBeUndefined();
    expect(filled({ image: 'public' }).login).toBe('key:team');
    expect(filled({ image: 'win' }).login).toBeUndefined();
    expect(filled({ charge: 'prepaid' }).protect).toBeUndefined();
  });

  test('is not taken out of what somebody asked for: that is refused with a sentence', () => {
    const draft = { ...WHOLE, image: 'own', hardening: 'Active', credit: 'Standard', type: 'ecs.g7.large' };
    const other = policyOf('defaults: { HttpTokens: required }').options;
    const kept = withFittingDefaults(draft, other, LISTS);
    expect(kept).toEqual(draft);
    const judged = judgeDraft(kept, LISTS);
    const faults = judged.ok ? [] : judged.error.map(({ fault }) => fault?.is);
    expect(faults).toContain('onlyPublicImages');
  });

  test('is left alone where all of it fits, and where somebody said otherwise', () => {
    const draft = { ...WHOLE, image: 'public', hardening: 'Active', login: 'key:team' };
    expect(withFittingDefaults(draft, POLICY.options, LISTS)).toBe(draft);
    expect(filled({ image: 'own', hardening: 'Deactive' }).hardening).toBe('Deactive');
    expect(filled({ type: 'ecs.t6-c1m1.large', credit: 'Standard' }).credit).toBe('Standard');
  });

  test('that does not apply to the order is left out, though nothing is wrong with it', () => {
    const { options } = policyOf('defaults: { SpotDuration: 0 }');
    const left = (charge: string) =>
      withFittingDefaults(withPolicyOptions({ ...WHOLE, charge }, options), options, LISTS).spothours;
    expect([left('spot'), left('payAsYouGo')]).toEqual(['0', undefined]);
  });

  test('login that does not fit is kept: nobody gets another one without having said so', () => {
    const { options } = policyOf('defaults: { KeyPairName: gone }');
    const login = (image: string) => withFittingDefaults({ ...WHOLE, image, login: 'key:gone' }, options, LISTS).login;
    expect([login('public'), login('win')]).toEqual(['key:gone', undefined]);
  });

  test('may hold what counts for one way of paying, as it is about all of them', () => {
    expect(policyOf('defaults: { SpotDuration: 0, SpotInterruptionBehavior: Stop }').options.defaults).toMatchObject({
      spothours: '0',
    });
  });

  test.each([
    ['renewperiod: 1', { period: '12m' }, { unit: 'Month', period: 1 }],
    ['renewperiod: 1', { period: '3w' }, { unit: 'Week', period: 1 }],
    ['renewperiod: 1m', { period: '12m' }, { unit: 'Month', period: 1 }],
    ['renewperiod: 1m', { period: '3w' }, undefined],
    ['renewperiod: 1m', { period: '12m', renew: 'off' }, undefined],
    ['renewperiod: 1m', { charge: 'payAsYouGo' }, undefined],
  ])('says by how much what is prepaid auto-renews where that can be: %s of %j', (said, draft, renewsBy) => {
    const order = { charge: 'prepaid', renew: 'on', ...draft };
    const { options } = policyOf(`defaults: { ${said} }`);
    const judged = judgeDraft(
      withFittingDefaults(withPolicyOptions({ ...WHOLE, ...order }, options), options, LISTS),
      LISTS,
    );
    expect(judged).toMatchObject({ ok: true });
    expect(judged.ok && 'renewsBy' in judged.value.spec.charge ? judged.value.spec.charge.renewsBy : undefined).toEqual(
      renewsBy,
    );
  });

  test('is refused where nothing can auto-renew by it', () => {
    expect(() => policyOf('defaults: { renewperiod: 5m }')).toThrow('line 1: renewperiod: 5m isn’t a valid value.');
  });
});

describe('a key as the usual login', () => {
  const { options, ...rest } = policyOf('login: { allowed: [key, session], default: key }');
  const asks = (draft: Draft): readonly string[] =>
    judgePolicy(
      factsOf(draft, LISTS, { user: 'ULENA', isAdmin: false, channel: 'C1' }),
      { ...rest, options },
      ALL_MEMBERS,
    ).breaches.map(({ rule, field, line }) => `${rule} ${field} ${line}`);

  test('is the requester’s own, the first of several', () => {
    expect(withOwnKey(WHOLE, options, { user: 'ULENA', lists: LISTS }).login).toBe('key:lena-2');
    expect(withOwnKey({ ...WHOLE, login: 'session' }, options, { user: 'ULENA', lists: LISTS }).login).toBe('session');
    expect(withOwnKey({ ...WHOLE, image: 'win' }, options, { user: 'ULENA', lists: LISTS }).login).toBeUndefined();
  });

  test('is nobody’s while the keys are unknown, or where another login is usual', () => {
    const unknown = { ...LISTS, keys: null };
    expect(withOwnKey(WHOLE, options, { user: 'ULENA', lists: unknown })).toBe(WHOLE);
    for (const login of [
      'login: { allowed: [key, session], default: session }',
      'login: { allowed: [key] }',
      'admins: [U07ANN0001]',
    ])
      expect(withOwnKey(WHOLE, policyOf(login).options, { user: 'ULENA', lists: LISTS })).toBe(WHOLE);
  });

  test('has to be said by who has none: nobody logs in another way without having said so', () => {
    const draft = withOwnKey(WHOLE, options, { user: 'UMARCO', lists: LISTS });
    expect(draft.login).toBeUndefined();
    expect(asks(draft)).toEqual(['required login 1']);
    expect(asks({ ...WHOLE, login: 'session' })).toEqual([]);
    expect(asks({ ...WHOLE, login: 'key:team' })).toEqual([]);
    expect(asks({ ...WHOLE, login: 'image' })).toEqual(['login login 1']);
  });
});

describe('a default that only the cloud can refuse', () => {
  const { options } = policyOf('defaults: { Ipv6AddressCount: 1, HttpTokens: required }');
  const refused = (field: 'ipv6' | 'tokens' | 'vswitch', is: 'ipv6Off' | 'ipv6NotOfType' | 'ipTaken') =>
    ({ field, problem: 'option', given: '', fault: { is } }) as const;
  const declined = (draft: Draft, ...problems: Parameters<typeof decliningDefaults>[2]) =>
    decliningDefaults({ ...WHOLE, ...draft }, options, problems);

  test.each(['ipv6Off', 'ipv6NotOfType'] as const)('is declined, as if the person had said so: %s', (is) => {
    expect(declined({ ipv6: '1' }, refused('ipv6', is))).toEqual({ ipv6: '0' });
  });

  test('is not, where the person wanted it, where another reason or something else is wrong, or nothing is', () => {
    expect(declined({ ipv6: '2' }, refused('ipv6', 'ipv6Off'))).toBeNull();
    expect(declined({ ipv6: '1' }, refused('ipv6', 'ipTaken'))).toBeNull();
    expect(declined({ ipv6: '1' }, { field: 'ipv6', problem: 'option', given: '1' })).toBeNull();
    expect(declined({ ipv6: '1' }, refused('vswitch', 'ipv6Off'))).toBeNull();
    expect(declined({ ipv6: '1' }, refused('ipv6', 'ipv6Off'), refused('vswitch', 'ipTaken'))).toBeNull();
    expect(declined({ ipv6: '1' })).toBeNull();
  });
});

test('a limit of disks may be as large as the largest disk', () => {
  expect(policyOf(`limits: { maxDiskGiB: ${LARGEST_DISK_GIB} }`).limits.maxDiskGiB?.value).toBe(65_536);
  expect(readPolicy(`limits: { maxDiskGiB: ${LARGEST_DISK_GIB + 1} }`).ok).toBe(false);
});
