import type { Clock, Random } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { isUnseated, taggedBy } from '../../core/chunk/chunk-rows.ts';
import { type Adopted, adoption } from '../../core/instance/adopt.ts';
import { type CloudInstance, tagOf } from '../../core/instance/cloud-instance.ts';
import { type Actor, mayActOn } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { PowerRefusal } from '../../core/power/order-power.ts';
import { adoptedOrigin, REQUEST_TAG, type Request } from '../../core/request/request.ts';
import type { Store } from '../../store/store.ts';
import { underAccount } from '../account/under-account.ts';

/** Who acts, and where the card of an instance that they take over will be posted. */
export interface ActorHere extends Actor {
  /** Slack ids. */
  readonly team: string;
  readonly channel: string;
}

export interface AdoptPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The outcome of taking an instance over. */
export type TakenOver =
  | { readonly is: 'adopted' | 'known'; readonly instance: Instance; readonly request: Request }
  | { readonly is: 'refused'; readonly refusal: PowerRefusal; readonly instance: Instance }
  | { readonly is: 'storeDown' | 'busy' };

/**
 * The row of an instance of the cloud: the row with its id, or a row that its tag names and that has no id yet because it is
 * being created. An instance with a row is never taken over. A row that ended without an id never gets one, so an instance that
 * its create made after all can only be taken over.
 *
 * @throws StoreUnavailable
 */
export async function rowOf(
  store: Pick<Store, 'queries' | 'instancesOf'>,
  cloud: CloudInstance,
): Promise<Instance | null> {
  const { cloudId } = cloud;
  return (await store.queries.byCloudIds([cloudId])).get(cloudId) ?? taggedRow(store, cloud);
}

/** The row that the tag of an instance without a row names: it is just being created. */
export async function taggedRow(store: Pick<Store, 'instancesOf'>, cloud: CloudInstance): Promise<Instance | null> {
  const tagged = taggedBy(tagOf(cloud, REQUEST_TAG) ?? '');
  if (tagged === null) return null;
  const rows = (await store.instancesOf(tagged.requestId)).filter(({ id }) => tagged.ids.includes(id));
  // The row may have got its id since the read before.
  const own = rows.find(({ cloudId }) => cloudId === cloud.cloudId);
  const open = rows.filter(isUnseated);
  return own ?? open.find(({ spec }) => spec.name === cloud.name) ?? open[0] ?? null;
}

/** The rows that an instance would get; stores nothing. */
export const asAdopted = (
  { random, clock }: Pick<AdoptPorts, 'random' | 'clock'>,
  cloud: CloudInstance,
  by: ActorHere,
  { time = 1, account = null }: { readonly time?: number; readonly account?: string | null } = {},
): Adopted =>
  adoption({
    cloud,
    account,
    requestId: `r-${random.id(10)}`,
    time,
    by: by.user,
    team: by.team,
    channel: by.channel,
    at: clock.now(),
  });

/**
 * The number of this take-over, counted from 1. The request of an earlier one, whose instance ended and was archived, is never
 * used again.
 */
export async function timeOf(store: Store, { cloudId }: CloudInstance): Promise<number> {
  for (let time = 1; ; time++) {
    const earlier = await store.requestByOrigin(adoptedOrigin(cloudId, time));
    if (earlier === null || (await store.request(earlier.id)) !== null) return time;
  }
}

/**
 * Takes over an instance that has no row, without ordering anything for it.
 *
 * @throws StoreUnavailable
 */
export async function takeOver(ports: AdoptPorts, cloud: CloudInstance, by: ActorHere): Promise<TakenOver> {
  const { store, log } = ports;
  const account = await store.metadata.account();
  const adopted = asAdopted(ports, cloud, by, { time: await timeOf(store, cloud), account });
  const { request, instance, events, messages } = adopted;
  const known = await rowOf(store, cloud);
  if (known !== null) return knownAs(store, known);
  if (!mayActOn(by, { own: null })) return { is: 'refused', refusal: { why: 'notTheBots' }, instance };
  const at = request.createdAt;
  const rows = { requests: [{ next: request }], instances: [{ next: instance }] };
  const committed = await store.commit({ ...rows, ...underAccount(account), events, messages, at });
  if (committed.ok) {
    log.info({ requestId: request.id, cloudId: cloud.cloudId, user: by.user }, 'an instance was taken over');
    return { is: 'adopted', instance, request };
  }
  const first = await firstOf(store, request.origin);
  return first === null ? { is: 'busy' } : knownAs(store, first);
}

async function knownAs(store: Store, instance: Instance): Promise<TakenOver> {
  const request = await store.request(instance.requestId);
  return request === null ? { is: 'busy' } : { is: 'known', instance, request };
}

/** The row that a faster replica has written. */
async function firstOf(store: Store, origin: string): Promise<Instance | null> {
  const request = await store.requestByOrigin(origin);
  if (request === null) return null;
  const [instance] = await store.instancesOf(request.id);
  return instance ?? null;
}
