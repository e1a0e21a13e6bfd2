import { PAY_AS_YOU_GO } from './charge.ts';
import type { AuditEvent } from './event.ts';
import type { FailureKind } from './failure.ts';
import type { Instance, Status } from './instance.ts';
import type { Request, RequestState } from './request.ts';
import type { InstanceSpec } from './spec.ts';

/** What people see of a request, as its events tell it. */
export interface ReplayedRequest {
  readonly id: string;
  readonly state: RequestState;
  readonly requester: string;
  readonly channel: string;
  readonly spec: InstanceSpec;
  readonly amount: number;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** By ordinal. */
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
  readonly outcome: Instance['outcome'];
  /** Why it failed, or the trouble that is being waited out. */
  readonly failure: FailureKind | null;
  /** Whether it waits for the end of a freeze. */
  readonly held: boolean;
}

/**
 * Rebuilds a request from its events alone, oldest first; null when its submission is not among them. What was written by an
 * earlier version may lack details that it did not record.
 */
export function replay(events: readonly AuditEvent[]): ReplayedRequest | null {
  const submitted = events.find(({ kind }) => kind === 'request.submitted');
  if (submitted === undefined) return null;
  const { spec: asked, amount, channel } = submitted.data as Pick<Request, 'spec' | 'amount' | 'channel'>;
  // Before there were several ways of paying everything was pay-as-you-go.
  const spec = { ...asked, charge: asked.charge ?? PAY_AS_YOU_GO };
  const id = submitted.requestId;
  const instances = new Map<string, ReplayedInstance>();
  for (let ordinal = 1; ordinal <= amount; ordinal++)
    instances.set(`${id}-${ordinal}`, { id: `${id}-${ordinal}`, ...UNTOUCHED });
  let finishedAt: number | null = null;
  for (const event of events) {
    if (event.kind === 'request.finished') finishedAt = event.at;
    const instance = event.instanceId === null ? undefined : instances.get(event.instanceId);
    if (instance !== undefined) instances.set(instance.id, { ...instance, ...changeBy(event, instance) });
  }
  return {
    id,
    state: finishedAt === null ? 'creating' : 'finished',
    requester: submitted.actor,
    channel,
    spec,
    amount,
    createdAt: submitted.at,
    finishedAt,
    instances: [...instances.values()],
  };
}

/** The same of what the store holds, to compare the two. */
export const visibleOf = (request: Request, instances: readonly Instance[]): ReplayedRequest => ({
  id: request.id,
  state: request.state,
  requester: request.requester,
  channel: request.channel,
  spec: request.spec,
  amount: request.amount,
  createdAt: request.createdAt,
  finishedAt: request.finishedAt,
  instances: instances.map((instance) => ({
    id: instance.id,
    ordered: instance.createTriedAt !== null,
    cloudId: instance.cloudId,
    status: instance.observed?.status ?? null,
    publicIp: instance.publicIp,
    privateIp: instance.privateIp,
    outcome: instance.outcome,
    failure: instance.failure?.kind ?? null,
    held: instance.heldBy !== null,
  })),
});

const UNTOUCHED: Omit<ReplayedInstance, 'id'> = {
  ordered: false,
  cloudId: null,
  status: null,
  publicIp: null,
  privateIp: null,
  outcome: null,
  failure: null,
  held: false,
};

/** What each kind of event records, see absorb.ts and ledger.ts. */
interface Data {
  readonly cloudId: string;
  readonly status: Status;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  readonly kind: FailureKind;
  readonly shown?: FailureKind;
  readonly trouble: FailureKind | null;
  readonly held: boolean;
  readonly ordered: boolean;
}

function changeBy(event: AuditEvent, before: ReplayedInstance): Partial<ReplayedInstance> {
  const data = event.data as Partial<Data>;
  switch (event.kind) {
    case 'instance.creating':
      return { ordered: true };
    case 'instance.accepted':
      return { cloudId: data.cloudId ?? null };
    case 'instance.observed':
      return { status: data.status ?? null, privateIp: data.privateIp ?? before.privateIp };
    case 'instance.address':
      return { publicIp: data.publicIp ?? null };
    case 'instance.running':
      return { outcome: 'reached', failure: null, held: false, ...addressesIn(data, before) };
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

const addressesIn = (data: Partial<Data>, before: ReplayedInstance) => ({
  publicIp: data.publicIp ?? before.publicIp,
  privateIp: data.privateIp ?? before.privateIp,
});
