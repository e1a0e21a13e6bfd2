import { describe, expect, test } from 'vitest';
import { chunkFor, needsRun } from '../../../src/core/chunk/chunk.ts';
import { optionsIn } from '../../../src/core/option/option-fields.ts';
import { judgeOptions, NO_OPTION_RULES, withPolicyOptions } from '../../../src/core/policy/option-rules.ts';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import { factsOf } from '../../../src/core/policy/policy-facts.ts';
import { judgePolicy } from '../../../src/core/policy/policy-judge.ts';
import { readCreateArguments } from '../../../src/core/spec/presets.ts';
import type { Draft, InstanceSpec } from '../../../src/core/spec/spec.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { readDraft } from '../../../src/core/spec/spec-parse.ts';
import { createParams, runParams } from '../../../src/ecs/calls/create-params.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { CHOICES, WHOLE } from './order.ts';

const ORDER = { channel: 'C1', charge: 'payAsYouGo', amount: 1, type: 'ecs.g7.large' } as const;

function judged(draft: Draft) {
  const read = readDraft({ ...WHOLE, ...draft }, CHOICES, {}, []);
  const order = judgeDraft(read.draft, CHOICES);
  return { problems: [...read.problems, ...(order.ok ? [] : order.error)], spec: order.ok ? order.value.spec : null };
}

function specOf(draft: Draft): InstanceSpec {
  const { spec, problems } = judged(draft);
  if (spec === null) throw new Error(JSON.stringify(problems));
  return spec;
}

const typed = (words: string): Draft => readCreateArguments(words.split(' '), { drafts: new Map() }, null).draft;
const preset = (lines: string): Draft => {
  const read = readPolicy(`presets:\n  p:\n    ${lines}\n`);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.presets.get('p') ?? {};
};
const run = (spec: InstanceSpec) =>
  JSON.parse(JSON.stringify(runParams({ spec, clientToken: 't', tags: [], amount: 1, least: 1 })));

describe('several security groups', () => {
  test.each([
    typed('group=sg-1 groups=sg-2,sg-3'),
    typed('SecurityGroupIds=sg-1,sg-2,sg-3'),
    typed('SecurityGroupIds.1=sg-1 SecurityGroupIds.2=sg-2 SecurityGroupIds.3=sg-3'),
    typed('group=sg-1 SecurityGroupIds=sg-1,sg-2,sg-3'),
    preset('SecurityGroupIds: [sg-1, sg-2, sg-3]'),
    preset('SecurityGroupIds.1: sg-1\n    SecurityGroupIds.2: sg-2\n    SecurityGroupIds.3: sg-3'),
    preset('security_groups: [sg-1, sg-2, sg-3]'),
    preset('group: sg-1\n    groups: sg-2, sg-3'),
  ])('however they are said are sent in their order, and no single one beside them: %j', (draft) => {
    const sent = run(specOf(draft));
    expect(sent.securityGroupIds).toEqual(['sg-1', 'sg-2', 'sg-3']);
    expect(sent).not.toHaveProperty('securityGroupId');
  });

  test('are not sent where only one is named', () => {
    const sent = run(specOf(preset('SecurityGroupIds: [sg-1]')));
    expect(sent.securityGroupId).toBe('sg-1');
    expect(sent).not.toHaveProperty('securityGroupIds');
  });

  test.each([
    ['sg-1', 'groupTwice'],
    ['sg-2,sg-2', 'groupTwice'],
    ['sg-far', 'groupOtherVpc'],
    ['sg-none', 'groupUnknown'],
    ['web', 'groupShape'],
    ['sg-2,sg-3,sg-4,sg-5,sg-6', 'groupsTooMany'],
  ])('groups=%s is refused: %s', (groups, is) => {
    expect(judged({ groups }).problems).toMatchObject([{ field: 'groups', problem: 'option', fault: { is } }]);
  });

  test('are all held against the networks of the policy', () => {
    const network = { name: 'staging', region: 'cn-beijing', vSwitches: ['vsw-1'], groups: ['sg-1', 'sg-2'] };
    const value = [{ ...network, about: null, channels: 'any', isUsual: false }] as const;
    const policy = { ...NO_POLICY, networks: { value, line: 1 } };
    const verdict = (groups: string) => {
      const facts = factsOf({ ...WHOLE, groups }, CHOICES, { user: 'U1', isAdmin: false, channel: 'C1' });
      return judgePolicy(facts, policy, ALL_MEMBERS).breaches.map(({ rule, given }) => `${rule}: ${given}`);
    };
    expect(verdict('sg-2')).toEqual([]);
    expect(verdict('sg-2,sg-3')).toEqual(['networks: vsw-1, sg-1, sg-2, sg-3']);
  });
});

