import { leftIn, type StoredAccount } from '../../core/account/account.ts';
import type { Clock, Random } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import type { Freeze } from '../../core/freeze.ts';
import { seenInLook } from '../../core/instance/cloud-instance.ts';
import { type Actor, type FoundInstance, mayActOn, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { LookResult } from '../../core/instance/next-action.ts';
import type { Timing } from '../../core/instance/timing.ts';
import { orderPower, type PowerRefusal, replacedIn } from '../../core/power/order-power.ts';
import type { Power, PowerWish } from '../../core/power/power.ts';
import type { Request } from '../../core/request/request.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import { freezeToTell } from '../freeze/set-freeze.ts';
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

/** The outcome of an order. */
export type Ordered =
  | {
      readonly is: 'taken';
      readonly instance: Instance;
      readonly request: Request;
      readonly replaces: Power | null;
      /** The freeze that the start waits for; null if it does not wait. */
      readonly freeze: Freeze | null;
    }
  | { readonly is: 'refused'; readonly refusal: PowerRefusal; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' | 'busy' };

/** How long a person waits for a look at the cloud. Without it the row alone decides, and the lifecycle finds out the rest. */
const LOOK_MS = 4_000;
const GLANCE_MS = 1_500;

/** A person's order for an instance. */
export interface OrderOf {
  readonly found: FoundInstance;
  readonly wish: PowerWish;
  readonly by: ActorHere;
}

/**
 * Gives a person's orders: looks at the instances and stores all orders in one commit, each with its audit event, its line in the
 * thread and its card. On a conflict it decides again by the stored rows.
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
  const freeze = changed.some(({ is }) => is === 'taken') ? await freezeToTell(ports) : null;
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
 * Looks at the instances of the orders. Skips those of other people, whose state nobody else is told, and those in a previous
 * account, which this account does not list.
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
 * Why an order would be refused, checked before anybody is asked to confirm it; null if it would not. Looks at the cloud only if
 * the refusal tells the instance's state, or the row says that the instance to stop is stopped: an old message's button may offer
 * that.
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
  // A window must open within seconds of its click; a later look is judged at the submission.
  const look = await withDeadline(ports.clock, GLANCE_MS, lookAt(ports, instance));
  return look === 'late' ? null : asked(look);
}

/** An instance in a previous account cannot be acted on: a look there would miss it, and be believed. */
function leftBehind(instance: Instance, account: StoredAccount | null): PowerRefusal | null {
  const left = leftIn(instance, account);
  return left === null ? null : { why: 'otherAccount', account: left };
}

/** By cloud id; instances without an answer in time are absent. */
type Looks = ReadonlyMap<string, LookResult>;

/** Reads each region once for all its instances. */
async function looksAt(
  { ecs, clock, log }: PowerPorts,
  places: readonly { readonly cloudId: string; readonly region: string }[],
): Promise<Looks> {
  const asked = idsByCall(places).map(async ({ region, ids }) => {
    const answer = await withDeadline(clock, LOOK_MS, ecs.describeInstances(region, ids, 'people'));
    if (answer === 'late') return [];
    if (answer.ok)
      return ids.flatMap((id) => {
        const shown = seenInLook(answer, id);
        return shown.ok ? [[id, shown.value] as const] : [];
      });
    const { kind, code } = answer.error;
    log.warn({ region, count: ids.length, kind, code }, 'no look at them before an order');
    return [];
  });
  return new Map<string, LookResult>((await Promise.all(asked)).flat());
}

/** Null if there is no cloud id, or no answer in time. */
async function lookAt(ports: PowerPorts, { cloudId, spec: { region } }: Instance): Promise<LookResult> {
  if (cloudId === null) return null;
  return (await looksAt(ports, [{ cloudId, region }])).get(cloudId) ?? null;
}

/** A running instance may be restarted during a freeze; from Stopped, a restart would be a start. */
function startsSomething({ what }: PowerWish, seen: LookResult): boolean {
  const isUp = seen !== null && seen !== 'missing' && seen.status !== 'Stopped' && seen.status !== 'Stopping';
  return what === 'start' || (what === 'restart' && !isUp);
}
