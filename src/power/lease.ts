import type { Clock } from '../core/clock.ts';
import type { Instance } from '../core/instance.ts';
import type { Log } from '../core/log.ts';
import { type LeaseRefusal, type LeaseWish, orderLease } from '../core/order-lease.ts';
import type { Orderer } from '../core/order-power.ts';
import type { Policy } from '../core/policy.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';

/** What became of a wish for another lease. */
export type Leased =
  | { readonly is: 'taken'; readonly instance: Instance }
  | { readonly is: 'refused'; readonly refusal: LeaseRefusal; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' | 'busy' };

export interface LeasePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const CONFLICTS_BORNE = 10;

/** Writes down the end that somebody wants for a lease; when the row has changed meanwhile it is decided anew. */
export async function giveLease(
  ports: LeasePorts,
  id: string,
  wish: LeaseWish,
  by: Orderer,
  policy: Pick<Policy, 'lease' | 'maxLease'>,
): Promise<Leased> {
  try {
    return await tryLease(ports, id, wish, by, policy);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    ports.log.error({ instanceId: id }, 'a lease could not be written down: the store is unavailable');
    return { is: 'storeDown' };
  }
}

async function tryLease(
  { store, clock, log }: LeasePorts,
  id: string,
  wish: LeaseWish,
  by: Orderer,
  policy: Pick<Policy, 'lease' | 'maxLease'>,
): Promise<Leased> {
  for (let conflicts = 0; conflicts < CONFLICTS_BORNE; conflicts++) {
    const instance = await store.instance(id);
    if (instance === null) return { is: 'unknown' };
    const at = clock.now();
    const decided = orderLease(instance, wish, by, { at, policy });
    if ('refused' in decided) return { is: 'refused', refusal: decided.refused, instance };
    const { next, events, messages } = decided.taken;
    const committed = await store.commit({ instances: [{ next }], events, messages, at });
    if (!committed.ok) continue;
    const endsAt = next.lease?.endsAt ?? null;
    log.info({ requestId: next.requestId, instanceId: id, user: by.user, endsAt }, 'a lease was changed');
    return { is: 'taken', instance: next };
  }
  return { is: 'busy' };
}
