import { mayNeedApproval } from '../../core/approval/requirements.ts';
import { ownFirst } from '../../core/option/key-pair.ts';
import { isOptionField, optionsIn } from '../../core/option/option-fields.ts';
import { formatLogin, parseLogin } from '../../core/option/option-words.ts';
import { type AskedOptions, askedOptions } from '../../core/policy/asked-options.ts';
import type { Authority } from '../../core/policy/authority.ts';
import { withFittingDefaults } from '../../core/policy/fitting-defaults.ts';
import { type Asker, chargesOf } from '../../core/policy/grants.ts';
import { withPolicyOptions } from '../../core/policy/option-rules.ts';
import type { Directory } from '../../core/policy/people.ts';
import { type Policy, type PolicySource, rulesOf } from '../../core/policy/policy.ts';
import { factsOf, orderTraitsOf, problemFor, withPolicyProblems } from '../../core/policy/policy-facts.ts';
import { type ChargeKind, PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import { chargeKindOf } from '../../core/spec/charge-draft.ts';
import type { Draft, Field, FieldProblem } from '../../core/spec/spec.ts';
import { problemOfField } from '../../core/spec/spec-judge.ts';
import { readDraft } from '../../core/spec/spec-parse.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import { allowedCatalogue } from '../policy/allowed-catalogue.ts';
import { type FormPlan, planForm } from './plan-form.ts';
import { withNetwork } from './plan-network.ts';

/** What a plan is made of and judged by. */
export interface PlanDeps {
  readonly catalogue: Catalogue;
  readonly policy: PolicySource;
  readonly directory: Pick<Directory, 'known'>;
  readonly defaultRegion: string;
}

/**
 * The form's plan as far as the policy allows it: of words that fit several things those that are allowed count, and what is
 * refused by a rule is told with that rule. What was typed last counts against limits, and not what the form has filled in.
 *
 * @param asker who fills the form in, and where its card will stand
 */
export function planAllowed(deps: PlanDeps, given: Draft, asker: Asker): FormPlan {
  const policy = rulesOf(deps);
  const { typed, plan } = planFitting(deps, withPolicyOptions(given, policy.options), asker);
  const known = plan.problems.map((problem) => refusedByPolicy(deps, plan, problem, asker) ?? problem);
  const problems = withPolicyProblems(
    known,
    factsOf(plan.draft, plan.lists, asker),
    rulesOf(deps),
    deps.directory.known(),
  );
  const asked = askedFor(rulesOf(deps), { given, draft: plan.draft }, asker);
  return {
    ...plan,
    draft: withUsualLogin(plan, asked),
    asked,
    problems: problems
      .filter(({ field }) => isTyped(typed, field) || isKnown(known, field))
      .map(problemFor(asker.isAdmin)),
  };
}

/** What the policy fills in and does not go with the rest of the order is left out of it. */
function planFitting(deps: PlanDeps, typed: Draft, asker: Asker): { readonly typed: Draft; readonly plan: FormPlan } {
  const policy = rulesOf(deps);
  const planned = (draft: Draft): FormPlan =>
    withNetwork(planNamed(deps, draft, asker), draft, { policy, channel: asker.channel });
  const plan = planned(typed);
  const read = { ...typed, ...orderIn(plan.draft) };
  const fitting = withFittingDefaults(read, policy.options, plan.lists);
  if (fitting === read) return { typed, plan };
  const others = Object.entries(typed).filter(([field]) => !isOptionField(field));
  const kept = { ...Object.fromEntries(others), ...optionsIn(fitting) };
  return { typed: kept, plan: planned(kept) };
}

/** What the plan has read or filled in, by which a default fits or not. */
function orderIn(planned: Draft): Draft {
  const fields = ['image', 'type', 'charge', 'vswitch', 'group', 'bandwidth'] as const;
  return Object.fromEntries(fields.flatMap((field) => (planned[field] ? [[field, planned[field]]] : [])));
}

/** By the lists of what the policy allows here; the zone is one in which a network is that was named. */
function planNamed(deps: PlanDeps, typed: Draft, asker: Asker): FormPlan {
  const { network, ...others } = typed;
  const named = allowedCatalogue(deps, asker.channel, network);
  const plan = planForm(named, others, deps.defaultRegion, chargesFor(deps, asker));
  const { region } = plan.draft;
  if (region === undefined || plan.lists.zones === null) return plan;
  const all = allowedCatalogue(deps, asker.channel);
  const lists = { vSwitches: all.vSwitches.peek(region), groups: all.securityGroups.peek(region) };
  return { ...plan, lists: { ...plan.lists, ...lists } };
}

/** A network may be named by its vSwitch and group as well. */
const isTyped = (typed: Draft, field: Field): boolean =>
  typed[field] !== undefined || (field === 'network' && (typed.vswitch !== undefined || typed.group !== undefined));

/** The image's password, where a preset names it, is offered though the policy says nothing of it. */
function askedFor(
  policy: Policy,
  { given, draft }: { readonly given: Draft; readonly draft: Draft },
  asker: Asker,
): AskedOptions {
  const charge = draft.charge === undefined ? null : chargeKindOf(draft);
  const asked = {
    ...askedOptions(policy, asker, orderTraitsOf(draft)),
    mayNeedApproval: charge !== null && mayNeedApproval(policy, charge),
  };
  const isNamed = policy.options.login === null && parseLogin(given.login ?? '')?.kind === 'image';
  return isNamed ? { ...asked, ways: [...asked.ways, 'image'] } : asked;
}

/** The only way there is, and the person's only key where a key is not against what is usual; their first where it is what is usual. */
function withUsualLogin({ draft, problems, lists }: FormPlan, { user, ways, usualWay }: AskedOptions): Draft {
  if (draft.login !== undefined || problems.some(({ field }) => field === 'login')) return draft;
  const [only] = ways.length === 1 ? ways : [];
  if (only !== undefined && only !== 'keyPair') return { ...draft, login: only };
  if (!ways.includes('keyPair') || (usualWay !== null && usualWay !== 'keyPair')) return draft;
  const own = ownFirst(
    (lists.keys ?? []).filter(({ owner }) => owner === user),
    user,
  );
  const [first] = own;
  // Which of several is only clear where a key is what is usual.
  if (first === undefined || (own.length > 1 && usualWay !== 'keyPair')) return draft;
  const filled = { ...draft, login: formatLogin({ kind: 'keyPair', name: first.name }) };
  return problemOfField('login', filled, lists) === null ? filled : draft;
}

/** The ways of paying that the form offers. A person who may not create here at all learns that when they submit it. */
export function chargesFor(deps: Pick<PlanDeps, 'policy' | 'directory'>, asker: Asker): readonly ChargeKind[] {
  const charges = chargesOf(rulesOf(deps), asker, deps.directory.known());
  return charges.length === 0 ? [PAY_AS_YOU_GO.kind] : charges;
}

/** Somebody who fills in a form. Its card will be posted in a channel, or in their own direct messages, named by their id. */
export const askerOf = ({ authority }: { readonly authority: Authority }, user: string, channel: string): Asker => ({
  user,
  isAdmin: authority.isAdmin(user),
  channel,
});

const isKnown = (problems: readonly FieldProblem[], field: Field): boolean =>
  problems.some((problem) => problem.field === field);

/** Something that was not found among what is allowed, but is there otherwise: the policy's rule is why. */
function refusedByPolicy(
  { catalogue, policy, directory }: Omit<PlanDeps, 'defaultRegion'>,
  { draft, lists, chargeKind }: FormPlan,
  { field, given }: FieldProblem,
  asker: Asker,
): FieldProblem | null {
  if (field !== 'region' && field !== 'type' && field !== 'image' && field !== 'charge') return null;
  const { region = '', zone = '' } = draft;
  const all = {
    ...lists,
    regions: catalogue.regions.peek(),
    types: catalogue.instanceTypes.peek(region, zone, chargeKind),
    images: catalogue.images.peek(region),
  };
  const found = readDraft({ [field]: given }, all).draft[field];
  if (found === undefined) return null;
  // One alone: that several are too many is the amount's to tell.
  const facts = factsOf({ [field]: found, amount: '1' }, all, asker);
  return (
    withPolicyProblems([], facts, rulesOf({ policy }), directory.known()).find((problem) => problem.field === field) ??
    null
  );
}

/** Whether there are regions at all but the policy allows none of them. */
export const noRegionAllowed = ({ catalogue }: Pick<PlanDeps, 'catalogue'>): boolean =>
  (catalogue.regions.peek()?.length ?? 0) > 0;
