import { taggedBy } from '../../core/chunk/chunk-rows.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { type CloudInstance, tagOf } from '../../core/instance/cloud-instance.ts';
import type { Orphan } from '../../core/request/notice.ts';
import { REQUEST_TAG, STORE_TAG } from '../../core/request/request.ts';
import type { GuardPorts } from './round.ts';

/** In each region at most ten thousand are read, of a hundred each. */
const MAX_PAGES = 100;

/**
 * What only this store can have made in a region, and what it does not know of: it carries the store's own tag, and its row is not
 * there, or says that nothing was ever ordered. Its age says nothing: the store may have been written to for long since it went back.
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
    const { instances } = answer.value;
    // The rows are read after the cloud was: whatever it had listed by then had its row before.
    const known = await store.queries.byCloudIds(instances.map(({ cloudId }) => cloudId));
    for (const cloud of instances)
      if (!known.has(cloud.cloudId) && (await isLost(store, cloud))) orphans.push(orphanOf(cloud));
    next = answer.value.next;
    if (next === null) break;
  }
  return { orphans };
}

/**
 * A row with a first call is in doubt, or its instance was copied by hand with all tags: either is no sign. Nor is a row that was put
 * away, of which the trail still tells, or its request in the archive, which is never emptied.
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
