import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { Actor } from '../../core/instance/found-instance.ts';
import { lacksItsAddress, tryAddress } from '../../core/instance/try-address.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { PowerPorts } from '../power/give-order.ts';

/** The outcome of asking once more for a missing public address. `nothing`: the instance has one by now, or does not run. */
export type AddressAsked = 'taken' | 'notYours' | 'nothing' | 'busy' | 'storeDown';

/** Stores the wish; the lifecycle allocates the address. Decides again on a conflict. */
export async function askForAddress(ports: PowerPorts, id: string, by: Actor): Promise<AddressAsked> {
  const { store, clock, log, timing } = ports;
  const attempt = async () => {
    const instance = await store.instance(id);
    if (instance === null || !lacksItsAddress(instance)) return 'nothing';
    const at = clock.now();
    const change = tryAddress(instance, by, { at, timing });
    if (change === null) return 'notYours';
    const { next, events, messages } = change;
    const committed = await store.commit({ instances: [{ next }], events, messages, at });
    if (!committed.ok) return CONFLICT;
    log.info({ requestId: next.requestId, instanceId: id, user: by.user }, 'an address is asked for once more');
    return 'taken';
  };
  return unlessStoreDown(
    () => retryOnConflict<AddressAsked, AddressAsked>(attempt, () => 'busy'),
    () => {
      log.error({ instanceId: id }, 'a wish for an address could not be written down: the store is unavailable');
      return 'storeDown';
    },
  );
}
