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

/** The ports of a plan. */
export interface PlanDeps {
  readonly catalogue: Catalogue;
  readonly policy: PolicySource;
  readonly directory: Pick<Directory, 'known'>;
  readonly defaultRegion: string;
}

/**
 * The form's plan within the policy. If words match several things, the allowed ones count; a value that a rule refuses is
 * reported with that rule. Limits are judged by what was typed last, not by what the form has filled in.
 *
 * @param asker who fills in the form, and where its card will be
 */
export function planAllowed(deps: PlanDeps, given: Draft, asker: Asker): FormPlan {
  const policy = rulesOf(deps);
  const { typed, plan } = planFitting(deps, withPolicyOptions(given, policy.options), asker);
  const known = plan.problems.map((problem) => refusedByPolicy(deps, plan, problem, asker) ?? problem);
  const problems = withPolicyProblems(known, factsOf(plan.draft, plan.lists, asker), policy, deps.directory.known());
  const asked = askedFor(policy, { given, draft: plan.draft }, asker);
  return {
    ...plan,
    draft: withUsualLogin(plan, asked),
    asked,
    problems: problems.filter(({ field }) => isTyped(typed, field)).map(problemFor(asker.isAdmin)),
  };
}

/** A default of the policy that does not fit the rest of the order is left out. */
function planFitting(deps: PlanDeps, typed: Draft, asker: Asker): { readonly typed: Draft; readonly plan: FormPlan } {
  const policy = rulesOf(deps);
  const planned = (draft: Draft): FormPlan =>
    withNetwork(planNamed(deps, draft, asker), draft, { policy, channel: asker.channel });
  const plan = planned(typed);
  const read = { ...plan.draft, ...optionsIn(typed) };
  const fitting = withFittingDefaults(read, policy.options, plan.lists);
  if (fitting === read) return { typed, plan };
  const others = Object.entries(typed).filter(([field]) => !isOptionField(field));
  const kept = { ...Object.fromEntries(others), ...optionsIn(fitting) };
  return { typed: kept, plan: planned(kept) };
}

/** A plan with the lists that the policy allows here; the zone is one that has the named network. */
function planNamed(deps: PlanDeps, typed: Draft, asker: Asker): FormPlan {
  const { network, ...others } = typed;
  const named = allowedCatalogue(deps, asker.channel, network);
  const plan = planForm(named, others, deps.defaultRegion, chargesFor(deps, asker));
  const { region } = plan.draft;
  if (region === undefined) return plan;
  const all = allowedCatalogue(deps, asker.channel);
  const lists = { vSwitches: all.vSwitches.peek(region), groups: all.securityGroups.peek(region) };
  return { ...plan, lists: { ...plan.lists, ...lists } };
}

/** A network may also be named by its vSwitch and groups; one that is filled in has no problem. */
const isTyped = (typed: Draft, field: Field): boolean => typed[field] !== undefined || field === 'network';

/** A preset's image password is offered even if the policy does not mention it. */
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

/**
 * Fills in the login: the only allowed way; the person's only key, unless another way is usual; or their first key, if keys are
 * usual.
 */
function withUsualLogin({ draft, problems, lists }: FormPlan, { user, ways, usualWay }: AskedOptions): Draft {
  if (draft.login !== undefined || problems.some(({ field }) => field === 'login')) return draft;
  const [only] = ways.length === 1 ? ways : [];
  if (only !== undefined && only !== 'keyPair') return { ...draft, login: only };
  // Where another way is usual, it has been filled in already.
  if (!ways.includes('keyPair')) return draft;
  const own = ownFirst(
    (lists.keys ?? []).filter(({ owner }) => owner === user),
    user,
  );
  const [first] = own;
  // Several keys are ambiguous unless keys are usual.
  if (first === undefined || (own.length > 1 && usualWay !== 'keyPair')) return draft;
  const filled = { ...draft, login: formatLogin({ kind: 'keyPair', name: first.name }) };
  return problemOfField('login', filled, lists) === null ? filled : draft;
}

/** The ways of paying that the form offers. A person who may not create here at all learns that when they submit it. */
export function chargesFor(deps: Pick<PlanDeps, 'policy' | 'directory'>, asker: Asker): readonly ChargeKind[] {
  const charges = chargesOf(rulesOf(deps), asker, deps.directory.known());
  return charges.length === 0 ? [PAY_AS_YOU_GO.kind] : charges;
}

/** The person who fills in a form. Its card goes to the channel, or to their direct messages, named by their user id. */
export const askerOf = ({ authority }: { readonly authority: Authority }, user: string, channel: string): Asker => ({
  user,
  isAdmin: authority.isAdmin(user),
  channel,
});

/** If a value exists but the policy does not allow it, the problem becomes the policy's rule; null otherwise. */
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
  // Without the amount, because the problem of too many belongs to that.
  const facts = factsOf({ [field]: found }, all, asker);
  return (
    withPolicyProblems([], facts, rulesOf({ policy }), directory.known()).find((problem) => problem.field === field) ??
    null
  );
}

/** Whether the policy allows none of the existing regions. */
export const noRegionAllowed = ({ catalogue }: Pick<PlanDeps, 'catalogue'>): boolean =>
  (catalogue.regions.peek()?.length ?? 0) > 0;
