import { networkChoices, networksIn, notAllowed, settleNetwork } from '../../core/policy/networks.ts';
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
  const networks = networksIn(policy.networks, channel);
  if (networks === null || policy.networks === null) return withoutNetworks(plan, typed);
  const { line } = policy.networks;
  const { network: _network, vswitch, group, ...rest } = plan.draft;
  const choices = networkChoices(networks, rest, plan.lists);
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
    ...(typed.network ? { network: typed.network.trim() } : {}),
    ...(typed.vswitch && vswitch !== undefined ? { vswitch } : {}),
    ...(typed.group && group !== undefined ? { group } : {}),
  };
  const { draft, problem } = settleNetwork(asked, choices, { line, fills: true });
  return { ...plan, draft, networks: choices, problems: problem === null ? others : [...others, problem] };
}

const OF_NETWORK: ReadonlySet<string> = new Set(['network', 'vswitch', 'group']);

function withoutNetworks(plan: FormPlan, { network: given }: Draft): FormPlan {
  const { network: _, ...draft } = plan.draft;
  const problems = given ? [...plan.problems, notAllowed(given, null, [])] : plan.problems;
  return { ...plan, draft, problems };
}

/** The ids behind a submitted order's network; fills in nothing that was not in the form. */
export function orderedNetwork(
  draft: Draft,
  lists: Pick<KnownChoices, 'vSwitches' | 'groups'>,
  { policy, channel }: { readonly policy: Policy; readonly channel: string | null },
): { readonly draft: Draft; readonly problem: FieldProblem | null } {
  const { network, ...rest } = draft;
  const networks = networksIn(policy.networks, channel);
  if (networks === null || policy.networks === null)
    return { draft: rest, problem: network ? notAllowed(network, null, []) : null };
  // An order by ids is judged by the rule alone.
  if (!network) return { draft: rest, problem: null };
  const settled = settleNetwork(draft, networkChoices(networks, draft, lists), {
    line: policy.networks.line,
    fills: false,
  });
  const { network: _, ...order } = settled.draft;
  return { draft: order, problem: settled.problem };
}
