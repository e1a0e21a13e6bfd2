import { CONFLICT, retryOnConflict } from '../core/base/retry-on-conflict.ts';
import type { Request } from '../core/request/request.ts';
import type { Change } from '../store/store.ts';
import { type LifecyclePorts, retryWhileStoreIsDown } from './ports.ts';

/** What follows for a request as it is now. */
export interface RequestDecision {
  readonly change: Change;
}

/**
 * Makes true in the store what follows for a request; when somebody else has written it meanwhile, it decides by the new request.
 *
 * @param goesOn whether there is still something to decide for the request as somebody else has written it
 * @returns what was committed; null when the request is another replica's now, there is nothing to decide any more, or every try met a conflict
 */
export async function commitRequest<R extends Request, D extends RequestDecision>(
  ports: LifecyclePorts,
  request: R,
  decide: (request: R) => D | Promise<D>,
  goesOn: (stored: Request) => stored is R,
): Promise<D | null> {
  let current = request;
  const attempt = async (): Promise<D | null | typeof CONFLICT> => {
    const decision = await decide(current);
    const committed = await retryWhileStoreIsDown(ports, () => ports.store.commit(decision.change));
    if (committed.ok) return decision;
    const stored = await retryWhileStoreIsDown(ports, () => ports.store.request(request.id));
    // The same version: only the claim stood in the way. It is another replica's, which looks and finds out.
    if (stored === null || stored.version === current.version || !goesOn(stored)) return null;
    current = stored;
    return CONFLICT;
  };
  return retryOnConflict(attempt, () => {
    ports.log.error({ requestId: request.id }, 'too many conflicts, left for later');
    return null;
  });
}
