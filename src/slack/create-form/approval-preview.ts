import type { KnownBlock } from '@slack/types';
import type { Requirement } from '../../core/approval/approval.ts';
import { previewApproval } from '../../core/approval/approval-preview.ts';
import { reducedRequirements, unsatisfiableTold } from '../../core/approval/reduce-requirements.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { chargeKindOf } from '../../core/spec/charge-draft.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { bold, groupMention, joined, type Mrkdwn, mrkdwn, userMention } from '../kit/mrkdwn.ts';
import type { FormCost } from './cost.ts';

/** Who will have to approve what the form holds, by the policy of this moment. */
export interface FormApproval {
  readonly requirements: readonly Requirement[];
  /** Those of them that nobody could ever meet. */
  readonly inVain: readonly Requirement[];
}

/** Null while nobody has picked how it is paid for. While its price is on its way, every rule about the price counts. */
export function formApprovalOf(
  { policy, authority, directory, clock }: Pick<RequestContext, 'policy' | 'authority' | 'directory' | 'clock'>,
  { draft, asked: { user } }: FormPlan,
  { price }: FormCost,
): FormApproval | null {
  const charge = draft.charge === undefined ? null : chargeKindOf(draft);
  if (charge === null) return null;
  const quote = typeof price === 'object' && price.ok && price.value !== 'unknown' ? price.value : null;
  const order = { requester: user, charge, quote };
  const rules = rulesOf({ policy });
  const preview = previewApproval(rules, authority.admins(), order, [], directory.known(), clock.now());
  return {
    requirements: reducedRequirements(preview.requirements),
    inVain: unsatisfiableTold(preview.unsatisfiable, authority.isAdmin(user)),
  };
}

export const requiresApproval = (approval: FormApproval | null): boolean =>
  approval !== null && approval.requirements.length > 0;

/** So many are named; the others are counted. */
const NAMED = 3;

export function formApprovalBlocks(
  approval: FormApproval | null,
  text: Pick<Text, 'modal' | 'approval' | 'policy'>,
): KnownBlock[] {
  if (approval === null) return [];
  const { modal, policy, marks } = { ...text, marks: text.approval.marks };
  if (approval.requirements.length === 0) return [section(mrkdwn`✅ ${modal.needsNobody}`)];
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
