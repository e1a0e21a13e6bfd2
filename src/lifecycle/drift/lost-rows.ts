import { taggedBy } from '../../core/chunk/chunk-rows.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { LOOK_API } from '../../core/failure/failure-treatment.ts';
import { type CloudInstance, tagOf } from '../../core/instance/cloud-instance.ts';
import type { Orphan } from '../../core/request/notice.ts';
import { REQUEST_TAG, STORE_TAG } from '../../core/request/request.ts';
import type { GuardPorts } from './round.ts';

/** Pages of a hundred: more instances than one bot has in a region. A list that still goes on never ends. */
const MAX_PAGES = 1_000;

/**
 * Instances of a region that only this store can have made, but does not know: they carry the store's own tag, and their row is
 * missing or says that nothing was ordered. Their age proves nothing: the store may have been in use for long since it went back
 * in time.
 */
export async function lostIn(
  { store, ecs, clock }: Pick<GuardPorts, 'store' | 'ecs' | 'clock'>,
  region: string,
): Promise<{ readonly orphans: readonly Orphan[] } | Failure> {
  const { id } = await store.metadata.identity(clock.now());
  const orphans: Orphan[] = [];
  let next: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await ecs.listInstances(region, { tags: [{ key: STORE_TAG, value: id }] }, next, 'polling');
    if (!answer.ok) return answer.error;
    const { instances, unread } = answer.value;
    // Something that this store may have made, and nobody can say what.
    if (unread !== undefined)
      return failureOf('ambiguous', { api: LOOK_API, detail: 'An instance without InstanceId' });
    // The rows are read after the cloud: every instance in its list had its row before.
    const known = await store.queries.byCloudIds(instances.map(({ cloudId }) => cloudId));
    for (const cloud of instances)
      if (!known.has(cloud.cloudId) && (await isLost(store, cloud))) orphans.push(orphanOf(cloud));
    next = answer.value.next;
    if (next === null) return { orphans };
  }
  // What was found counts; that nothing was found does not.
  return orphans.length > 0 ? { orphans } : failureOf('ambiguous', { api: LOOK_API, detail: 'A list without an end' });
}

/**
 * Not lost: a row with a first call is in doubt, or somebody copied its instance by hand with all tags. Nor an archived row,
 * which the trail or the archive still knows; the archive is never emptied.
 */
async function isLost(store: GuardPorts['store'], cloud: CloudInstance): Promise<boolean> {
  const tagged = taggedBy(tagOf(cloud, REQUEST_TAG) ?? '');
  if (tagged === null) return true;
  const { requestId, ids } = tagged;
  const rows = (await store.instancesOf(requestId)).filter(({ id }) => ids.includes(id));
  if (rows.length > 0) return rows.every(({ createTriedAt }) => createTriedAt === null);
  const known = await store.history(requestId, 1);
  if (known?.archived === true && known.request.state === 'finished') return false;
  const events = await store.eventsOf(requestId);
  return !events.some(({ kind, instanceId }) => kind === 'instance.creating' && ids.includes(instanceId ?? ''));
}

export const orphanOf = (cloud: CloudInstance): Orphan => {
  const { cloudId, region, name, instanceType, status, createdAt } = cloud;
  return { cloudId, region, name, instanceType, status, createdAt, request: tagOf(cloud, REQUEST_TAG) ?? '' };
};
