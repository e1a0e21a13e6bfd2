import { onlyOf } from '../../core/base/lists.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { type LeaseRefusal, type LeaseWish, orderLease } from '../../core/lease/order-lease.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { ActorHere, AdoptPorts } from '../instance/adopt.ts';
import { changeRows } from '../instance/change-rows.ts';

/** The outcome of a wish for another lease. */
export type Leased =
  | { readonly is: 'taken'; readonly instance: Instance }
  | { readonly is: 'refused'; readonly refusal: LeaseRefusal; readonly instance: Instance }
  | { readonly is: 'notTheBots'; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' | 'busy' };

/** An instance, and who wants its lease to end at another time. */
interface LeaseOf {
  readonly found: FoundInstance;
  readonly by: ActorHere;
}

/** What is allowed. */
type LeasePolicy = Pick<Policy, 'lease' | 'maxLease'>;

/**
 * Stores the wanted end of the leases of instances in one commit, and decides again on a conflict. Instances that the bot did not
 * create are taken over.
 */
export function giveLeases(
  ports: AdoptPorts,
  leases: readonly LeaseOf[],
  wish: LeaseWish,
  policy: LeasePolicy,
): Promise<readonly Leased[]> {
  const write = async (): Promise<readonly Leased[]> => {
    const changed = await changeRows<LeaseRefusal>(
      ports,
      leases.map(({ found, by }) => ({
        ...{ found, by },
        decide: (instance, at) =>
          orderLease(instance, wish, by, { policy, cloudEndsAt: found.cloud?.autoReleaseAt ?? null, at }),
      })),
    );
    for (const [index, one] of changed.entries())
      if (one.is === 'taken') {
        const { id: instanceId, requestId, lease } = one.instance;
        const endsAt = lease?.endsAt ?? null;
        ports.log.info({ requestId, instanceId, user: leases[index]?.by.user, endsAt }, 'a lease was changed');
      }
    return changed;
  };
  return unlessStoreDown(write, () => {
    ports.log.error({}, 'a lease could not be written down: the store is unavailable');
    return leases.map(() => ({ is: 'storeDown' }));
  });
}

export async function giveLease(
  ports: AdoptPorts,
  found: FoundInstance,
  wish: LeaseWish,
  by: ActorHere,
  policy: LeasePolicy,
): Promise<Leased> {
  return onlyOf(await giveLeases(ports, [{ found, by }], wish, policy));
}
