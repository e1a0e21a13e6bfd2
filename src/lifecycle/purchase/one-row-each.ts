import { ok, type Result } from '../../core/base/result.ts';
import { requestTagOf } from '../../core/chunk/chunk-rows.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import { REQUEST_TAG } from '../../core/request/request.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';

interface Looking {
  readonly store: { readonly queries: Pick<Store['queries'], 'byCloudIds'> };
  readonly ecs: Pick<EcsPort, 'findByTag'>;
}

/**
 * The ids among these that rows of other calls have. An instance has one row: with two, to release the one would release the
 * other.
 *
 * @param row any row of the call
 * @throws StoreUnavailable
 */
export async function idsOfOthers(
  { store }: Pick<Looking, 'store'>,
  row: Instance,
  cloudIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = await store.queries.byCloudIds(cloudIds);
  return new Set([...known].flatMap(([id, one]) => (requestTagOf(one) === requestTagOf(row) ? [] : [id])));
}

/**
 * The instances with the tag of a row's call. Somebody may have copied the tag: an instance that another call's row has is not
 * this one's.
 *
 * @throws StoreUnavailable
 */
export async function findOwn(
  { store, ecs }: Looking,
  row: Instance,
): Promise<Result<readonly ListedInstance[], Failure>> {
  const result = await ecs.findByTag(row.spec.region, REQUEST_TAG, requestTagOf(row));
  if (!result.ok || result.value.length === 0) return result;
  const taken = await idsOfOthers(
    { store },
    row,
    result.value.map(({ cloudId }) => cloudId),
  );
  return ok(result.value.filter(({ cloudId }) => !taken.has(cloudId)));
}
