import type { InstanceFilter } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { filterOf, type ListQuery } from '../../core/spec/list-query.ts';
import { idsByCall } from '../../usecases/instance/ids-by-call.ts';
import { fromStore, type RegionRead, type Viewer } from '../../usecases/instance/instance-reads.ts';
import type { RequestContext } from '../kit/context.ts';

/** Something that a region is asked for. */
export interface Source {
  readonly region: string;
  readonly filter: InstanceFilter;
}

const ADOPTED_MAX = 500;

/** What the reader has taken over: no tag in the cloud says so. */
export const adoptedOf = (context: RequestContext, { user }: Viewer): Promise<readonly Instance[]> =>
  fromStore(context, () => context.store.queries.takenOverBy(user, ADOPTED_MAX), []);

/** What the regions are asked for besides, so that these are listed: by their ids, but for those that are listed already. */
export function adoptedSources(
  adopted: readonly Instance[],
  query: Pick<ListQuery, 'tag' | 'text'>,
  reads: readonly RegionRead[],
): readonly Source[] {
  const listed = new Set(reads.flatMap(({ listing }) => listing?.instances.map(({ cloudId }) => cloudId) ?? []));
  const filter = filterOf(query);
  const unlisted = adopted.flatMap(({ cloudId, spec: { region } }) =>
    cloudId === null || listed.has(cloudId) || filter.ids?.includes(cloudId) === false ? [] : [{ region, cloudId }],
  );
  return idsByCall(unlisted).map(({ region, ids }) => ({ region, filter: { ...filter, ids } }));
}
