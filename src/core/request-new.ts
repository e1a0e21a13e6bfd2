import type { AuditEvent } from './event.ts';
import type { Instance } from './instance.ts';
import type { Message } from './message.ts';
import type { Quote } from './quote.ts';
import type { Request } from './request.ts';
import { type InstanceSpec, instanceName } from './spec.ts';

/** A judged order with everything about it that differs from run to run. */
export interface Order {
  readonly spec: InstanceSpec;
  readonly amount: number;
  /** See {@link Request.quote}. */
  readonly quote?: Quote | null;
  /** `r-…`. */
  readonly requestId: string;
  /** One per instance: sent with every CreateInstance for it, at most 64 ASCII characters. */
  readonly clientTokens: readonly string[];
  /** See {@link Request.origin}. */
  readonly origin: string;
  readonly requester: string;
  readonly team: string;
  readonly channel: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** The rows, the audit line and the card that a submitted order becomes, all due at once: what one commit writes. */
export function newRequest(order: Order): {
  readonly request: Request;
  readonly instances: readonly Instance[];
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
} {
  const { requestId, spec, amount, origin, requester, team, channel, at } = order;
  const quoted = order.quote === undefined ? {} : { quote: order.quote };
  const request: Request = {
    id: requestId,
    version: 1,
    state: 'creating',
    origin,
    requester,
    team,
    channel,
    spec,
    amount,
    ...quoted,
    createdAt: at,
    finishedAt: null,
    card: null,
    // Its instances nudge it when they reach their ends.
    dueAt: null,
  };
  return {
    request,
    instances: Array.from({ length: amount }, (_, index) => newInstance(order, index + 1)),
    events: [
      {
        at,
        kind: 'request.submitted',
        actor: requester,
        requestId,
        instanceId: null,
        data: { spec, amount, channel, origin, ...quoted },
      },
    ],
    messages: [{ kind: 'card', requestId }],
  };
}

function newInstance({ requestId, spec, amount, clientTokens, requester, at }: Order, ordinal: number): Instance {
  const clientToken = clientTokens[ordinal - 1];
  if (clientToken === undefined) throw new Error('an order needs one client token per instance');
  return {
    id: `${requestId}-${ordinal}`,
    requestId,
    ordinal,
    version: 1,
    spec: { ...spec, name: instanceName(spec.name, ordinal, amount) },
    requester,
    wanted: 'running',
    clientToken,
    createTriedAt: null,
    cloudId: null,
    acceptedAt: null,
    observed: null,
    publicIp: null,
    privateIp: null,
    addressedAt: null,
    startTriedAt: null,
    deadlineAt: null,
    slowTold: false,
    told: [],
    heldBy: null,
    attempts: 0,
    outcome: null,
    failure: null,
    dueAt: at,
  };
}