describe('an encrypted system disk', () => {
  test('is sent with its key to RunInstances', () => {
    const spec = specOf(typed('encrypted=yes kmskey=0e478b7a-4262'));
    expect(run(spec).systemDisk).toMatchObject({ size: '40', encrypted: 'true', KMSKeyId: '0e478b7a-4262' });
    expect(run(specOf({})).systemDisk).not.toHaveProperty('encrypted');
    expect(specOf(typed('encrypted=off'))).toEqual(specOf({}));
  });

  test('is needed for a key', () => {
    const is = { field: 'kmskey', fault: { is: 'needsEncryption' } };
    expect(judged({ kmskey: '0e478b7a-4262' }).problems).toMatchObject([is]);
    expect(judged({ kmskey: '0e478b7a-4262', encrypted: 'off' }).problems).toMatchObject([is]);
  });

  test('and data disks may use the keys of the policy alone', () => {
    const rules = { ...NO_OPTION_RULES, kmsKeys: { value: ['0e478b7a-4262'], line: 7 } };
    const breaches = (draft: Draft) =>
      judgeOptions(optionsIn(draft), ORDER, rules)
        .filter(({ holds }) => !holds)
        .map(({ rule, line, field, given }) => [rule, line, field, given]);
    expect(breaches({ encrypted: 'on' })).toEqual([]);
    expect(breaches({ encrypted: 'on', kmskey: '0e478b7a-4262' })).toEqual([]);
    expect(breaches({ encrypted: 'on', kmskey: 'another-key' })).toEqual([['kmsKeys', 7, 'kmskey', 'another-key']]);
    expect(breaches({ disks: 'cloud_essd:100,encrypted,kms=another-key' })).toEqual([
      ['kmsKeys', 7, 'disks', 'another-key'],
    ]);
    expect(judgeOptions(optionsIn({ kmskey: 'any' }), ORDER, NO_OPTION_RULES)).toEqual([]);
    const policy = readPolicy('kmsKeys: [0e478b7a-4262]\n');
    expect(policy.ok && policy.value.options.kmsKeys).toEqual({ value: ['0e478b7a-4262'], line: 1 });
  });
});

test('what CreateInstance does not know is bought by RunInstances, also where one alone is asked for', () => {
  const drafts: readonly Draft[] = [{}, { groups: 'sg-2' }, { encrypted: 'on' }, { ipv6: '1' }];
  expect(drafts.map((draft) => needsRun(specOf(draft)))).toEqual([false, true, true, true]);
  expect(run(specOf({ ipv6: '2' })).ipv6AddressCount).toBe(2);
  expect(chunkFor(1, 1, 'keep')).toBeNull();
  expect(chunkFor(1, 1, 'keep', true)).toEqual({ first: 1, amount: 1, least: 1 });
  expect(chunkFor(101, 101, 'keep', true)).toEqual({ first: 101, amount: 1, least: 1 });
  // The dry run of a single one without them is that of CreateInstance.
  expect(createParams({ spec: specOf({}), clientToken: 't', tags: [] }).securityGroupId).toBe('sg-1');
});

test('SecurityGroupIds are all of them: those of a preset, or of the last request, do not stay beside them', () => {
  const presets = new Map([['web', preset('SecurityGroupIds: [sg-2, sg-3]')]]);
  const sent = run(specOf(readCreateArguments(['web', 'SecurityGroupIds=sg-1'], { drafts: presets }, null).draft));
  expect(sent.securityGroupId).toBe('sg-1');
  expect(sent).not.toHaveProperty('securityGroupIds');
});

test('nor does a default of the policy come back where all groups were named', () => {
  const read = readPolicy('defaults: { groups: sg-3 }\n');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { draft } = readDraft({ ...WHOLE, ...typed('SecurityGroupIds=sg-1') }, CHOICES, {}, []);
  const sent = run(specOf(withPolicyOptions(draft, read.value.options)));
  expect(sent).not.toHaveProperty('securityGroupIds');
});
