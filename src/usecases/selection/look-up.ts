import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import type { FoundInstance, Unseen } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { LeftOut } from '../../core/selection/left-out.ts';
import { taggedRow } from '../instance/adopt.ts';
import { idsByCall } from '../instance/ids-by-call.ts';
import {
  type Deadline,
  isBeingWorkedOn,
  type ReadDeps,
  type RegionRead,
  readRegion,
} from '../instance/instance-reads.ts';

/** An instance by the cloud's id; `given` is what the person wrote. */
export interface CloudPlace {
  readonly region: string;
  readonly cloudId: string;
  readonly given: string;
}

interface ToLookUp {
  readonly rows: readonly Instance[];
  readonly clouds: readonly CloudInstance[];
  readonly places: readonly CloudPlace[];
}

/**
 * Looks up instances with known ids, one call per region.
 *
 * @returns found: every row, and behind them what the cloud shows, which counts for a row that it shows
 * @throws StoreUnavailable
 */
export async function lookUp(
  deps: ReadDeps,
  deadline: Deadline,
  { rows, clouds, places }: ToLookUp,
): Promise<{ readonly found: readonly FoundInstance[]; readonly leftOut: readonly LeftOut[] }> {
  const known = new Set(clouds.map(({ cloudId }) => cloudId));
  const asked: { readonly region: string; readonly cloudId: string }[] = [
    ...rows.flatMap(({ cloudId, spec }) => (cloudId === null ? [] : [{ region: spec.region, cloudId }])),
    ...places,
  ].filter(({ cloudId }) => !known.has(cloudId));
  const { seen, unseen } = await readByIds(deps, deadline, asked);
  const shown = new Map([...clouds, ...seen].map((cloud) => [cloud.cloudId, cloud]));
  return {
    found: [
      ...rows.map((row): FoundInstance => {
        const why = unseen.get(row.spec.region) ?? (isBeingWorkedOn(row) ? 'notYet' : 'gone');
        return { cloud: null, own: row, why };
      }),
      ...(await withRows(deps, [...shown.values()])),
    ],
    leftOut: places
      .filter(({ cloudId }) => !shown.has(cloudId))
      .map(({ region, given }) => ({ name: given, reason: { why: unseen.has(region) ? 'unsure' : 'notFound' } })),
  };
}

/** Finds by its tag the row of an instance that is just being created, so that it does not count as somebody else's. */
async function withRows({ store }: ReadDeps, clouds: readonly CloudInstance[]): Promise<readonly FoundInstance[]> {
  const known = await store.queries.byCloudIds(clouds.map(({ cloudId }) => cloudId));
  return Promise.all(
    clouds.map(async (cloud) => ({ cloud, own: known.get(cloud.cloudId) ?? (await taggedRow(store, cloud)) })),
  );
}

/** A region of which something was not read, which may be what is looked for. */
export interface UnreadRegion {
  readonly region: string;
  readonly why: Failure | 'late';
}

export const unreadIn = (reads: readonly RegionRead[]): readonly UnreadRegion[] =>
  reads.flatMap(({ region, trouble, listing }) => {
    const why = trouble ?? (listing.hasUnread ? failureOf('unreadable') : null);
    return why === null ? [] : [{ region, why }];
  });

async function readByIds(
  deps: ReadDeps,
  deadline: Deadline,
  asked: readonly { readonly region: string; readonly cloudId: string }[],
): Promise<{ readonly seen: readonly CloudInstance[]; readonly unseen: ReadonlyMap<string, Unseen> }> {
  const chunks = idsByCall(asked);
  const since = deps.clock.now();
  const reads = await Promise.all(
    chunks.map(({ region, ids }) => readRegion(deps, deadline, region, { ids }, { upTo: ids.length, since })),
  );
  return {
    seen: reads.flatMap((read) => (read.trouble === null ? read.listing.instances : [])),
    unseen: new Map(unreadIn(reads).map(({ region, why }) => [region, why])),
  };
}
