import { CONFLICT, retryOnConflict } from '../core/base/retry-on-conflict.ts';
import type { Request } from '../core/request/request.ts';
import type { Change } from '../store/store.ts';
import { type LifecyclePorts, retryWhileStoreIsDown } from './ports.ts';

/** What to write for a request as the store holds it now. */
interface RequestDecision {
  readonly change: Change;
}

/**
 * Stores a decision about a request. On a conflict it decides again by the stored request.
 *
 * @param goesOn whether the request as it is stored now still needs a decision
 * @returns what was committed; null when another replica has the request, or nothing is left to decide
 * @throws TooManyConflicts, so that the claim runs out and the request is taken up again
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
    // Same version, so only the claim was lost: another replica has the row and looks at it itself.
    if (stored === null || stored.version === current.version || !goesOn(stored)) return null;
    current = stored;
    return CONFLICT;
  };
  return retryOnConflict(attempt);
}
