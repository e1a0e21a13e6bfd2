import type { KnownBlock } from '@slack/types';
import { type ApprovalPreview, previewApproval } from '../../core/approval/approval-preview.ts';
import type { Spending } from '../../core/approval/budget.ts';
import { reducedRequirements, unsatisfiableTold } from '../../core/approval/reduce-requirements.ts';
import { answerWithin } from '../../core/base/deadline.ts';
import type { Asker } from '../../core/policy/grants.ts';
import { ASKED_WITHIN_MS, type PersonExcess, personExcess } from '../../core/policy/person-limits.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { factsOf } from '../../core/policy/policy-facts.ts';
import { judgePolicy } from '../../core/policy/policy-judge.ts';
import { linesFor } from '../../core/policy/rules.ts';
import { type CreateArguments, lacksBase } from '../../core/spec/presets.ts';
import { type PriceOrder, type Quote, totalOf } from '../../core/spec/quote.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { draftText } from '../../text/policy-rules.ts';
import { loadLists } from '../../usecases/spec/load-lists.ts';
import { planAllowed } from '../../usecases/spec/plan-allowed.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { listsTrouble } from '../create-form/open.ts';
import type { Answer } from '../kit/answer.ts';
import { plain, section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { bold, channelMention, EMPTY, fallback, joined, lines, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { policyMessage } from './message.ts';
import { mentions } from './people.ts';

type Where = Asker & { readonly channel: string };

/** A price that takes longer counts as unknown. */
const PRICE_MS = 2_500;

/** What the policy allows this person here. */
export async function policyAnswer(context: RequestContext, where: Where): Promise<Answer> {
  const { policy, authority, directory, text } = context;
  const month = await spentIn(context);
  return policyMessage(
    {
      ...where,
      people: directory.known(),
      inForce: policy.current(),
      admins: authority.admins(),
      month,
      trouble: authority.isAdmin(where.user) ? policy.trouble() : null,
    },
    text,
  );
}

/** This month's spending that counts against budgets; null if there are none, or it cannot be read now. */
async function spentIn({ policy, store, clock }: RequestContext): Promise<readonly Spending[] | null> {
  if (policy.current().policy.approval.budgets.length === 0) return null;
  const month = await store.month(clock.now()).catch(() => null);
  return month?.spending ?? null;
}

/** The policy's verdict on an order, read by the cloud's lists as the form would, and who would be asked. */
export async function verdictAnswer(
  context: RequestContext,
  where: Where,
  { draft, problems, template }: CreateArguments,
): Promise<Answer> {
  if (problems.some(lacksBase)) return answer(baseless(context.text, problems));
  const loaded = await loadLists(context, where, draft);
  if (!loaded.ok) return answer([listsTrouble(context, loaded.error)]);
  const plan = planAllowed(context, draft, where);
  const quote = plan.order === null ? null : await quoteOf(context, plan.order);
  const { charge } = factsOf(plan.draft, plan.lists, where);
  const asked = charge === null ? null : { requester: where.user, charge, quote };
  const month = (await spentIn(context)) ?? [];
  const preview =
    asked === null
      ? null
      : previewApproval(
          rulesOf(context),
          context.authority.admins(),
          asked,
          month,
          context.directory.known(),
          context.clock.now(),
        );
  const verdict = verdictLines(context, where, plan, preview, await excessOf(context, where, plan, preview));
  const { commands, modal } = context.text;
  const from = template === undefined ? [] : [modal.fromTemplate(template)];
  const told = [...problems.map(commands.argument), ...from];
  const asks =
    preview === null || verdict.is === 'refused' ? [] : previewBlocks(preview, quote, context.text, where.isAdmin);
  return answer([...told, ...verdict.lines], asks);
}

/** The limit for one person that the request would exceed; null for none, and while the store cannot be read. */
async function excessOf(
  { store, clock, ...context }: RequestContext,
  where: Where,
  plan: FormPlan,
  preview: ApprovalPreview | null,
): Promise<PersonExcess | null> {
  const { amount } = factsOf(plan.draft, plan.lists, where);
  const lately = await store.askedBy(where.user, clock.now() - ASKED_WITHIN_MS).catch(() => null);
  const waits = (preview?.requirements.length ?? 0) > 0;
  return lately && personExcess(rulesOf(context), lately, { waits, instances: amount ?? 0 });
}

/** The order's preset or template is missing, so nothing else can be said. */
function baseless({ policy, commands }: Text, problems: CreateArguments['problems']): readonly string[] {
  const isRefused = problems.some((one) => one.problem === 'template' && one.trouble.why.is !== 'unread');
  return [
    isRefused ? `⛔ ${policy.refused}` : `❔ ${policy.cannotSay}`,
    ...problems.map((one) => `• ${commands.argument(one)}`),
  ];
}

/** The present price; null if the cloud names none, or not soon. */
async function quoteOf({ quotes, clock }: RequestContext, order: PriceOrder): Promise<Quote | null> {
  const quote = await answerWithin(clock, PRICE_MS, quotes.price.load(order));
  return quote.ok && quote.value !== 'unknown' ? quote.value : null;
}

interface Verdict {
  readonly is: 'refused' | 'unclear' | 'allowed';
  readonly lines: readonly string[];
}

/** The verdict with each rule that fired, and the order. Depends only on the context's policy and text. */
function verdictLines(
  context: Pick<RequestContext, 'policy' | 'directory'> & { readonly text: Text },
  where: Asker,
  plan: FormPlan,
  preview: ApprovalPreview | null,
  excess: PersonExcess | null,
): Verdict {
  const { policy: text, modal, limits } = context.text;
  const told = linesFor(where.isAdmin);
  const { breaches, open } = judgePolicy(
    factsOf(plan.draft, plan.lists, where),
    rulesOf(context),
    context.directory.known(),
  );
  const ofFields = plan.problems.map((problem) => modal.fieldLine(modal.label[problem.field], modal.problem(problem)));
  const others = breaches
    .filter(({ field }) => !plan.problems.some((problem) => problem.field === field))
    .map(told)
    .map((breach) => text.refusal(breach, breach.given));
  const unsaid = open
    .filter(({ field }) => !plan.problems.some((problem) => problem.field === field))
    .map(told)
    .map(({ rule, line }) => text.open(rule, line));
  // The price of an incomplete order is unknown.
  const unpriced = (preview?.overdrafts ?? [])
    .filter(({ cost }) => cost === null)
    .map(told)
    .map(text.overBudget);
  const tooMany = excess === null ? [] : [limits.exceeded(excess)];
  const inVain = [...tooMany, ...(preview === null ? [] : vainLines(preview, text, where.isAdmin))];
  const refused = breaches.length + inVain.length > 0 || plan.problems.some(({ problem }) => problem === 'notAllowed');
  const unclear = ofFields.length + unsaid.length + unpriced.length > 0;
  const allowed = (preview?.requirements.length ?? 0) > 0 ? text.allowedToAsk : text.allowed;
  const title = refused ? `⛔ ${text.refused}` : unclear ? `❔ ${text.cannotSay}` : `✅ ${allowed}`;
  return {
    is: refused ? 'refused' : unclear ? 'unclear' : 'allowed',
    lines: [
      title,
      ...[...others, ...inVain, ...ofFields, ...unsaid, ...unpriced].map((line) => `• ${line}`),
      `${text.asked}${text.marks.colon}${draftText(plan.draft)}`,
    ],
  };
}

/** Why an order that the rules allow would still never be bought. */
const vainLines = (
  { unsatisfiable, overdrafts }: ApprovalPreview,
  text: Text['policy'],
  isAdmin: boolean,
): readonly string[] => [
  ...unsatisfiableTold(unsatisfiable, isAdmin).map(({ needed, users, line }) =>
    text.unsatisfiable(needed, users.length, line),
  ),
  ...overdrafts
    .filter(({ cost }) => cost !== null)
    .map(linesFor(isAdmin))
    .map(text.overBudget),
];

/** Who would have to approve, who would be told, and how many people that notifies. */
export function previewBlocks(
  { requirements, told }: ApprovalPreview,
  quote: Quote | null,
  { policy: text }: Text,
  isAdmin: boolean,
): KnownBlock[] {
  const price = quote === null ? text.withoutPrice : text.atPrice(moneyText(totalOf(quote)));
  if (requirements.length === 0) return [section(lines([mrkdwn`${text.nobodyHasTo} ${price}`]))];
  // Admins see each rule with its line, others the combined requirements.
  const rows = (isAdmin ? requirements : reducedRequirements(requirements)).map(
    ({ needed, users, unknownGroups, line }) => {
      const why = isAdmin || line === null ? mrkdwn`${text.marks.gap}${text.byRule(line)}` : EMPTY;
      return mrkdwn`• ${text.outOf(needed)} ${peopleOf(users, unknownGroups, text)}${why}`;
    },
  );
  const places = told.channels.map(channelMention);
  const called = told.unknownGroups.length === 0 ? text.pings(told.users.length) : text.pingsAtLeast(told.users.length);
  const hear = joined([peopleOf(told.users, told.unknownGroups, text), ...places], text.marks.comma);
  return [
    section(
      lines([
        bold(text.wouldAgree),
        ...rows,
        mrkdwn`${price}`,
        mrkdwn`${text.wouldBeTold} ${hear}${text.marks.stop}${called}`,
      ]),
    ),
  ];
}

function peopleOf(users: readonly string[], groups: readonly string[], text: Text['policy']): Mrkdwn {
  const unknown =
    groups.length === 0 ? [] : [mrkdwn`${text.unknownMembers} ${mentions(groups, text.marks)} ${text.unknownMeans}`];
  if (users.length + groups.length === 0) return mrkdwn`${text.nobody}`;
  return joined([...(users.length === 0 ? [] : [mentions(users, text.marks)]), ...unknown], text.marks.comma);
}

const answer = (lines: readonly string[], more: readonly KnownBlock[] = []): Answer => ({
  text: fallback(lines[0] ?? ''),
  blocks: [section(plain(lines.join('\n'))), ...more],
});
