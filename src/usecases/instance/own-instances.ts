import { asKnown, type FoundInstance, nameOf } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { inCountingOrder } from '../../core/selection/counting-order.ts';
import { fromStore, type ReadDeps } from './instance-reads.ts';

/** Far more than one person has; of those that fit only some are shown anyway. */
const MAX_OWN = 1_000;

/** Somebody's instances that exist or may, as the bot has written them down, sorted as people count; null while that cannot be read. */
export async function ownInstances(
  deps: Pick<ReadDeps, 'store' | 'log'>,
  user: string,
): Promise<readonly FoundInstance[] | null> {
  const own = await fromStore<readonly Instance[] | null>(
    deps,
    async () => (await deps.store.queries.existingOf(user, MAX_OWN)).instances,
    null,
  );
  return own?.map(asKnown).toSorted((a, b) => inCountingOrder(nameOf(a), nameOf(b))) ?? null;
}
