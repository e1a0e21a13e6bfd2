import { CHARGE_KINDS } from '../core/charge.ts';
import { NOBODY_KNOWN } from '../core/people.ts';
import { NO_POLICY, type Policy } from '../core/policy.ts';
import type { FieldProblem } from '../core/spec.ts';
import { ephemeral } from '../slack/help-message.ts';
import { type PolicyShown, policyMessage } from '../slack/policy-message.ts';
import { en } from '../text/en.ts';

type Sample = readonly [name: string, blocksOrView: unknown];

const PEOPLE = { lena: 'U07LENAHOF1', marcus: 'U07MARCOKA3', ines: 'U07INESCAR5' };
const CHANNEL = 'C07WEBTEAM3';

const POLICY: Policy = {
  ...NO_POLICY,
  admins: [PEOPLE.ines],
  create: { value: [{ who: [PEOPLE.lena], channels: [CHANNEL, 'dm'], charges: CHARGE_KINDS }], line: 4 },
  regions: { value: ['cn-hangzhou', 'cn-beijing'], line: 8 },
  families: { value: ['ecs.g7', 'ecs.c7'], line: 9 },
  types: { value: Array.from({ length: 20 }, (_, i) => `ecs.r${i + 1}.large`), line: 10 },
  images: { value: ['ubuntu_24_04_*'], line: 11 },
  limits: {
    maxAmount: { value: 5, line: 13 },
    maxVCpu: { value: 32, line: 14 },
    maxBandwidthOut: { value: 0, line: 15 },
    maxDiskGiB: { value: 200, line: 16 },
  },
  presets: new Map([
    ['web-small', { region: 'cn-hangzhou', type: 'g7.large', image: 'ubuntu', bandwidth: '5' }],
    ['batch', { type: 'c7.xlarge', amount: '4' }],
  ]),
};

/** The refusal of each rule, as it stands at its field. */
export const POLICY_PROBLEMS: readonly FieldProblem[] = [
  refused('region', 'ap-southeast-1', 'regions', ['cn-hangzhou', 'cn-beijing']),
  refused('type', 'ecs.gn7i.large', 'types', POLICY.types?.value ?? []),
  refused('image', 'm-golden', 'images', ['ubuntu_24_04_*']),
  refused('size', '500', 'maxDiskGiB', [], 200),
  refused('bandwidth', '50', 'maxBandwidthOut', [], 0),
  refused('amount', '64', 'maxVCpu', [], 32),
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

/** What `/ecs policy` is answered, and whoever may not create. */
export function policySamples(): readonly Sample[] {
  const shown = (name: string, over: Partial<PolicyShown> = {}): Sample => {
    const inForce = { policy: POLICY, hash: 'sha' };
    const usual = { user: PEOPLE.lena, isAdmin: false, channel: CHANNEL, inForce, trouble: null, people: NOBODY_KNOWN };
    return [`answer: policy, ${name}`, policyMessage({ ...usual, admins: [PEOPLE.ines], ...over }, en).blocks];
  };
  const trouble = 'line 7: "limit" is not a key of the policy. Did you mean limits?';
  return [
    shown('somebody who may create here'),
    shown('somebody who may create elsewhere', { channel: 'C07GENERAL1' }),
    shown('somebody who may create nowhere', { user: PEOPLE.marcus }),
    shown('nobody to ask', { user: PEOPLE.marcus, admins: [] }),
    shown('an admin, while the file has mistakes', { user: PEOPLE.ines, trouble }),
    shown('no policy file', { inForce: { policy: NO_POLICY, hash: null } }),
    ['answer: policy, how to ask', ephemeral(en.policy.usage).blocks],
    ['answer: create, not here', ephemeral(`${en.policy.mayNotHere(4)} ${en.policy.seePolicy}`).blocks],
    ['answer: create, nowhere', ephemeral(`${en.policy.mayNotHere(4)} ${en.policy.nowhere}`).blocks],
  ];
}
