import { type Approval, approvalDueAt } from '../approval/approval.ts';
import { asksOf } from '../approval/approval-record.ts';
import { chunkFor, chunkIndex, needsRun, type Shortfall } from '../chunk/chunk.ts';
import { type Instance, NOT_TRIED } from '../instance/instance.ts';
import { leaseFor } from '../lease/lease.ts';
import type { OrderFacts } from '../policy/policy-judge.ts';
import type { Quote } from '../spec/quote.ts';
import { type InstanceSpec, instanceName } from '../spec/spec.ts';
import type { AuditEvent } from './event.ts';
import type { Message } from './message.ts';
import type { OrderNames } from './order-names.ts';
import type { Request } from './request.ts';

/** A judged order, with everything that differs from run to run. */
export interface NewRequest {
  readonly spec: InstanceSpec;
  readonly amount: number;
  /** See {@link Request.quote}. */
  readonly quote?: Quote | null;
  /** See {@link Request.names}. */
  readonly names?: OrderNames;
  /** The ordered lease, else the policy's; ignored for prepaid, which ends with its term. */
  readonly leaseMs?: number | null;
  /** What to do if the cloud can place only a part; `keep` when left out. */
  readonly partial?: Shortfall;
  /** See {@link Request.facts}. */
  readonly facts?: OrderFacts;
  /** The approval to wait for; null when none is needed. */
  readonly approval: Approval | null;
  /** `r-…`. */
  readonly requestId: string;
  /** See {@link Request.clientTokens}. */
  readonly clientTokens: readonly string[];
  /** See {@link Request.origin}. */
  readonly origin: string;
  readonly requester: string;
  readonly team: string;
  readonly channel: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** Everything to commit for a submitted order. Instances exist only once no approval is pending. */
export function newRequest(order: NewRequest): {
  readonly request: Request;
  readonly instances: readonly Instance[];
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
} {
  const { requestId, spec, amount, origin, requester, team, channel, at, approval } = order;
  const quoted = order.quote === undefined ? {} : { quote: order.quote };
  const named = order.names === undefined ? {} : { names: order.names };
  const leased = !order.leaseMs || spec.charge.kind === 'prepaid' ? {} : { leaseMs: order.leaseMs };
  const partly = order.partial === undefined || order.partial === 'keep' ? {} : { partial: order.partial };
  const request: Request = {
    id: requestId,
    version: 1,
    state: approval === null ? 'creating' : 'pending',
    origin,
    requester,
    team,
    channel,
    spec,
    amount,
    clientTokens: order.clientTokens,
    ...quoted,
    ...named,
    ...leased,
    ...partly,
    ...(approval === null && order.facts !== undefined && { facts: order.facts }),
    approval,
    createdAt: at,
    finishedAt: null,
    card: null,
    // Without an approval to wait for, it is due when its instances end.
    dueAt: approval === null ? null : approvalDueAt(approval),
  };
  return {
    request,
    instances: approval === null ? instancesOf(request, at) : [],
    events: [
      {
        at,
        kind: 'request.submitted',
        actor: requester,
        requestId,
        instanceId: null,
        data: {
          spec,
          amount,
          clientTokens: order.clientTokens,
          channel,
          origin,
          ...quoted,
          ...named,
          ...leased,
          ...partly,
          ...(approval && { approval }),
        },
      },
    ],
    messages: [{ kind: 'card', requestId }, ...asksOf(request, approval?.told ?? [])],
  };
}

/** The rows of a request that may be bought now, all due at once. */
export const instancesOf = (request: Request, at: number): readonly Instance[] =>
  Array.from({ length: request.amount }, (_, index) => newInstance(request, index + 1, at));

function newInstance(
  { id, spec, amount, clientTokens, requester, leaseMs = null, partial = 'keep' }: Request,
  ordinal: number,
  at: number,
): Instance {
  const clientToken = clientTokens[chunkIndex(ordinal)];
  if (clientToken === undefined) throw new Error('an order needs one client token per call');
  const chunk = chunkFor(ordinal, amount, partial, needsRun(spec));
  return {
    id: `${id}-${ordinal}`,
    requestId: id,
    ordinal,
    version: 1,
    spec: { ...spec, name: instanceName(spec.name, ordinal, amount) },
    requester,
    wanted: 'running',
    order: null,
    clientToken,
    ...(chunk === null ? {} : { chunk }),
    createTriedAt: null,
    cloudId: null,
    acceptedAt: null,
    observed: null,
    publicIp: null,
    privateIp: null,
    addressedAt: null,
    startTriedAt: null,
    deadlineAt: null,
    ...NOT_TRIED,
    ...(leaseMs === null ? {} : { lease: leaseFor(leaseMs) }),
    dueAt: at,
  };
}
