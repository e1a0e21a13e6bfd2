import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Power } from '../../core/power/power.ts';
import { beginOrder } from '../../usecases/power/begin-order.ts';
import type { CommandContext } from '../context.ts';

/** Orders something of an instance; what is dangerous is confirmed first. */
export async function orderOf(
  { caller, deps, reply }: CommandContext,
  what: Power,
  found: FoundInstance,
): Promise<void> {
  await reply({ kind: 'order', what, found, begun: await beginOrder(deps, caller, what, found) });
}
