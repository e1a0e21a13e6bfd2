import { approvalDue } from '../../core/approval/approval-clock.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { type Summary, summarise } from '../../core/instance/summary.ts';
import { isRenewing, type Renewing } from '../../core/renewal/renewal-act.ts';
import type { Request } from '../../core/request/request.ts';
import type { Change } from '../../store/store.ts';
import type { Pass } from '../pass.ts';
import { insist, type LifecyclePorts } from '../ports.ts';
import { workOnRenewal } from './renewal.ts';

/**
 * Does what a request is due for: it ends when all its instances have ended, and what waits for approval expires, or those
 * who can decide are told once more. Each exactly once: every write compares the request's version.
 */
export async function workOnRequest(pass: Pass, claimed: Request): Promise<void> {
  if (needsCloud(claimed)) return workOnRenewal(pass, claimed);
  const { ports, claim } = pass;
  let request = claimed;
  const attempt = async (): Promise<undefined | typeof CONFLICT> => {
    const change = await dueChange(ports, claim, request);
    const committed = await insist(ports, () => ports.store.commit(change));
    if (committed.ok) {
      const state = change.requests?.[0]?.next.state;
      if (state !== request.state) ports.log.info({ requestId: request.id, state }, 'a request moved on');
      return;
    }
    const stored: Request | null = await insist(ports, () => ports.store.request(claimed.id));
    // The same version means that only the claim has gone to another replica; a request that is not due is done with.
    if (stored === null || stored.version === request.version || stored.dueAt === null) return;
    request = stored;
    return CONFLICT;
  };
  await retryOnConflict(attempt, () => {});
}

/** All others need only what the store knows. */
export const needsCloud = (request: Request): request is Renewing =>
  request.state === 'creating' && isRenewing(request);

async function dueChange({ store, clock }: LifecyclePorts, claim: string, request: Request): Promise<Change> {
  if (request.state === 'pending' && request.approval !== null) {
    const at = clock.now();
    const { next, events, messages } = approvalDue(request, request.approval, at);
    return { requests: [{ next, claim }], events, messages, at };
  }
  // Read after the request: an instance that ends later nudges the request, and this write is then a conflict.
  const summary = summarise(await store.instancesOf(request.id));
  const at = clock.now();
  const next: Request = { ...request, version: request.version + 1, dueAt: null };
  const finishes = summary.outcome !== 'underWay' && request.state === 'creating';
  if (!finishes) return { requests: [{ next, claim }], at };
  return finish({ ...next, state: 'finished', finishedAt: at }, claim, at, summary);
}

const finish = (next: Request, claim: string, at: number, summary: Summary): Change => ({
  requests: [{ next, claim }],
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
