import { againstMissingApproval } from '../../core/approval/final-check.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { mayExist } from '../../core/instance/create-calls.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Tag } from '../../core/option/tag.ts';
import { refusalOfPurchase } from '../../core/policy/judge-purchase.ts';
import { fixedBeside } from '../../core/policy/option-rules.ts';
import type { LifecyclePorts } from '../ports.ts';

/** Why the policy in force does not allow buying an instance; null if it does. Rejects when the store cannot be read. */
export async function againstPolicy(
  { store, policy }: Pick<LifecyclePorts, 'store' | 'policy'>,
  row: Instance,
): Promise<Failure | null> {
  const request = await store.request(row.requestId);
  const facts = request?.approval?.facts ?? request?.facts ?? null;
  if (request === null || facts === null) return null;
  const sent = mayExist(row) ? { policyTags: row.policyTags ?? [] } : {};
  const now = policy.current().policy;
  return refusalOfPurchase({ ...facts, ...sent }, now) ?? againstMissingApproval(request, now);
}

/** The tags that the policy in force adds to those that were ordered. */
export const tagsFixedFor = ({ policy }: Pick<LifecyclePorts, 'policy'>, { spec }: Instance): readonly Tag[] =>
  fixedBeside(spec.tags, policy.current().policy.options);
