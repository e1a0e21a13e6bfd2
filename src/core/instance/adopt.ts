import type { AuditEvent } from '../request/event.ts';
import type { Message } from '../request/message.ts';
import { adoptedOrigin, type Request } from '../request/request.ts';
import type { Charge } from '../spec/charge.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import { noteOf } from './change-set.ts';
import type { CloudInstance } from './cloud-instance.ts';
import { type Instance, NOT_TRIED, type Wanted } from './instance.ts';

/** The instance to adopt, who adopts it, and the channel for its card. */
interface Adoption {
  readonly cloud: CloudInstance;
  /** The cloud account that it is in; left out or null where unknown. */
  readonly account?: string | null;
  /** `r-…`. */
  readonly requestId: string;
  /** See {@link adoptedOrigin}; left out at the first adoption. */
  readonly time?: number;
  /** Slack user, team and channel ids. */
  readonly by: string;
  readonly team: string;
  readonly channel: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

export interface Adopted {
  readonly request: Request;
  readonly instance: Instance;
  readonly events: readonly AuditEvent[];
  readonly messages: readonly Message[];
}

/**
 * The rows of an instance that the bot did not create. Nothing is under way, the cloud id is set, and there is no
 * ClientToken, so that no CreateInstance can follow.
 */
export function adoption({ cloud, account = null, requestId, time, by, team, channel, at }: Adoption): Adopted {
  const { cloudId, publicIp, privateIp } = cloud;
  const spec = specOf(cloud);
  const wanted: Wanted = cloud.status === 'Stopped' || cloud.status === 'Stopping' ? 'stopped' : 'running';
  const status = cloud.status === 'Unknown' ? null : cloud.status;
  const request: Request = {
    id: requestId,
    version: 1,
    state: 'finished',
    origin: adoptedOrigin(cloudId, time),
    requester: by,
    team,
    channel,
    spec,
    amount: 1,
    clientTokens: [],
    approval: null,
    createdAt: at,
    finishedAt: at,
    card: null,
    dueAt: null,
  };
  const instance: Instance = {
    id: `${requestId}-1`,
    requestId,
    ordinal: 1,
    version: 1,
    spec,
    requester: by,
    adopted: true,
    wanted,
    order: null,
    clientToken: '',
    createTriedAt: null,
    ...(account !== null && { account }),
    cloudId,
    acceptedAt: at,
    observed: status === null ? null : { status, at },
    publicIp,
    privateIp,
    // It keeps the address that its creator gave it; having none may be on purpose.
    addressedAt: at,
    startTriedAt: null,
    deadlineAt: null,
    ...NOT_TRIED,
    outcome: 'reached',
    dueAt: null,
  };
  const data = { cloudId, status, publicIp, privateIp, wanted, spec, channel, origin: request.origin };
  return {
    request,
    instance,
    events: [{ at, kind: 'instance.adopted', actor: by, requestId, instanceId: instance.id, data }],
    messages: [
      { kind: 'card', requestId },
      { kind: 'thread', requestId, note: { ...noteOf(instance, 'adopted', at), by } },
    ],
  };
}

/** The spec as far as the cloud shows it. The disk size (here 0) and the prepaid term are not shown. */
const specOf = (cloud: CloudInstance): InstanceSpec => ({
  region: cloud.region,
  zone: cloud.zone,
  instanceType: cloud.instanceType,
  imageId: cloud.imageId,
  vSwitchId: cloud.vSwitchId,
  securityGroupId: cloud.securityGroupIds.join(', '),
  systemDisk: { category: 'cloud', sizeGiB: 0 },
  internetMaxBandwidthOut: cloud.bandwidthOut,
  charge: chargeOf(cloud),
  name: cloud.name,
});

function chargeOf({ chargeKind }: CloudInstance): Charge {
  if (chargeKind === 'spot') return { kind: chargeKind, limitMicros: null };
  if (chargeKind === 'prepaid') return { kind: chargeKind, term: { unit: 'Month', period: 1 }, autoRenew: false };
  return { kind: chargeKind };
}
