import type { Instance } from '../core/instance.ts';
import type { Orderer, PowerRefusal } from '../core/order-power.ts';
import type { PowerWish } from '../core/power.ts';
import { type FoundInstance, findInstance } from './find.ts';
import { giveOrder, type Ordered, type PowerPorts, refusalOf } from './order.ts';

/** Where people find instances and give them orders. */
export interface PowerDesk {
  /** By name, or by the instance's own id or the cloud's. */
  find(given: string): Promise<FoundInstance>;
  refusal(instance: Instance, wish: PowerWish, by: Orderer): Promise<PowerRefusal | null>;
  order(id: string, wish: PowerWish, by: Orderer): Promise<Ordered>;
}

export const makePowerDesk = (ports: PowerPorts): PowerDesk => ({
  find: (given) => findInstance(ports.store, given),
  refusal: (instance, wish, by) => refusalOf(ports, instance, wish, by),
  order: (id, wish, by) => giveOrder(ports, id, wish, by),
});
