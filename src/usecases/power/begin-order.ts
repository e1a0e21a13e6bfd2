import type { AccountGate } from '../../core/account/account.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { PowerRefusal } from '../../core/power/order-power.ts';
import type { Power, PowerWish } from '../../core/power/power.ts';
import { accountMismatch } from '../account/accept-account.ts';
import { type ActorDeps, actorFor, type Caller } from '../instance/actor.ts';
import type { InstanceService } from '../instance/instance-service.ts';
import type { Ordered } from './give-order.ts';

export interface OrderDeps extends ActorDeps {
  readonly power: InstanceService;
  readonly account: AccountGate;
}

/** The outcome of an order, before anybody was asked to confirm it. */
export type OrderBegun =
  | OrderGiven
  | { readonly kind: 'refused'; readonly refusal: PowerRefusal }
  /** The person has to confirm it first. */
  | { readonly kind: 'toConfirm' };

export interface OrderGiven {
  readonly kind: 'given';
  readonly ordered: Ordered;
  /** Why the bot does nothing in the account now; null if it does. */
  readonly elsewhere: 'other' | 'unknown' | null;
}

/** Gives a start at once. Anything else needs a confirmation, unless it would be refused. */
export async function beginOrder(
  deps: OrderDeps,
  caller: Caller,
  what: Power,
  found: FoundInstance,
): Promise<OrderBegun> {
  const wish: PowerWish = { what, stoppedMode: null };
  if (what === 'start') return order(deps, caller, wish, found);
  const by = await actorFor(deps, caller, found, 'glance');
  const refusal = await deps.power.refusal(found, wish, by);
  return refusal === null ? { kind: 'toConfirm' } : { kind: 'refused', refusal };
}

/** Gives a confirmed order, by the person's rights at this moment. */
export async function order(
  deps: OrderDeps,
  caller: Caller,
  wish: PowerWish,
  found: FoundInstance,
): Promise<OrderGiven> {
  const by = await actorFor(deps, caller, found, 'decision');
  const ordered = await deps.power.order(found, wish, by);
  return { kind: 'given', ordered, elsewhere: await accountMismatch(deps) };
}
