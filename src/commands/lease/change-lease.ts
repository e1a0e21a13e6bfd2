import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { LeaseWish } from '../../core/lease/order-lease.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { actorFor } from '../../usecases/instance/actor.ts';
import { giveLease } from '../../usecases/lease/set-lease.ts';
import type { CommandContext } from '../context.ts';

/** Gives the lease of an instance another end. */
export async function changeLease(
  { caller, deps, reply }: CommandContext,
  found: FoundInstance,
  wish: LeaseWish,
): Promise<void> {
  const by = await actorFor(deps, caller, found, 'decision');
  await reply({ kind: 'lease', leased: await giveLease(deps, found, wish, by, rulesOf(deps)) });
}
