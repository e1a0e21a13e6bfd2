import { leftIn, type StoredAccount } from '../../core/account/account.ts';
import type { Clock, Random } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import type { Freeze } from '../../core/freeze.ts';
import { isInForce } from '../../core/freeze.ts';
import { type Actor, asKnown, type FoundInstance, mayActOn, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { LookResult } from '../../core/instance/next-action.ts';
import type { Timing } from '../../core/instance/timing.ts';
import { orderPower, type PowerRefusal, replacedIn } from '../../core/power/order-power.ts';
import type { Power, PowerWish } from '../../core/power/power.ts';
import type { Request } from '../../core/request/request.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import type { ActorHere } from '../instance/adopt.ts';
import { changeRows } from '../instance/change-rows.ts';
import { idsByCall } from '../instance/ids-by-call.ts';

export interface PowerPorts {
  readonly store: Store;
  readonly ecs: Pick<EcsPort, 'describeInstances'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly timing: Timing;
}

/** What became of an order. */
export type Ordered =
  | {
      readonly is: 'taken';
      readonly instance: Instance;
      readonly request: Request;
      readonly replaces: Power | null;
      /** It waits for the end of this freeze before it is started; null when it need not. */
      readonly freeze: Freeze | null;
    }
  | { readonly is: 'refused'; readonly refusal: PowerRefusal; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' | 'busy' };

/** How long somebody waits for a look at the cloud; without it the row alone is asked, and the lifecycle finds out the rest. */
const LOOK_MS = 4_000;
const GLANCE_MS = 1_500;

/** What somebody orders of an instance. */
export interface OrderOf {
  readonly found: FoundInstance;
  readonly wish: PowerWish;
  readonly by: ActorHere;
}

/**
 * Gives a person's orders to instances: looks at them, and commits what is wanted of all of them at once, each with its audit event,
 * its line for the thread and its card. When somebody has written a row meanwhile, it decides again from the new row.
 *
 * @throws StoreUnavailable
 */
export async function giveOrders(ports: PowerPorts, orders: readonly OrderOf[]): Promise<readonly Ordered[]> {
  const { log, timing } = ports;
  const looks = await looksBefore(ports, orders);
  const changed = await changeRows<PowerRefusal>(
    ports,
    orders.map(({ found, wish, by }) => ({
      ...{ found, by },
      decide(instance, at, account) {
        const left = leftBehind(instance, account);
        if (left !== null) return { refused: left };
        const seen = looks.get(instance.cloudId ?? '') ?? null;
        if (found.own === null && seen === 'missing') return { refused: { why: 'gone', released: null } };
        return orderPower(instance, wish, by, { at, seen, timing });
      },
    })),
  );
  const freeze = changed.some(({ is }) => is === 'taken') ? await freezeInForce(ports) : null;
  return changed.map((one, index): Ordered => {
    if (one.is === 'notTheBots') return { is: 'refused', refusal: { why: 'notTheBots' }, instance: one.instance };
    if (one.is !== 'taken') return one;
    const { instance, request, was } = one;
    const { order, id: instanceId, requestId } = instance;
    log.info({ requestId, instanceId, user: orders[index]?.by.user, what: order?.what }, 'an order was given');
    const waits = order !== null && startsSomething(order, looks.get(instance.cloudId ?? '') ?? null);
    return { is: 'taken', instance, request, replaces: was && replacedIn(was), freeze: waits ? freeze : null };
  });
}

/**
 * One order, to one of the bot's own.
 *
 * @throws StoreUnavailable
 */
export async function giveOrder(ports: PowerPorts, id: string, wish: PowerWish, by: Actor): Promise<Ordered> {
  const own = await ports.store.instance(id);
  // It has its place already.
  const here = { ...by, team: '', channel: '' };
  const [ordered] = own === null ? [] : await giveOrders(ports, [{ found: asKnown(own), wish, by: here }]);
  return ordered ?? { is: 'unknown' };
}

/**
 * How those stand of which somebody orders something. Nobody is told how somebody else's machine is doing, and what was left in another
 * account is not looked for in this one.
 */
async function looksBefore(ports: PowerPorts, orders: readonly OrderOf[]): Promise<Looks> {
  const account = await ports.store.metadata.storedAccount();
  return looksAt(
    ports,
    orders.flatMap(({ found, by }) => {
      const known = rowOrCloud(found);
      if (!mayActOn(by, found)) return [];
      if (known.own === null) return [{ cloudId: known.cloud.cloudId, region: known.cloud.region }];
      const { cloudId, spec } = known.own;
      return cloudId === null || leftIn(known.own, account) !== null ? [] : [{ cloudId, region: spec.region }];
    }),
  );
}

/**
 * Why an order would not be taken, before anybody is asked to confirm it; null when it may be. The cloud is only looked at for
 * what a refusal has to tell, and before one that was stopped is stopped again: a button of an old message offers that.
 */
export async function refusalOfOrder(
  ports: PowerPorts,
  instance: Instance,
  wish: PowerWish,
  by: Actor,
): Promise<PowerRefusal | null> {
  const elsewhere = leftBehind(instance, await ports.store.metadata.storedAccount());
  if (elsewhere !== null) return elsewhere;
  const asked = (seen: LookResult): PowerRefusal | null => {
    const decided = orderPower(instance, wish, by, { at: ports.clock.now(), seen, timing: ports.timing });
    return 'refused' in decided ? decided.refused : null;
  };
  const refusal = asked(null);
  if (refusal?.why === 'prepaid') return asked(await lookAt(ports, instance));
  if (refusal !== null || wish.what !== 'stop' || instance.observed?.status !== 'Stopped') return refusal;
  // A window opens within seconds of its click; what comes later is judged when it is submitted.
  const look = await withDeadline(ports.clock, GLANCE_MS, lookAt(ports, instance));
  return look === 'late' ? null : asked(look);
}

/** What is in another account than the store is about now cannot be acted on, and a look that misses it would be believed. */
function leftBehind(instance: Instance, account: StoredAccount | null): PowerRefusal | null {
  const left = leftIn(instance, account);
  return left === null ? null : { why: 'otherAccount', account: left };
}

/** By the cloud's id; what was not answered in time is not there. */
type Looks = ReadonlyMap<string, LookResult>;

/** Each region is asked once for all that are in it. */
async function looksAt(
  { ecs, clock, log }: PowerPorts,
  places: readonly { readonly cloudId: string; readonly region: string }[],
): Promise<Looks> {
  const asked = idsByCall(places).map(async ({ region, ids }) => {
    const answer = await withDeadline(clock, LOOK_MS, ecs.describeInstances(region, ids, 'people'));
    if (answer === 'late') return [];
    if (answer.ok) return ids.map((id) => [id, answer.value.get(id) ?? 'missing'] as const);
    const { kind, code } = answer.error;
    log.warn({ region, count: ids.length, kind, code }, 'no look at them before an order');
    return [];
  });
  return new Map<string, LookResult>((await Promise.all(asked)).flat());
}

/** Null when there is nothing to look at, or no answer in time. */
async function lookAt(ports: PowerPorts, { cloudId, spec: { region } }: Instance): Promise<LookResult> {
  if (cloudId === null) return null;
  return (await looksAt(ports, [{ cloudId, region }])).get(cloudId) ?? null;
}

async function freezeInForce({ store, clock }: PowerPorts): Promise<Freeze | null> {
  const freeze = await store.freeze().catch(() => null);
  return isInForce(freeze, clock.now()) ? freeze : null;
}

/** What runs is restarted although there is a freeze: only from Stopped that would be a start. */
function startsSomething({ what }: PowerWish, seen: LookResult): boolean {
  const isUp = seen !== null && seen !== 'missing' && seen.status !== 'Stopped' && seen.status !== 'Stopping';
  return what === 'start' || (what === 'restart' && !isUp);
}
