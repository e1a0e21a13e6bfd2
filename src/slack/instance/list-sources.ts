import type { InstanceFilter } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { filterOf, type ListQuery } from '../../core/spec/list-query.ts';
import { idsByCall } from '../../usecases/instance/ids-by-call.ts';
import { fromStore, type RegionRead, type Viewer } from '../../usecases/instance/instance-reads.ts';
import type { RequestContext } from '../kit/context.ts';

/** One read of a region. */
export interface Source {
  readonly region: string;
  readonly filter: InstanceFilter;
}

const ADOPTED_MAX = 500;

/** The instances that the reader has taken over: no tag in the cloud tells it. */
export const adoptedOf = (context: RequestContext, { user }: Viewer): Promise<readonly Instance[]> =>
  fromStore(context, () => context.store.queries.takenOverBy(user, ADOPTED_MAX), []);

/** Additional reads, by id, that list these instances too, except for those already listed. */
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
