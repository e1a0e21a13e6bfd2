import { type AutoRenewRefusal, refusedAtOnce, refusedByLook } from '../../core/auto-renewal/auto-renew-order.ts';
import type { Clock } from '../../core/base/clock.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import { type ActorDeps, actorFor, type Caller } from '../instance/actor.ts';
import type { AutoRenewalService } from './auto-renewal-service.ts';
import type { AutoRenewed } from './set-auto-renewal.ts';

/** The outcome of a wish to change auto-renewal, before anybody was asked to confirm it. */
export type AutoRenewalBegun =
  | { readonly kind: 'notOurs' }
  | { readonly kind: 'refused'; readonly refusal: AutoRenewRefusal }
  /** It costs money, so the person sees the price and confirms it first. */
  | { readonly kind: 'toConfirm' }
  | { readonly kind: 'set'; readonly renewed: AutoRenewed };

/** Asks to confirm what costs money, and does the rest at once. */
export async function beginAutoRenewal(
  deps: ActorDeps & { readonly autoRenew: AutoRenewalService; readonly clock: Clock },
  caller: Caller,
  found: FoundInstance,
  on: boolean,
): Promise<AutoRenewalBegun> {
  const { own, cloud } = found;
  const byLook = cloud === null ? null : refusedByLook(cloud, on, deps.clock.now());
  if (own === null) return byLook?.why === 'notPrepaid' ? { kind: 'refused', refusal: byLook } : { kind: 'notOurs' };
  const refusal = refusedAtOnce(own, await actorFor(deps, caller, found, 'glance')) ?? byLook;
  if (refusal !== null) return { kind: 'refused', refusal };
  if (on) return { kind: 'toConfirm' };
  const by = await actorFor(deps, caller, found, 'decision');
  return { kind: 'set', renewed: await deps.autoRenew.set(own.id, on, by) };
}
