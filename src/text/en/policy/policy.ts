import type { Login } from '../../../core/option/options.ts';
import type { LoginRules, TagRules } from '../../../core/policy/option-rules.ts';
import type { FiredRule, RuleKey } from '../../../core/policy/rules.ts';
import { inEnglish, type Saying } from '../../../core/saying.ts';
import { USUAL_MAX_AMOUNT } from '../../../core/spec/spec.ts';
import { quoted } from '../../quoted.ts';
import { marks } from '../base/marks.ts';
import { leaseSpan } from '../lease.ts';
import { atLine, policyApprovals } from './approvals.ts';

const SHOWN = 12;

/** A list that may be long, cut with a count of the rest. */
const listed = (words: readonly string[]): string =>
  words.length <= SHOWN ? words.join(', ') : `${words.slice(0, SHOWN).join(', ')} and ${words.length - SHOWN} more`;

/** The place of a rule; allowed ways of paying belong to `create`. There is none without a file. */
const where = ({ rule, line }: Pick<FiredRule, 'rule' | 'line'>): string =>
  line === null ? '(there is no policy file)' : `(policy: ${rule === 'charges' ? 'create' : rule}${atLine(line)})`;

const NO_FILE_PREPAID =
  'Without a policy file, only admins can request prepaid instances. Choose another billing method, ask an admin, or have the bot operator allow it in a policy file.';

const NAME: Readonly<Record<RuleKey, string>> = {
  create: 'who can create, and where',
  charges: 'the billing method',
  regions: 'the region',
  families: 'the instance type',
  types: 'the instance type',
  images: 'the image',
  networks: 'the network',
  roles: 'the RAM role',
  kmsKeys: 'the KMS key',
  login: 'the login',
  tags: 'the tags',
  required: 'required fields',
  lease: 'the auto-release',
  maxLease: 'the time until auto-release',
  maxAmount: 'the quantity',
  maxVCpu: 'the vCPUs of the whole request',
  maxBandwidthOut: 'the public bandwidth',
  maxDiskGiB: 'the size of a disk',
};

const LOGIN: Readonly<Record<Login['kind'], string>> = {
  keyPair: 'key pair',
  session: 'Session Manager',
  image: 'the image’s own password',
};

