import type { KnownBlock } from '@slack/types';
import type { Requirement } from '../../core/approval/approval.ts';
import { previewApproval } from '../../core/approval/approval-preview.ts';
import { reducedRequirements, unsatisfiableTold } from '../../core/approval/reduce-requirements.ts';
import { type Policy, rulesOf } from '../../core/policy/policy.ts';
import { chargeKindOf } from '../../core/spec/charge-draft.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { bold, groupMention, joined, type Mrkdwn, mrkdwn, userMention } from '../kit/mrkdwn.ts';
import type { FormCost } from './cost.ts';

/** The approvals that the form's order will need, by the policy of this moment. */
export interface FormApproval {
  readonly requirements: readonly Requirement[];
  /** The requirements that nobody could ever meet. */
  readonly inVain: readonly Requirement[];
  /** What a price that is not known yet may still change: who has to approve, or whether anybody has to. */
  readonly open: 'who' | 'whether' | null;
}

/** Null until a way of paying is picked. While the price is on its way, and if there is none, every rule about prices counts. */
export function formApprovalOf(
  { policy, authority, directory, clock }: Pick<RequestContext, 'policy' | 'authority' | 'directory' | 'clock'>,
  { draft, asked: { user } }: FormPlan,
  { order: toPrice, price }: FormCost,
): FormApproval | null {
  const charge = draft.charge === undefined ? null : chargeKindOf(draft);
  if (charge === null) return null;
  const quote = typeof price === 'object' && price.ok && price.value !== 'unknown' ? price.value : null;
  const by = (rules: Policy) =>
    previewApproval(rules, authority.admins(), { requester: user, charge, quote }, [], directory.known(), clock.now());
  const rules = rulesOf({ policy });
  const preview = by(rules);
  const requirements = reducedRequirements(preview.requirements);
  // The approvals that are needed at any price.
  const least = reducedRequirements(by(withoutPrices(rules)).requirements);
  const isPending = quote === null && (toPrice === null || price === 'asking');
  const isSure = !isPending || whoIn(least) === whoIn(requirements);
  return {
    requirements,
    inVain: unsatisfiableTold(preview.unsatisfiable, authority.isAdmin(user)),
    open: isSure ? null : least.length === 0 ? 'whether' : 'who',
  };
}

/** Readers do not care by which rule. */
const whoIn = (requirements: readonly Requirement[]): string =>
  JSON.stringify(requirements.map(({ needed, users, unknownGroups }) => [needed, users, unknownGroups]));

const withoutPrices = (policy: Policy): Policy => ({
  ...policy,
  approval: { ...policy.approval, rules: (policy.approval.rules ?? []).filter(({ above }) => above === null) },
});

export const requiresApproval = (approval: FormApproval | null): boolean =>
  approval !== null && approval.requirements.length > 0;

/** How many people are named; the rest is counted. */
const NAMED = 3;

export function formApprovalBlocks(approval: FormApproval | null, text: Text): KnownBlock[] {
  if (approval === null) return [];
  const { modal, policy, marks } = { ...text, marks: text.approval.marks };
  if (approval.requirements.length === 0) return [section(mrkdwn`✅ ${modal.needsNobody}`)];
  if (approval.open !== null) return [section(mrkdwn`👤 ${modal.needsOpen[approval.open]}`)];
  const [vain] = approval.inVain;
  if (vain !== undefined)
    return [section(mrkdwn`⚠️ ${policy.unsatisfiable(vain.needed, vain.users.length, vain.line)}`)];
  const parts = approval.requirements.map(
    ({ needed, users, unknownGroups }) =>
      mrkdwn`${policy.outOf(needed)} ${named(users.map(userMention).concat(unknownGroups.map(groupMention)), text.approval)}`,
  );
  return [section(mrkdwn`👤 ${bold(modal.needs)}${marks.gap}${joined(parts, marks.semicolon)}`)];
}

function named(people: readonly Mrkdwn[], { moreOf, marks }: Text['approval']): Mrkdwn {
  const more = people.length - NAMED;
  return joined(more > 0 ? [...people.slice(0, NAMED), moreOf(more)] : people, marks.list);
}
