import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ApprovalPolicy, NO_APPROVAL_RULES } from '../../src/core/approval/approval-policy.ts';
import { mayCreate } from '../../src/core/policy/grants.ts';
import { ALL_MEMBERS } from '../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../src/core/policy/policy.ts';
import { LIMIT_KEYS, PERSON_LIMIT_KEYS } from '../../src/core/policy/rules.ts';
import { inEnglish } from '../../src/core/saying.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { mistakesIn, policyOf } from './reading.ts';

const EXAMPLE = readFileSync(new URL('../../policy.example.yml', import.meta.url), 'utf8');

test('the example is right and uses every key', () => {
  const read = readPolicy(EXAMPLE);
  expect(mistakesIn(EXAMPLE)).toEqual([]);
  if (!read.ok) return;
  const { limits, approval, ...rest } = read.value;
  expect(Object.entries(rest).filter(([, value]) => value === null)).toEqual([]);
  expect(Object.keys(limits)).toEqual([...LIMIT_KEYS, ...PERSON_LIMIT_KEYS]);
  // `selfApproval: true` is nothing to show people first.
  const usual = Object.entries(NO_APPROVAL_RULES).filter(
    ([key, value]) => approval[key as keyof ApprovalPolicy] === value,
  );
  expect(usual.map(([key]) => key)).toEqual(['selfApproval']);
  expect([...read.value.presets.keys()]).toEqual(['web-small', 'batch', 'web-servers', 'web-docker']);
  expect(read.value.families?.value).toEqual(['ecs.g7', 'ecs.c7', 'ecs.u1']);
  const line = EXAMPLE.split('\n').findIndex((text) => text.startsWith('regions:')) + 1;
  expect(read.value.regions).toEqual({ value: ['cn-hangzhou', 'cn-beijing'], line });
});

test('a digest is read with what is usual where nothing is said, and each mistake is reported', () => {
  expect(policyOf('regions: [a]\n').digest).toEqual([]);
  const text =
    'digest:\n  - channel: C07WEBTEAM3\n  - { channel: C07LEADSPR5, day: friday, at: 17:30, zone: Asia/Shanghai }\n';
  expect(policyOf(text).digest).toEqual([
    { channel: 'C07WEBTEAM3', day: 1, minute: 540, zone: 'UTC' },
    { channel: 'C07LEADSPR5', day: 5, minute: 1050, zone: 'Asia/Shanghai' },
  ]);
  const wrong = `digest:
  - day: monday
  - { channel: general }
  - { channel: C07WEBTEAM3, day: mondey, at: "25:00", zone: Asia/Shangai, hour: 3 }
  - { channel: C07WEBTEAM3 }
`;
  expect(mistakesIn(wrong)).toEqual([
    'line 2: An entry of digest needs channel: a channel ID, such as C07ABCDEF12.',
    'line 3: "general" isn’t a Slack channel ID. Copy it from the end of the channel’s details; it looks like C07ABCDEF12.',
    'line 4: "hour" isn’t a key of an entry of digest. The keys are channel, day, at, zone.',
    'line 4: day is mondey. Did you mean monday?',
    'line 4: at is 25:00. Set it to a time of the day in quotes, such as "09:00".',
    'line 4: zone is Asia/Shangai. Did you mean Asia/Shanghai?',
    'line 5: C07WEBTEAM3 has two entries under digest. Keep one.',
  ]);
});

test('docs/policy.md explains every key, and no other', () => {
  const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('| key | |'), page.indexOf('\n\n', page.indexOf('| key | |')));
  const keys = [...table.matchAll(/^\| `([\w.]+)` \| \S/gmu)].map(([, key = '']) => key);
  const named = /The keys are (.*)\.$/u.exec(mistakesIn('zzzzzzzzzzzz: 1\n')[0] ?? '')?.[1]?.split(', ');
  expect(named?.toSorted()).toEqual([...new Set(keys.map((key) => key.split('.')[0]))].toSorted());
  const limits = keys.flatMap((key) => (key.startsWith('limits.') ? [key.slice('limits.'.length)] : []));
  expect(limits.toSorted()).toEqual([...LIMIT_KEYS, ...PERSON_LIMIT_KEYS].toSorted());
});

