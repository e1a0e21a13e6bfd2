import type { AccountGate } from '../../core/account/account.ts';
import { canonical } from '../../core/approval/approval.ts';
import { needsPrice, type Unsubmittable } from '../../core/approval/approval-new.ts';
import type { Clock } from '../../core/base/clock.ts';
import { answerWithin } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Freeze } from '../../core/freeze.ts';
import type { Authority } from '../../core/policy/authority.ts';
import { type CreateRefusal, createRefusal } from '../../core/policy/create-refusal.ts';
import { decliningDefaults, withFittingDefaults, withOwnKey } from '../../core/policy/fitting-defaults.ts';
import { withPolicyOptions } from '../../core/policy/option-rules.ts';
import type { People } from '../../core/policy/people.ts';
import { type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import { factsOf, problemFor, withPolicyProblems } from '../../core/policy/policy-facts.ts';
import { judgePolicy, type OrderFacts } from '../../core/policy/policy-judge.ts';
import type { FiredRule } from '../../core/policy/rules.ts';
import type { FilledFrom, OrderNames } from '../../core/request/order-names.ts';
import type { Request } from '../../core/request/request.ts';
import { chargeKindOf } from '../../core/spec/charge-draft.ts';
import type { Choices } from '../../core/spec/choices.ts';
import { orderOfDraft } from '../../core/spec/order-draft.ts';
import { priceOrderOf, type Quote } from '../../core/spec/quote.ts';
import type { Draft, FieldProblem, InstanceSpec } from '../../core/spec/spec.ts';
import { judgeDraft } from '../../core/spec/spec-judge.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import type { Quotes } from '../../ecs/money/quotes.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import { unlessStoreFails } from '../../store/unless-store-down.ts';
import { accountMismatch } from '../account/accept-account.ts';
import type { Approvals } from '../approval/approvals.ts';
import { freezeToTell } from '../freeze/set-freeze.ts';
import type { KeyService } from '../key/key-service.ts';
import { loadChoices } from '../spec/load-lists.ts';
import { orderedNetwork } from '../spec/plan-network.ts';
import { orderNames } from './order-names-now.ts';
import { refusedNames } from './refused-names.ts';

/** With the other work, well within the time that Slack allows for the answer to a submission. */
const QUOTE_MS = 800;
/** For submissions whose outcome depends on the price. */
const NEEDED_QUOTE_MS = 20_000;

interface SubmissionDeps {
  readonly approvals: Approvals;
  readonly store: Store;
  readonly account: AccountGate;
  readonly catalogue: Catalogue;
  readonly keys: Pick<KeyService, 'bringing'>;
  readonly quotes: Pick<Quotes, 'price'>;
  readonly cloud: Pick<EcsPort, 'inboundRules' | 'dryRun'>;
  readonly policy: PolicySource;
  readonly authority: Authority;
  readonly clock: Clock;
  readonly log: Log;
}

/** A filled-in and submitted form. */
export interface Submission {
  /** See {@link Request.origin}. */
  readonly origin: string;
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly draft: Draft;
  readonly filledFrom?: FilledFrom;
}

/** The outcome of a submission. Only `accepted` and `duplicate` have a request. */
export type SubmissionOutcome =
  /** `freeze`: the freeze that it waits for, if one is in force. A pending request waits for approval. */
  | {
      readonly kind: 'accepted';
      readonly request: Request;
      readonly freeze: Freeze | null;
      /** Why the bot does nothing in the account now; null if it does. */
      readonly elsewhere: 'other' | 'unknown' | null;
    }
  /** This form was submitted before; `same` tells whether with the same content. */
  | { readonly kind: 'duplicate'; readonly request: Request; readonly same: boolean }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }
  /** The policy does not allow this person to create this here. */
  | { readonly kind: 'mayNotCreate'; readonly refusal: CreateRefusal }
  /** A rule could not be judged, and that is no permission. */
  | { readonly kind: 'unjudged'; readonly rules: readonly Pick<FiredRule, 'rule' | 'line'>[] }
  /** The policy in force would never allow the purchase, or there is no price to approve; `price` says why. */
  | { readonly kind: 'unsubmittable'; readonly why: Unsubmittable; readonly price: Failure | 'late' | null }
  | { readonly kind: 'unchecked'; readonly failure: Failure }
  /** `inDoubt`: the answer to the commit was lost. */
  | { readonly kind: 'storeDown' | 'inDoubt' };

