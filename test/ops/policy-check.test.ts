import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Asker } from '../../src/core/policy/grants.ts';
import { checkOrder, validateText } from '../../src/ops/policy-check.ts';

const EXAMPLE = readFileSync(new URL('../../policy.example.yml', import.meta.url), 'utf8');
const LENA = { user: 'U07LENAHOF1', isAdmin: false, channel: 'C07WEBTEAM3' };
const WHOLE = ['region=cn-beijing', 'type=g7.large', 'vcpu=2', 'image=ubuntu_24_04_x64.vhd', 'size=40'];

const check = (words: readonly string[], asker: Asker = LENA, price: string | null = null) =>
  checkOrder('policy.yml', EXAMPLE, asker, words, price);

const MARCUS = { ...LENA, user: 'U07MARCOKA3' };

test('what is allowed for certain leaves with 0', () => {
  expect(check(WHOLE, LENA, '400')).toEqual({
    code: 0,
    lines: ['Allowed.', 'It needs no approval. It counts as CNY 400.00.'],
  });
});

test('who would have to agree is said, who would be told, and how many people that calls', () => {
  const { code, lines } = check([...WHOLE, 'charge=prepaid', 'period=1y'], MARCUS, '4800');
  expect(code).toBe(0);
  expect(lines).toEqual([
    'Allowed.',
    'Who would have to approve:',
    expect.stringMatching(/^- 1 of U07PRIYARA4, U07INESCAR5 \(policy: approvals, line \d+\)$/),
    'It counts as CNY 4,800.00.',
    'Would be notified: U07PRIYARA4, C07LEADSPR5, the members of S07FINANCE1 (unknown here). This notifies 1 person, and those unknown here.',
  ]);
  // Above 5,000 two have to agree as well, and an unknown price may be above.
  expect(check([...WHOLE, 'charge=prepaid', 'period=1y'], MARCUS, '5000.01').lines).toContainEqual(
    expect.stringMatching(/^- 2 of U07PRIYARA4, U07INESCAR5/),
  );
  expect(check([...WHOLE, 'charge=prepaid', 'period=1y'], MARCUS).lines).toContain(
    'Its price is unknown, so every rule about prices applies.',
  );
});

test('more than one person may request in a day is refused, whatever one request may hold', () => {
  const policy = 'limits: { maxInstancesPerPersonPerDay: 2 }\n';
  expect(checkOrder('p.yml', policy, LENA, ['amount=2'])).toMatchObject({ code: 0 });
  expect(checkOrder('p.yml', policy, LENA, ['amount=3'])).toMatchObject({
    code: 1,
    lines: ['Refused:', expect.stringContaining('You can request 2 instances in 24 hours, and this request has 3.')],
  });
});

test('what nobody could ever agree to is refused', () => {
  const policy = `currency: CNY\napprovers: [U07MARCOKA3, U07PRIYARA4]\napprovals:\n  - approvers: 2\n`;
  expect(checkOrder('p.yml', policy, LENA, ['amount=1'])).toMatchObject({ code: 0 });
  const { code, lines } = checkOrder('p.yml', policy, MARCUS, ['amount=1']);
  expect([code, lines]).toEqual([
    1,
    [
      'Refused:',
      '- It can never be approved: it needs 2 approvals, and only 1 can approve (policy: approvals, line 4). Notify the policy maintainer.',
    ],
  ]);
});

test('where the admins approve, those of ADMIN_USERS are not known and may be enough', () => {
  const policy = 'admins: [U07INESCAR5]\napprovals: [{ approvers: 2 }]\n';
  const { code, lines } = checkOrder('p.yml', policy, LENA, ['amount=1']);
  expect(code).toBe(0);
  expect(lines).toContain('- 2 of U07INESCAR5, the admins of ADMIN_USERS (policy: approvals, line 2)');
});

test('a budget is never certain, and one that the price alone exceeds is a refusal', () => {
  const intern = { ...LENA, user: 'U07TOMBECK6' };
  expect(check(WHOLE, intern, '400')).toMatchObject({
    code: 1,
    lines: [
      'Can’t be answered yet:',
      expect.stringContaining('how much has been spent is unknown here'),
      expect.anything(),
    ],
  });
  expect(check(WHOLE, intern, '3000.01')).toMatchObject({
    code: 1,
    lines: ['Refused:', expect.stringContaining('It costs CNY 3,000.01; of a shared budget of CNY 3,000.00')],
  });
});

