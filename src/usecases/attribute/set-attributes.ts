import type { AttributeWish } from '../../core/attribute/attribute.ts';
import { type AttributeRefusal, orderAttributes } from '../../core/attribute/order-attributes.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, idOf, regionOf } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import { isCloudId } from '../../core/spec/list-query.ts';
import type { Inventory } from '../../ecs/catalogue/inventory.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { type ActorDeps, actorFor, type Caller } from '../instance/actor.ts';
import type { AdoptPorts } from '../instance/adopt.ts';
import { changeRow } from '../instance/change-rows.ts';
import { deadlineIn } from '../instance/instance-reads.ts';

export interface AttributeDeps extends ActorDeps, AdoptPorts {
  readonly inventory: Inventory;
}

/** The outcome of a wish to change an instance. */
export type AttributesOrdered =
  | { readonly is: 'taken'; readonly instance: Instance }
  | { readonly is: 'refused'; readonly refusal: AttributeRefusal; readonly instance: Instance }
  | { readonly is: 'notTheBots'; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' | 'busy' };

/**
 * Stores the wanted change in one commit; the lifecycle makes it in the cloud. An instance that the bot did not create is taken
 * over in the same commit.
 */
export async function setAttributes(
  deps: AttributeDeps,
  caller: Caller,
  found: FoundInstance,
  wish: AttributeWish,
): Promise<AttributesOrdered> {
  const { log, policy, directory } = deps;
  const [by, people, cloud] = await Promise.all([
    actorFor(deps, caller, found, 'decision'),
    wish.owner === undefined ? directory.known() : directory.fresh([wish.owner]),
    asItIs(deps, found),
  ]);
  const standing = people.membershipOf(wish.owner ?? '');
  const write = async (): Promise<AttributesOrdered> => {
    const changed = await changeRow<AttributeRefusal>(deps, {
      ...{ found, by },
      decide: (instance, at, account) =>
        orderAttributes(instance, wish, by, { at, account, cloud, policy: rulesOf({ policy }), standing }),
    });
    if (changed.is !== 'taken') return changed;
    const { id: instanceId, requestId, attributes } = changed.instance;
    const steps = attributes?.left.map(({ is }) => is);
    log.info({ requestId, instanceId, user: caller.user, steps }, 'a change was ordered');
    return changed;
  };
  return unlessStoreDown(write, () => {
    log.error({}, 'a change could not be written down: the store is unavailable');
    return { is: 'storeDown' };
  });
}

/**
 * Looks again, because the search may be a while ago. Null if the cloud does not answer in time, or does not list the instance.
 */
async function asItIs(deps: AttributeDeps, found: FoundInstance): Promise<CloudInstance | null> {
  const id = idOf(found);
  if (!isCloudId(id)) return null;
  const seen = await deadlineIn(deps.clock).read(() => deps.inventory.instance(regionOf(found), id));
  return seen.ok ? seen.value : null;
}