/** Judges a submission by the cloud's lists and the policy, and stores it in one commit. */
export const submitDraft = (deps: SubmissionDeps, submission: Submission): Promise<SubmissionOutcome> =>
  unlessStoreFails<SubmissionOutcome, SubmissionOutcome>(
    async () => {
      const outcome = await judge(deps, submission);
      if (outcome.kind === 'accepted' || outcome.kind === 'duplicate') return outcome;
      // A repeated submission gets its request, even if it would be refused by now: nobody must believe that nothing was bought.
      const earlier = await deps.store.requestByOrigin(submission.origin);
      return earlier === null ? outcome : { kind: 'duplicate', request: earlier, same: false };
    },
    (inDoubt) => {
      const kind = inDoubt === null ? 'storeDown' : 'inDoubt';
      deps.log.error({ user: submission.user, kind }, 'a request could not be written down: the store is unavailable');
      return { kind };
    },
  );

async function judge(deps: SubmissionDeps, given: Submission): Promise<SubmissionOutcome> {
  const filled = { ...given, draft: withPolicyOptions(given.draft, rulesOf(deps).options) };
  // Starts the price query now, so that it is ready when the rest is judged.
  const toPrice = orderOfDraft(filled.draft);
  if (toPrice !== null) deps.quotes.price.peek(toPrice);
  const askPeople = () => deps.approvals.peopleFor(given.user, chargeKindOf(filled.draft) ?? 'prepaid');
  const knowing = askPeople();
  const { options } = rulesOf(deps);
  const wantsOwnKey = options.login?.value.usual === 'keyPair';
  const choices = await loadChoices(deps.keys.bringing(deps.catalogue, given.user), filled.draft, wantsOwnKey);
  if (!choices.ok) return { kind: 'unchecked', failure: choices.error };
  const network = orderedNetwork(filled.draft, choices.value, { policy: rulesOf(deps), channel: given.channel });
  const fitting = withFittingDefaults(network.draft, options, choices.value);
  const draft = withOwnKey(fitting, options, { user: given.user, lists: choices.value });
  const submission = { ...filled, draft };
  const judged = judgeNamed(deps, draft, choices.value, network.problem);
  const refused = (people: People): ReturnType<typeof refusedByPolicy> =>
    refusedByPolicy(deps, submission, choices.value, judged.ok ? [] : judged.error, people);
  // The cloud is not asked about anything that the policy refuses: the person must not learn whether it exists.
  const barred = await refused(await knowing);
  if (barred !== null) return barred;
  if (!judged.ok) return { kind: 'problems', problems: judged.error };
  const { tried, ...asked } = await askCloud(deps, submission, judged.value, choices.value);
  // Once more after all waiting, so that the policy and the people are those of this moment.
  const people = await askPeople();
  const barredSince = await refused(people);
  if (barredSince !== null) return barredSince;
  const declined = decliningDefaults(draft, options, tried);
  if (declined !== null) return judge(deps, { ...given, draft: { ...given.draft, ...declined } });
  if (tried.length > 0) return { kind: 'problems', problems: tried };
  return await writeDown(deps, submission, { ...judged.value, ...asked }, choices.value, people);
}

/** Asks the cloud, all at once, what only the cloud can tell of an order that the policy allows. */
async function askCloud(
  deps: SubmissionDeps,
  submission: Submission,
  order: Pick<JudgedOrder, 'spec' | 'amount'>,
  choices: Choices,
): Promise<Pick<JudgedOrder, 'price' | 'names'> & { readonly tried: readonly FieldProblem[] }> {
  const { partial } = rulesOf(deps);
  const [names, tried, price] = await Promise.all([
    orderNames(deps, submission, order.spec, choices),
    refusedNames(deps, submission.draft, { ...order, partial }),
    priceOf(deps, order),
  ]);
  return { names, tried, price };
}

/** A refused network is reported by its name, and not by the ids behind it. */
function judgeNamed(
  deps: SubmissionDeps,
  draft: Draft,
  choices: Choices,
  problem: FieldProblem | null,
): ReturnType<typeof judgeDraft> {
  const { userData, networks } = rulesOf(deps);
  const judged = judgeDraft(draft, choices, [...userData.values()]);
  const isByName = (one: FieldProblem): boolean =>
    (problem !== null || networks !== null) &&
    (one.field === 'vswitch' || one.field === 'group') &&
    one.problem === 'required';
  if (judged.ok) return problem === null ? judged : fail([problem]);
  const others = judged.error.filter((one) => !isByName(one));
  if (problem !== null) return fail([problem, ...others]);
  const isMissing = others.length < judged.error.length;
  return fail(isMissing ? [{ field: 'network', problem: 'required', given: '' }, ...others] : others);
}

