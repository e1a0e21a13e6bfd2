import { createHash } from 'node:crypto';
import type { Money } from '../base/money.ts';
import type { Script } from '../option/options.ts';
import type { Principals } from '../policy/people.ts';
import type { OrderFacts } from '../policy/policy-judge.ts';
import type { Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';

/**
 * What a request that needs approval is waiting for, and how it was decided. It holds for one spec and one price: a vote
 * is for these.
 */
export interface Approval {
  /** See {@link specHash}; a request whose spec has another hash is never bought. */
  readonly specHash: string;
  /** Raised whenever it is asked again, at another price or with another start script. A click names the round that the person saw. */
  readonly round: number;
  /** The price that is decided on; null when none was known, which nothing prepaid is approved at. */
  readonly quote: Quote | null;
  /** What the account had when it was last asked for; absent where nothing is debited at once. */
  readonly balance?: BalanceRead;
  /** The price of the round before; null in the first. */
  readonly before: Quote | null;
  /** The start script of the round before; absent where it had the same content. */
  readonly scriptBefore?: Script;
  /** What the policy is asked about when it is judged again at each vote. */
  readonly facts: OrderFacts;
  /** Who has to agree, as it was found at the last judgement. */
  readonly requirements: readonly Requirement[];
  /** Of this round, of people who may still vote, oldest first; one a person. */
  readonly votes: readonly Vote[];
  readonly decision: Decision | null;
  /** People (`U…`) and channels (`C…`) who were told that it waits. */
  readonly told: readonly string[];
  readonly escalateTo: readonly string[];
  /** Milliseconds UTC, as all that follow; null for never (again). */
  readonly expiresAt: number;
  readonly remindAt: number | null;
  readonly escalateAt: number | null;
  /** Until the next reminder, doubled by each. */
  readonly remindEveryMs: number;
  /** The tolerance under which it was approved; counts until it is bought. */
  readonly tolerancePercent: number;
}

export interface BalanceRead {
  /** Null when the cloud did not tell. */
  readonly money: Money | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** One rule that has to be met. */
export interface Requirement {
  /** Its line in the policy file; null when it is the default that what is prepaid needs one approver. */
  readonly line: number | null;
  /** How many have to agree. */
  readonly needed: number;
  /** Out of whom, as the policy names them; null for the approvers. */
  readonly from: Principals | null;
  /**
   * The same, one by one, as user ids, without the requester where they may not approve their own, and without those of whom
   * it is known that they are guests, bots or deactivated.
   */
  readonly users: readonly string[];
  /** User groups among them whose members are not known. */
  readonly unknownGroups: readonly string[];
}

export interface Vote {
  readonly by: string;
  readonly at: number;
  /** What they wrote with it; empty for nothing. */
  readonly note: string;
}

export interface Decision {
  readonly is: 'approved' | 'denied' | 'withdrawn' | 'expired';
  /** Slack user id of the one whose click it was; `bot` when it has expired. */
  readonly by: string;
  readonly at: number;
  /** Why it was denied, or what the last approver wrote. */
  readonly note: string;
}

/** Of the spec, as part of its hash: an approval of a spec that was written down in another shape holds for nothing. */
const SPEC_VERSION = 2;

/**
 * Binds an approval to what is bought: SHA-256, in hex, of everything that is asked of the cloud.
 *
 * @param renews what is bought for an instance that exists, see `aimOf`
 */
export const specHash = (spec: InstanceSpec, amount: number, renews?: string): string =>
  createHash('sha256')
    .update(canonical({ version: SPEC_VERSION, spec, amount, renews }))
    .digest('hex');

/** The same for equal values, in whatever order a store gives their fields back. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join()}}`;
}

/** Whether a requirement is met by these votes. */
export const isMet = ({ needed, users }: Requirement, votes: readonly Vote[]): boolean =>
  votes.filter(({ by }) => users.includes(by)).length >= needed;

/** How many more have to agree, by the requirement that lacks most; 0 or less when all are met. */
export const missingOf = (requirements: readonly Requirement[], votes: readonly Vote[]): number =>
  Math.max(...requirements.map(({ needed, users }) => needed - votes.filter(({ by }) => users.includes(by)).length));

/** When a waiting request has to be looked at again. */
export const approvalDueAt = ({ expiresAt, remindAt, escalateAt }: Approval): number =>
  Math.min(expiresAt, remindAt ?? expiresAt, escalateAt ?? expiresAt);
