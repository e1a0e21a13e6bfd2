import type { FoundInstance } from '../../core/instance/found-instance.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { Approvals } from '../approval/approvals.ts';
import { type ActorDeps, actorFor, type Caller } from '../instance/actor.ts';
import type { Unrenewable } from './submit-renewal.ts';

/** The outcome of a wish for a renewal, before its price was read. */
export type RenewalBegun =
  | { readonly kind: 'notPrepaid' }
  | { readonly kind: 'notOurs' }
  | { readonly kind: 'refused'; readonly refusal: Unrenewable }
  | { readonly kind: 'storeDown' }
  /** The person sees the price and confirms it first. */
  | { readonly kind: 'toConfirm'; readonly instanceId: string };

/** Answers at once if the bot can decide without the cloud. */
export async function beginRenewal(
  deps: ActorDeps & { readonly approvals: Approvals },
  caller: Caller,
  found: FoundInstance,
): Promise<RenewalBegun> {
  const { own, cloud } = found;
  if (cloud !== null && cloud.chargeKind !== 'prepaid') return { kind: 'notPrepaid' };
  if (own === null) return { kind: 'notOurs' };
  const by = await actorFor(deps, caller, found, 'glance');
  const begin = async (): Promise<RenewalBegun> => {
    const refusal = await deps.approvals.refusalOfRenewal({ instanceId: own.id, by });
    return refusal === null ? { kind: 'toConfirm', instanceId: own.id } : { kind: 'refused', refusal };
  };
  return unlessStoreDown(begin, () => ({ kind: 'storeDown' }));
}
