import { onlyOf } from '../../core/base/lists.ts';
import { type Actor, type FoundInstance, rowOrCloud } from '../../core/instance/found-instance.ts';
import { orderPower, type PowerRefusal } from '../../core/power/order-power.ts';
import type { PowerWish } from '../../core/power/power.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { giveOrders, type Ordered, type OrderOf, type PowerPorts, refusalOfOrder } from '../power/give-order.ts';
import { type ActorHere, asAdopted, type TakenOver, takeOver } from './adopt.ts';
import { type AddressAsked, askForAddress } from './ask-for-address.ts';

/** Takes people's orders for instances, and takes over instances that the bot did not create. */
export interface InstanceService {
  /** Why an order would be refused, checked before anybody is asked to confirm it; null if it would not. */
  refusal(found: FoundInstance, wish: PowerWish, by: ActorHere): Promise<PowerRefusal | null>;
  /** The same by the last look, without asking the cloud or the store. */
  refusalAsSeen(found: FoundInstance, wish: PowerWish, by: ActorHere): PowerRefusal | null;
  /** Several orders at once, stored together or not at all. */
  orders(all: readonly OrderOf[]): Promise<readonly Ordered[]>;
  /** Takes over an instance that the bot did not create. */
  order(found: FoundInstance, wish: PowerWish, by: ActorHere): Promise<Ordered>;
  takeOver(found: FoundInstance, by: ActorHere): Promise<TakenOver>;
  /** Tries once more to allocate an instance's missing public address. */
  address(id: string, by: Actor): Promise<AddressAsked>;
}

export const makeInstanceService = (ports: PowerPorts): InstanceService => ({
  async refusal(found, wish, by) {
    const known = rowOrCloud(found);
    return known.own === null ? refusalAsSeen(ports, found, wish, by) : refusalOfOrder(ports, known.own, wish, by);
  },
  refusalAsSeen: (found, wish, by) => refusalAsSeen(ports, found, wish, by),
  async order(found, wish, by) {
    return onlyOf(await orders(ports, [{ found, wish, by }]));
  },
  orders: (all) => orders(ports, all),
  address: (id, by) => askForAddress(ports, id, by),
  takeOver: (found, by) =>
    unlessDown(
      ports,
      async () => {
        const known = rowOrCloud(found);
        if (known.own === null) return takeOver(ports, known.cloud, by);
        const request = await ports.store.request(known.own.requestId);
        return request === null ? { is: 'busy' } : { is: 'known', instance: known.own, request };
      },
      { is: 'storeDown' },
    ),
});

const orders = (ports: PowerPorts, all: readonly OrderOf[]): Promise<readonly Ordered[]> =>
  unlessDown(
    ports,
    () => giveOrders(ports, all),
    all.map(() => ({ is: 'storeDown' })),
  );

function refusalAsSeen(ports: PowerPorts, found: FoundInstance, wish: PowerWish, by: ActorHere): PowerRefusal | null {
  const { cloud } = found;
  const status = cloud === null || cloud.status === 'Unknown' ? null : cloud.status;
  const seen = cloud === null || status === null ? null : { ...cloud, status };
  const known = rowOrCloud(found);
  const row = known.own ?? asAdopted(ports, known.cloud, by).instance;
  const decided = orderPower(row, wish, by, { at: ports.clock.now(), seen, timing: ports.timing });
  return 'refused' in decided ? decided.refused : null;
}

function unlessDown<T>({ log }: PowerPorts, work: () => Promise<T>, otherwise: T): Promise<T> {
  return unlessStoreDown(work, () => {
    log.error({}, 'an order could not be written down: the store is unavailable');
    return otherwise;
  });
}
