import type { Approval } from '../approval/approval.ts';
import type { PrepaidGrowth } from '../disk/disk-wish.ts';
import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import type { Policy } from '../policy/policy.ts';
import { isReleased } from '../power/power-rules.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import type { Request } from '../request/request.ts';
import { type NewRequest, newRequest } from '../request/request-new.ts';
import type { Charge, Term } from '../spec/charge.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { Renewal } from './renewal.ts';
import { isOpen } from './renewal-act.ts';

/** Why an instance's time cannot be prolonged, or a prepaid disk of it be larger, no matter who asks. */
export type RenewalRefusal =
  | { readonly why: 'notPrepaid' | 'notCreatedYet' | 'neverCreated' | 'gone' | 'beingReleased' }
  /** Somebody has asked for it, or for the other, and that is not over. */
  | { readonly why: 'openAlready'; readonly requestId: string };

/**
 * Whether it is prepaid is up to the cloud, which is asked.
 *
 * @param earlier the requests that {@link Instance.renewedBy} and {@link Instance.grownBy} name, as they are now: a larger disk makes a renewal dearer, and a further term a larger disk, so that of an instance only one is
 * open at a time
 */
export function refusalToRenew(
  instance: Instance,
  earlier: readonly Pick<Request, 'id' | 'state'>[],
): RenewalRefusal | null {
  const { cloudId, outcome, wanted } = instance;
  if (hasGone(instance) || isReleased(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  if (wanted === 'released' && outcome === null) return { why: 'beingReleased' };
  const open = earlier.find(isOpen);
  return open === undefined ? null : { why: 'openAlready', requestId: open.id };
}

/** What is bought: the instance as it is, for a further term. It is not asked for that it renews itself. */
export const specToRenew = ({ spec }: Pick<Instance, 'spec'>, term: Term): InstanceSpec => ({
  ...spec,
  charge: { kind: 'prepaid', term, autoRenew: false } satisfies Charge,
});

const MONTH: Term = { unit: 'Month', period: 1 };

/** The same with a larger disk, for the rest of its time: by what term that was bought, which is not always known, makes no difference. */
export const specToGrow = (instance: Pick<Instance, 'spec'>): InstanceSpec => {
  const { charge } = instance.spec;
  return specToRenew(instance, charge.kind === 'prepaid' ? charge.term : MONTH);
};

/** Who may pay how, and where, holds for renewals too. What may be created does not: the instance is there already. How large a disk may be does. */
export const rulesOfRenewing = (policy: Policy, renewal: Pick<Renewal, 'disk'> = {}): Policy => ({
  ...policy,
  regions: null,
  families: null,
  types: null,
  images: null,
  networks: null,
  limits:
    renewal.disk === undefined || policy.limits.maxDiskGiB === undefined
      ? {}
      : { maxDiskGiB: policy.limits.maxDiskGiB },
});

/** What has to be approved always: it is prepaid. */
export interface NewRenewal extends Omit<NewRequest, 'leaseMs' | 'amount' | 'approval'> {
  readonly approval: Approval;
  /** The instance as it was read. */
  readonly instance: Instance & { readonly cloudId: string };
  /** When its time is over at present, milliseconds UTC. */
  readonly wasUntil: number;
  /** The disk that gets larger; absent where the time is prolonged. */
  readonly disk?: PrepaidGrowth;
}

/**
 * What is written down when somebody asks for it, in one commit. The instance is part of it, so that of two who ask at once
 * only one is first.
 */
export function newRenewal({ instance, wasUntil, disk, ...order }: NewRenewal): {
  readonly request: Request;
  readonly instance: Instance;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
} {
  const { request, events, messages } = newRequest({ ...order, amount: 1 });
  const [clientToken] = order.clientTokens;
  if (clientToken === undefined) throw new Error('a renewal needs a client token');
  const which = disk === undefined ? {} : { disk };
  const renewal = { ...untried(instance.id, instance.cloudId, wasUntil, clientToken), ...which };
  const about = { instanceId: instance.id, cloudId: instance.cloudId, wasUntil, ...which };
  const asked: AuditEvent = {
    at: order.at,
    kind: disk === undefined ? 'instance.renewalAsked' : 'instance.growthAsked',
    actor: order.requester,
    requestId: instance.requestId,
    instanceId: instance.id,
    data: { by: request.id, ...which },
  };
  return {
    request: { ...request, renewal },
    instance: {
      ...instance,
      version: instance.version + 1,
      ...(disk === undefined ? { renewedBy: request.id } : { grownBy: request.id }),
    },
    events: [...events.map((event) => ({ ...event, data: { ...event.data, renewal: about } })), asked],
    messages,
  };
}

export const untried = (instanceId: string, cloudId: string, wasUntil: number, clientToken: string): Renewal => ({
  instanceId,
  cloudId,
  wasUntil,
  clientToken,
  begunAt: null,
  triedAt: null,
  acceptedAt: null,
  attempts: 0,
  undone: 0,
  mayRepeat: true,
  refusedAt: null,
  misses: 0,
  setbacks: 0,
  heldBy: null,
  told: [],
  failure: null,
  end: null,
});
