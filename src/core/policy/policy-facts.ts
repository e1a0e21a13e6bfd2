import type { OrderTraits } from '../option/applicable-options.ts';
import { parseDisks } from '../option/data-disks.ts';
import { optionsIn } from '../option/option-fields.ts';
import { parseGroups } from '../option/security-groups.ts';
import { chargeKindOf } from '../spec/charge-draft.ts';
import type { KnownChoices } from '../spec/choices.ts';
import { type Draft, FIELDS, type Field, type FieldProblem } from '../spec/spec.ts';
import type { Asker } from './grants.ts';
import type { NetworkFacts } from './networks.ts';
import type { People } from './people.ts';
import { mostAmount } from './person-limits.ts';
import type { Policy } from './policy.ts';
import { type Breach, judgePolicy, type OrderFacts } from './policy-judge.ts';
import { linesFor } from './rules.ts';

/** The facts of a draft in the cloud's terms. A value that cannot be read or is in no list is unknown. */
export function factsOf(
  draft: Draft,
  lists: Pick<KnownChoices, 'types' | 'images'>,
  { user, isAdmin, channel }: Asker,
): OrderFacts {
  const type = lists.types?.find(({ id }) => id === draft.type);
  return {
    user,
    isAdmin,
    channel,
    charge: chargeKindOf(draft),
    region: draft.region ?? null,
    type: type?.id ?? null,
    family: type?.family ?? null,
    vCpu: type?.vCpu ?? null,
    image: lists.images?.find(({ id }) => id === draft.image) ?? null,
    network: networkOf(draft),
    amount: number(draft.amount),
    bandwidthOut: number(draft.bandwidth),
    diskGiB: largestDisk(draft),
    options: optionsIn(draft),
  };
}

/** The traits that decide which options a draft can have. */
export const orderTraitsOf = (draft: Draft): OrderTraits => ({
  charge: chargeKindOf(draft),
  amount: number(draft.amount),
  type: draft.type ?? null,
});

function networkOf({ vswitch, group, groups = '' }: Draft): NetworkFacts {
  const more = parseGroups(groups);
  return { vSwitch: vswitch || null, group: group || null, ...(more.length === 0 ? {} : { more }) };
}

/** The largest of all disks, so that a second disk cannot evade the limit. */
export function largestDisk({ size, disks }: Draft): number | null {
  const data = parseDisks(disks ?? '').map(({ sizeGiB }) => sizeGiB);
  // A disk from a snapshot may have the snapshot's size, which the draft does not give.
  const known = [number(size), ...data].filter((one) => one !== null);
  return known.length === 0 || data.includes(null) ? null : Math.max(...known);
}

const number = (given: string | undefined): number | null =>
  given !== undefined && /^\d{1,9}$/u.test(given) ? Number(given) : null;

/** A breach as the problem of its field; null without a field. */
export const problemOf = ({ field, given, ...rule }: Breach): FieldProblem | null =>
  field === null ? null : { field, problem: 'notAllowed', given, rule };

/** The problem as this person may see it, see `linesFor`. */
export const problemFor =
  (isAdmin: boolean) =>
  (problem: FieldProblem): FieldProblem =>
    problem.rule === undefined ? problem : { ...problem, rule: linesFor(isAdmin)(problem.rule) };

/** The most of a number that a policy allows; undefined for no limit. */
const mostOf = (field: Field, policy: Policy): number | undefined => {
  if (field === 'amount') return mostAmount(policy);
  if (field === 'bandwidth') return policy.limits.maxBandwidthOut?.value;
  return field === 'size' ? policy.limits.maxDiskGiB?.value : undefined;
};

/** Replaces the bot's upper bound in a problem by the policy's lower one, which holds for this person. */
function withBounds(problem: FieldProblem, policy: Policy): FieldProblem {
  const { min, max } = problem;
  const most = mostOf(problem.field, policy);
  return min === undefined || max === undefined || most === undefined || most < min || most > max
    ? problem
    : { ...problem, max: most };
}

/** Adds the policy's problems with a draft to the known ones: at most one per field, in the form's order. */
export function withPolicyProblems(
  problems: readonly FieldProblem[],
  facts: OrderFacts,
  policy: Policy,
  people: People,
): readonly FieldProblem[] {
  const more = judgePolicy(facts, policy, people).breaches.flatMap((breach) => problemOf(breach) ?? []);
  const all = [...problems.map((problem) => withBounds(problem, policy)), ...more];
  return FIELDS.flatMap((field) => all.find((problem) => problem.field === field) ?? []);
}
