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

/** The states that DescribeInstances reports. A released instance is no longer listed. */
export const STATUSES = ['Pending', 'Starting', 'Running', 'Stopping', 'Stopped'] as const;
export type Status = (typeof STATUSES)[number];

export type Wanted = 'running' | 'stopped' | 'released';

/** The result of one look at the cloud. */
export interface Observed {
  readonly cloudId: string;
  /** The name in the cloud; absent where the look did not read it. */
  readonly name?: string;
  readonly status: Status;
  /** EIP or public address; null for none. */
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  /** Reasons in OperationLocks, e.g. `security`, `financial`; empty when it is not locked. */
  readonly locks: readonly string[];
  readonly chargeKind: ChargeKind;
  /** The end of the prepaid time, milliseconds UTC; null if not prepaid. */
  readonly expiresAt: number | null;
  /** Whether vCPU and memory are still charged while it is Stopped; null where that does not apply. */
  readonly stoppedMode: StoppedMode | null;
  readonly deletionProtection: boolean;
  /** The auto-release time, milliseconds UTC; null for never. Absent where the look did not read it. */
  readonly autoReleaseAt?: number | null;
}

/**
 * An instance that an answer lists in a way that the bot does not know, e.g. in a state that is new in the cloud. It exists; nothing
 * else is certain.
 */
interface UnreadInstance {
  readonly cloudId: string;
  /** The name in the cloud; absent where the answer does not tell it. */
  readonly name?: string;
  /** Why it could not be read. */
  readonly unread: Failure;
}

/** One instance in an answer of DescribeInstances. */
export type ListedInstance = Observed | UnreadInstance;

/** A milestone that the thread has already mentioned; a passing trouble counts once per kind, a freeze once per version. */
type ToldMark =
  | Exclude<Milestone, 'adopted' | 'ordered' | 'slow' | 'troubled' | 'held'>
  | `troubled:${FailureKind}`
  | `held:${number}`;

/** The row of one requested instance: what is wanted, the last look, and when it is due next. */
export interface Instance {
  /** `<request id>-<ordinal>`. */
  readonly id: string;
  readonly requestId: string;
  /** 1 … amount. */
  readonly ordinal: number;
  readonly version: number;
  /** The spec with this instance's own name. */
  readonly spec: InstanceSpec;
  /** The owner: who requested or adopted it, or received it since. */
  readonly requester: string;
  /** Adopted: the bot did not create it and never will. Absent otherwise. */
  readonly adopted?: true;
  readonly wanted: Wanted;
  /**
   * The last order of a person; null while only its creation was ever wanted. Deadline, `told`, attempts, outcome and
   * failure belong to the order.
   */
  readonly order: PowerOrder | null;
  /**
   * At most 64 ASCII characters, made with the row. Every CreateInstance for this row carries it, or every RunInstances for
   * its chunk. Replaced only while no call can have created anything, see `needsToken`. Empty for an adopted instance.
   */
  readonly clientToken: string;
  /** The chunk that buys it together with others; absent where it is bought alone. */
  readonly chunk?: Chunk;
  /** When CreateInstance or RunInstances was about to be sent for the first time; stored before the call. */
  readonly createTriedAt: number | null;
  /** The cloud account of that call, or of the adoption; absent before, and while the store has no account. */
  readonly account?: string;
  /** The history of those calls; absent before the first. */
  readonly creates?: CreateCalls;
  /**
   * Tags that the policy has added since the submission, as of the first call that may have taken effect. Every call sends
   * them beside the spec's tags. Absent for none.
   */
  readonly policyTags?: readonly Tag[];
  /** The cloud's instance id, once known. */
  readonly cloudId: string | null;
  readonly acceptedAt: number | null;
  /** The last successful look; null before the first. */
  readonly observed: { readonly status: Status; readonly at: number } | null;
  /** How many looks in a row did not list it; absent or 0 for none. */
  readonly misses?: number;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  /** When AllocatePublicIpAddress was accepted or found to be done; the address itself may become known later. */
  readonly addressedAt: number | null;
  /** Why the requested public address could not be had; null or absent otherwise. */
  readonly noAddress?: Failure | null;
  /** When StartInstance was last accepted; null for never. */
  readonly startTriedAt: number | null;
  /** When it must have reached what is wanted; null while nothing is under way. */
  readonly deadlineAt: number | null;
  /** Whether the thread already says that this takes long. */
  readonly slowTold: boolean;
  /** Everything else that the thread has already mentioned; `[]` in a new row. */
  readonly told: readonly ToldMark[];
  /** The freeze that it waits for; null for none. */
  readonly heldBy: Freeze | null;
  /** Consecutive failed acts or looks, for back-off; 0 after a success. */
  readonly attempts: number;
  /** How it ended; null while under way. `withdrawn`: cancelled before anything was begun. */
  readonly outcome: 'reached' | 'failed' | 'withdrawn' | null;
  /** Why it failed, or the last passing trouble, which the card shows during retries; null when all is well. */
  readonly failure: Failure | null;
  /** When it is to be released; absent or null where nobody has set an end. */
  readonly lease?: Lease | null;
  /** The end of its prepaid time; absent or null if not prepaid or not looked at yet. */
  readonly expiry?: Expiry | null;
  /** What looks have shown of a spot instance's market; absent or null for other instances and before the first look. */
  readonly spot?: Spot | null;
  /** Ordered changes of its attributes; absent or null when none are left. */
  readonly attributes?: AttributeOrder | null;
  /** Growths of its disks, oldest first; absent for none. */
  readonly growths?: readonly Growth[];
  /** The last request to renew it, finished or not; absent for none. */
  readonly renewedBy?: string;
  /** The last request to enlarge one of its prepaid disks; absent for none. */
  readonly grownBy?: string;
  /** When the lifecycle must act or look; null once nothing is under way. */
  readonly dueAt: number | null;
}

/** Whether an instance exists, has existed or may exist in the cloud for this row, so that it costs money. */
export const wasBought = ({ cloudId, failure }: Pick<Instance, 'cloudId' | 'failure'>): boolean =>
  cloudId !== null || failure?.kind === 'doubtful';

/** What of a row tells how far what is wanted has come, before anything was tried for it. */
export const NOT_TRIED = {
  slowTold: false,
  told: [],
  heldBy: null,
  attempts: 0,
  outcome: null,
  failure: null,
} satisfies Partial<Instance>;
