import type { Approval } from '../../src/core/approval/approval.ts';
import type { AttributeStep } from '../../src/core/attribute/attribute.ts';
import { type Attributes, attributesAfter, attributesOf } from '../../src/core/attribute/attributes-of.ts';
import type { FailureKind } from '../../src/core/failure/failure.ts';
import type { Instance, Status, Wanted } from '../../src/core/instance/instance.ts';
import { LEASE_ACTOR } from '../../src/core/lease/lease.ts';
import type { Script } from '../../src/core/option/options.ts';
import type { Power, StoppedMode } from '../../src/core/power/power.ts';
import type { AuditEvent, EventKind } from '../../src/core/request/event.ts';
import type { OrderNames } from '../../src/core/request/order-names.ts';
import type { Request, RequestState } from '../../src/core/request/request.ts';
import type { Quote } from '../../src/core/spec/quote.ts';
import { type InstanceSpec, instanceName } from '../../src/core/spec/spec.ts';
import { type ReplayedRenewal, renewalAfter, replayedRenewal, visibleRenewal } from './replay-renewal.ts';

/** The visible state of a request, rebuilt from its events. */
export interface ReplayedRequest {
  readonly id: string;
  readonly state: RequestState;
  readonly requester: string;
  readonly channel: string;
  readonly spec: InstanceSpec;
  readonly amount: number;
  /** The price at submission; null when unknown. */
  readonly quote: Quote | null;
  /** The display names behind its ids; null where they were not recorded. */
  readonly names: OrderNames | null;
  /** Its price, votes and decision; null when none was needed. */
  readonly approval: Approval | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Null for a request for new instances. */
  readonly renewal: ReplayedRenewal | null;
  /** In the order of their ordinals. */
  readonly instances: readonly ReplayedInstance[];
}

export interface ReplayedInstance {
  readonly id: string;
  /** Whether a CreateInstance was about to be sent, so that it may exist in the cloud. */
  readonly ordered: boolean;
  readonly cloudId: string | null;
  readonly status: Status | null;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  readonly wanted: Wanted;
  /** The last order and who gave it; null for none. */
  readonly order: { readonly what: Power; readonly by: string; readonly stoppedMode: StoppedMode | null } | null;
  readonly outcome: Instance['outcome'];
  /** Why it failed, or the trouble that the bot is waiting out. */
  readonly failure: FailureKind | null;
  /** Whether it waits for the end of a freeze. */
  readonly held: boolean;
  /** When its lease ends; null for no end. */
  readonly leaseEndsAt: number | null;
  /** Its current name, tags, protection and owner. */
  readonly attributes: Attributes;
}

/** Rebuilds a request from its events alone, oldest first; null when they contain neither a submission nor an adoption. */
export function replay(events: readonly AuditEvent[]): ReplayedRequest | null {
  const submitted = events.find(({ kind }) => kind === 'request.submitted' || kind === 'instance.adopted');
  if (submitted === undefined) return null;
  const { amount = 1, channel, quote = null, names = null } = submitted.data as Submitted;
  let { spec } = submitted.data as Submitted;
  const id = submitted.requestId;
  let approval = approvalIn(submitted);
  let state: RequestState = approval === null ? 'creating' : 'pending';
  let finishedAt: number | null = null;
  let renewal = replayedRenewal(submitted);
  const made = (): Map<string, ReplayedInstance> =>
    renewal === null ? untouched(id, amount, spec, submitted.actor) : new Map();
  let instances = approval === null ? made() : new Map<string, ReplayedInstance>();
  for (const event of events) {
    const next = END_BY[event.kind];
    approval = approvalIn(event) ?? approval;
    if (event.kind === 'approval.askedAgain') spec = withScript(spec, event);
    if (next !== undefined) [state, finishedAt] = [next, event.at];
    if (event.kind === 'request.approved') [state, instances] = ['creating', made()];
    renewal = renewal && renewalAfter(event, renewal);
    if (event.kind === 'request.withdrawn')
      instances = eachOf(instances, { outcome: 'withdrawn', failure: null, held: false });
    const instance = event.instanceId === null ? undefined : instances.get(event.instanceId);
    if (instance !== undefined) instances.set(instance.id, { ...instance, ...changeBy(event, instance) });
  }
  const { actor: requester, at: createdAt } = submitted;
  const its = [...instances.values()];
  const about = { id, state, requester, channel, spec, amount, quote, names, approval, createdAt, finishedAt };
  return { ...about, renewal, instances: its };
}

type Submitted = Pick<Request, 'spec' | 'channel' | 'quote' | 'names'> & Partial<Pick<Request, 'amount'>>;

/** Events that end a request. */
const END_BY: Readonly<Partial<Record<EventKind, RequestState>>> = {
  'request.finished': 'finished',
  'instance.adopted': 'finished',
  'request.denied': 'denied',
  'request.withdrawn': 'withdrawn',
  'request.expired': 'expired',
};

/** A new round with another start script binds the request to that script. */
function withScript(spec: InstanceSpec, { data }: AuditEvent): InstanceSpec {
  const { script } = data as { readonly script?: { readonly after: Script } };
  return script === undefined ? spec : { ...spec, script: script.after };
}

/** Each event that changes the approval carries all of it. */
const approvalIn = ({ data }: AuditEvent): Approval | null => (data.approval as Approval | undefined) ?? null;

const untouched = (id: string, amount: number, spec: InstanceSpec, owner: string): Map<string, ReplayedInstance> =>
  new Map(
    Array.from({ length: amount }, (_, index) => index + 1).map((ordinal) => {
      const attributes = attributesOf({ ...spec, name: instanceName(spec.name, ordinal, amount) }, owner);
      return [`${id}-${ordinal}`, { id: `${id}-${ordinal}`, ...UNTOUCHED, attributes }];
    }),
  );

