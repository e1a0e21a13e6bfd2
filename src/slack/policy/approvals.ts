import type { KnownBlock } from '@slack/types';
import type { ApprovalRule, Budget } from '../../core/approval/approval-policy.ts';
import { type Spending, spentOf } from '../../core/approval/budget.ts';
import { approversOf } from '../../core/approval/requirements.ts';
import type { People, Principals } from '../../core/policy/people.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { contextBlock, plain, section } from '../kit/blocks.ts';
import { bold, lines, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { principalNames } from './people.ts';

type Words = Text['policy'];

/** As many as fit into a section. */
const RULES_SHOWN = 15;

/** Who has to approve what, in words. */
export function approvalBlocks(policy: Policy, admins: Principals, text: Words): KnownBlock[] {
  const { selfApproval, expireAfterMs } = policy.approval;
  const own = selfApproval ? text.ownRequestToo : text.ownRequest;
  return [
    section(lines([bold(text.agreeTitle), ...ruleLines(policy, text), approverLine(policy, admins, text)])),
    contextBlock(plain(sentencesOf([text.agreeHow, own, text.expires(expireAfterMs)]))),
  ];
}

function ruleLines({ approval: { rules, groups } }: Policy, text: Words): Mrkdwn[] {
  const all = rules ?? [];
  const line = (what: string, { needed, from }: Pick<ApprovalRule, 'needed' | 'from'>): Mrkdwn =>
    mrkdwn`• ${what}${text.marks.colon}${text.outOf(needed)} ${from === null ? text.approvers : principalNames(from, groups, text.marks)}`;
  const shown = all.slice(0, RULES_SHOWN).map((rule) => {
    const { charge, above } = rule;
    return line(text.fits(charge, above === null ? null : moneyText(above)), rule);
  });
  const more = all.length > RULES_SHOWN ? [mrkdwn`${text.moreRules(all.length - RULES_SHOWN)}`] : [];
  // A prepaid order that no rule matches still needs one approver.
  const fitsPrepaid = ({ charge }: ApprovalRule) => charge === null || charge === 'prepaid';
  if (all.some((rule) => fitsPrepaid(rule) && rule.above === null)) return [...shown, ...more];
  const what = all.some(fitsPrepaid) ? text.otherPrepaid : text.fits('prepaid', null);
  return [...shown, ...more, line(what, { needed: 1, from: null })];
}

function approverLine(policy: Policy, admins: Principals, text: Words): Mrkdwn {
  const approvers = approversOf(policy, admins);
  if (approvers.length === 0) return mrkdwn`${text.noApprovers}`;
  const lead = policy.approval.approvers.length === 0 ? text.approversAreAdmins : text.approversAre;
  return mrkdwn`${lead} ${principalNames(approvers, policy.approval.groups, text.marks)}${text.marks.end}`;
}

/** The budgets, with the rest if the spending is known. */
export function budgetBlocks(
  policy: Policy,
  user: string,
  month: readonly Spending[] | null,
  people: People,
  text: Words,
): KnownBlock[] {
  const { budgets } = policy.approval;
  if (budgets.length === 0) return [];
  const rows = budgets.slice(0, RULES_SHOWN).map((budget) => {
    const { who, perMonth } = budget;
    const whose = who === 'each' ? mrkdwn`${text.each}` : principalNames(who, policy.approval.groups, text.marks);
    const left = month === null ? null : leftOf(policy, budget, user, month, people, text);
    return mrkdwn`• ${whose}${text.marks.colon}${moneyText(perMonth)}${left === null ? '' : ` – ${left}`}`;
  });
  const more = budgets.length > rows.length ? [mrkdwn`${text.marks.more(budgets.length - rows.length)}`] : [];
  return [section(lines([bold(text.budgetsTitle), ...rows, ...more])), contextBlock(plain(text.budgetsHow))];
}

function leftOf(
  policy: Policy,
  budget: Budget,
  user: string,
  month: readonly Spending[],
  people: People,
  text: Words,
): string {
  const { perMonth, who } = budget;
  const left = perMonth.minor - spentOf(policy, budget, user, month, people).minor;
  if (left <= 0) return text.nothingLeft;
  const amount = moneyText({ ...perMonth, minor: left });
  return who === 'each' ? text.leftForYou(amount) : text.left(amount);
}
