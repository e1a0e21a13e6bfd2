import type { KnownBlock } from '@slack/types';
import type { Spending } from '../../core/approval/budget.ts';
import { tagText } from '../../core/option/tag.ts';
import { grantsOf } from '../../core/policy/act-grants.ts';
import { type Asker, channelsOf, chargesOf, mayCreate } from '../../core/policy/grants.ts';
import { type People, type Principals, resolve } from '../../core/policy/people.ts';
import { personLimit } from '../../core/policy/person-limits.ts';
import { DIRECT } from '../../core/policy/places.ts';
import type { Policy, PolicyInForce } from '../../core/policy/policy.ts';
import { linesFor, PERSON_LIMIT_KEYS } from '../../core/policy/rules.ts';
import type { Saying } from '../../core/saying.ts';
import type { Text } from '../../text/en.ts';
import { draftText, policyRules } from '../../text/policy-rules.ts';
import type { Answer } from '../kit/answer.ts';
import { contextBlock, header, plain, section } from '../kit/blocks.ts';
import {
  bold,
  channelMention,
  code,
  fallback,
  harmless,
  joined,
  lines,
  type Mrkdwn,
  mrkdwn,
  source,
} from '../kit/mrkdwn.ts';
import { lineSections } from '../kit/post.ts';
import { approvalBlocks, budgetBlocks } from './approvals.ts';
import { mentions } from './people.ts';

export interface PolicyShown extends Asker {
  readonly channel: string;
  readonly people: People;
  readonly inForce: PolicyInForce;
  /** Named to somebody who may do nothing. */
  readonly admins: Principals;
  /** This month's spending; null if unknown: then the rest is not told. */
  readonly month: readonly Spending[] | null;
  /** Why the present file is not in force; shown only to admins. */
  readonly trouble: readonly Saying[] | null;
}

/** What the policy allows one person in one channel. */
export function policyMessage(shown: PolicyShown, words: Text): Answer {
  const { policy: text, lease, limits, templates } = words;
  const { policy, hash } = shown.inForce;
  const rules = [
    ...policyRules(policy, shown.channel, words).flatMap(({ title, is, list = [] }) => [
      mrkdwn`${bold(title)}: ${is}`,
      ...list.map((one) => mrkdwn`• ${one}`),
    ]),
    ...personLines(policy, text, limits),
    ...leaseLines(policy, lease),
    ...actLines(shown, text),
  ];
  const blocks: KnownBlock[] = [
    header(text.title),
    section(lines(hash === null ? [mrkdwn`${text.none}`, ...payLines(shown, text)] : placeLines(shown, text))),
    ...(rules.length === 0 ? [] : [section(lines(rules))]),
    ...approvalBlocks(policy, shown.admins, text),
    ...budgetBlocks(policy, shown.user, shown.month, shown.people, text),
    ...presetBlocks(policy, text, templates),
    ...(shown.trouble === null ? [] : [contextBlock(plain(text.trouble(shown.trouble)))]),
  ];
  return { text: fallback(text.title), blocks };
}

/** The ways of paying that this person may use here. */
function payLines({ inForce: { policy }, people, ...asker }: PolicyShown, text: Text['policy']): Mrkdwn[] {
  const charges = chargesOf(policy, asker, people);
  return charges.length === 0 ? [] : [mrkdwn`${text.mayPay(charges)}`];
}

function placeLines(shown: PolicyShown, text: Text['policy']): Mrkdwn[] {
  const { people, admins, ...asker } = shown;
  const { policy } = shown.inForce;
  const may = mayCreate(policy, asker, null, people);
  if (may === true) return [mrkdwn`✅ ${text.mayHere}`, ...payLines(shown, text)];
  if (may === null) return [mrkdwn`❔ ${text.dependsOnGroups} ${mentions(unknownGroups(policy, people), text.marks)}`];
  const line = policy.create === null ? null : linesFor(shown.isAdmin)(policy.create).line;
  const no = mrkdwn`⛔ ${text.mayNotHere(line)}`;
  const places = channelsOf(policy, asker, people);
  if (places !== 'any' && places.length > 0) {
    const named = places.map((place) => (place === DIRECT ? harmless(text.direct) : channelMention(place)));
    return [no, mrkdwn`${text.elsewhere} ${joined(named, text.marks.comma)}`];
  }
  const asks = admins.length === 0 ? [] : [mrkdwn`${text.askAdmins} ${mentions(admins, text.marks)}`];
  return [no, mrkdwn`${text.nowhere}`, ...asks];
}

/** These limits hold even if the policy does not name them. */
const personLines = (policy: Policy, text: Text['policy'], limits: Text['limits']): Mrkdwn[] =>
  PERSON_LIMIT_KEYS.map((key) => mrkdwn`${bold(limits.title[key])}: ${text.atMost(personLimit(policy, key))}`);

const leaseLines = ({ lease, maxLease }: Policy, text: Text['lease']): Mrkdwn[] =>
  lease === null && maxLease === null
    ? []
    : [mrkdwn`${bold(text.rule)}: ${text.ruleIs(lease?.value ?? null, maxLease?.value ?? null)}`];

/** The instances that the bot did not create and this person may act on. */
function actLines({ inForce: { policy }, user, isAdmin, people }: PolicyShown, text: Text['policy']): Mrkdwn[] {
  const tags = grantsOf(policy, user, people).map(({ tag }) => tagText(tag));
  if (policy.act.length === 0 || (tags.length === 0 && !isAdmin)) return [];
  return [mrkdwn`${bold(text.notTheBots)}: ${isAdmin ? text.actOnAll : text.actOnTagged([...new Set(tags)])}`];
}

/** The rest is counted. */
const PRESETS_SHOWN = 15;

function presetBlocks(
  { presets, templates }: Policy,
  text: Text['policy'],
  { named }: Text['templates'],
): KnownBlock[] {
  const [first] = presets.keys();
  if (first === undefined) return [];
  const rows = [...presets].slice(0, PRESETS_SHOWN).map(([name, draft]) => {
    const template = templates.get(name);
    const parts = [...(template === undefined ? [] : [named(template)]), draftText(draft)].filter(
      (part) => part !== '',
    );
    return mrkdwn`${code(name)} – ${parts.join(text.marks.comma)}`;
  });
  const left = presets.size - rows.length;
  const more = left > 0 ? [mrkdwn`${text.marks.more(left)}`] : [];
  return [
    ...lineSections([bold(text.presets), ...rows, ...more], (row) => source(row).length),
    contextBlock(plain(text.presetHow(first))),
  ];
}

/** The user groups in the create rule whose members are unknown. */
const unknownGroups = ({ create, approval }: Policy, people: People): readonly string[] => [
  ...new Set(
    (create?.value ?? []).flatMap(({ who }) =>
      who === 'everyone' ? [] : resolve(who, approval.groups, people).unknownGroups,
    ),
  ),
];
