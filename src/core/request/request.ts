import type { Approval } from '../approval/approval.ts';
import type { Shortfall } from '../chunk/chunk.ts';
import type { OrderFacts } from '../policy/policy-judge.ts';
import type { Renewal } from '../renewal/renewal.ts';
import type { Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';
import type { OrderNames } from './order-names.ts';

/**
 * One thing asked for by one person: `amount` instances of one spec. Its instances are rows of their own, which exist from
 * the moment in which it may be bought. A renewal makes no instances: its spec is that of the instance, paid for the further term.
 *
 * `pending`: waits for approval. `creating`: its instances are being brought to Running. `finished`: every instance has
 * reached its end, good or bad. The others: it ended before anything was bought.
 */
export type RequestState = 'pending' | 'creating' | 'finished' | 'denied' | 'withdrawn' | 'expired';

export interface Request {
  /** `r-` and 10 characters of Crockford base32; opaque, also the value of the tag `ecs-chatops:request`. */
  readonly id: string;
  /** Compared by every write; 1 after the first. */
  readonly version: number;
  readonly state: RequestState;
  /**
   * What it was made from (`view:<id>`): unique, so that a repeated submission cannot make a second request. `cloud:<id>` for
   * an instance that was taken over, so that this happens once.
   */
  readonly origin: string;
  /** Slack user, team and channel ids. */
  readonly requester: string;
  readonly team: string;
  readonly channel: string;
  readonly spec: InstanceSpec;
  readonly amount: number;
  /**
   * One per call that buys, made with the request: sent with every CreateInstance, or with every RunInstances for up to a hundred of its
   * instances, at most 64 ASCII characters. An approval that was lost and is given again thus leads to the same purchases. Empty for
   * what was taken over.
   */
  readonly clientTokens: readonly string[];
  /** What the cloud asked for it when it was submitted; null when it named no price, absent in what was taken over. */
  readonly quote?: Quote | null;
  /** What it is called; absent in what was taken over. Of a renewal: what its instance was called when it was created. */
  readonly names?: OrderNames;
  /** How long its instances live from their first Running, as its spec says, else by the policy of its submission; null or absent: no end. */
  readonly leaseMs?: number | null;
  /** What becomes of what the cloud can place only in part, by the policy of its submission; absent: what was placed is kept. */
  readonly partial?: Shortfall;
  /** What it prolongs; absent where it asks for new instances. */
  readonly renewal?: Renewal;
  /** What the policy was asked about, where it needed nobody's approval: an approval has its own. Absent in what was taken over. */
  readonly facts?: OrderFacts;
  /** Null when it needed nobody's approval. */
  readonly approval: Approval | null;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Where its card is in Slack; null until it has been posted. Written by the outbox alone. */
  readonly card: { readonly channel: string; readonly ts: string } | null;
  /** When the lifecycle must look at this request again; null for never. */
  readonly dueAt: number | null;
}

/** The origin of what was taken over: the cloud's id of its one instance, and from the second time on which time it is. */
export const adoptedOrigin = (cloudId: string, time = 1): string =>
  time === 1 ? `cloud:${cloudId}` : `cloud:${cloudId}:${time}`;

/** Whether the bot did not create what it is about. */
export const isAdopted = ({ origin }: Pick<Request, 'origin'>): boolean => origin.startsWith('cloud:');

/** The tag that ties a cloud instance to its request; for its value see `requestTagOf`. */
export const REQUEST_TAG = 'ecs-chatops:request';
/** The tag of a data disk that was bought for an instance that existed; value: the ClientToken of its CreateDisk. */
export const DISK_TAG = 'ecs-chatops:disk';
/** The tag that names the store which made it, so that bots of one account, and a store and its past, can be told apart. */
export const STORE_TAG = 'ecs-chatops:store';
/** The tag that names who asked; value: the Slack user id. */
export const REQUESTER_TAG = 'ecs-chatops:requester';
