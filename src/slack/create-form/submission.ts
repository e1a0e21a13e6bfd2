import { canonical } from '../../core/approval/approval.ts';
import type { Unsubmittable } from '../../core/approval/approval-new.ts';
import { needsPrice } from '../../core/approval/approval-new.ts';
import { unsatisfiableTold } from '../../core/approval/reduce-requirements.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Freeze } from '../../core/freeze.ts';
import type { People } from '../../core/policy/people.ts';
import { factsOf, problemFor, withPolicyProblems } from '../../core/policy/policy-facts.ts';
import { judgePolicy, type OrderFacts, type Verdict } from '../../core/policy/policy-judge.ts';
import { linesFor } from '../../core/policy/rules.ts';
import type { Request } from '../../core/request/request.ts';
import { kindOfDraft } from '../../core/spec/charge-draft.ts';
import type { Choices } from '../../core/spec/choices.ts';
import { orderOfDraft } from '../../core/spec/order-draft.ts';
import { orderOf, type Quote } from '../../core/spec/quote.ts';
import type { Draft, FieldProblem, InstanceSpec } from '../../core/spec/spec.ts';
import { judgeDraft } from '../../core/spec/spec-judge.ts';
import { StoreUnavailable } from '../../store/store.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { elsewhere } from '../account/accept-account.ts';
import { freezeToTell } from '../freeze/set-freeze.ts';
import type { RequestContext } from '../kit/context.ts';
import { errorReference } from '../kit/error-reference.ts';
import { refusedHere, rulesOf } from './allowed-catalogue.ts';
import { loadChoices } from './plan.ts';

/** With what else is done, well within the time Slack allows for the answer to a submission. */
const QUOTE_MS = 800;
/** Where it depends on the price what becomes of it. */
const NEEDED_QUOTE_MS = 20_000;

export interface Submission {
  readonly viewId: string;
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly draft: Draft;
}

/** What became of a submission. Only `accepted` and `duplicate` have a request behind them. */
export type Outcome =
  /** `freeze`: what it waits for, when creating is frozen just now. A pending request waits for approval. */
  | {
      readonly kind: 'accepted';
      readonly request: Request;
      readonly freeze: Freeze | null;
      /** Why nothing is done in the account just now. */
      readonly elsewhere: 'other' | 'unknown' | null;
    }
  /** This form was submitted before; `same` tells whether it asked for the same. */
  | { readonly kind: 'duplicate'; readonly request: Request; readonly same: boolean }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
  /** The policy does not let this person create this here, or it could never be bought. */
  | { readonly kind: 'forbidden'; readonly sentence: string }
  | { readonly kind: 'unchecked'; readonly failure: Failure }
  | { readonly kind: 'storeDown' }
  | { readonly kind: 'broken'; readonly reference: string };

/** Judges what was submitted against the cloud's lists and writes it down in one commit. Never rejects. */
export async function decideSubmission(context: RequestContext, submission: Submission): Promise<Outcome> {
  try {
    // Asked for now, so that it is there when the rest has been judged.
    const asked = orderOfDraft(submission.draft);
    if (asked !== null) context.quotes.price.peek(asked);
    const knowing = context.approvals.peopleFor(submission.user, kindOfDraft(submission.draft) ?? 'prepaid');
    const choices = await loadChoices(context.catalogue, submission.draft);
    if (!choices.ok) return { kind: 'unchecked', failure: choices.error };
    const judged = judgeDraft(submission.draft, choices.value);
    const price = judged.ok ? await priceOf(context, judged.value) : 'late';
    const people = await knowing;
    // After all waiting, so that it is the policy of this moment.
    const refused = await refusedByPolicy(context, submission, choices.value, judged.ok ? [] : judged.error, people);
    if (refused !== null) return refused;
    if (!judged.ok) return { kind: 'problems', problems: judged.error };
    return await writeDown(context, submission, { ...judged.value, price }, choices.value, people);
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      context.log.error({ user: submission.user }, 'a request could not be written down: the store is unavailable');
      return { kind: 'storeDown' };
    }
    const reference = errorReference(context, error, 'a submission failed');
    return { kind: 'broken', reference };
  }
}

/** What the policy has against it, together with the other problems of its fields; null when it has nothing. */
async function refusedByPolicy(
  context: RequestContext,
  submission: Submission,
  choices: Choices,
  problems: readonly FieldProblem[],
  people: People,
): Promise<Outcome | null> {
  const { policy: text } = context.text;
  const facts = factsIn(context, submission, choices);
  const policy = rulesOf(context);
  const verdict = judgePolicy(facts, policy, people);
  const fired = [...verdict.breaches, ...verdict.open].map(({ rule, line }) => ruleName(rule, line));
  if (verdict.breaches.length > 0 || (problems.length === 0 && fired.length > 0))
    await context.approvals.recordRefusal({ ...submission, rules: fired });
  const sentence = refusedHere(context, { ...submission, isAdmin: facts.isAdmin }, people);
  if (sentence !== null) return { kind: 'forbidden', sentence };
  const all = withPolicyProblems(problems, facts, policy, people).map(problemFor(facts.isAdmin));
  if (all.length > 0) return { kind: 'problems', problems: all };
  // A rule that could not be asked is no permission.
  return verdict.verdict === 'allowed'
    ? null
    : { kind: 'forbidden', sentence: text.unjudged(openRules(verdict, context, facts.isAdmin)) };
}

