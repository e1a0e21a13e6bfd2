import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NO_POLICY } from '../../src/core/policy.ts';
import { LIMIT_KEYS } from '../../src/core/rules.ts';
import { POLICY_KEYS } from '../../src/policy/policy-keys.ts';
import { mistakeLine, readPolicy } from '../../src/policy/read-policy.ts';

const EXAMPLE = readFileSync(new URL('../../policy.example.yml', import.meta.url), 'utf8');

const mistakes = (text: string): readonly string[] => {
  const read = readPolicy(text);
  return read.ok ? [] : read.error.map(mistakeLine);
};

test('the example is right and uses every key', () => {
  const read = readPolicy(EXAMPLE);
  expect(mistakes(EXAMPLE)).toEqual([]);
  if (!read.ok) return;
  const { limits, ...rest } = read.value;
  expect(Object.entries(rest).filter(([, value]) => value === null)).toEqual([]);
  expect(Object.keys(limits)).toEqual([...LIMIT_KEYS]);
  expect([...read.value.presets.keys()]).toEqual(['web-small', 'batch']);
  expect(read.value.families?.value).toEqual(['ecs.g7', 'ecs.c7', 'ecs.u1']);
  const line = EXAMPLE.split('\n').findIndex((text) => text.startsWith('regions:')) + 1;
  expect(read.value.regions).toEqual({ value: ['cn-hangzhou', 'cn-beijing'], line });
});

test('every key is explained, and every explained key is there', () => {
  const explained = POLICY_KEYS.map(({ key }) => key);
  const there = Object.keys(NO_POLICY).flatMap((key) =>
    key === 'limits' ? LIMIT_KEYS.map((limit) => `limits.${limit}`) : [key],
  );
  expect(explained.toSorted()).toEqual(there.toSorted());
});

test('every mistake is told at once, with its line and what to do', () => {
  const text = `admin: [U07INESCAR5]
admins: [ines, S07GROUP123]
create:
  - who: everyone
    channel: any
  - who: [U07LENAHOF1]
    channels: [general]
  - who: []
    channels: any
regions: []
families: g7
types: [7]
images: [ubuntu, 24.04]
limits:
  maxAmout: 3
  maxAmount: 21
  maxVCpu: many
presets:
  Web: { type: g7.large }
  last: { type: g7.large }
  small: { typ: g7.large, image: , amount: 2, count: 3 }
`;
  expect(mistakes(text)).toEqual([
    'line 1: "admin" is not a key of the policy. Did you mean admins?',
    expect.stringMatching(/^line 2: "ines" is not a Slack user id\./),
    expect.stringMatching(/^line 2: "S07GROUP123" is a user group; name its people one by one\./),
    'line 4: An entry of create needs channels: any, or a list of channel ids.',
    'line 5: "channel" is not a key of an entry of create. Did you mean channels?',
    expect.stringMatching(/^line 7: "general" is not a Slack channel id\./),
    'line 8: who must be everyone, or a list of ids with at least one.',
    'line 10: regions allows nothing. Name at least one, or leave regions out to allow all.',
    'line 11: families must be a list, such as [a, b].',
    'line 12: A word must stand here. 7 must stand in quotes.',
    'line 13: A word must stand here. 24.04 must stand in quotes.',
    'line 15: "maxAmout" is not a key of limits. Did you mean maxAmount?',
    'line 16: maxAmount is 21. Set it to a whole number from 1 to 20.',
    'line 17: maxVCpu is many. Set it to a whole number from 1 to 1000000.',
    'line 19: "Web" cannot name a preset. Use small letters, digits and -, at most 40.',
    'line 20: "last" stands for the last request. Choose another name.',
    'line 21: "typ" is not a key of a preset. Did you mean type?',
    'line 21: image needs a word or a number.',
    'line 21: The preset small names something twice, under two spellings. Keep one.',
  ]);
});

test.each([
  ['', 'line 1: The file is empty. Write at least one rule, or remove the file.'],
  ['   \n', 'line 1: The file is empty. Write at least one rule, or remove the file.'],
  ['# only a remark\n', /^line 1: The policy must be a mapping/],
  ['- a\n', /^line 1: The policy must be a mapping/],
  ['admins: [U07INESCAR5\nregions: [x]\n', /^line \d: This is not YAML: /],
  ['regions: [a]\nregions: [b]\n', /^line 2: This is not YAML: Map keys must be unique/],
  ['regions: [a]\n---\nregions: [b]\n', /This is not YAML/],
  [`regions: [${'a,'.repeat(600_000)}]`, /^line 1: The file is longer than/],
])('%j is no policy', (text, expected) => {
  expect(mistakes(text)).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});

test('an empty list of create lets nobody create', () => {
  const read = readPolicy('create: []\n');
  expect(read.ok && read.value).toEqual({ ...NO_POLICY, create: { value: [], line: 1 } });
});

test('a list may be said once and used again', () => {
  const read = readPolicy('create:\n  - who: &web [U07LENAHOF1]\n    channels: any\nadmins: *web\n');
  expect(read.ok && read.value.admins).toEqual(['U07LENAHOF1']);
});
