import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { refusalOfPurchase } from '../../core/policy/judge-purchase.ts';
import type { LifecyclePorts } from '../ports.ts';

/** What the policy of this moment has against buying an instance; null when it has nothing. Rejects when the store cannot be read. */
export async function againstPolicy(
  { store, policy }: Pick<LifecyclePorts, 'store' | 'policy'>,
  { requestId }: Pick<Instance, 'requestId'>,
): Promise<Failure | null> {
  const request = await store.request(requestId);
  const facts = request?.approval?.facts ?? request?.facts ?? null;
  return facts === null ? null : refusalOfPurchase(facts, policy.current().policy);
}
