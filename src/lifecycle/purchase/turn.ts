import type { Instance } from '../../core/instance/instance.ts';
import { mayBeDebited, purchasesFor } from '../../core/renewal/renewal.ts';
import { isRenewing, type Renewing } from '../../core/renewal/renewal-act.ts';
import type { LifecyclePorts } from '../ports.ts';

/**
 * Whether it is the turn of a purchase for an instance: a further term makes a larger disk dearer, and a larger disk a further term, so that one is sent at a time.
 *
 * @returns the instance's row, which the intent raises, so that of two who read it at once only one goes on; `behind` while it is not known what became of another
 */
export async function turnOf({ store }: LifecyclePorts, { id, renewal }: Renewing): Promise<Instance | 'behind'> {
  const row = await store.instance(renewal.instanceId);
  if (row === null) throw new Error(`${id} is about no instance`);
  const others = purchasesFor(row).filter((other) => other !== id);
  const requests = await Promise.all(others.map((other) => store.request(other)));
  const isBehind = requests.some((other) => other !== null && isRenewing(other) && isUnderWay(other));
  return isBehind ? 'behind' : row;
}

const isUnderWay = ({ state, renewal }: Renewing): boolean =>
  state === 'creating' && renewal.end === null && mayBeDebited(renewal);
