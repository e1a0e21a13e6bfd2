import { type ApprovalPolicy, NO_APPROVAL_RULES } from '../../core/approval/approval-policy.ts';
import { previewApproval } from '../../core/approval/approval-preview.ts';
import type { Network } from '../../core/policy/networks.ts';
import { ALL_MEMBERS, type People } from '../../core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../core/policy/policy.ts';
import { say } from '../../core/saying.ts';
import { CHARGE_KINDS } from '../../core/spec/charge.ts';
import type { Quote } from '../../core/spec/quote.ts';
import type { FieldProblem } from '../../core/spec/spec.ts';
import { ephemeral } from '../../slack/kit/answer.ts';
import { plain, section } from '../../slack/kit/blocks.ts';
import { previewBlocks } from '../../slack/policy/answers.ts';
import { type PolicyShown, policyMessage } from '../../slack/policy/message.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { Sample } from './samples.ts';

const PEOPLE = { lena: 'U07LENAHOF1', marcus: 'U07MARCOKA3', ines: 'U07INESCAR5' };
const CHANNEL = 'C07WEBTEAM3';

const FINANCE = 'S07FINANCE1';
const KNOWN: People = { ...ALL_MEMBERS, membersOf: () => ['U07PRIYARA4', PEOPLE.marcus] };
const cny = (units: number) => ({ minor: units * 100, currency: 'CNY' });
const usd = (units: number) => ({ minor: units * 100, currency: 'USD' });

const APPROVAL: ApprovalPolicy = {
  ...NO_APPROVAL_RULES,
  approvers: [PEOPLE.marcus, 'U07PRIYARA4'],
  groups: new Map([['finance', ['U07PRIYARA4', FINANCE]]]),
  rules: [
    { line: 20, charge: 'prepaid', above: null, needed: 1, from: null },
    { line: 21, charge: 'prepaid', above: cny(5000), needed: 2, from: ['finance', PEOPLE.ines] },
    { line: 24, charge: null, above: cny(20_000), needed: 1, from: [FINANCE] },
  ],
  notify: [FINANCE, CHANNEL],
  budgets: [
    { line: 30, who: 'each', perMonth: cny(3000) },
    { line: 31, who: ['finance'], perMonth: cny(50_000) },
    { line: 32, who: [PEOPLE.lena], perMonth: cny(100) },
  ],
};

const sampleNetwork = (name: string, more: Partial<Network>): Network => ({
  ...{ name, region: 'cn-hangzhou', vSwitches: [`vsw-${name}`], groups: [`sg-${name}`] },
  ...{ about: null, channels: 'any', isUsual: false, ...more },
});

const POLICY: Policy = {
  ...NO_POLICY,
  admins: [PEOPLE.ines],
  create: { value: [{ who: [PEOPLE.lena], channels: [CHANNEL, 'dm'], charges: CHARGE_KINDS }], line: 4 },
  regions: { value: ['cn-hangzhou', 'cn-beijing'], line: 8 },
  families: { value: ['ecs.g7', 'ecs.c7'], line: 9 },
  types: { value: Array.from({ length: 20 }, (_, i) => `ecs.r${i + 1}.large`), line: 10 },
  images: { value: ['ubuntu_24_04_*'], line: 11 },
  networks: {
    value: [
      sampleNetwork('staging', { isUsual: true, about: 'SSH from the office only' }),
      sampleNetwork('production', { channels: [CHANNEL] }),
    ],
    line: 12,
  },
  options: {
    roles: { value: ['EcsReader'], line: 40 },
    kmsKeys: { value: ['0e478b7a-4262-4802-b8cb-00d5ecfadeb1'], line: 45 },
    login: { value: { allowed: ['keyPair', 'session'], usual: 'session' }, line: 41 },
    tags: {
      value: {
        required: ['team'],
        fixed: [{ key: 'managed', value: 'chatops' }],
        allowed: new Map([['env', ['dev', 'staging']]]),
      },
      line: 42,
    },
    defaults: { tokens: 'required' },
    required: { value: [{ fields: ['purpose', 'script'], channels: 'any' }], line: 44 },
  },
  userData: new Map([['docker', { name: 'docker', sha256: 'a1b2c3d4', content: '' }]]),
  limits: {
    maxAmount: { value: 5, line: 13 },
    maxVCpu: { value: 32, line: 14 },
    maxBandwidthOut: { value: 0, line: 15 },
    maxDiskGiB: { value: 200, line: 16 },
  },
  presets: new Map([
    ['web-small', { region: 'cn-hangzhou', type: 'g7.large', image: 'ubuntu', bandwidth: '5' }],
    ['batch', { type: 'c7.xlarge', amount: '4' }],
    ['web', { name: 'web' }],
  ]),
  templates: new Map([['web', { by: 'name', word: 'web-servers', version: 3 }]]),
};

const ACT: Policy['act'] = [
  { who: 'everyone', tag: { key: 'team', value: 'web' } },
  { who: [PEOPLE.lena], tag: { key: 'sandbox', value: '' } },
];

/** The refusal of each rule, as shown at its field. */
export const POLICY_PROBLEMS: readonly FieldProblem[] = [
  refused('region', 'ap-southeast-1', 'regions', ['cn-hangzhou', 'cn-beijing']),
  refused('type', 'ecs.gn7i.large', 'types', POLICY.types?.value ?? []),
  refused('image', 'm-golden', 'images', ['ubuntu_24_04_*']),
  refused('size', '500', 'maxDiskGiB', [], 200),
  refused('bandwidth', '50', 'maxBandwidthOut', [], 0),
  refused('amount', '64', 'maxVCpu', [], 32),
  refused('lease', 'none', 'lease', []),
  refused('lease', '40d', 'maxLease', [], 30 * 86_400_000),
];