/** Why a rule refuses, what it allows, and its place. */
function refusal(fired: FiredRule, given: string): string {
  const { rule, allowed, max } = fired;
  switch (rule) {
    case 'create':
      return `You can’t create instances here ${where(fired)}.`;
    case 'charges':
      if (fired.line === null) return NO_FILE_PREPAID;
      return `You can’t use ${quoted(given)} here ${where(fired)}. /ecs policy shows the billing methods you can use.`;
    case 'regions':
      return `The policy doesn’t allow the region ${quoted(given)}. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'families':
    case 'types':
      return `The policy doesn’t allow the type ${quoted(given)}. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'images':
      return `The policy doesn’t allow the image ${quoted(given)}. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'networks':
      if (fired.line === null) return 'The policy names no networks. Choose a vSwitch and a security group.';
      return allowed.length === 0
        ? `The policy has no network here ${where(fired)}. Choose another zone, or request it in another channel.`
        : `The policy doesn’t allow the network ${quoted(given)} here. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'roles':
      return allowed.length === 0
        ? `The policy allows no RAM role ${where(fired)}. Leave role= out, or ask a policy maintainer to list ${quoted(given)} under roles.`
        : `The policy doesn’t allow the RAM role ${quoted(given)}. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'kmsKeys':
      return `The policy doesn’t allow the KMS key ${quoted(given)}. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'login':
      return `The policy doesn’t allow this login. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'tags':
      if (max !== null)
        return `With the tags that the policy sets there are ${given}; the most is ${max}. Leave some out ${where(fired)}.`;
      return allowed.length === 0
        ? `The tag ${quoted(given)} is required: add tag:${given}=… ${where(fired)}.`
        : `The tag ${quoted(given)} is required or has another value. Allowed: ${listed(allowed)} ${where(fired)}.`;
    case 'required':
      return `Required here: add ${given}=… after /ecs create ${where(fired)}.`;
    case 'lease':
      return `The policy gives every instance an auto-release, and only admins can request one without. Write a time, such as lease=8h ${where(fired)}.`;
    case 'maxLease':
      return `${quoted(given)} is too long: the policy allows an auto-release after ${leaseSpan(max ?? 0)} at the latest ${where(fired)}.`;
    case 'maxAmount':
      if (fired.line === null)
        return `${given} instances are too many: the limit is ${max} per request. The policy maintainer can raise limits.maxAmount.`;
      return `${given} instances are too many: the policy allows ${max} per request ${where(fired)}.`;
    case 'maxVCpu':
      return `${given} vCPUs are too many: the policy allows ${max} for all instances of a request together ${where(fired)}.`;
    case 'maxBandwidthOut':
      return max === 0
        ? `The policy allows no public IP. Set it to 0 ${where(fired)}.`
        : `${given} Mbit/s is too much: the policy allows ${max} ${where(fired)}.`;
    case 'maxDiskGiB':
      return `${given} GiB is too large: the policy allows ${max} ${where(fired)}.`;
  }
}

/** The same for a person who approves another's request. */
function refusalOfRequester(fired: FiredRule, given: string): string {
  if (fired.rule === 'create') return `The requester can’t create instances there ${where(fired)}.`;
  if (fired.rule !== 'charges') return refusal(fired, given);
  return fired.line === null
    ? 'Without a policy file, only admins can request prepaid instances, and the requester isn’t one.'
    : `The requester can’t use ${quoted(given)} there ${where(fired)}.`;
}

/** What the policy allows and refuses, and answers about it. */
export const policy = {
  marks,
  ...policyApprovals,
  refusal,
  refusalOfRequester,
  listed,
  title: 'What you can do here',
  none: `There is no policy file: everyone can create pay-as-you-go and spot instances anywhere, up to ${USUAL_MAX_AMOUNT} per request. Only admins can request prepaid ones, and another admin must approve.`,
  mayHere: 'You can create instances here.',
  mayNotHere: (line: number | null): string => `You can’t create instances here ${where({ rule: 'create', line })}.`,
  elsewhere: 'You can in',
  direct: 'direct messages',
  seePolicy: '/ecs policy shows where you can.',
  nowhere: 'You can’t create instances in any channel.',
  askAdmins: 'Admins can tell you more:',
  ruleTitle: {
    regions: 'Regions',
    types: 'Instance types',
    images: 'Images',
    networks: 'Networks',
    maxAmount: 'Instances per request',
    maxVCpu: 'vCPUs per request',
    maxBandwidthOut: 'Public bandwidth (Mbit/s)',
    maxDiskGiB: 'Each disk (GiB)',
    partial: 'Only some in stock',
  },
  buysNone: 'none of the request is bought',
  networkIs: (name: string, region: string, isUsual: boolean, about: string | null): string =>
    `${name} (${region}${isUsual ? ', default' : ''})${about === null ? '' : `: ${about}`}`,
  /** Below some of the networks. */
  moreNetworks: (more: number): string => `and ${more} more`,
  noNetworkHere: 'none in this channel',
  /** The policy's rules about logins, tags and other options. */
  optionRule: {
    title: {
      scripts: 'Start scripts',
      roles: 'RAM roles',
      kmsKeys: 'KMS keys',
      defaults: 'Filled in',
      required: 'Required here',
    },
    none: 'none',
    login: ({ allowed, usual }: LoginRules): string =>
      `${listed(allowed.map((kind) => LOGIN[kind]))}${usual === null ? '' : `; default: ${LOGIN[usual]}`}`,
    tags: ({ required, fixed, allowed }: TagRules): string =>
      [
        required.length === 0 ? '' : `required: ${listed(required)}`,
        fixed.length === 0 ? '' : `set on every instance: ${listed(fixed.map(({ key, value }) => `${key}=${value}`))}`,
        ...[...allowed].map(([key, values]) => `${key}: ${listed(values)}`),
      ]
        .filter((part) => part !== '')
        .join('; '),
  },
  /** Before the next two. */
  notTheBots: 'Instances that the bot didn’t create',
  actOnAll: 'as an admin you can adopt, start, stop, restart, and release all of them.',
  actOnTagged: (tags: readonly string[]): string =>
    `you can adopt, start, stop, restart, and release those with the tag ${listed(tags)}.`,
  atMost: (max: number): string => `at most ${max}`,
  presets: 'Presets',
  presetHow: (name: string): string => `Fill the form from one: /ecs create ${name}`,
  /** About the present file, in the order of its lines. */
  trouble: (mistakes: readonly Saying[]): string =>
    `The changed policy file isn’t used, and the version before it stays in force. Fix this: ${mistakes.map(inEnglish).join(' ')}`,
  usage:
    'Use /ecs policy to see what you can do here, or /ecs policy check type=ecs.g7.large amount=2 (or a preset) to check a request against the policy.',
  allowed: 'Allowed: you can create this here.',
  allowedToAsk: 'Allowed: you can request this here.',
  refused: 'Refused:',
  open: (rule: RuleKey, line: number | null): string =>
    rule === 'create' || rule === 'charges'
      ? `Whether you can depends on the channel or on a user group’s members, which are unknown right now ${where({ rule, line })}.`
      : `The policy has a rule about ${NAME[rule]}, which you didn’t give ${where({ rule, line })}.`,
  /** Its name in a sentence about several rules. */
  ruleAt: (rule: RuleKey, line: number | null): string => `${NAME[rule]} ${where({ rule, line })}`,
  barred: (rules: readonly string[]): string =>
    `The policy doesn’t let you request this here: ${listed(rules)}. Nothing was requested. /ecs policy shows what you can do.`,
  unjudged: (rules: readonly string[]): string =>
    `Couldn’t check right now whether the policy allows this, so it wasn’t submitted: ${listed(rules)}. Slack may not be listing the members of a user group. Try again in a minute; if this continues, ask the policy maintainer.`,
  cannotSay: 'Can’t be answered yet:',
  asked: 'Checked',
  noRegionAllowed:
    'The policy allows none of this account’s regions. Nothing was created. Notify the policy maintainer.',
};