const eachOf = (instances: ReadonlyMap<string, ReplayedInstance>, change: Partial<ReplayedInstance>) =>
  new Map([...instances].map(([id, instance]) => [id, { ...instance, ...change }]));

/** The same from the store's rows, to compare the two. */
export const visibleOf = (request: Request, instances: readonly Instance[]): ReplayedRequest => ({
  id: request.id,
  state: request.state,
  requester: request.requester,
  channel: request.channel,
  spec: request.spec,
  amount: request.amount,
  quote: request.quote ?? null,
  names: request.names ?? null,
  approval: request.approval,
  createdAt: request.createdAt,
  finishedAt: request.finishedAt,
  renewal: visibleRenewal(request),
  instances: instances.map((instance) => ({
    id: instance.id,
    ordered: instance.createTriedAt !== null,
    cloudId: instance.cloudId,
    status: instance.observed?.status ?? null,
    publicIp: instance.publicIp,
    privateIp: instance.privateIp,
    wanted: instance.wanted,
    order: orderOf(instance),
    outcome: instance.outcome,
    failure: instance.failure?.kind ?? null,
    held: instance.heldBy !== null,
    leaseEndsAt: instance.lease?.endsAt ?? null,
    attributes: attributesOf(instance.spec, instance.requester),
  })),
});

function orderOf({ order }: Instance): ReplayedInstance['order'] {
  return order === null ? null : { what: order.what, by: order.by, stoppedMode: order.stoppedMode };
}

const UNTOUCHED: Omit<ReplayedInstance, 'id' | 'attributes'> = {
  ordered: false,
  cloudId: null,
  status: null,
  publicIp: null,
  privateIp: null,
  wanted: 'running',
  order: null,
  outcome: null,
  failure: null,
  held: false,
  leaseEndsAt: null,
};

/** The data of each kind of event, see core/instance/reduce.ts and change-set.ts. */
interface Data {
  readonly cloudId: string;
  readonly name: string;
  readonly status: Status;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  readonly kind: FailureKind;
  readonly shown?: FailureKind;
  readonly trouble: FailureKind | null;
  readonly held: boolean;
  readonly ordered: boolean;
  readonly wanted: Wanted;
  readonly what: Power;
  readonly stoppedMode: StoppedMode | null;
  readonly endsAt: number | null;
  readonly step: AttributeStep;
  readonly owner: string;
}

function changeBy(event: AuditEvent, before: ReplayedInstance): Partial<ReplayedInstance> {
  const data = event.data as Partial<Data>;
  switch (event.kind) {
    case 'instance.adopted': {
      const { cloudId = null, status = null, publicIp = null, privateIp = null, wanted = before.wanted } = data;
      return { ...REACHED, cloudId, status, publicIp, privateIp, wanted };
    }
    case 'instance.creating':
      return { ordered: true };
    case 'instance.accepted':
      return { cloudId: data.cloudId ?? null };
    case 'instance.observed':
      return {
        status: data.status ?? null,
        privateIp: data.privateIp ?? before.privateIp,
        ...(data.name !== undefined && { attributes: { ...before.attributes, name: data.name } }),
      };
    case 'instance.address':
      return { publicIp: data.publicIp ?? null };
    case 'instance.noAddress':
      return { failure: null };
    case 'instance.addressWanted':
      return UNDER_WAY;
    case 'instance.running':
      return { ...REACHED, ...addressesIn(data, before) };
    case 'instance.wanted':
      return {
        wanted: data.wanted ?? before.wanted,
        order:
          data.what === undefined ? null : { what: data.what, by: event.actor, stoppedMode: data.stoppedMode ?? null },
        ...UNDER_WAY,
      };
    case 'instance.stopped':
      return { ...REACHED, order: before.order && { ...before.order, stoppedMode: data.stoppedMode ?? null } };
    case 'instance.released':
      return { ...REACHED, publicIp: null, privateIp: null };
    case 'instance.vanished':
      return { outcome: 'failed', failure: 'vanished', held: false, order: null, publicIp: null, privateIp: null };
    case 'instance.reclaimed':
      return { outcome: 'failed', failure: 'reclaimed', held: false, order: null, publicIp: null, privateIp: null };
    case 'instance.leased':
    case 'instance.leaseMoved':
      return { leaseEndsAt: data.endsAt ?? null };
    case 'instance.leaseEnded':
      return { ...REACHED, ...RELEASED_BY_LEASE };
    case 'instance.given':
      return { attributes: { ...before.attributes, owner: data.owner ?? before.attributes.owner } };
    case 'instance.changed':
      return data.step === undefined ? {} : { attributes: attributesAfter(before.attributes, data.step) };
    case 'instance.troubled':
      return { failure: data.shown ?? data.kind ?? null };
    case 'instance.held':
      return { held: true };
    case 'instance.goingOn':
      return {
        ordered: data.ordered ?? before.ordered,
        failure: data.trouble ? null : before.failure,
        held: data.held ? false : before.held,
      };
    case 'instance.failed':
      return { outcome: 'failed', failure: data.kind ?? null, held: false };
    default:
      return {};
  }
}

const UNDER_WAY = { outcome: null, failure: null, held: false } as const;
const REACHED = { outcome: 'reached', failure: null, held: false } as const;

const RELEASED_BY_LEASE = {
  wanted: 'released',
  order: { what: 'release', by: LEASE_ACTOR, stoppedMode: null },
  publicIp: null,
  privateIp: null,
} as const;

const addressesIn = (data: Partial<Data>, before: ReplayedInstance) => ({
  publicIp: data.publicIp ?? before.publicIp,
  privateIp: data.privateIp ?? before.privateIp,
});