test('a way of paying may be refused where another is not, and admins are those of the file or who is said to be one', () => {
  expect(check([...WHOLE, 'charge=spot'], LENA, '400').code).toBe(0);
  const { code, lines } = check([...WHOLE, 'charge=prepaid', 'period=1m'], LENA, '400');
  expect([code, lines[1]]).toEqual([1, expect.stringMatching(/You can’t use “prepaid” here \(policy: create, line/)]);
});

test('that it depends on a user group is said, and is no yes', () => {
  const policy = 'create: [{ who: [S07FINANCE1], channels: any }]\n';
  expect(checkOrder('p.yml', policy, LENA, ['amount=1'])).toMatchObject({
    code: 1,
    lines: ['Can’t be answered yet:', expect.stringContaining('a user group’s members'), expect.anything()],
  });
});

test.each(['x', '-5', '0', '1e3', '5,00'])('--price %s is no price', (price) => {
  expect(check(WHOLE, LENA, price)).toEqual({
    code: 1,
    lines: [expect.stringContaining(`--price ${price} isn’t an amount.`)],
  });
});

test('what is refused names every rule with its line', () => {
  const { code, lines } = check(['region=eu-central-1', ...WHOLE.slice(1), 'amount=9'], {
    ...LENA,
    channel: 'C07GENERAL1',
  });
  expect(code).toBe(1);
  expect(lines).toEqual([
    'Refused:',
    expect.stringMatching(/You can’t create instances here \(policy: create, line \d+\)/),
    expect.stringMatching(/doesn’t allow the region “eu-central-1”.*\(policy: regions, line \d+\)/),
    expect.stringMatching(/9 instances are too many: the policy allows 5/),
    expect.stringMatching(/a rule about the network, which you didn’t give \(policy: networks, line \d+\)/),
  ]);
});

test('what only the cloud knows is asked for and never taken for a yes', () => {
  const { code, lines } = check(['web-small', 'region=cn-beijing', 'network=build']);
  expect([code, lines[0]]).toEqual([1, 'Can’t be answered yet:']);
  for (const rule of ['images', 'maxVCpu', 'maxDiskGiB'])
    expect(lines.some((line) => line.includes(`policy: ${rule}, line`))).toBe(true);
  expect(check(WHOLE, { ...LENA, channel: null }).code).toBe(1);
  expect(check(WHOLE, { ...LENA, user: 'U07MARCOKA3', channel: null }).code).toBe(0);
});

test('a network counts by its name, and by its ids', () => {
  const networks = (...words: readonly string[]) => {
    const place = ['region=cn-hangzhou', ...WHOLE.slice(1)];
    const { lines } = check([...place, ...words], { ...LENA, user: 'U07MARCOKA3' });
    return lines.find((line) => line.includes('policy: networks')) ?? null;
  };
  expect(networks()).toBeNull();
  expect(networks('network=staging')).toBeNull();
  expect(networks('network=production')).toMatch(/doesn’t allow the network “production” here. Allowed: staging \(/);
  expect(networks('network=stagin')).toMatch(/doesn’t allow the network “stagin” here/);
  expect(networks('vswitch=vsw-bp1s5fnvk4gn2tws03624', 'group=sg-bp15ed6xe1yxeycg7o3a')).toBeNull();
  expect(networks('vswitch=vsw-bp1s5fnvk4gn2tws03624', 'group=sg-other')).toMatch(/doesn’t allow the network “vsw-bp1/);
  expect(networks('vswitch=office')).toMatch(/which you didn’t give/);
});

test('words that cannot be read are reported', () => {
  expect(check(['web-smal'])).toEqual({
    code: 1,
    lines: [expect.stringContaining('Did you mean /ecs create web-small?')],
  });
  expect(check(['amount=many'])).toEqual({ code: 1, lines: ['amount=many is not a whole number.'] });
  expect(check(['typ=x']).code).toBe(1);
});

test('a file is validated with the line of each mistake', () => {
  const { code, lines } = validateText('policy.yml', EXAMPLE);
  expect([code, lines[0]]).toEqual([0, 'policy.yml is right.']);
  // What it says of what may be ordered, to be compared with what was meant.
  for (const title of [
    'Regions',
    'Networks',
    'Login',
    'Tags',
    'Start scripts',
    'RAM roles',
    'Filled in',
    'Required here',
  ])
    expect(lines.filter((line) => line.startsWith(`- ${title}:`))).toHaveLength(1);
  expect(validateText('policy.yml', 'language: en\n').lines).toEqual([
    'policy.yml is right.',
    '- Instances per request: at most 20',
  ]);
  expect(validateText('policy.yml', 'region: x\n')).toEqual({
    code: 1,
    lines: ['policy.yml, line 1: "region" isn’t a key of the policy. Did you mean regions?'],
  });
  expect(checkOrder('policy.yml', 'region: x\n', LENA, []).code).toBe(1);
});

test('what becomes of an order that can be placed only in part is said where it is not the usual', () => {
  const rules = (policy: string) => validateText('p.yml', policy).lines;
  expect(rules('partial: refuse\n')).toContain('- Only some in stock: none of the request is bought');
  for (const policy of ['partial: keep\n', 'regions: ["*"]\n'])
    expect(rules(policy).join()).not.toContain('Only some in stock');
});

test('what a launch template holds is not known here, and never allowed', () => {
  const policy = 'presets:\n  web: { launchTemplate: web-servers, LaunchTemplateVersion: 3, type: g7.large }\n';
  const unknown =
    'Preset web starts from launch template web-servers, version 3, and only Alibaba Cloud knows its settings. Run /ecs policy check web in Slack.';
  expect(validateText('p.yml', policy)).toMatchObject({ code: 0, lines: expect.arrayContaining([`- ${unknown}`]) });
  expect(checkOrder('p.yml', policy, LENA, ['WEB', 'amount=1'])).toEqual({ code: 1, lines: [unknown] });
});
