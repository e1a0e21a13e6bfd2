import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { type Approval, type Decision, isMet, type Requirement, type Vote } from '../../core/approval/approval.ts';
import { isWithin, reducedRequirements } from '../../core/approval/reduce-requirements.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { isUserGroup } from '../../core/policy/people.ts';
import { isRenewing } from '../../core/renewal/renewal-act.ts';
import type { Request } from '../../core/request/request.ts';
import { mayWithdraw } from '../../core/request/withdraw.ts';
import type { Text } from '../../text/en.ts';
import { purchaseWords } from '../../text/purchase-words.ts';
import { actions, button, confirmation, contextBlock, plain, section } from '../kit/blocks.ts';
import { isUserId } from '../kit/ids.ts';
import {
  bold,
  EMPTY,
  groupMention,
  joined,
  lines,
  type Mrkdwn,
  moment,
  mrkdwn,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import { type Detail, lineSections } from '../kit/post.ts';
import { againButtons } from '../renewal/words.ts';
import { purchaseWithin, requestTitle } from '../request/render.ts';
import { APPROVE, APPROVE_WITH_NOTE, ASK_AGAIN, clickTargetValue, DENY, WITHDRAW } from './ids.ts';
import { balanceLines, shortPrice, wholePrice } from './price.ts';

/** A request that waits, or waited, for approval. */
export type ApprovalRequest = Request & { readonly approval: Approval };

export const hasApproval = (request: Request): request is ApprovalRequest => request.approval !== null;

/** The most rules that are shown; the rest is counted. */
const RULES_MAX = 8;
/** The most people in the line of those who have approved. */
const APPROVERS_MAX = 12;

/** The readers: everybody in the card's channel, or only those who are asked to decide and so cannot withdraw. */
type CardAudience = 'everybody' | 'asked';

/** A waiting request: who has to approve and who has, until when, what happens then, and the buttons. */
export function waitingBlocks(
  request: ApprovalRequest,
  text: Text,
  { peopleMax }: Detail,
  audience: CardAudience,
): readonly KnownBlock[] {
  const { approval, spec } = request;
  const words = text.approval;
  const price = shortPrice(approval.quote, text);
  const bought = isRenewing(request) ? purchaseWords(request.renewal, text) : null;
  const rows = [
    mrkdwn`⏳ *${words.waits}*`,
    ...(approval.round === 1 ? [] : [mrkdwn`${words.askedAnew}`]),
    ...requirementLines(request, text, peopleMax),
  ];
  return [
    ...lineSections(rows, (row) => source(row).length),
    section(
      lines([
        mrkdwn`${bought === null ? words.whenApproved(spec.charge.kind, price) : bought.whenApproved(price)}`,
        mrkdwn`${(bought ?? words).nothingYet} ${words.expires} ${moment(approval.expiresAt)}${words.marks.end}`,
        ...balanceLines(approval, text),
      ]),
    ),
    decisionButtons(request, text, audience),
    ...(audience === 'everybody' ? [contextBlock(plain(words.whoDecides))] : []),
  ];
}

/** In plain text, with the price and the progress; of several rules, the one that lacks most. */
export function plainWaiting(request: ApprovalRequest, text: Text): string {
  const { requirements, votes, quote } = request.approval;
  const words = text.approval;
  const counts = requirements.map((requirement) => ({
    have: votesFor(requirement, votes).length,
    needed: requirement.needed,
  }));
  const [worst] = counts.toSorted((a, b) => b.needed - b.have - (a.needed - a.have));
  const agreed =
    worst === undefined || worst.have === 0 ? '' : `${words.marks.comma}${words.agreed(worst.have, worst.needed)}`;
  return `${words.plainState.pending}${agreed}${words.marks.stop}${words.price}${words.marks.colon}${wholePrice(quote, request, text)}`;
}

/** How it ended before anything was bought, in plain text. */
export const plainEnd = ({ decision }: Approval, { approval: words }: Text): string =>
  decision === null ? '' : words.plainState[decision.is];

/** Who has approved and who may, in one sentence for all rules together. */
export function requirementLines(request: ApprovalRequest, { approval: words }: Text, max: number): readonly Mrkdwn[] {
  const { requirements, votes } = request.approval;
  const [first, ...others] = reducedRequirements(requirements).toSorted((a, b) => b.needed - a.needed);
  if (first === undefined) return [];
  const more = others.length - RULES_MAX;
  const parts = others.slice(0, RULES_MAX).map((one) => partOf(one, first, votes, words, max));
  const why = first.line === null ? [mrkdwn`${words.byDefault(request.spec.charge.kind)}`] : [];
  const asked = joined([requirementLine(first, votes, words, max), ...parts], words.marks.semicolon);
  const row = joined([asked, ...why], words.marks.gap);
  return more > 0 ? [row, mrkdwn`${words.moreRules(more)}`] : [row];
}

function partOf(
  one: Requirement,
  first: Requirement,
  votes: readonly Vote[],
  words: Text['approval'],
  max: number,
): Mrkdwn {
  const lead = isWithin(one, first) && one.needed < first.needed ? words.ofThem(one.needed) : words.besides(one.needed);
  const lacks =
    isMet(first, votes) && !isMet(one, votes)
      ? mrkdwn`${words.marks.open}${words.stillMissing}${words.marks.close}`
      : EMPTY;
  return mrkdwn`${lead} ${whoMay(one, words, max)}${lacks}`;
}

function requirementLine(
  requirement: Requirement,
  votes: readonly Vote[],
  words: Text['approval'],
  max: number,
): Mrkdwn {
  const agreed = votesFor(requirement, votes);
  const have =
    agreed.length === 0
      ? bold(words.nobodyYet)
      : mrkdwn`${bold(words.agreed(agreed.length, requirement.needed))}: ${people(agreed, words, max)}`;
  return mrkdwn`${have}${words.marks.semicolon}${words.needed(requirement.needed)} ${whoMay(requirement, words, max)}`;
}

/** The policy's names, then the people: `finance: @Priya, the members of @oncall`. */
function whoMay({ from, users, unknownGroups }: Requirement, words: Text['approval'], max: number): Mrkdwn {
  const named = from?.filter((one) => !isUserId(one) && !isUserGroup(one)) ?? [words.approvers];
  const unknown = upTo(unknownGroups.map(groupMention), words, max);
  const groups = mrkdwn`${words.unreadable} ${unknown} ${words.unreadableMeans}`;
  const each = joined(
    [...(users.length === 0 ? [] : [people(users, words, max)]), ...(unknownGroups.length === 0 ? [] : [groups])],
    words.marks.list,
  );
  if (users.length + unknownGroups.length === 0) return mrkdwn`${words.nobodyMay}`;
  return named.length === 0 ? each : mrkdwn`${upTo(named, words, max)}${words.marks.colon}${each}`;
}

const people = (users: readonly string[], words: Text['approval'], max: number): Mrkdwn =>
  upTo(users.map(userMention), words, max);

function upTo(items: readonly (string | Mrkdwn)[], words: Text['approval'], max: number): Mrkdwn {
  const more = items.length - max;
  return joined(more > 0 ? [...items.slice(0, max), words.moreOf(more)] : items, words.marks.list);
}

const votesFor = ({ users }: Requirement, votes: readonly Vote[]): readonly string[] =>
  votes.map(({ by }) => by).filter((by) => users.includes(by));

function decisionButtons(request: ApprovalRequest, text: Text, audience: CardAudience): ActionsBlock {
  const value = clickTargetValue({ requestId: request.id, round: request.approval.round });
  const words = text.approval;
  const says = isRenewing(request) ? { text: purchaseWords(request.renewal, text).confirmWithdraw } : {};
  const withdraw =
    audience === 'everybody' ? [withdrawButton(value, { ...words.confirmWithdraw, ...says }, words)] : [];
  return actions('approval', [...voteButtons(request, text), ...withdraw]);
}

/** For those who decide. Their values name the round whose price they show. */
export function voteButtons(request: ApprovalRequest, text: Text): readonly Button[] {
  const { approval, spec } = request;
  const words = text.approval;
  const value = clickTargetValue({ requestId: request.id, round: approval.round });
  const short = shortPrice(approval.quote, text);
  const { title, text: says, yes, no } = words.confirmApprove;
  const agree = isRenewing(request)
    ? purchaseWords(request.renewal, text).confirmApprove(purchaseWithin(request, text), short)
    : says(requestTitle(request, text), spec.charge, short);
  return [
    button({
      text: words.approve,
      actionId: APPROVE,
      value,
      style: 'primary',
      confirm: confirmation({ title: title(short), text: agree, yes, no, style: 'primary' }),
    }),
    button({ text: words.approveWithNote, actionId: APPROVE_WITH_NOTE, value }),
    button({ text: words.deny, actionId: DENY, value, style: 'danger' }),
  ];
}

const withdrawButton = (
  value: string,
  confirm: Text['approval']['confirmWithdraw'],
  { withdraw }: Text['approval'],
): Button =>
  button({ text: withdraw, actionId: WITHDRAW, value, confirm: confirmation({ ...confirm, style: 'danger' }) });

/** For a purchase that waits for the end of a freeze: nothing was begun, so it can still be withdrawn. */
export function heldButtons(request: Request, instances: readonly Instance[], text: Text): readonly KnownBlock[] {
  const words = text.approval;
  const isHeld = [...instances, ...(request.renewal === undefined ? [] : [request.renewal])].some(
    ({ heldBy }) => heldBy !== null,
  );
  if (!mayWithdraw(request, instances) || !isHeld) return [];
  const value = clickTargetValue({ requestId: request.id, round: request.approval?.round ?? 1 });
  const { renewal } = request;
  const says = renewal === undefined ? {} : { text: purchaseWords(renewal, text).confirmWithdrawHeld };
  return [actions('approval', [withdrawButton(value, { ...words.confirmWithdrawHeld, ...says }, words)])];
}

/** For a request that needed no approval and was withdrawn before it began. */
export const withdrawnSection = ({ approval: words }: Text): KnownBlock =>
  section(mrkdwn`${MARK.withdrawn} *${words.withdrawn}*. ${words.nothingBought}`);

/** How it ended before anything was bought. If somebody else ended it, the requester can change it and ask again. */
export function endedBlocks(request: ApprovalRequest, text: Text): readonly KnownBlock[] {
  const { approval } = request;
  if (approval.decision === null) return [];
  const value = clickTargetValue({ requestId: request.id, round: approval.round });
  const again = button({ text: text.approval.askAgain, actionId: ASK_AGAIN, value });
  const isOwn = approval.decision.is === 'withdrawn';
  return [
    section(decisionLines(approval.decision, text)),
    // The form only asks for new instances.
    ...(isRenewing(request) ? againButtons(request, text) : isOwn ? [] : [actions('approval', [again])]),
  ];
}

const MARK: Readonly<Record<Decision['is'], string>> = { approved: '✅', denied: '❌', withdrawn: '↩️', expired: '⌛' };

/** Who decided what and why, and that nothing was bought. */
function decisionLines(decision: Decision, { approval: words }: Text): Mrkdwn {
  const by = { approved: words.approvedBy, denied: words.deniedBy, withdrawn: words.withdrawnBy, expired: '' }[
    decision.is
  ];
  const who =
    decision.is === 'expired'
      ? mrkdwn`${MARK.expired} *${words.expired}*`
      : mrkdwn`${MARK[decision.is]} *${by}* ${userMention(decision.by)}`;
  const label = decision.is === 'denied' ? words.reason : words.note;
  return lines([
    mrkdwn`${who} · ${moment(decision.at)}`,
    ...(decision.note === '' ? [] : [mrkdwn`${label} ${decision.note}`]),
    mrkdwn`${decision.is === 'expired' ? words.expiredMeans : words.nothingBought}`,
  ]);
}

/** Who approved it at which price, in one line; empty if it needed no approval or was not approved. */
function approvedLine(request: Request, text: Text): Mrkdwn {
  const { approval } = request;
  if (approval?.decision?.is !== 'approved') return EMPTY;
  const words = text.approval;
  const who = people(
    approval.votes.map(({ by }) => by),
    words,
    APPROVERS_MAX,
  );
  return mrkdwn`${MARK.approved} *${words.approvedBy}* ${who} ${words.at} ${wholePrice(approval.quote, request, text)}`;
}

export const approvedBlocks = (request: Request, text: Text): readonly KnownBlock[] => {
  const line = approvedLine(request, text);
  return source(line) === '' ? [] : [contextBlock(line)];
};

/** The decision without buttons, for those who were asked. */
export function decidedSection(request: ApprovalRequest, text: Text): readonly KnownBlock[] {
  const { decision } = request.approval;
  if (decision === null) return [];
  return [section(decision.is === 'approved' ? approvedLine(request, text) : decisionLines(decision, text))];
}
