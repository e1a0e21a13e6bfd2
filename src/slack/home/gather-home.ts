import { type Parts, partsOf } from '../../core/approval/budget.ts';
import { waitsFor } from '../../core/approval/requirements.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Store } from '../../store/store.ts';
import { type ApprovalRequest, hasApproval } from '../approval/blocks.ts';
import { isChannelId } from '../kit/ids.ts';

/** What the store holds of one person. */
export interface Mine {
  readonly waiting: {
    readonly requests: readonly { readonly request: ApprovalRequest; readonly cardUrl: string | null }[];
    /** How many wait beside those. */
    readonly more: number;
  };
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
const INSTANCES_MAX = 12;
/** Of so many that wait it is asked whether this person may decide. */
const WAITING_READ_MAX = 500;

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
  const [pending, newest, existing, month] = await Promise.all([
    store.queries.waiting(WAITING_READ_MAX),
    store.queries.newestRequestsOf(user, REQUESTS_MAX),
    store.queries.existingOf(user, INSTANCES_MAX),
    store.month(at, user),
  ]);
  const mine = pending
    .filter(hasApproval)
    .filter(({ approval }) => approval.expiresAt > now && waitsFor(user, approval));
  const requests = await Promise.all(
    newest.map(async (request) => ({
      request,
      instances: await store.instancesOf(request.id),
      cardUrl: urlOf(web, request),
    })),
  );
  return {
    waiting: {
      requests: mine.slice(0, WAITING_MAX).map((request) => ({
        request,
        // Into conversations between others nobody can look.
        cardUrl: request.card !== null && isChannelId(request.card.channel) ? urlOf(web, request) : null,
      })),
      more: Math.max(0, mine.length - WAITING_MAX),
    },
    requests,
    instances: existing.instances,
    more: existing.total - existing.instances.length,
    spent: { ...partsOf(month.spending), at },
  };
}

const urlOf = (web: string | null, { card }: Request): string | null =>
  web === null || card === null ? null : new URL(`/archives/${card.channel}/p${card.ts.replace('.', '')}`, web).href;
