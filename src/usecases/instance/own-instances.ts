import { inCountingOrder } from '../../core/base/lists.ts';
import { asKnown, type FoundInstance, nameOf } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { fromStore, type ReadDeps } from './instance-reads.ts';

/** Far more than one person has, and only some of them are shown anyway. */
const MAX_OWN = 1_000;

/** Somebody's existing or possible instances by the store, in natural order of their names; null if the store cannot be read. */
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