test('every mistake is reported at once, with its line and what to do', () => {
  const text = `admin: [U07INESCAR5]
admins: [ines, C07GROUP123]
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
  maxAmount: 1001
  maxVCpu: many
presets:
  Web: { type: g7.large }
  last: { type: g7.large }
  small: { typ: g7.large, image: , amount: 2, count: 3 }
`;
  expect(mistakesIn(text)).toEqual([
    'line 1: "admin" isn’t a key of the policy. Did you mean admins?',
    expect.stringMatching(/^line 2: "ines" is neither a Slack ID nor a group under groups\. To get an ID such as U07/),
    'line 2: "C07GROUP123" is a channel. List people or user groups here.',
    'line 4: An entry of create needs channels: any, or a list of channel IDs.',
    'line 5: "channel" isn’t a key of an entry of create. Did you mean channels?',
    expect.stringMatching(/^line 7: "general" isn’t a Slack channel ID\./),
    'line 8: who must be everyone, or a list of at least one ID.',
    'line 10: regions allows nothing. List at least one, or leave regions out to allow all.',
    'line 11: families must be a list, such as [a, b].',
    'line 12: Enter a word here. Put 7 in quotes.',
    'line 13: Enter a word here. Put 24.04 in quotes.',
    'line 15: "maxAmout" isn’t a key of limits. Did you mean maxAmount?',
    'line 16: maxAmount is 1001. Set it to a whole number from 1 to 1000.',
    'line 17: maxVCpu is many. Set it to a whole number from 1 to 1000000.',
    'line 19: "Web" isn’t a valid preset name. Use lowercase letters, digits, and -, at most 40 characters.',
    'line 20: "last" means the last request. Choose another name.',
    'line 21: image must be a word or a number.',
    'line 21: count and amount (line 21) set the same thing. Keep one.',
    'line 21: "typ" isn’t a key of a preset. Did you mean type?',
  ]);
});

test.each([
  ['', 'line 1: The file is empty. Write at least one rule, or remove the file.'],
  ['   \n', 'line 1: The file is empty. Write at least one rule, or remove the file.'],
  ['# only a remark\n', /^line 1: The policy must be a mapping/],
  ['- a\n', /^line 1: The policy must be a mapping/],
  ['admins: [U07INESCAR5\nregions: [x]\n', /^line \d: This isn’t valid YAML: /],
  ['regions: [a]\nregions: [b]\n', /^line 2: This key is there twice. Keep one/],
  ['regions: [a]\n---\nregions: [b]\n', /This isn’t valid YAML/],
  [`regions: [${'a,'.repeat(600_000)}]`, /^line 1: The file is longer than/],
])('%j is no policy', (text, expected) => {
  expect(mistakesIn(text)).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});

test.each([
  ['regions: ["cn-hang\u200bzhou"]', 'line 1: cn-hang\u200bzhou has a character that nobody sees. Type it again.'],
  ['admins: ["U07INESCAR5\u2060"]', 'line 1: U07INESCAR5\u2060 has a character that nobody sees. Type it again.'],
  ['roles: [""]', 'line 1: Enter a word here.'],
  ['login: { allowed: [constructor] }', 'line 1: "constructor" isn’t a valid login. Use some of key, session, image.'],
  ['login: { allowed: [] }', 'line 1: allowed allows nothing. List at least one, or leave allowed out to allow all.'],
  [
    'tags: { required: [team], allowed: { team: [] } }',
    'line 1: team allows nothing. List at least one, or leave team out to allow all.',
  ],
])('%j looks like a rule and would allow nothing', (text, told) => {
  expect(mistakesIn(text)).toEqual([told]);
});

