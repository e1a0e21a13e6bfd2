import type { AttributeOrder } from '../attribute/attribute.ts';
import type { Chunk } from '../chunk/chunk.ts';
import type { Growth } from '../disk/growth.ts';
import type { Expiry } from '../expiry/expiry.ts';
import type { Failure, FailureKind } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';
import type { Lease } from '../lease/lease.ts';
import type { Tag } from '../option/tag.ts';
import type { PowerOrder, StoppedMode } from '../power/power.ts';
import type { Milestone } from '../request/message.ts';
import type { ChargeKind } from '../spec/charge.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { Spot } from '../spot/spot.ts';
import type { CreateCalls } from './create-calls.ts';

/** The states DescribeInstances reports. A released instance just vanishes from the answer. */
export const STATUSES = ['Pending', 'Starting', 'Running', 'Stopping', 'Stopped'] as const;
export type Status = (typeof STATUSES)[number];

export type Wanted = 'running' | 'stopped' | 'released';

/** What one look at the cloud showed. */
export interface Observed {
  readonly cloudId: string;
  /** As the cloud has it; absent where nobody asked for it. */
  readonly name?: string;
  readonly status: Status;
  /** EIP or public address; null when there is none. */
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  /** Reasons in OperationLocks, e.g. `security`, `financial`; empty when it is not locked. */
  readonly locks: readonly string[];
  readonly chargeKind: ChargeKind;
  /** When a prepaid instance's time is over, milliseconds UTC; null for the others. */
  readonly expiresAt: number | null;
  /** While it is Stopped: whether vCPU and memory are still paid for; null where that is no question. */
  readonly stoppedMode: StoppedMode | null;
  readonly deletionProtection: boolean;
}

/** A milestone the thread was told; a passing trouble counts once per kind, a freeze by its version. */
export type ToldMark =
  | Exclude<Milestone, 'adopted' | 'ordered' | 'slow' | 'troubled' | 'held'>
  | `troubled:${FailureKind}`
  | `held:${number}`;

/** One instance asked for: what is wanted, what was last seen, and when to look again. One row. */
export interface Instance {
  /** `<request id>-<ordinal>`. */
  readonly id: string;
  readonly requestId: string;
  /** 1 … amount. */
  readonly ordinal: number;
  readonly version: number;
  /** The spec with the name of this very instance. */
  readonly spec: InstanceSpec;
  /** Whose it is: who asked for it or took it over, or to whom it was given since. */
  readonly requester: string;
  /** The bot did not create it and never will: somebody took it over. Absent otherwise. */
  readonly adopted?: true;
  readonly wanted: Wanted;
  /**
   * What a person last ordered of it; null while nobody did, and all that was ever wanted is its creation. Deadline, `told`,
   * attempts, outcome and failure are those of the order.
   */
  readonly order: PowerOrder | null;
  /**
   * At most 64 ASCII characters, made with the row: every CreateInstance for this row carries it, or every RunInstances for its chunk.
   * Replaced only while it is certain that nothing came of it, see `needsToken`. Empty for what was adopted.
   */
  readonly clientToken: string;
  /** With which others it is bought; absent where it is bought alone. */
  readonly chunk?: Chunk;
  /** When CreateInstance, or RunInstances, was about to be called for the first time; stored before the call. */
  readonly createTriedAt: number | null;
  /** The account of the cloud in which that was, or in which it was taken over; absent before, and while the store is about no account. */
  readonly account?: string;
  /** What is known of those calls; absent while none was about to be sent. */
  readonly creates?: CreateCalls;
  /**
   * Tags that the policy has fixed since it was asked for, as at the first call of which something may have come: every call sends them beside
   * those of the spec. Absent for none.
   */
  readonly policyTags?: readonly Tag[];
  /** The cloud's instance id, once known. */
  readonly cloudId: string | null;
  readonly acceptedAt: number | null;
  /** The last look; null until one succeeded. */
  readonly observed: { readonly status: Status; readonly at: number } | null;
  /** How many looks in a row were answered without it; absent and 0 for none. */
  readonly misses?: number;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  /** When AllocatePublicIpAddress was accepted or found done already; the address itself may become known later. */
  readonly addressedAt: number | null;
  /** Why it has to do without the public address it was to have; null and absent when it need not. */
  readonly noAddress?: Failure | null;
  /** When StartInstance was last accepted; null while it never was. */
  readonly startTriedAt: number | null;
  /** When it must be Running; null while nothing is under way. */
  readonly deadlineAt: number | null;
  /** Whether the thread was told that it takes long. */
  readonly slowTold: boolean;
  /** What else the thread was told, so that nothing is told twice; `[]` in a new row. */
  readonly told: readonly ToldMark[];
  /** The freeze for whose end it waits; null while it does not wait for one. */
  readonly heldBy: Freeze | null;
  /** Consecutive failed acts or looks, for back-off; 0 after a success. */
  readonly attempts: number;
  /** What it ended with; null while under way. `withdrawn`: nobody wanted it any more, before anything was begun. */
  readonly outcome: 'reached' | 'failed' | 'withdrawn' | null;
  /** Why it failed, or the last passing trouble (shown on the card while it is retried); null when all is well. */
  readonly failure: Failure | null;
  /** Until when it lives; absent and null where nobody has set an end. */
  readonly lease?: Lease | null;
  /** Until when it is paid for; absent and null in what is not prepaid, and in what nobody has looked at. */
  readonly expiry?: Expiry | null;
  /** What looks have shown of the market; absent and null in what is not a spot instance, and in what nobody has looked at. */
  readonly spot?: Spot | null;
  /** What somebody has ordered to be changed of it; absent and null when nothing is left of that. */
  readonly attributes?: AttributeOrder | null;
  /** Disks of it that somebody has had grown, or wants to, in the order in which that was ordered; absent where nobody has. */
  readonly growths?: readonly Growth[];
  /** The last request to prolong its time, which may be over; absent when there was none. */
  readonly renewedBy?: string;
  /** The same to have a prepaid disk of it larger. */
  readonly grownBy?: string;
  /** When the lifecycle must act or look; null once nothing is under way. */
  readonly dueAt: number | null;
}

/** Whether something of it exists or has existed in the cloud, or may, so that it costs money. */
export const wasBought = ({ cloudId, failure }: Pick<Instance, 'cloudId' | 'failure'>): boolean =>
  cloudId !== null || failure?.kind === 'doubtful';
