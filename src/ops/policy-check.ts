import { type ApprovalPreview, previewApproval } from '../core/approval/approval-preview.ts';
import { budgetsOf } from '../core/approval/budget.ts';
import { type Money, parseAmount } from '../core/base/money.ts';
import { optionsIn } from '../core/option/option-fields.ts';
import type { Asker } from '../core/policy/grants.ts';
import { expandGroups } from '../core/policy/named-groups.ts';
import { plainNetwork } from '../core/policy/networks.ts';
import { withPolicyOptions } from '../core/policy/option-rules.ts';
import { ALL_MEMBERS, isAmong } from '../core/policy/people.ts';
import { personExcess } from '../core/policy/person-limits.ts';
import type { Policy } from '../core/policy/policy.ts';
import { largestDisk } from '../core/policy/policy-facts.ts';
import { judgePolicy, type OrderFacts } from '../core/policy/policy-judge.ts';
import { CHARGE_KINDS } from '../core/spec/charge.ts';
import type { TemplateRef, TemplateTrouble } from '../core/spec/launch-template.ts';
import { baseName, type Presets, readCreateArguments } from '../core/spec/presets.ts';
import type { Quote } from '../core/spec/quote.ts';
import type { Draft } from '../core/spec/spec.ts';
import { mistakeLine, readPolicy } from '../policy/read-policy.ts';
import type { PolicyFiles } from '../policy/read-user-data.ts';
import { moneyText } from '../text/amounts.ts';
import { en } from '../text/en.ts';
import { policyRules, type RuleInWords } from '../text/policy-rules.ts';

export interface Checked {
  /** 0 if all is well, otherwise 1. */
  readonly code: 0 | 1;
  readonly lines: readonly string[];
}

export function validateText(file: string, text: string, files?: PolicyFiles): Checked {
  const read = readPolicy(text, files);
  // So that people can compare what was read with what they meant.
  if (read.ok)
    return {
      code: 0,
      lines: [
        `${file} is right.`,
        ...policyRules(read.value, null, en).flatMap(ruleLines),
        ...[...read.value.templates].map(([preset, ref]) => `- ${en.templates.trouble(preset, offline(ref))}`),
      ],
    };
  return { code: 1, lines: read.error.map((mistake) => `${file}, ${mistakeLine(mistake)}`) };
}

const ruleLines = ({ title, is, list = [] }: RuleInWords): readonly string[] => [
  `- ${title}: ${is}`.trimEnd(),
  ...list.map((one) => `  - ${one}`),
];

/**
 * The policy's verdict on an order, and who would be asked, without Slack and the cloud. Facts that only those know (an image's
 * name, a type's vCPU without `vcpu=`, a user group's members, the spending) are unknown here, and a rule about them answers so,
 * never yes. Everybody named counts as a full member of the workspace.
 *
 * @param asker `isAdmin`: by ADMIN_USERS; the policy's admins are known
 * @param price of the whole order, for the term or about a month, in the policy's currency; null if not given
 */
export function checkOrder(
  file: string,
  text: string,
  asker: Asker,
  words: readonly string[],
  price: string | null = null,
  files: PolicyFiles = new Map(),
): Checked {
  const read = readPolicy(text, files);
  if (!read.ok) return validateText(file, text, files);
  const policy = read.value;
  const vCpuWords = words.filter((word) => VCPU.test(word));
  const rest = words.filter((word) => !VCPU.test(word));
  const { draft: given, problems } = readCreateArguments(rest, presetsOffline(policy, baseName(rest)), null);
  const { draft, problem } = plainNetwork(withPolicyOptions(given, policy.options), policy.networks, asker.channel);
  const cost = price === null ? null : parseAmount(price, currencyOf(policy));
  const misprice = price !== null && (cost === null || cost.minor <= 0) ? [en.policy.notAPrice(price)] : [];
  const misnamed = problem?.rule === undefined ? [] : [en.policy.refusal(problem.rule, problem.given)];
  const misread = [...problems.map(en.commands.argument), ...misreadNumbers(draft), ...misprice];
  if (misread.length > 0) return { code: 1, lines: misread };
  const isAdmin = asker.isAdmin || isAmong(asker.user, policy.admins, policy.approval.groups, ALL_MEMBERS) === true;
  const facts = plainFacts(draft, vCpuOf(vCpuWords), { ...asker, isAdmin });
  const { breaches, open } = judgePolicy(facts, policy, ALL_MEMBERS);
  const preview = facts.charge === null ? null : previewOf(policy, facts.user, facts.charge, cost);
  const against = [
    ...misnamed,
    ...breaches.map((breach) => en.policy.refusal(breach, breach.given)),
    ...tooMany(policy, facts, preview),
    ...vain(policy, preview),
  ];
  const unsaid = [...open.map(({ rule, line }) => en.policy.open(rule, line)), ...unspent(policy, facts.user, preview)];
  const title = against.length > 0 ? en.policy.refused : unsaid.length > 0 ? en.policy.cannotSay : 'Allowed.';
  const code = against.length + unsaid.length === 0 ? 0 : 1;
  const asks = preview === null || against.length > 0 ? [] : approvalLines(policy, preview, cost);
  return { code, lines: [title, ...[...against, ...unsaid].map((line) => `- ${line}`), ...asks] };
}

/** The content of a launch template is unknown here. */
function presetsOffline({ presets, templates }: Policy, name: string | null): Presets {
  const ref = templates.get(name?.toLowerCase() ?? '');
  return { drafts: presets, ...(ref && { trouble: offline(ref) }) };
}

const offline = (template: TemplateRef): TemplateTrouble => ({ template, region: '', why: { is: 'offline' } });