function refused(
  field: FieldProblem['field'],
  given: string,
  rule: NonNullable<FieldProblem['rule']>['rule'],
  allowed: readonly string[],
  max: number | null = null,
): FieldProblem {
  return { field, given, problem: 'notAllowed', rule: { rule, line: 12, allowed, max } };
}

/** Beside the verdict: who would have to approve, and who would be told. */
function approvalSamples(text: Text): readonly Sample[] {
  const shown = (name: string, approval: Partial<ApprovalPolicy>, cost: number | null, people = KNOWN): Sample => {
    const price = cost === null ? null : cny(cost);
    const quote: Quote | null = price && { kind: 'term', price, listPrice: price, amount: 1, at: 0 };
    const policy = { ...POLICY, approval: { ...APPROVAL, ...approval } };
    const asked = { requester: PEOPLE.lena, charge: 'prepaid', quote } as const;
    const preview = previewApproval(policy, [PEOPLE.ines], asked, [], people, 0);
    const verdict = section(plain(`✅ ${text.policy.allowedToAsk}`));
    return [`answer: policy check, ${name}`, [verdict, ...previewBlocks(preview, quote, text, people === KNOWN)]];
  };
  return [
    shown('who would have to agree', {}, 4800),
    shown('several rules, no price', {}, null),
    shown('a user group is not known', {}, 48_000, ALL_MEMBERS),
    shown('nobody is told', { notify: [] }, 4800),
    ['answer: policy check, in vain', ephemeral(inVain(text)).blocks],
  ];
}

const inVain = (text: Text): string =>
  [
    `⛔ ${text.policy.refused}`,
    `• ${text.policy.unsatisfiable(2, 1, 21)}`,
    `• ${text.policy.unsatisfiable(1, 0, null)}`,
    `• ${text.policy.overBudget({ line: 30, shared: false, perMonth: cny(3000), spent: cny(2900), cost: cny(400) })}`,
    `• ${text.policy.overBudget({ line: 30, shared: false, perMonth: cny(3000), spent: cny(2900), cost: cny(400), hourly: true })}`,
    `• ${text.policy.overBudget({ line: 31, shared: true, perMonth: cny(3000), spent: cny(0), cost: cny(4000) })}`,
    `• ${text.policy.overBudget({ line: 32, shared: true, perMonth: cny(3000), spent: cny(0), cost: usd(199) })}`,
    `• ${text.policy.refusal({ rule: 'charges', line: null, allowed: [], max: null }, 'prepaid')}`,
    `• ${text.policy.refusal({ rule: 'charges', line: 4, allowed: [], max: null }, 'prepaid')}`,
  ].join('\n');

/** The answers to `/ecs policy`, and to a person who may not create. */
export function policySamples(text: Text): readonly Sample[] {
  const shown = (name: string, over: Partial<PolicyShown> = {}): Sample => {
    const inForce = { policy: POLICY, hash: 'sha' };
    const usual = {
      user: PEOPLE.lena,
      isAdmin: false,
      channel: CHANNEL,
      inForce,
      trouble: null,
      people: ALL_MEMBERS,
      month: null,
    };
    return [`answer: policy, ${name}`, policyMessage({ ...usual, admins: [PEOPLE.ines], ...over }, text).blocks];
  };
  const trouble = [
    say`line ${7}: ${say`"${'limit'}" isn’t a key of ${say`the policy`}. ${say`Did you mean ${'limits'}?`}`}`,
  ];
  return [
    shown('somebody who may create here'),
    shown('somebody who may create elsewhere', { channel: 'C07GENERAL1' }),
    shown('somebody who may create nowhere', { user: PEOPLE.marcus }),
    shown('nobody to ask', { user: PEOPLE.marcus, admins: [] }),
    shown('an admin, while the file has mistakes', { user: PEOPLE.ines, trouble }),
    shown('somebody who may act on what the bot did not create', {
      inForce: { policy: { ...POLICY, act: ACT }, hash: 'sha' },
    }),
    shown('no policy file', { inForce: { policy: NO_POLICY, hash: null } }),
    shown('no policy file and no admins', { inForce: { policy: NO_POLICY, hash: null }, admins: [] }),
    shown('approvals and budgets', {
      inForce: { policy: { ...POLICY, approval: APPROVAL }, hash: 'sha' },
      people: KNOWN,
      month: [
        { requester: PEOPLE.lena, currency: 'CNY', debited: 420_000_000, soFar: 0, runsOn: 0, waiting: 0, unpriced: 0 },
      ],
    }),
    shown('only some ways of paying, by a user group', {
      inForce: {
        policy: {
          ...POLICY,
          create: { line: 4, value: [{ who: [FINANCE], channels: 'any', charges: ['spot'] }] },
          approval: { ...APPROVAL, selfApproval: true, rules: [], expireAfterMs: 90 * 60_000 },
        },
        hash: 'sha',
      },
      user: PEOPLE.marcus,
      people: KNOWN,
    }),
    shown('it depends on a user group that is not known', {
      inForce: {
        policy: { ...POLICY, create: { line: 4, value: [{ who: [FINANCE], channels: 'any', charges: CHARGE_KINDS }] } },
        hash: 'sha',
      },
    }),
    shown('admins by a user group', { user: PEOPLE.marcus, admins: [PEOPLE.ines, FINANCE] }),
    ...approvalSamples(text),
    ['answer: policy, how to ask', ephemeral(text.policy.usage).blocks],
    ['answer: create, not here', ephemeral(sentencesOf([text.policy.mayNotHere(4), text.policy.seePolicy])).blocks],
    ['answer: create, nowhere', ephemeral(sentencesOf([text.policy.mayNotHere(4), text.policy.nowhere])).blocks],
  ];
}