test('what becomes of what can be placed only in part is kept, unless the policy refuses it', () => {
  expect(NO_POLICY.partial).toBe('keep');
  expect(policyOf('regions: [a]\n').partial).toBe('keep');
  expect(policyOf('partial: refuse\n').partial).toBe('refuse');
  expect(mistakesIn('partial: some\n')).toEqual(['line 1: partial is some. Set it to keep or refuse.']);
});

test('a lease and the most it may be are times, and the first is not longer than the second', () => {
  const read = policyOf('lease: 7d\nmaxLease: 30d\n');
  expect([read.lease, read.maxLease]).toEqual([
    { value: 7 * 86_400_000, line: 1 },
    { value: 30 * 86_400_000, line: 2 },
  ]);
  expect([policyOf('regions: [a]\n').lease, NO_POLICY.maxLease]).toEqual([null, null]);
  expect(mistakesIn('regions: [a]\nlease: 31d\nmaxLease: 30d\n')).toEqual([
    'line 2: lease is longer than maxLease. Shorten lease, or extend maxLease.',
  ]);
  for (const wrong of ['7', '30m', 'never', '1001d', '[7d]'])
    expect(mistakesIn(`lease: ${wrong}\n`)).toEqual([
      expect.stringMatching(/^line 1: lease (?:is|isn’t) .*\. Set it to a time from 1h to 1000d, such as 12h or 7d\.$/),
    ]);
});

test('an empty list of create lets nobody create', () => {
  expect(policyOf('create: []\n')).toEqual({ ...NO_POLICY, prepaid: 'asGranted', create: { value: [], line: 1 } });
});

test('with a policy file everybody who may create may ask for prepaid instances, without one only admins may', () => {
  const may = (policy: Policy, isAdmin: boolean) =>
    mayCreate(policy, { user: 'U07LENAHOF1', isAdmin, channel: 'C07WEBTEAM3' }, 'prepaid', ALL_MEMBERS);
  const withFile = policyOf('regions: [cn-hangzhou]\n');
  expect([withFile.prepaid, NO_POLICY.prepaid]).toEqual(['asGranted', 'adminsOnly']);
  expect([may(withFile, false), may(NO_POLICY, false), may(NO_POLICY, true)]).toEqual([true, false, true]);
});

test('a list may be said once and used again', () => {
  const read = readPolicy('create:\n  - who: &web [U07LENAHOF1]\n    channels: any\nadmins: *web\n');
  expect(read.ok && read.value.admins).toEqual(['U07LENAHOF1']);
});

test('act names people and a tag, and what is wrong in it is reported with its line', () => {
  const read = readPolicy(
    'groups:\n  leads: [U07MARCOKA3]\nact:\n  - who: leads\n    tag: team=web\n  - { who: everyone, tag: sandbox }',
  );
  expect(read.ok && read.value.act).toEqual([
    { who: ['leads'], tag: { key: 'team', value: 'web' } },
    { who: 'everyone', tag: { key: 'sandbox', value: '' } },
  ]);
  const wrong = readPolicy(
    'act:\n  - who: everyone\n  - tag: team=web\n  - who: [boss]\n    tag: =web\n  - who: everyone\n    tags: a=b\n  - who: everyone\n    tag: team=',
  );
  expect(wrong.ok ? [] : wrong.error.map(({ line, what }) => `${line}: ${inEnglish(what)}`)).toEqual([
    expect.stringContaining('2: An entry of act needs tag'),
    expect.stringContaining('3: An entry of act needs who'),
    expect.stringContaining('4: "boss" is neither a Slack ID nor a group'),
    expect.stringContaining('5: "=web" isn’t a valid tag'),
    expect.stringContaining('6: An entry of act needs tag'),
    expect.stringContaining('7: "tags" isn’t a key'),
    expect.stringContaining('9: "team=" isn’t a valid tag'),
  ]);
});
