import type { PrepaidGrowth } from '../../src/core/disk/disk-wish.ts';
import type { FailureKind } from '../../src/core/failure/failure.ts';
import type { RenewalEnd } from '../../src/core/renewal/renewal.ts';
import type { AuditEvent } from '../../src/core/request/event.ts';
import type { Request } from '../../src/core/request/request.ts';

/** The visible state of a renewal or a larger prepaid disk, rebuilt from its events. */
export interface ReplayedRenewal {
  readonly instanceId: string;
  readonly cloudId: string;
  readonly wasUntil: number;
  /** Null for a renewal. */
  readonly disk: PrepaidGrowth | null;
  /** Whether a call was about to be sent, so that money may have been debited. */
  readonly tried: boolean;
  readonly accepted: boolean;
  readonly held: boolean;
  readonly failure: FailureKind | null;
  readonly end: RenewalEnd['is'] | null;
}

/** The data of each kind of event, see core/renewal/reduce-renewal.ts. */
interface Data {
  readonly kind: FailureKind;
  readonly trouble: FailureKind | null;
  readonly held: boolean;
  readonly tried: boolean;
  readonly renewal: { readonly is: RenewalEnd['is']; readonly kind?: FailureKind };
}

type Asked = Pick<ReplayedRenewal, 'instanceId' | 'cloudId' | 'wasUntil'> & Partial<Pick<ReplayedRenewal, 'disk'>>;

/** Null for a request for new instances. */
export function replayedRenewal({ data }: AuditEvent): ReplayedRenewal | null {
  const asked = data.renewal as Asked | undefined;
  if (asked === undefined) return null;
  const { instanceId, cloudId, wasUntil, disk = null } = asked;
  return { instanceId, cloudId, wasUntil, disk, ...UNTRIED };
}

const UNTRIED = { tried: false, accepted: false, held: false, failure: null, end: null } as const;

export function renewalAfter(event: AuditEvent, before: ReplayedRenewal): ReplayedRenewal {
  const data = event.data as Partial<Data>;
  switch (event.kind) {
    case 'renewal.trying':
      return { ...before, tried: true };
    case 'renewal.accepted':
      return { ...before, accepted: true, failure: null };
    case 'renewal.held':
      return { ...before, held: true };
    case 'renewal.troubled':
    case 'renewal.refused':
      return { ...before, failure: data.kind ?? null };
    case 'renewal.goingOn': {
      const { trouble, held, tried = before.tried } = data;
      return { ...before, tried, failure: trouble ? null : before.failure, held: held ? false : before.held };
    }
    case 'request.withdrawn':
      return { ...before, held: false };
    case 'request.finished':
      return { ...before, held: false, end: data.renewal?.is ?? null, failure: data.renewal?.kind ?? null };
    default:
      return before;
  }
}

/** The same, from the store's row. */
export function visibleRenewal({ renewal }: Request): ReplayedRenewal | null {
  if (renewal === undefined) return null;
  const { instanceId, cloudId, wasUntil, disk = null, triedAt, acceptedAt, heldBy, failure, end } = renewal;
  return {
    instanceId,
    cloudId,
    wasUntil,
    disk,
    tried: triedAt !== null,
    accepted: acceptedAt !== null,
    held: heldBy !== null,
    failure: failure?.kind ?? null,
    end: end?.is ?? null,
  };
}
