import { approvalDue } from '../../core/approval/approval-clock.ts';
import { type Summary, summarise } from '../../core/instance/summary.ts';
import { isRenewing, type Renewing } from '../../core/renewal/renewal-act.ts';
import type { Request } from '../../core/request/request.ts';
import type { Change } from '../../store/store.ts';
import { commitRequest } from '../commit-request.ts';
import type { Pass } from '../pass.ts';
import type { LifecyclePorts } from '../ports.ts';
import { workOnRenewal } from './renewal.ts';

/**
 * Does what is due for a request: finishes it when all its instances have ended; while it waits for approval, lets it expire or
 * reminds those who can decide. Each happens exactly once, because every write compares the request's version.
 */
export async function workOnRequest(pass: Pass, claimed: Request): Promise<void> {
  if (needsCloud(claimed)) return workOnRenewal(pass, claimed);
  const { ports, claim } = pass;
  const committed = await commitRequest(
    ports,
    claimed,
    async (request) => ({ before: request.state, change: await dueChange(ports, claim, request) }),
    // A renewal that was approved meanwhile needs the cloud by now: it is given back, to be taken up as that.
    (stored): stored is Request => stored.dueAt !== null && !needsCloud(stored),
  );
  if (committed === null) return pass.leave('letGo');
  const state = committed.change.requests?.[0]?.next.state;
  if (state !== committed.before) ports.log.info({ requestId: claimed.id, state }, 'a request moved on');
}

/** All other requests need only the store. */
export const needsCloud = (request: Request): request is Renewing =>
  request.state === 'creating' && isRenewing(request);

async function dueChange({ store, clock }: LifecyclePorts, claim: string, request: Request): Promise<Change> {
  if (request.state === 'pending' && request.approval !== null) {
    const at = clock.now();
    const { next, events, messages } = approvalDue(request, request.approval, at);
    return { requests: [{ next, claim }], events, messages, at };
  }
  const next: Request = { ...request, version: request.version + 1, dueAt: null };
  // Orders for its instances nudge a finished request too. For a thousand instances, each nudge would read them all.
  if (request.state !== 'creating') return { requests: [{ next, claim }], at: clock.now() };
  // Read after the request: an instance that ends later nudges the request, and this write is then a conflict.
  const summary = summarise(await store.instancesOf(request.id));
  const at = clock.now();
  if (summary.outcome === 'underWay') return { requests: [{ next, claim }], at };
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