/** The currency of all the file's amounts; any, if it has no amounts. */
const currencyOf = ({ approval: { rules, budgets } }: Policy): string =>
  [...(rules ?? []).map(({ above }) => above), ...budgets.map(({ perMonth }) => perMonth)].find((one) => one !== null)
    ?.currency ?? 'CNY';

function previewOf(
  policy: Policy,
  requester: string,
  charge: OrderFacts['charge'] & string,
  cost: Money | null,
): ApprovalPreview {
  const quote: Quote | null = cost === null ? null : { kind: 'term', price: cost, listPrice: cost, amount: 1, at: 0 };
  const admins = expandGroups(policy.admins, policy.approval.groups);
  return previewApproval(policy, admins, { requester, charge, quote }, [], ALL_MEMBERS, 0);
}

/** Whether the admins of ADMIN_USERS, who are in no file, may approve too. */
const othersMay = ({ approval }: Policy): boolean => approval.approvers.length === 0;

/** The limit for one person that the order alone exceeds. What they have requested already is unknown here. */
function tooMany(policy: Policy, { amount }: OrderFacts, preview: ApprovalPreview | null): readonly string[] {
  const waits = (preview?.requirements.length ?? 0) > 0;
  const excess = personExcess(policy, { pending: 0, instances: 0 }, { waits, instances: amount ?? 0 });
  return excess === null ? [] : [en.limits.exceeded(excess)];
}

/** Why an order that the rules allow would still never be bought. */
function vain(policy: Policy, preview: ApprovalPreview | null): readonly string[] {
  if (preview === null) return [];
  return [
    ...preview.unsatisfiable
      .filter(({ from }) => from !== null || !othersMay(policy))
      .map(({ needed, users, line }) => en.policy.unsatisfiable(needed, users.length, line)),
    // Without a price, nothing is known about the budget: `unspent` says so.
    ...preview.overdrafts.filter(({ cost }) => cost !== null).map(en.policy.overBudget),
  ];
}

const unspent = (policy: Policy, user: string, preview: ApprovalPreview | null): readonly string[] =>
  budgetsOf(policy, user, ALL_MEMBERS)
    .filter(({ line }) => !preview?.overdrafts.some((over) => over.line === line && over.cost !== null))
    .map(({ perMonth, line }) => en.policy.countsAgainst(moneyText(perMonth), line));

function approvalLines(policy: Policy, { requirements, told }: ApprovalPreview, cost: Money | null): readonly string[] {
  const text = en.policy;
  const price = cost === null ? text.withoutPrice : text.atPrice(moneyText(cost));
  if (requirements.length === 0) return [`${text.nobodyHasTo} ${price}`];
  const named = (users: readonly string[], groups: readonly string[], more: boolean): string =>
    [
      ...users,
      ...(more ? [text.adminsElsewhere] : []),
      ...(groups.length === 0 ? [] : [`${text.unknownMembers} ${groups.join(', ')} ${text.unknownMeans}`]),
    ].join(', ') || text.nobody;
  const toAdmins = othersMay(policy) && requirements.some(({ from }) => from === null);
  const calls = told.unknownGroups.length > 0 || (toAdmins && policy.approval.notify === null);
  const hear = named(
    [...told.users, ...told.channels],
    told.unknownGroups,
    toAdmins && policy.approval.notify === null,
  );
  return [
    `${text.wouldAgree}:`,
    ...requirements.map(
      ({ needed, from, users, unknownGroups, line }) =>
        `- ${text.outOf(needed)} ${named(users, unknownGroups, from === null && othersMay(policy))} ${text.byRule(line)}`,
    ),
    price,
    `${text.wouldBeTold} ${hear}. ${calls ? text.pingsAtLeast(told.users.length) : text.pings(told.users.length)}`,
  ];
}

const VCPU = /^vcpus?=(\d{1,6})$/iu;

function vCpuOf(words: readonly string[]): number | null {
  const digits = VCPU.exec(words.at(-1) ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

const misreadNumbers = (draft: Draft): readonly string[] =>
  (['amount', 'bandwidth', 'size'] as const).flatMap((field) => {
    const given = draft[field];
    return given === undefined || /^\d{1,9}$/u.test(given) ? [] : [`${field}=${given} is not a whole number.`];
  });

/** Null for a name, which only the cloud knows. */
const idOf = (word: string | undefined): string | null =>
  word !== undefined && /^(?:vsw|sg)-/u.test(word) ? word : null;

/** Takes words for the cloud's own: only the cloud knows what `ubuntu` or `4c16g` means. */
function plainFacts(draft: Draft, vCpu: number | null, asker: Asker): OrderFacts {
  const number = (given: string | undefined) => (given === undefined ? null : Number(given));
  const type = draft.type === undefined ? null : draft.type.replace(/^(?!ecs\.)/iu, 'ecs.');
  return {
    ...asker,
    charge: CHARGE_KINDS.find((kind) => kind === (draft.charge ?? 'payAsYouGo')) ?? null,
    region: draft.region ?? null,
    type,
    // The type without its size: ecs.g7.large belongs to ecs.g7.
    family: type === null ? null : type.split('.').slice(0, 2).join('.'),
    vCpu,
    image: draft.image === undefined ? null : { id: draft.image, name: null, osName: null, owner: null },
    // The form's defaults.
    network: { vSwitch: idOf(draft.vswitch), group: idOf(draft.group) },
    amount: number(draft.amount ?? '1'),
    bandwidthOut: number(draft.bandwidth ?? '0'),
    diskGiB: largestDisk(draft),
    options: optionsIn(draft),
  };
}
