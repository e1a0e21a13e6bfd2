import { type Parts, partsOf } from '../../core/approval/budget.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Store } from '../../store/store.ts';
import { cardUrlOf } from './card-url.ts';
import { gatherWaiting, type WaitingRequests } from './waiting.ts';

/** What the store holds of one person. */
export interface Mine {
  readonly waiting: WaitingRequests;
  readonly requests: readonly {
    readonly request: Request;
    readonly instances: readonly Instance[];
    readonly cardUrl: string | null;
  }[];
  readonly instances: readonly Instance[];
  /** How many exist beside those. */
  readonly more: number;
  readonly spent: Spent;
}

/** What this month comes to, as of a moment. */
export interface Spent {
  /** One of each currency. */
  readonly parts: readonly Parts[];
  /** Instances of which no price is known. */
  readonly unpriced: number;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** What grows with time is shown in steps: a home that says the same is not sent again. */
const TOLD_EVERY_MS = 600_000;

/** Slack takes a hundred blocks in a home: four for each of the first, one for each of the second, two for each of the third. */
const WAITING_MAX = 8;
const REQUESTS_MAX = 8;
const INSTANCES_MAX = 5;

/**
 * From the store alone, so that the first look at it is fast.
 *
 * @param web where the workspace is on the web, for links to cards; null for none
 * @throws StoreUnavailable
 */
export async function gatherHome(
  store: Pick<Store, 'queries' | 'month' | 'instancesOf'>,
  user: string,
  now: number,
  web: string | null,
): Promise<Mine> {
  const at = now - (now % TOLD_EVERY_MS);
  const [waiting, newest, existing, month] = await Promise.all([
    gatherWaiting(store, user, now, web, WAITING_MAX),
    store.queries.newestRequestsOf(user, REQUESTS_MAX),
    store.queries.existingOf(user, INSTANCES_MAX),
    store.month(at, user),
  ]);
  const requests = await Promise.all(
    newest.map(async (request) => ({
      request,
      instances: await store.instancesOf(request.id),
      cardUrl: cardUrlOf(web, request),
    })),
  );
  return {
    waiting,
    requests,
    instances: existing.instances,
    more: existing.total - existing.instances.length,
    spent: { ...partsOf(month.spending), at },
  };
}
