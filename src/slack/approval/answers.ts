import { type Approval, missingOf, type Requirement } from '../../core/approval/approval.ts';
import type { Click, Refused, ScriptChange } from '../../core/approval/decide.ts';
import { isWithin, reducedRequirements } from '../../core/approval/reduce-requirements.ts';
import { votersOf } from '../../core/approval/requirements.ts';
import { add } from '../../core/base/money.ts';
import { linesFor } from '../../core/policy/rules.ts';
import type { Request } from '../../core/request/request.ts';
import type { Quote } from '../../core/spec/quote.ts';
import { moneyText, priceText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { momentMark } from '../../text/moments.ts';
import { purchaseWords } from '../../text/purchase-words.ts';
import type { ClickResult } from '../../usecases/approval/take-click.ts';
import { reasonOf } from '../freeze/blocks.ts';
import type { Answer } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import { fallback, groupMention, joined, lines, link, type Mrkdwn, mrkdwn, userMention } from '../kit/mrkdwn.ts';

/** The most names that are shown; the rest is counted. */
const NAMED_MAX = 20;

/** The answer to the person who clicked. Only they see it, so names in it notify nobody. */
/** @param isAdmin whether they are an admin, who is told where the policy's rules are */
export function answerTo(taken: ClickResult, click: Click, text: Text, isAdmin: boolean): Answer {
  return answerOf(linesOf(taken, click, text, isAdmin));
}

export const answerOf = (what: readonly Mrkdwn[]): Answer => ({
  text: fallback(joined(what, ' ')),
  blocks: [section(lines(what))],
});

function linesOf(taken: ClickResult, click: Click, words: Text, isAdmin: boolean): readonly Mrkdwn[] {
  const { decision: text } = words;
  if (taken.is !== 'taken') return [mrkdwn`${text[taken.is]}`];
  const { outcome, request, freeze } = taken;
  switch (outcome.is) {
    case 'approved':
      if (freeze !== null)
        return [
          mrkdwn`${text.approvedHeld}`,
          mrkdwn`🧊 ${text.frozen(reasonOf(freeze, words.freeze), request.spec.charge.kind)}`,
        ];
      return [
        mrkdwn`${request.renewal === undefined ? text.approved(request.amount) : purchaseWords(request.renewal, words).approved}`,
      ];
    case 'voted':
      return [mrkdwn`${text.voted(outcome.missing)}`];
    case 'denied':
      return [mrkdwn`${text.denied} ${userMention(request.requester)}${text.marks.end}`];
    case 'withdrawn':
    case 'expired':
      return [mrkdwn`${text[outcome.is]}`];
    case 'askedAgain':
      return changedLines(outcome, { prices: text.askedAgain, scripts: text.scriptAskedAgain }, words);
    case 'refused':
      return refusal(outcome.refused, request, click, words, isAdmin);
  }
}

function refusal(refused: Refused, request: Request, click: Click, words: Text, isAdmin: boolean): readonly Mrkdwn[] {
  const { decision: text, policy } = words;
  switch (refused.why) {
    case 'decided':
      return decided(refused.decision, request, click, text);
    case 'membership':
      return [mrkdwn`${text.membership[refused.membership]}`];
    case 'notApprover':
      return [
        refused.voters.length === 0 && refused.groups.length > 0
          ? mrkdwn`${text.notApprover}`
          : named(text.notApprover, refused.voters, text),
        ...unreadLines(refused.groups, text),
      ];
    case 'ownRequest':
      return [named(text.ownRequest, refused.voters, text)];
    case 'notYours':
      return [mrkdwn`${text.only} ${userMention(request.requester)} ${text.notYours}`];
    case 'noReason':
      return [mrkdwn`${text.noReason}`];
    case 'otherPrice': {
      const { before = null, quote = null, scriptBefore } = request.approval ?? {};
      const { script: now } = request.spec;
      const script = scriptBefore && now && { before: scriptBefore, after: now };
      return changedLines(
        { before, after: quote, script },
        { prices: text.otherPrice, scripts: text.otherScript },
        words,
      );
    }
    case 'votedBefore':
      return [
        mrkdwn`${text.votedBefore(Math.max(1, missingOf(request.approval?.requirements ?? [], request.approval?.votes ?? [])))}`,
      ];
    case 'requester':
      return [mrkdwn`${text.requester[refused.membership]}`];
    case 'policy':
      return refused.breaches.length === 0
        ? [mrkdwn`${text.policyUnread}`]
        : [
            mrkdwn`${text.policyStricter}`,
            ...refused.breaches
              .map(linesFor(isAdmin))
              .map((one) => mrkdwn`• ${policy.refusalOfRequester(one, one.given)}`),
          ];
    case 'scriptMissing':
      return [mrkdwn`${text.scriptMissing(refused.name)}`];
    case 'budget':
      return refused.overdrafts.map(linesFor(isAdmin)).map((one) => mrkdwn`${text.overBudget(one)}`);
    case 'priceUnknown':
      return [mrkdwn`${text.priceUnreadable(refused.failure)}`];
    case 'balanceUnknown':
      return [mrkdwn`${text.balanceUnknown(refused.failure)}`];
    case 'notEnough': {
      const { balance, total } = refused;
      const owes = balance.minor < 0;
      if (owes) return [mrkdwn`${text.arrears(moneyText({ ...balance, minor: -balance.minor }), moneyText(total))}`];
      const missing = add(total, { ...balance, minor: -balance.minor }) ?? total;
      return [mrkdwn`${text.notEnough(moneyText(missing), moneyText(balance), moneyText(total))}`];
    }
  }
}

interface Changed {
  readonly before: Quote | null;
  readonly after: Quote | null;
  readonly script?: ScriptChange | undefined;
}

type Sentence = (before: string, after: string) => string;

/** The changes since the previous round; without the price if only the start script has changed. */
function changedLines(
  { before, after, script }: Changed,
  say: { readonly prices: Sentence; readonly scripts: Sentence },
  words: Text,
): readonly Mrkdwn[] {
  const [was, is] = [quoteText(before, words), quoteText(after, words)];
  if (script === undefined) return [mrkdwn`${say.prices(was, is)}`];
  const scripts = [script.before, script.after].map(({ name, sha256 }) => words.options.script(name, sha256));
  const [scriptWas = '', scriptIs = ''] = scripts;
  return [...(was === is ? [] : [mrkdwn`${say.prices(was, is)}`]), mrkdwn`${say.scripts(scriptWas, scriptIs)}`];
}

/** Somebody else was faster, or it ended long ago. */
function decided(
  decision: Approval['decision'],
  { state }: Request,
  click: Click,
  text: Text['decision'],
): readonly Mrkdwn[] {
  if (decision?.is === 'expired') return [mrkdwn`${text.alreadyExpired}`];
  const whose =
    decision === null ? [] : [mrkdwn`${text.already[decision.is]} ${userMention(decision.by)}${text.marks.end}`];
  if (click.what === 'withdraw' && (decision === null || decision.is === 'approved'))
    return [...whose, mrkdwn`${state === 'creating' ? text.begun : text.over}`];
  return whose.length === 0 ? [mrkdwn`${text.alreadyOver}`] : [...whose, mrkdwn`${text.noChange}`];
}

function named(lead: string, users: readonly string[], text: Text['decision']): Mrkdwn {
  if (users.length === 0) return mrkdwn`${lead} ${text.nobodyMay}`;
  return mrkdwn`${lead} ${text.whoMay} ${userNames(users, text)}${text.marks.end}`;
}

const unreadLines = (groups: readonly string[], text: Text['decision']): readonly Mrkdwn[] =>
  groups.length === 0
    ? []
    : [
        mrkdwn`${text.unreadGroups} ${joined(groups.map(groupMention), text.marks.list)}${text.marks.stop}${text.ifYouDo}`,
      ];

function userNames(users: readonly string[], text: Text['decision']): Mrkdwn {
  const shown = joined(users.slice(0, NAMED_MAX).map(userMention), text.marks.list);
  return users.length <= NAMED_MAX ? shown : mrkdwn`${shown} ${text.andMore(users.length - NAMED_MAX)}`;
}

function quoteText(quote: Quote | null, { money, decision }: Text): string {
  if (quote === null) return decision.noPrice;
  return quote.kind === 'term' ? priceText(quote.price) : money.perHour(priceText(quote.price));
}

/**
 * For the requester of something that needs approval: what happens next, and who decides. The window stays open while that
 * happens, so nothing in it becomes untrue.
 *
 * @param card the address of the request's card; null while unknown
 */
export const waitingLines = (
  { id, amount }: Request,
  approval: Approval,
  text: Text & Text,
  card: string | null,
): Mrkdwn[] => [mrkdwn`${text.decision.submitted(id, amount)}`, ...waitingPeople(approval, text, card)];

/** Who has to approve, who is asked or informed, and what happens next. */
export function waitingPeople(
  approval: Approval,
  { decision: text, approval: { ask } }: Text & Text,
  card: string | null,
): Mrkdwn[] {
  const [first, ...others] = reducedRequirements(approval.requirements).toSorted(
    (one, other) => other.needed - one.needed,
  );
  const lead = (one: Requirement): string => {
    if (one === first || first === undefined) return text.mayApprove(one.needed);
    return isWithin(one, first) && one.needed < first.needed ? text.amongThem(one.needed) : text.besides(one.needed);
  };
  const requirements = (first === undefined ? [] : [first, ...others]).map((one) =>
    one.users.length === 0 ? mrkdwn`${text.unnamed(one.needed)}` : mrkdwn`${lead(one)} ${userNames(one.users, text)}`,
  );
  const next = mrkdwn`${text.told[whoIsTold(approval)]} ${text.whatNext(momentMark(approval.expiresAt))}`;
  return [...requirements, next, ...(card === null ? [] : [link(card, ask.toCard)])];
}

function whoIsTold({ told, requirements }: Approval): keyof Text['decision']['told'] {
  if (told.length === 0) return 'nobody';
  const voters = votersOf(requirements);
  return voters.length > 0 && voters.every((user) => told.includes(user)) ? 'approvers' : 'others';
}