const openRules = ({ open }: Verdict, { text }: RequestContext, isAdmin: boolean): readonly string[] =>
  open.map(linesFor(isAdmin)).map(({ rule, line }) => text.policy.ruleAt(rule, line));

const ruleName = (rule: string, line: number | null): string => (line === null ? rule : `${rule} (line ${line})`);

const factsIn = (context: RequestContext, submission: Submission, choices: Choices): OrderFacts =>
  factsOf(submission.draft, choices, { ...submission, isAdmin: context.authority.isAdmin(submission.user) });

type Price = Result<Quote | 'unknown', Failure> | 'late';

/**
 * What the request costs, when that is known or comes soon. Where nothing depends on it nobody waits longer for it:
 * pay-as-you-go needs no price to begin.
 */
async function priceOf(
  context: RequestContext,
  { spec, amount }: { readonly spec: InstanceSpec; readonly amount: number },
): Promise<Price> {
  const waitMs = needsPrice({ spec }, rulesOf(context)) ? NEEDED_QUOTE_MS : QUOTE_MS;
  return withDeadline(context.clock, waitMs, context.quotes.price.load(orderOf(spec, amount)));
}

async function writeDown(
  context: RequestContext,
  submission: Submission,
  { spec, amount, price }: { readonly spec: InstanceSpec; readonly amount: number; readonly price: Price },
  choices: Choices,
  people: People,
): Promise<Outcome> {
  const { viewId, user, team, channel } = submission;
  const written = await context.approvals.submit({
    requester: user,
    spec,
    amount,
    quote: price === 'late' || !price.ok || price.value === 'unknown' ? null : price.value,
    facts: factsIn(context, submission, choices),
    origin: `view:${viewId}`,
    team,
    channel,
    people,
  });
  if (written.is !== 'standing') return refusedFor(context, submission, written, price);
  const { request, isNew } = written;
  if (isNew) {
    context.log.info({ requestId: request.id, user, channel, amount, state: request.state }, 'a request was submitted');
    return { kind: 'accepted', request, freeze: await freezeToTell(context), elsewhere: await elsewhere(context) };
  }
  return { kind: 'duplicate', request, same: request.amount === amount && sameSpec(request.spec, spec) };
}

/** It could never be bought, by the policy of now; or has no price to be approved at. */
async function refusedFor(
  { text, approvals, authority }: RequestContext,
  submission: Submission,
  why: Unsubmittable,
  price: Price,
): Promise<Outcome> {
  const isAdmin = authority.isAdmin(submission.user);
  const told = linesFor(isAdmin);
  switch (why.is) {
    case 'priceUnknown': {
      const failure = price === 'late' || price.ok ? null : price.error;
      return {
        kind: 'forbidden',
        sentence: price === 'late' ? text.decision.priceLate : text.decision.priceUnknown(failure),
      };
    }
    case 'overBudget': {
      const rules = why.overdrafts.map(({ line }) => ruleName('budgets', line));
      await approvals.recordRefusal({ ...submission, rules });
      const sentences = why.overdrafts.map(told).map((one) => text.policy.overBudget(one));
      return { kind: 'forbidden', sentence: sentencesOf([...sentences, text.decision.notSubmitted]) };
    }
    case 'approversUnread':
      return { kind: 'forbidden', sentence: text.decision.approversUnread };
    case 'tooMany': {
      await approvals.recordRefusal({ ...submission, rules: [why.excess.limit] });
      return {
        kind: 'forbidden',
        sentence: sentencesOf([text.limits.exceeded(why.excess), text.decision.notSubmitted]),
      };
    }
    case 'unsatisfiable': {
      const rules = why.requirements.map(({ line }) => ruleName('approvals', line));
      await approvals.recordRefusal({ ...submission, rules });
      const sentences = unsatisfiableTold(why.requirements, isAdmin).map(({ needed, users, line }) =>
        text.policy.unsatisfiable(needed, users.length, line),
      );
      return { kind: 'forbidden', sentence: sentencesOf([...sentences, text.decision.notSubmitted]) };
    }
  }
}

const sameSpec = (a: InstanceSpec, b: InstanceSpec): boolean => canonical(a) === canonical(b);
