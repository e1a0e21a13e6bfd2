import type { Approval } from '../approval/approval.ts';
import type { PrepaidGrowth } from '../disk/disk-wish.ts';
import type { Instance } from '../instance/instance.ts';
import { hasGone } from '../lease/lease-clock.ts';
import { type Policy, rulesForExisting } from '../policy/policy.ts';
import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import type { Request } from '../request/request.ts';
import { type NewRequest, newRequest } from '../request/request-new.ts';
import type { Charge, Term } from '../spec/charge.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { Renewal } from './renewal.ts';
import { isOpen } from './renewal-act.ts';

/** Why nobody can renew an instance, or enlarge its prepaid disk. */
export type RenewalRefusal =
  | { readonly why: 'notPrepaid' | 'notCreatedYet' | 'neverCreated' | 'gone' | 'beingReleased' }
  /** A request for one of the two is still open. */
  | { readonly why: 'openAlready'; readonly requestId: string };

/**
 * Does not judge whether the instance is prepaid: the cloud is asked for that.
 *
 * @param earlier the requests of {@link Instance.renewedBy} and {@link Instance.grownBy} in their current state. A larger
 * disk makes a renewal dearer, and a further term makes a larger disk dearer, so an instance has only one open request
 */
export function refusalToRenew(
  instance: Instance,
  earlier: readonly Pick<Request, 'id' | 'state'>[],
): RenewalRefusal | null {
  const { cloudId, outcome, wanted } = instance;
  if (hasGone(instance)) return { why: 'gone' };
  if (cloudId === null) return { why: outcome === null ? 'notCreatedYet' : 'neverCreated' };
  if (wanted === 'released' && outcome === null) return { why: 'beingReleased' };
  const open = earlier.find(isOpen);
  return open === undefined ? null : { why: 'openAlready', requestId: open.id };
}

/** The spec of a renewal: the instance with a further term, without auto-renewal. */
export const specToRenew = ({ spec }: Pick<Instance, 'spec'>, term: Term): InstanceSpec => ({
  ...spec,
  charge: { kind: 'prepaid', term, autoRenew: false } satisfies Charge,
});

const MONTH: Term = { unit: 'Month', period: 1 };

/**
 * The spec of a larger disk for the rest of the term. The length of that term, which is not always known, makes no
 * difference.
 */
export const specToGrow = (instance: Pick<Instance, 'spec'>): InstanceSpec => {
  const { charge } = instance.spec;
  return specToRenew(instance, charge.kind === 'prepaid' ? charge.term : MONTH);
};

/**
 * The rules for a renewal: billing method, people and channels as for new orders, and the size of a larger disk. Rules
 * about what may be created do not apply, since the instance exists.
 */
export const rulesOfRenewing = (policy: Policy, renewal: Pick<Renewal, 'disk'> = {}): Policy =>
  rulesForExisting(policy, renewal.disk !== undefined);

/** Always needs an approval, since it is prepaid. */
interface NewRenewal extends Omit<NewRequest, 'leaseMs' | 'amount' | 'approval'> {
  readonly approval: Approval;
  /** The instance as read. */
  readonly instance: Instance & { readonly cloudId: string };
  /** The current end of its prepaid time, milliseconds UTC. */
  readonly wasUntil: number;
  /** The disk to enlarge; absent for a renewal. */
  readonly disk?: PrepaidGrowth;
}

/**
 * Everything to commit when a person asks for it. The instance is part of the commit, so of two people who ask at once only
 * one succeeds.
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
