import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { type FoundInstance, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { type LeaseRefusal, type LeaseWish, orderLease } from '../../core/lease/order-lease.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { type ActorHere, type AdoptPorts, rowOf, takeOverWith } from '../instance/adopt.ts';

/** What became of a wish for another lease. */
export type Leased =
  | { readonly is: 'taken'; readonly instance: Instance }
  | { readonly is: 'refused'; readonly refusal: LeaseRefusal; readonly instance: Instance }
  | { readonly is: 'notTheBots'; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' | 'busy' };

/** What is wanted, and what that is judged by. */
interface Wanted {
  readonly wish: LeaseWish;
  readonly by: ActorHere;
  readonly policy: Pick<Policy, 'lease' | 'maxLease'>;
  readonly cloudEndsAt: number | null;
}

/**
 * Writes down the end that somebody wants for a lease, and decides again when the row has changed meanwhile. What the bot did
 * not create is taken over with it.
 */
export async function giveLease(
  ports: AdoptPorts,
  found: FoundInstance,
  wish: LeaseWish,
  by: ActorHere,
  policy: Pick<Policy, 'lease' | 'maxLease'>,
): Promise<Leased> {
  const known = rowOrCloud(found);
  const wanted: Wanted = { wish, by, policy, cloudEndsAt: found.cloud?.autoReleaseAt ?? null };
  const write = async (): Promise<Leased> => {
    if (known.own !== null) return await change(ports, known.own.id, wanted);
    const own = await rowOf(ports.store, known.cloud);
    if (own !== null) return await change(ports, own.id, wanted);
    const taken = await takeOverWith<LeaseRefusal>(ports, known.cloud, by, (instance, at) =>
      orderLease(instance, wish, by, { ...wanted, at }),
    );
    return taken.is === 'first' ? await change(ports, taken.instance.id, wanted) : taken;
  };
  return unlessStoreDown(write, () => {
    ports.log.error({}, 'a lease could not be written down: the store is unavailable');
    return { is: 'storeDown' };
  });
}

function change({ store, clock, log }: AdoptPorts, id: string, wanted: Wanted): Promise<Leased> {
  const { wish, by } = wanted;
  return retryOnConflict(async () => {
    const instance = await store.instance(id);
    if (instance === null) return { is: 'unknown' };
    const at = clock.now();
    const decided = orderLease(instance, wish, by, { ...wanted, at });
    if ('refused' in decided) return { is: 'refused', refusal: decided.refused, instance };
    const { next, events, messages } = decided.taken;
    const committed = await store.commit({ instances: [{ next }], events, messages, at });
    if (!committed.ok) return CONFLICT;
    const endsAt = next.lease?.endsAt ?? null;
    log.info({ requestId: next.requestId, instanceId: id, user: by.user, endsAt }, 'a lease was changed');
    return { is: 'taken', instance: next };
  }, busy);
}

const busy = () => ({ is: 'busy' }) as const;
