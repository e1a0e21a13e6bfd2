import type { Request } from '../core/request.ts';
import { type Summary, summarise } from '../core/summary.ts';
import type { Change } from '../store/store.ts';
import { insist, type Ports } from './ports.ts';

const CONFLICTS_BORNE = 20;

/** Ends a request when all its instances have ended, exactly once: every write compares the request's version. */
export async function settleRequest(ports: Ports, lease: string, claimed: Request): Promise<void> {
  let request: Request | null = claimed;
  for (let conflicts = 0; request !== null && conflicts < CONFLICTS_BORNE; conflicts++) {
    // Read after the request: an instance that ends later nudges the request, and this write is then a conflict.
    const instances = await ports.store.instancesOf(request.id);
    const summary = summarise(instances);
    const finishes = summary.outcome !== 'underWay' && request.state === 'creating';
    const now = ports.clock.now();
    const next: Request = { ...request, version: request.version + 1, dueAt: null };
    const change: Change = finishes
      ? finish({ ...next, state: 'finished', finishedAt: now }, lease, now, summary)
      : { requests: [{ next, lease }], at: now };
    const committed = await insist(ports, () => ports.store.commit(change));
    if (committed.ok) {
      if (finishes) ports.log.info({ requestId: request.id }, 'request finished');
      return;
    }
    const stored: Request | null = await insist(ports, () => ports.store.request(claimed.id));
    // The same version means that only the lease has gone to another replica; a request that is not due is done with.
    request = stored === null || stored.version === request.version || stored.dueAt === null ? null : stored;
  }
}

const finish = (next: Request, lease: string, at: number, summary: Summary): Change => ({
  requests: [{ next, lease }],
  events: [
    {
      at,
      kind: 'request.finished',
      actor: 'bot',
      requestId: next.id,
      instanceId: null,
      data: { ...summary },
    },
  ],
  messages: [
    { kind: 'card', requestId: next.id },
    { kind: 'dm', requestId: next.id, user: next.requester },
  ],
  at,
});
