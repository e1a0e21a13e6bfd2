import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { requestIdOf } from '../../core/selection/selection.ts';
import { fromStore, type ReadDeps } from '../instance/instance-reads.ts';

/** A request with all its instances, by ordinal. */
export interface RequestFound {
  readonly request: Request;
  readonly instances: readonly Instance[];
}

/** Null for a word that is no request's id, for an unknown one, and while the store cannot be read. */
export async function requestNamed(deps: ReadDeps, word: string): Promise<RequestFound | null> {
  const id = requestIdOf(word);
  if (id === null) return null;
  const { store } = deps;
  return fromStore<RequestFound | null>(
    deps,
    async () => {
      const request = await store.request(id);
      return request === null ? null : { request, instances: await store.instancesOf(id) };
    },
    null,
  );
}
