import { fail, ok, type Result } from '../base/result.ts';
import type { Failure } from '../failure/failure.ts';
import type { Tag } from '../option/tag.ts';
import type { ChargeKind } from '../spec/charge.ts';
import type { ListedInstance, Observed, Status } from './instance.ts';

/** DescribeInstances, DescribeInstanceAutoRenewAttribute, StartInstances and StopInstances take up to this many ids in one call. */
export const MAX_IDS_PER_CALL = 100;

/** One instance as the cloud describes it, created by the bot or not. People can write anything into names and tags. */
export interface CloudInstance extends Omit<Observed, 'status'> {
  readonly region: string;
  readonly zone: string;
  /** The cloud's id where the instance has no name. */
  readonly name: string;
  /** `Unknown`: the cloud names a state that it does not document. */
  readonly status: Status | 'Unknown';
  readonly instanceType: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  /** E.g. `Ubuntu 22.04 64 bit`; the image id where the cloud names no system. */
  readonly os: string;
  readonly imageId: string;
  /** The OS type as the cloud reports it, independent of the image's name. */
  readonly system: 'linux' | 'windows';
  /** Who logs in to its Linux by SSH; absent for root. */
  readonly loginUser?: 'ecs-user';
  /** The name of its key pair; empty for none. */
  readonly keyPair: string;
  /** Empty strings and lists on the classic network. */
  readonly vpcId: string;
  readonly vSwitchId: string;
  readonly securityGroupIds: readonly string[];
  /** Absent for none. */
  readonly ipv6?: readonly string[];
  /** Mbit/s; 0 for none. */
  readonly bandwidthOut: number;
  readonly chargeKind: ChargeKind;
  /** Milliseconds UTC, to the minute. */
  readonly createdAt: number | null;
  /** The end of the prepaid time, milliseconds UTC; null if not prepaid. */
  readonly expiresAt: number | null;
  /** The auto-release time, milliseconds UTC; null for never. */
  readonly autoReleaseAt: number | null;
  /** Whether vCPU and memory are still charged while it is Stopped; null where that does not apply. */
  readonly stoppedMode: 'KeepCharging' | 'StopCharging' | null;
  readonly deletionProtection: boolean;
  readonly tags: readonly Tag[];
}

export interface Disk {
  readonly id: string;
  readonly kind: 'system' | 'data';
  /** As the API spells it, e.g. `cloud_essd`. */
  readonly category: string;
  /** `PL0` … `PL3`; empty where the category has none. */
  readonly performanceLevel: string;
  readonly sizeGiB: number;
  /** As the API spells it, e.g. `In_use`. */
  readonly status: string;
  /** Prepaid: a change to it is debited at once. */
  readonly isPrepaid: boolean;
}

/** Which instances of a region to list. All conditions have to match. */
export interface InstanceFilter {
  /** The name; `*` matches anything. The cloud decides whether case matters. */
  readonly name?: string;
  /** At most 100. */
  readonly ids?: readonly string[];
  /** The name of their key pair. */
  readonly keyPair?: string;
  /** All of them have to match; an empty value matches any value of the key. */
  readonly tags?: readonly Tag[];
}

export const tagOf = ({ tags }: Pick<CloudInstance, 'tags'>, key: string): string | null =>
  tags.find((tag) => tag.key === key)?.value ?? null;

/** What a look has shown of one instance. A failure is that of the whole look, or of this instance alone. */
export function seenInLook(
  look: Result<ReadonlyMap<string, ListedInstance>, Failure>,
  cloudId: string,
): Result<Observed | 'missing', Failure> {
  if (!look.ok) return look;
  const listed = look.value.get(cloudId);
  if (listed === undefined) return ok('missing');
  return 'unread' in listed ? fail(listed.unread) : ok(listed);
}
