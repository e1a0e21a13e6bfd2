import { type Actor, asKnown } from '../../src/core/instance/found-instance.ts';
import type { PowerWish } from '../../src/core/power/power.ts';
import { giveOrders, type Ordered, type PowerPorts } from '../../src/usecases/power/give-order.ts';

/** Gives one order to one of the bot's own instances. */
export async function giveOrder(ports: PowerPorts, id: string, wish: PowerWish, by: Actor): Promise<Ordered> {
  const own = await ports.store.instance(id);
  // It has a card already, so no place is needed.
  const here = { ...by, team: '', channel: '' };
  const [ordered] = own === null ? [] : await giveOrders(ports, [{ found: asKnown(own), wish, by: here }]);
  return ordered ?? { is: 'unknown' };
}
