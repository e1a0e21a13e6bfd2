import { leftIn, type StoredAccount } from '../../core/account/account.ts';
import type { Clock, Random } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Log } from '../../core/base/log.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { Freeze } from '../../core/freeze.ts';
import { isInForce } from '../../core/freeze.ts';
import { type Actor, mayActOn } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { LookResult } from '../../core/instance/next-action.ts';
import type { Timing } from '../../core/instance/timing.ts';
import { orderPower, type PowerRefusal } from '../../core/power/order-power.ts';
import type { Power, PowerWish } from '../../core/power/power.ts';
import type { Request } from '../../core/request/request.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import { underAccount } from '../account/under-account.ts';

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

/**
 * Gives a person's order to an instance: loads it, looks at it, and commits what is wanted with its audit event, its line for
 * the thread and its card. When somebody has written the row meanwhile, it decides again from the new row.
 *
 * @throws StoreUnavailable
 */
export async function giveOrder(ports: PowerPorts, id: string, wish: PowerWish, by: Actor): Promise<Ordered> {
  const { store, clock, log, timing } = ports;
  const first = await store.instance(id);
  if (first === null) return { is: 'unknown' };
  const elsewhere = leftBehind(first, await store.metadata.storedAccount());
  if (elsewhere !== null) return { is: 'refused', refusal: elsewhere, instance: first };
  // Nobody is told how somebody else's machine is doing.
  const seen = mayActOn(by, { own: first }) ? await lookAt(ports, first) : null;
  const attempt = async (tried: number): Promise<Ordered | typeof CONFLICT> => {
    const instance = tried === 0 ? first : await store.instance(id);
    if (instance === null) return { is: 'unknown' };
    const at = clock.now();
    const account = await store.metadata.storedAccount();
    const left = leftBehind(instance, account);
    if (left !== null) return { is: 'refused', refusal: left, instance };
    const decided = orderPower(instance, wish, by, { at, seen, timing });
    if ('refused' in decided) return { is: 'refused', refusal: decided.refused, instance };
    const { next, events, messages, replaces } = decided.taken;
    const committed = await store.commit({
      instances: [{ next }],
      events,
      messages,
      ...underAccount(account?.id ?? null),
      at,
    });
    if (committed.ok) {
      log.info({ requestId: next.requestId, instanceId: id, user: by.user, what: wish.what }, 'an order was given');
      const request = await store.request(next.requestId);
      if (request === null) return { is: 'unknown' };
      return { is: 'taken', instance: next, request, replaces, freeze: await freezeFor(ports, wish, seen) };
    }
    return CONFLICT;
  };
  return retryOnConflict(attempt, () => ({ is: 'busy' }));
}

/**
 * Why an order would not be taken, before anybody is asked to confirm it; null when it may be. The cloud is only looked at for
 * what a refusal has to tell.
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
  if (refusal?.why !== 'prepaid') return refusal;
  return asked(await lookAt(ports, instance));
}

/** What is in another account than the store is about now cannot be acted on, and a look that misses it would be believed. */
function leftBehind(instance: Instance, account: StoredAccount | null): PowerRefusal | null {
  const left = leftIn(instance, account);
  return left === null ? null : { why: 'otherAccount', account: left };
}

/** Null when there is nothing to look at, or no answer in time. */
export async function lookAt({ ecs, clock, log }: PowerPorts, { id, cloudId, spec }: Instance): Promise<LookResult> {
  if (cloudId === null) return null;
  const asked = ecs.describeInstances(spec.region, [cloudId], 'people').then((answer): LookResult => {
    if (answer.ok) return answer.value.get(cloudId) ?? 'missing';
    log.warn({ instanceId: id, kind: answer.error.kind, code: answer.error.code }, 'no look at it before an order');
    return null;
  });
  const answer = await withDeadline(clock, LOOK_MS, asked);
  return answer === 'late' ? null : answer;
}

/** What runs is restarted although there is a freeze: only from Stopped that would be a start. */
export async function freezeFor(
  { store, clock }: PowerPorts,
  { what }: PowerWish,
  seen: LookResult,
): Promise<Freeze | null> {
  const isUp = seen !== null && seen !== 'missing' && seen.status !== 'Stopped' && seen.status !== 'Stopping';
  if (what === 'stop' || what === 'release' || (what === 'restart' && isUp)) return null;
  const freeze = await store.freeze().catch(() => null);
  return isInForce(freeze, clock.now()) ? freeze : null;
}
