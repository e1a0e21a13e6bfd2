import { type Parts, partsOf } from '../../core/approval/budget.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Store } from '../../store/store.ts';
import { cardUrlOf } from './card-url.ts';
import { gatherWaiting, type WaitingRequests } from './waiting.ts';

/** What the store holds about one person. */
export interface Mine {
  readonly waiting: WaitingRequests;
  readonly requests: readonly {
    readonly request: Request;
    readonly instances: readonly Instance[];
    readonly cardUrl: string | null;
  }[];
  readonly instances: readonly Instance[];
  /** How many further ones exist. */
  readonly more: number;
  readonly spent: Spent;
}

/** This month's costs at one moment. */
export interface Spent {
  /** One entry per currency. */
  readonly parts: readonly Parts[];
  /** Instances without a known price. */
  readonly unpriced: number;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** Growing amounts are shown in steps, because an unchanged home is not sent again. */
const TOLD_EVERY_MS = 600_000;

/** How many are read: of waiting requests, drawing leaves out those for which Slack’s hundred blocks have no room. */
const WAITING_MAX = 8;
const REQUESTS_MAX = 8;
const INSTANCES_MAX = 5;

/**
 * Reads only the store, so that the home opens fast.
 *
 * @param web the workspace's web address, for links to cards; null without links
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
