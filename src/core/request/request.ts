import type { Approval } from '../approval/approval.ts';
import type { Shortfall } from '../chunk/chunk.ts';
import type { OrderFacts } from '../policy/policy-judge.ts';
import type { Renewal } from '../renewal/renewal.ts';
import type { Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { OrderNames } from './order-names.ts';

/**
 * One person's request: `amount` instances of one spec. Its instances are rows of their own, made when they may be bought.
 * A renewal makes no instances: its spec is that of the instance, with the new term.
 *
 * `pending`: waits for approval. `creating`: its instances are being created. `finished`: every instance has ended, well or
 * badly. The others: it ended before anything was bought.
 */
export type RequestState = 'pending' | 'creating' | 'finished' | 'denied' | 'withdrawn' | 'expired';

export interface Request {
  /** `r-` and 10 characters of Crockford base32; opaque. The tag `ecs-chatops:request` begins with it. */
  readonly id: string;
  /** Every write compares it; 1 at first. */
  readonly version: number;
  readonly state: RequestState;
  /**
   * What it was made from (`view:<id>`). Unique, so that a repeated submission cannot make a second request. `cloud:<id>`
   * for an adopted instance, so that one is adopted once.
   */
  readonly origin: string;
  /** Slack user, team and channel ids. */
  readonly requester: string;
  readonly team: string;
  readonly channel: string;
  readonly spec: InstanceSpec;
  readonly amount: number;
  /**
   * One per call that buys, made with the request, at most 64 ASCII characters. Sent with every CreateInstance, or with
   * every RunInstances for up to a hundred of its instances. So an approval that was lost and given again leads to the same
   * purchases. Empty for an adopted instance.
   */
  readonly clientTokens: readonly string[];
  /** The cloud's price at submission; null when it named none, absent for an adopted instance. */
  readonly quote?: Quote | null;
  /** The display names; absent for an adopted instance. A renewal has those that its instance had at its creation. */
  readonly names?: OrderNames;
  /**
   * How long its instances live from their first Running, by the spec, else by the policy at submission; null or absent for
   * no end.
   */
  readonly leaseMs?: number | null;
  /** What to do if the cloud can place only a part, by the policy at submission; absent: keep that part. */
  readonly partial?: Shortfall;
  /** What it renews or enlarges; absent for new instances. */
  readonly renewal?: Renewal;
  /**
   * The facts that the policy was asked about, if no approval was needed: an approval has its own. Absent for an adopted
   * instance.
   */
  readonly facts?: OrderFacts;
  /** Null when no approval was needed. */
  readonly approval: Approval | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Its card in Slack; null until posted. Only the outbox writes it. */
  readonly card: { readonly channel: string; readonly ts: string } | null;
  /** When the lifecycle must work on this request; null for never. */
  readonly dueAt: number | null;
}

/** The origin of an adopted instance: its cloud id and, from the second adoption on, the count. */
export const adoptedOrigin = (cloudId: string, time = 1): string =>
  time === 1 ? `cloud:${cloudId}` : `cloud:${cloudId}:${time}`;

/** Whether the request stands for an adopted instance. */
export const isAdopted = ({ origin }: Pick<Request, 'origin'>): boolean => origin.startsWith('cloud:');

/** The tag that ties a cloud instance to its request; for its value see `requestTagOf`. */
export const REQUEST_TAG = 'ecs-chatops:request';
/** The tag of a data disk bought for an existing instance; value: the ClientToken of its CreateDisk. */
export const DISK_TAG = 'ecs-chatops:disk';
/**
 * The tag that names the store that made the resource. It tells several bots in one account apart, and shows when a store
 * has gone back in time.
 */
export const STORE_TAG = 'ecs-chatops:store';
/** The requester's tag; value: the Slack user id. */
export const REQUESTER_TAG = 'ecs-chatops:requester';
