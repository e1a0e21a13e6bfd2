import { monthOf, type Spending } from '../core/budget.ts';
import { waitsFor } from '../core/demands.ts';
import type { Instance } from '../core/instance.ts';
import { add, type Money } from '../core/money.ts';
import type { Request } from '../core/request.ts';
import type { Store } from '../store/store.ts';
import { type Asked, isAsked } from './approval-blocks.ts';
import { isChannelId } from './ids.ts';

/** What the store holds of one person. */
export interface Mine {
  readonly waiting: {
    readonly requests: readonly { readonly request: Asked; readonly cardUrl: string | null }[];
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

export interface Spent {
  /** One of each currency. */
  readonly sums: readonly Money[];
  /** Requests of which no price is known. */
  readonly unpriced: number;
}

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
  store: Pick<Store, 'fleet' | 'month' | 'instancesOf'>,
  user: string,
  now: number,
  web: string | null,
): Promise<Mine> {
  const [pending, newest, standing, month] = await Promise.all([
    store.fleet.waiting(WAITING_READ_MAX),
    store.fleet.newestRequestsOf(user, REQUESTS_MAX),
    store.fleet.standingOf(user, INSTANCES_MAX),
    store.month(monthOf(now)),
  ]);
  const mine = pending.filter(isAsked).filter(({ approval }) => approval.expiresAt > now && waitsFor(user, approval));
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
    instances: standing.instances,
    more: standing.total - standing.instances.length,
    spent: spentBy(user, month.spending),
  };
}

const urlOf = (web: string | null, { card }: Request): string | null =>
  web === null || card === null ? null : new URL(`/archives/${card.channel}/p${card.ts.replace('.', '')}`, web).href;

/** What somebody asked for that counts against budgets. */
export function spentBy(user: string, month: readonly Spending[]): Spent {
  const costs = month.filter(({ requester }) => requester === user).map(({ cost }) => cost);
  const sums = new Map<string, Money>();
  for (const cost of costs) {
    if (cost === null) continue;
    const before = sums.get(cost.currency);
    sums.set(cost.currency, before === undefined ? cost : (add(before, cost) ?? before));
  }
  return {
    sums: [...sums.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
    unpriced: costs.filter((cost) => cost === null).length,
  };
}
