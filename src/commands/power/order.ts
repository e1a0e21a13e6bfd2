import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Power } from '../../core/power/power.ts';
import { beginOrder } from '../../usecases/power/begin-order.ts';
import type { CommandContext } from '../context.ts';

/** Gives an order for an instance; a dangerous one needs a confirmation. */
export async function orderOf(
  { caller, deps, reply }: CommandContext,
  what: Power,
  found: FoundInstance,
): Promise<void> {
  await reply({ kind: 'order', what, found, begun: await beginOrder(deps, caller, what, found) });
}
