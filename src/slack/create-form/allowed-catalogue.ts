import { ok } from '../../core/base/result.ts';
import { type Asker, channelsOf, chargesOf, mayCreate } from '../../core/policy/grants.ts';
import type { People } from '../../core/policy/people.ts';
import { allowsImage, allowsRegion, allowsType, type Policy } from '../../core/policy/policy.ts';
import { factsOf, problemFor, withPolicyProblems } from '../../core/policy/policy-facts.ts';
import { linesFor } from '../../core/policy/rules.ts';
import { type ChargeKind, PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import type { Draft, Field, FieldProblem } from '../../core/spec/spec.ts';
import { readDraft } from '../../core/spec/spec-parse.ts';
import type { Catalogue, List } from '../../ecs/catalogue/catalogue.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { RequestContext } from '../kit/context.ts';
import { type FormPlan, planForm } from './plan.ts';

type Rules = Pick<RequestContext, 'policy'>;

export const rulesOf = ({ policy }: Rules): Policy => policy.current().policy;

/** The catalogue without what the policy does not allow, so that nobody is offered what would be refused. */
export function allowedCatalogue({ catalogue, policy }: Pick<RequestContext, 'catalogue' | 'policy'>): Catalogue {
  const rules = rulesOf({ policy });
  const mostVCpu = rules.limits.maxVCpu?.value ?? Number.POSITIVE_INFINITY;
  return {
    ...catalogue,
    regions: only(catalogue.regions, ({ id }) => allowsRegion(rules, id)),
    instanceTypes: only(catalogue.instanceTypes, (type) => allowsType(rules, type) && type.vCpu <= mostVCpu),
    images: only(catalogue.images, (image) => allowsImage(rules, image) === true),
  };
}

function only<Scope extends readonly string[], T>(list: List<Scope, T>, keep: (item: T) => boolean): List<Scope, T> {
  return {
    peek: (...scope) => list.peek(...scope)?.filter(keep) ?? null,
    async load(...scope) {
      const answer = await list.load(...scope);
      return answer.ok ? ok(answer.value.filter(keep)) : answer;
    },
  };
}

/**
 * The form's plan as far as the policy allows it: of words that fit several things those that are allowed count, and what is
 * refused by a rule is told with that rule. What was typed last counts against limits, and not what the form has filled in.
 *
 * @param asker who fills the form in, and where its card will stand
 */
export function planAllowed(
  context: Pick<RequestContext, 'catalogue' | 'policy' | 'directory' | 'defaultRegion'>,
  typed: Draft,
  asker: Asker,
): FormPlan {
  const plan = planForm(allowedCatalogue(context), typed, context.defaultRegion, chargesFor(context, asker));
  const known = plan.problems.map((problem) => refusedByPolicy(context, plan, problem, asker) ?? problem);
  const problems = withPolicyProblems(
    known,
    factsOf(plan.draft, plan.lists, asker),
    rulesOf(context),
    context.directory.known(),
  );
  const leaseMs = rulesOf(context).lease?.value ?? null;
  return {
    ...plan,
    leaseMs,
    problems: problems
      .filter(({ field }) => typed[field] !== undefined || isKnown(known, field))
      .map(problemFor(asker.isAdmin)),
  };
}

/** The ways of paying that the form offers. A person who may not create here at all learns that when they submit it. */
export function chargesFor(context: Pick<RequestContext, 'policy' | 'directory'>, asker: Asker): readonly ChargeKind[] {
  const charges = chargesOf(rulesOf(context), asker, context.directory.known());
  return charges.length === 0 ? [PAY_AS_YOU_GO.kind] : charges;
}

/** Somebody who fills in a form. Its card will be posted in a channel, or in their own direct messages, named by their id. */
export const askerOf = ({ authority }: Pick<RequestContext, 'authority'>, user: string, channel: string): Asker => ({
  user,
  isAdmin: authority.isAdmin(user),
  channel,
});

const isKnown = (problems: readonly FieldProblem[], field: Field): boolean =>
  problems.some((problem) => problem.field === field);

/** Something that was not found among what is allowed, but is there otherwise: the policy's rule is why. */
function refusedByPolicy(
  { catalogue, policy, directory }: Pick<RequestContext, 'catalogue' | 'policy' | 'directory'>,
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

/** Why somebody may not create in a channel; null when they may. */
export function refusedHere(
  { policy, directory, text }: Rules & Pick<RequestContext, 'directory' | 'text'>,
  asker: Asker,
  people: People = directory.known(),
): string | null {
  const rules = rulesOf({ policy });
  if (mayCreate(rules, asker, null, people) === true) return null;
  const standing = people.standingOf(asker.user);
  if (standing === 'unknown' || (rules.create === null && standing !== 'member')) return text.people.refused[standing];
  const places = channelsOf(rules, asker, people);
  const hint = places.length === 0 ? text.policy.nowhere : text.policy.seePolicy;
  const line = rules.create === null ? null : linesFor(asker.isAdmin)(rules.create).line;
  return sentencesOf([text.policy.mayNotHere(line), hint]);
}

/** Whether there are regions at all but the policy allows none of them. */
export const noRegionAllowed = ({ catalogue }: Pick<RequestContext, 'catalogue'>): boolean =>
  (catalogue.regions.peek()?.length ?? 0) > 0;
