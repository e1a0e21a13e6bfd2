import { describe, expect, test } from 'vitest';
import { askedOptions } from '../../../src/core/policy/asked-options.ts';
import { withFittingDefaults } from '../../../src/core/policy/fitting-defaults.ts';
import { refusalOfPurchase } from '../../../src/core/policy/judge-purchase.ts';
import { diskRules, fixedBeside, judgeOptions, withPolicyOptions } from '../../../src/core/policy/option-rules.ts';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { factsOf, orderTraitsOf } from '../../../src/core/policy/policy-facts.ts';
import { judgePolicy } from '../../../src/core/policy/policy-judge.ts';
import { inEnglish } from '../../../src/core/saying.ts';
import { type Choices, NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { readPolicy, withLine } from '../../../src/policy/read-policy.ts';
import { CHOICES, WHOLE } from '../option/order.ts';

const POLICY = `roles: [EcsReader]
login: { allowed: [key, session], default: session }
tags:
  required: [team]
  fixed: { managed: chatops }
  allowed: { env: [dev, prod] }
defaults: { HttpTokens: required, DeletionProtection: true }
purpose: required
required:
  - { fields: [script], channels: [C07WEBTEAM3] }
`;

function policyOf(text: string): Policy {
  const read = readPolicy(text);
  if (!read.ok) throw new Error(read.error.map((one) => inEnglish(withLine(one))).join('\n'));
  return read.value;
}

/** The rules that refuse, with what they are about. */
function refused(draft: Draft, policy: Policy, channel = 'C1'): readonly string[] {
  const filled = withPolicyOptions({ ...WHOLE, ...draft }, policy.options);
  const facts = factsOf(filled, CHOICES, { user: 'U1', isAdmin: true, channel });
  return judgePolicy(facts, policy, ALL_MEMBERS).breaches.map(
    ({ rule, field, given, line }) => `${rule} ${field} ${given} ${line}`,
  );
}

const GOOD: Draft = { tags: 'team=web', purpose: 'load test' };

test('a RAM role is refused unless the policy lists it, also without a policy', () => {
  expect(refused({ role: 'EcsReader' }, NO_POLICY)).toEqual(['roles role EcsReader null']);
  expect(refused({ ...GOOD, role: 'EcsReader' }, policyOf(POLICY))).toEqual([]);
  expect(refused({ ...GOOD, role: 'Admin' }, policyOf(POLICY))).toEqual(['roles role Admin 1']);
});

test.each<[Draft, string, readonly string[]]>([
  [GOOD, 'C1', []],
  [{ ...GOOD, login: 'key:ines' }, 'C1', []],
  [{ ...GOOD, login: 'image' }, 'C1', ['login login image 2']],
  [{ purpose: 'x' }, 'C1', ['tags tags team 3']],
  [{ ...GOOD, tags: 'team=web\nenv=test' }, 'C1', ['tags tags env=test 3']],
  [{ tags: 'team=web' }, 'C1', ['required purpose purpose 9']],
  [GOOD, 'C07WEBTEAM3', ['required script script 9']],
])('%j in %s is judged by the rules about options', (draft, channel, rules) => {
  expect(refused(draft, policyOf(POLICY), channel)).toEqual(rules);
});

test.each<[string, Draft, boolean, readonly string[]]>([
  ['lease: 7d', {}, false, []],
  ['lease: 7d', { lease: '8h' }, false, []],
  ['lease: 7d', { lease: '90d' }, false, []],
  ['lease: 7d', { lease: 'none' }, false, ['lease lease none 1']],
  // As they alone take it away later.
  ['lease: 7d', { lease: 'none' }, true, []],
  ['maxLease: 3d', { lease: '3d' }, false, []],
  ['maxLease: 3d', { lease: '73h' }, true, ['maxLease lease 73h 1']],
  ['maxLease: 3d', { lease: 'none' }, false, []],
  ['required: [{ fields: [lease] }]', {}, true, ['required lease lease 1']],
  ['required: [{ fields: [lease] }]', { lease: 'none' }, true, ['required lease lease 1']],
  ['required: [{ fields: [lease] }]', { lease: '2d' }, false, []],
  ['maxLease: 3d', { charge: 'prepaid', period: '1m', lease: 'none' }, false, []],
  ['lease: 7d', { charge: 'prepaid', period: '1m', lease: 'none' }, false, []],
  ['maxLease: 3d', { charge: 'prepaid', period: '1m', lease: '90d' }, false, []],
])('under “%s” the lease of %j (by an admin: %s) is judged', (text, draft, isAdmin, rules) => {
  const policy = policyOf(`${text}\n`);
  const facts = factsOf({ ...WHOLE, ...draft }, CHOICES, { user: 'U1', isAdmin, channel: 'C1' });
  const { breaches } = judgePolicy(facts, policy, ALL_MEMBERS);
  expect(breaches.map(({ rule, field, given, line }) => `${rule} ${field} ${given} ${line}`)).toEqual(rules);
});

test('a lease that the policy fills in does not keep anybody from what is prepaid', () => {
  const { options } = policyOf('defaults: { lease: 3d }\n');
  const filled = (charge: string) =>
    withFittingDefaults(withPolicyOptions({ ...WHOLE, charge }, options), options, { ...NOTHING_KNOWN, ...CHOICES })
      .lease;
  expect(['payAsYouGo', 'spot', 'prepaid'].map(filled)).toEqual(['3d', '3d', undefined]);
});

test('what the policy fills in stands where nothing was said, and its fixed tags in any case', () => {
  const { options } = policyOf(POLICY);
  expect(withPolicyOptions({ tags: 'team=web\nmanaged=by-hand' }, options)).toEqual({
    login: 'session',
    tokens: 'required',
    protect: 'on',
    tags: 'managed=chatops\nteam=web',
  });
  expect(withPolicyOptions({ login: 'key:ines', tokens: 'optional' }, options)).toMatchObject({
    login: 'key:ines',
    tokens: 'optional',
  });
  expect(withPolicyOptions({ charge: 'prepaid' }, options)).not.toHaveProperty('protect');
});

test('a policy that fills in no login and no tags adds none', () => {
  const { options } = policyOf('login: { allowed: [key], default: key }\ntags: { required: [team] }\n');
  expect(withPolicyOptions({ charge: 'spot' }, options)).toEqual({ charge: 'spot' });
});

test('tags that would be too many with those that the policy sets are told before anything is bought', () => {
  const policy = policyOf('tags: { fixed: { managed: chatops, cost: "42" } }\n');
  const own = (count: number) => Array.from({ length: count }, (_, n) => `tag${n}=x`).join('\n');
  const asker = { user: 'U1', isAdmin: false, channel: 'C1' };
  const verdict = (tags: string) =>
    judgePolicy(factsOf({ ...WHOLE, tags }, CHOICES, asker), policy, ALL_MEMBERS).breaches;
  expect(verdict(own(15))).toEqual([]);
  expect(verdict(own(16))).toEqual([{ rule: 'tags', line: 1, field: 'tags', given: '18', allowed: [], max: 17 }]);
});

const PREPAID: Draft = { charge: 'prepaid', period: '1m' };

test.each<[string, Draft, Draft]>([
  ['lease', PREPAID, {}],
  ['protect', PREPAID, {}],
  ['protect', { charge: 'spot' }, {}],
  ['spothours', {}, { charge: 'spot' }],
  ['reclaim', PREPAID, { charge: 'spot' }],
  ['renewperiod', {}, PREPAID],
  ['host', { amount: '2' }, {}],
  ['ip', { amount: '20' }, { amount: '1' }],
  ['credit', {}, { type: 'ecs.t6-c1m1.large' }],
])('a required %s is asked for only where it can be said: not of %j, but of %j', (field, closed, open) => {
  const policy = policyOf(`required: [{ fields: [${field}] }]\n`);
  const types = [...(CHOICES.types ?? []), { ...CHOICES.types[0], id: 'ecs.t6-c1m1.large' }];
  const asker = { user: 'U1', isAdmin: false, channel: 'C1' };
  const facts = (draft: Draft) => factsOf({ ...WHOLE, ...draft }, { ...CHOICES, types } as Choices, asker);
  const rules = (draft: Draft) => judgePolicy(facts(draft), policy, ALL_MEMBERS).breaches.map(({ rule }) => rule);
  expect([rules(closed), rules(open)]).toEqual([[], ['required']]);
  // As it is asked again right before its purchase.
  expect([refusalOfPurchase(facts(closed), policy), refusalOfPurchase(facts(open), policy)?.kind]).toEqual([
    null,
    'notAllowed',
  ]);
  // And no form makes a person fill in what they cannot.
  const asked = (draft: Draft) => askedOptions(policy, asker, orderTraitsOf({ ...WHOLE, ...draft })).required;
  expect([asked(closed), asked(open)]).toEqual([[], [field]]);
});

test('the largest disk counts against the limit, whichever it is', () => {
  const policy = policyOf('limits: { maxDiskGiB: 200 }');
  expect(refused({ disks: 'cloud_essd:500' }, policy)).toEqual(['maxDiskGiB size 500 1']);
});

test('a disk whose size only its snapshot knows is not within a limit', () => {
  const { breaches, open } = judgePolicy(
    factsOf({ ...WHOLE, disks: 'cloud_essd_pl0:,snapshot=s-bp1snapshot0000000001' }, CHOICES, {
      user: 'U1',
      isAdmin: true,
      channel: 'C1',
    }),
    policyOf('limits: { maxDiskGiB: 100 }\n'),
    ALL_MEMBERS,
  );
  expect({ breaches, open: open.map(({ rule }) => rule) }).toEqual({ breaches: [], open: ['maxDiskGiB'] });
});

test('who says nothing of a login has Session Manager, which has to be allowed like any other', () => {
  expect(refused({}, policyOf('login: { allowed: [key] }\n'))).toEqual(['login login session 1']);
  expect(refused({ login: 'key:ines' }, policyOf('login: { allowed: [key] }\n'))).toEqual([]);
});

describe('a refusal of an option tells what would be allowed', () => {
  const KMS = '0e478b7a-4262-4802-b8cb-00d5ecfadeb1';
  const policy = policyOf(`${POLICY}kmsKeys: [${KMS}]\n`);
  const breaches = (draft: Draft, rules = policy) => {
    const filled = withPolicyOptions({ ...WHOLE, ...GOOD, ...draft }, rules.options);
    return judgePolicy(factsOf(filled, CHOICES, { user: 'U1', isAdmin: true, channel: 'C1' }), rules, ALL_MEMBERS)
      .breaches;
  };

  test.each<[Draft, object]>([
    [{ role: 'Admin' }, { rule: 'roles', line: 1, field: 'role', given: 'Admin', allowed: ['EcsReader'] }],
    [{ login: 'image' }, { rule: 'login', line: 2, field: 'login', given: 'image', allowed: ['keyPair', 'session'] }],
    [{ tags: 'team=' }, { rule: 'tags', line: 3, field: 'tags', given: 'team', allowed: [] }],
    [
      { tags: 'team=web\nenv=test' },
      { rule: 'tags', line: 3, field: 'tags', given: 'env=test', allowed: ['dev', 'prod'] },
    ],
    [{ purpose: undefined } as never, { rule: 'required', line: 9, field: 'purpose', given: 'purpose', allowed: [] }],
    [
      { encrypted: 'on', kmskey: 'other-key' },
      { rule: 'kmsKeys', line: 11, field: 'kmskey', given: 'other-key', allowed: [KMS] },
    ],
    [
      { disks: 'cloud_essd:40,encrypted,kms=other-key' },
      { rule: 'kmsKeys', line: 11, field: 'disks', given: 'other-key', allowed: [KMS] },
    ],
  ])('%j', (draft, breach) => {
    expect(breaches(draft)).toEqual([{ max: null, ...breach }]);
  });

  test('which values a required tag may have', () => {
    const text = 'tags: { required: [env], allowed: { env: [dev, prod] } }\n';
    expect(breaches({ tags: 'team=web' }, policyOf(text))).toMatchObject([{ given: 'env', allowed: ['dev', 'prod'] }]);
  });

  test('that a login has to be said, where the policy’s is a key, which the bot cannot guess', () => {
    const key = policyOf('login: { allowed: [key], default: key }\n');
    const rule = { rule: 'required', line: 1, field: 'login', given: 'login', allowed: [], max: null };
    expect(breaches({}, key)).toEqual([rule]);
    expect(breaches({ login: 'session' }, key)).toMatchObject([{ rule: 'login', given: 'session' }]);
  });

  test('nothing of a role without such a key', () => {
    expect(breaches({ role: 'Admin' }, NO_POLICY)).toMatchObject([{ rule: 'roles', line: null, allowed: [] }]);
  });

  test('and a KMS key is the same however it is written', () => {
    expect(breaches({ encrypted: 'on', kmskey: KMS.toUpperCase() })).toEqual([]);
    expect(breaches({ disks: `cloud_essd:40,encrypted,kms=${KMS}\ncloud_essd:40` })).toEqual([]);
    expect(breaches({ encrypted: 'on', kmskey: 'other-key' }, NO_POLICY)).toEqual([]);
    expect(breaches({ encrypted: 'on', kmskey: 'key-2' }, policyOf('kmsKeys: [key-1, key-2]\n'))).toEqual([]);
  });
});

test('of a disk alone only its key is judged', () => {
  const { options } = policyOf(`${POLICY}kmsKeys: [key-1]\n`);
  const order = { charge: 'payAsYouGo', amount: 1, type: null, channel: 'C1' } as const;
  const rules = (disks: string) => judgeOptions({ disks }, order, diskRules(options)).filter(({ holds }) => !holds);
  expect(rules('cloud_essd:40,encrypted,kms=key-2')).toMatchObject([{ rule: 'kmsKeys', given: 'key-2' }]);
  expect(rules('cloud_essd:40')).toEqual([]);
});

describe('the tags that the policy sets', () => {
  const { options } = policyOf('tags: { required: [team], fixed: { managed: chatops, cost: "42" } }\n');
  const order = { charge: 'payAsYouGo', amount: 1, type: null, channel: 'C1' } as const;
  const refused = (tags: string, policyTags?: readonly { key: string; value: string }[]) =>
    judgeOptions({ tags }, { ...order, ...(policyTags && { policyTags }) }, options)
      .filter(({ holds }) => !holds)
      .map(({ given, allowed }) => [given, ...allowed].join(' '));
  const sent = (...tags: string[]) =>
    tags.map((tag) => ({ key: tag.split('=')[0] ?? '', value: tag.split('=')[1] ?? '' }));

  test('are still to be set before the first call, and nobody may order other values', () => {
    expect(refused('team=web')).toEqual([]);
    expect(refused('team=web\ncost=42')).toEqual([]);
    expect(refused('team=web\ncost=7')).toEqual(['cost=7 42']);
  });

  test('are those that an earlier call sent, which is repeated to the letter: one that it lacks is refused', () => {
    expect(refused('team=web', sent('managed=chatops', 'cost=42'))).toEqual([]);
    expect(refused('team=web\ncost=42', sent('managed=chatops'))).toEqual([]);
    expect(refused('team=web', sent('managed=chatops'))).toEqual(['cost= 42']);
    expect(refused('team=web', sent('managed=by-hand', 'cost=42'))).toEqual(['managed=by-hand chatops']);
    // A tag that the policy set then counts for what it requires now.
    expect(refused('', sent('team=web', 'managed=chatops', 'cost=42'))).toEqual([]);
  });

  test('are set beside the order’s own, but for those that it has', () => {
    const keys = (own: readonly { key: string; value: string }[] | undefined) =>
      fixedBeside(own, options).map(({ key }) => key);
    expect([keys(undefined), keys(sent('team=web', 'cost=7'))]).toEqual([['managed', 'cost'], ['managed']]);
    expect(fixedBeside(sent('a=b'), NO_POLICY.options)).toEqual([]);
  });
});
