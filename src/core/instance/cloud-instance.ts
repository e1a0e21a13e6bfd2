import type { Tag } from '../option/tag.ts';
import type { ChargeKind } from '../spec/charge.ts';
import type { Observed, Status } from './instance.ts';

/** DescribeInstances, DescribeInstanceAutoRenewAttribute and StartInstances take up to this many ids in one call. */
export const MAX_IDS_PER_CALL = 100;

/** One instance as the cloud describes it, also one that the bot did not create. Names and tags are whatever people wrote into them. */
export interface CloudInstance extends Omit<Observed, 'status'> {
  readonly region: string;
  readonly zone: string;
  /** The cloud's id where it has no name of its own. */
  readonly name: string;
  /** `Unknown`: the cloud says something that is none of the states it documents. */
  readonly status: Status | 'Unknown';
  readonly instanceType: string;
  readonly vCpu: number;
  readonly memoryGiB: number;
  /** e.g. `Ubuntu 22.04 64 bit`; the image's id where the cloud names no system. */
  readonly os: string;
  readonly imageId: string;
  /** As the cloud tells it, whatever the image is called. */
  readonly system: 'linux' | 'windows';
  /** The name of its key pair; empty where it has none. */
  readonly keyPair: string;
  /** Empty strings and lists on the classic network. */
  readonly vpcId: string;
  readonly vSwitchId: string;
  readonly securityGroupIds: readonly string[];
  /** Absent where it has none. */
  readonly ipv6?: readonly string[];
  /** Mbit/s; 0 for none. */
  readonly bandwidthOut: number;
  readonly chargeKind: ChargeKind;
  /** Milliseconds UTC, to the minute. */
  readonly createdAt: number | null;
  /** When a prepaid instance's time is over; null for the others. */
  readonly expiresAt: number | null;
  /** When the cloud releases it; null for never. */
  readonly autoReleaseAt: number | null;
  /** While it is Stopped: whether vCPU and memory are still paid for; null where that is no question. */
  readonly stoppedMode: 'KeepCharging' | 'StopCharging' | null;
  readonly deletionProtection: boolean;
  readonly tags: readonly Tag[];
}

export interface Disk {
  readonly id: string;
  readonly kind: 'system' | 'data';
  /** As the API spells it, e.g. `cloud_essd`. */
  readonly category: string;
  /** `PL0` … `PL3`; empty where there are none. */
  readonly performanceLevel: string;
  readonly sizeGiB: number;
  /** As the API spells it, e.g. `In_use`. */
  readonly status: string;
  /** Paid for in advance: then what is changed of it is debited at once. */
  readonly isPrepaid: boolean;
}

/** Which instances of a region are asked for; each condition narrows it further. */
export interface InstanceFilter {
  /** The name; `*` stands for anything. Regard to case is up to the cloud. */
  readonly name?: string;
  /** At most 100. */
  readonly ids?: readonly string[];
  /** The name of their key pair. */
  readonly keyPair?: string;
  /** All of them; an empty value asks for the key alone. */
  readonly tags?: readonly Tag[];
}

export const tagOf = ({ tags }: Pick<CloudInstance, 'tags'>, key: string): string | null =>
  tags.find((tag) => tag.key === key)?.value ?? null;
