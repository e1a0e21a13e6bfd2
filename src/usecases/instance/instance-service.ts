import { type Actor, type FoundInstance, rowOrCloud } from '../../core/instance/found-instance.ts';
import { orderPower, type PowerRefusal } from '../../core/power/order-power.ts';
import type { PowerWish } from '../../core/power/power.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { giveOrder, type Ordered, type PowerPorts, refusalOfOrder } from '../power/give-order.ts';
import { type ActorHere, asAdopted, rowOf, type TakenOver, takeOver, takeOverByOrder } from './adopt.ts';
import { type AddressAsked, askForAddress } from './ask-for-address.ts';

/** Where people give orders to instances, and take those over that the bot did not create. */
export interface InstanceService {
  /** Why an order would not be taken, before anybody is asked to confirm it; null when it may be. */
  refusal(found: FoundInstance, wish: PowerWish, by: ActorHere): Promise<PowerRefusal | null>;
  /** What the bot did not create is taken over with it. */
  order(found: FoundInstance, wish: PowerWish, by: ActorHere): Promise<Ordered>;
  takeOver(found: FoundInstance, by: ActorHere): Promise<TakenOver>;
  /** Has the missing public address of an instance tried once more. */
  address(id: string, by: Actor): Promise<AddressAsked>;
}

export const makeInstanceService = (ports: PowerPorts): InstanceService => ({
  async refusal(found, wish, by) {
    const known = rowOrCloud(found);
    if (known.own !== null) return refusalOfOrder(ports, known.own, wish, by);
    const { cloud } = known;
    const { status } = cloud;
    const circumstances = { at: ports.clock.now(), seen: status === 'Unknown' ? null : { ...cloud, status } };
    const { instance } = asAdopted(ports, cloud, by);
    const decided = orderPower(instance, wish, by, { ...circumstances, timing: ports.timing });
    return 'refused' in decided ? decided.refused : null;
  },
  order: (found, wish, by) =>
    orStoreDown(ports, async () => {
      const known = rowOrCloud(found);
      if (known.own !== null) return giveOrder(ports, known.own.id, wish, by);
      const own = await rowOf(ports.store, known.cloud);
      if (own !== null) return giveOrder(ports, own.id, wish, by);
      const ordered = await takeOverByOrder(ports, known.cloud, wish, by);
      return 'is' in ordered ? ordered : giveOrder(ports, ordered.id, wish, by);
    }),
  address: (id, by) => askForAddress(ports, id, by),
  takeOver: (found, by) =>
    orStoreDown(ports, async () => {
      const known = rowOrCloud(found);
      if (known.own === null) return takeOver(ports, known.cloud, by);
      const request = await ports.store.request(known.own.requestId);
      return request === null ? { is: 'busy' } : { is: 'known', instance: known.own, request };
    }),
});

function orStoreDown<T>({ log }: PowerPorts, work: () => Promise<T>): Promise<T | { readonly is: 'storeDown' }> {
  return unlessStoreDown(work, () => {
    log.error({}, 'an order could not be written down: the store is unavailable');
    return { is: 'storeDown' };
  });
}