/** The policy's refusal, together with the other problems of its fields; null if there is none. */
async function refusedByPolicy(
  deps: SubmissionDeps,
  submission: Submission,
  choices: Choices,
  problems: readonly FieldProblem[],
  people: People,
): Promise<SubmissionOutcome | null> {
  const facts = factsIn(deps, submission, choices);
  const policy = rulesOf(deps);
  const verdict = judgePolicy(facts, policy, people);
  const fired = [...verdict.breaches, ...verdict.open].map(({ rule, line }) => ruleName(rule, line));
  if (verdict.breaches.length > 0 || (problems.length === 0 && fired.length > 0))
    await deps.approvals.recordRefusal({ ...submission, rules: fired });
  const refusal = createRefusal(policy, facts, people);
  if (refusal !== null) return { kind: 'mayNotCreate', refusal };
  const all = withPolicyProblems(problems, facts, policy, people).map(problemFor(facts.isAdmin));
  if (all.length > 0) return { kind: 'problems', problems: all };
  return verdict.verdict === 'allowed' ? null : { kind: 'unjudged', rules: verdict.open };
}

const ruleName = (rule: string, line: number | null): string => (line === null ? rule : `${rule} (line ${line})`);

const factsIn = ({ authority }: SubmissionDeps, { draft, user, channel }: Submission, choices: Choices): OrderFacts =>
  factsOf(draft, choices, { user, channel, isAdmin: authority.isAdmin(user) });

interface JudgedOrder {
  readonly spec: InstanceSpec;
  readonly amount: number;
  readonly price: Price;
  readonly names: OrderNames | null;
}

type Price = Result<Quote | 'unknown', Failure | 'late'>;

/**
 * The price of the request, if it is known or comes soon. If nothing depends on it, nobody waits longer: pay-as-you-go can begin
 * without a price.
 */
async function priceOf(
  deps: SubmissionDeps,
  { spec, amount }: { readonly spec: InstanceSpec; readonly amount: number },
): Promise<Price> {
  const waitMs = needsPrice({ spec }, rulesOf(deps)) ? NEEDED_QUOTE_MS : QUOTE_MS;
  return answerWithin(deps.clock, waitMs, deps.quotes.price.load(priceOrderOf(spec, amount)));
}

async function writeDown(
  deps: SubmissionDeps,
  submission: Submission,
  { names, spec, amount, price }: JudgedOrder,
  choices: Choices,
  people: People,
): Promise<SubmissionOutcome> {
  const { origin, user, team, channel } = submission;
  const written = await deps.approvals.submit({
    requester: user,
    spec,
    amount,
    quote: price.ok && price.value !== 'unknown' ? price.value : null,
    facts: factsIn(deps, submission, choices),
    ...(names && { names }),
    origin,
    team,
    channel,
    people,
  });
  if (written.is !== 'submitted') {
    const rules = rulesAgainst(written);
    if (rules.length > 0) await deps.approvals.recordRefusal({ ...submission, rules });
    return { kind: 'unsubmittable', why: written, price: price.ok ? null : price.error };
  }
  const { request, isNew } = written;
  if (!isNew) return { kind: 'duplicate', request, same: request.amount === amount && sameSpec(request.spec, spec) };
  deps.log.info({ requestId: request.id, user, channel, amount, state: request.state }, 'a request was submitted');
  return { kind: 'accepted', request, freeze: await freezeToTell(deps), elsewhere: await accountMismatch(deps) };
}

/** The rules that rule a purchase out, for the audit trail; none while that is not known. */
function rulesAgainst(why: Unsubmittable): readonly string[] {
  switch (why.is) {
    case 'priceUnknown':
    case 'approversUnread':
    case 'short':
      return [];
    case 'overBudget':
      return why.overdrafts.map(({ line }) => ruleName('budgets', line));
    case 'tooMany':
      return [why.excess.limit];
    case 'unsatisfiable':
      return why.requirements.map(({ line }) => ruleName('approvals', line));
  }
}

const sameSpec = (a: InstanceSpec, b: InstanceSpec): boolean => canonical(a) === canonical(b);
