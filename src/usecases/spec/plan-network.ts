import { networkChoices, notAllowed, ofChannel, settleNetwork } from '../../core/policy/networks.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { KnownChoices } from '../../core/spec/choices.ts';
import type { Draft, FieldProblem } from '../../core/spec/spec.ts';
import type { FormPlan } from './plan-form.ts';

/**
 * The plan with its network by name, if the policy names networks.
 *
 * @param typed as it was typed or picked
 */
export function withNetwork(
  plan: FormPlan,
  typed: Draft,
  { policy, channel }: { readonly policy: Policy; readonly channel: string | null },
): FormPlan {
  if (policy.networks === null) return withoutNetworks(plan, typed);
  const { line, value } = policy.networks;
  const { vswitch, group, ...rest } = plan.draft;
  const choices = networkChoices(ofChannel(value, channel), rest, plan.lists);
  const others = plan.problems.filter(({ field }) => !OF_NETWORK.has(field));
  const lost = plan.problems.find(({ field }) => field === 'vswitch' || field === 'group');
  if (lost !== undefined) {
    const problem = notAllowed(
      lost.given,
      line,
      choices.map(({ network }) => network),
    );
    return { ...plan, draft: rest, networks: choices, problems: [...others, problem] };
  }
  // Values that the plan has filled in were not typed by the person.
  const asked = {
    ...rest,
    network: (typed.network ?? '').trim(),
    vswitch: (typed.vswitch && vswitch) ?? '',
    group: (typed.group && group) ?? '',
  };
  const { draft, problem } = settleNetwork(asked, choices, line);
  return { ...plan, draft, networks: choices, problems: problem === null ? others : [...others, problem] };
}

const OF_NETWORK: ReadonlySet<string> = new Set(['network', 'vswitch', 'group']);

function withoutNetworks(plan: FormPlan, { network: given }: Draft): FormPlan {
  return given ? { ...plan, problems: [...plan.problems, notAllowed(given, null, [])] } : plan;
}

/** The ids behind a submitted order's network; fills in nothing that was not in the form. */
export function orderedNetwork(
  draft: Draft,
  lists: Pick<KnownChoices, 'vSwitches' | 'groups'>,
  { policy, channel }: { readonly policy: Policy; readonly channel: string | null },
): { readonly draft: Draft; readonly problem: FieldProblem | null } {
  const { network, ...rest } = draft;
  // An order by ids is judged by the rule alone.
  if (!network) return { draft: rest, problem: null };
  if (policy.networks === null) return { draft: rest, problem: notAllowed(network, null, []) };
  const { line, value } = policy.networks;
  const settled = settleNetwork(draft, networkChoices(ofChannel(value, channel), draft, lists), line);
  const { network: _, ...order } = settled.draft;
  return { draft: order, problem: settled.problem };
}
