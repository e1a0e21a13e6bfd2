import { createHash } from 'node:crypto';
import type { Money } from '../base/money.ts';
import type { Script } from '../option/options.ts';
import type { Principals } from '../policy/people.ts';
import type { OrderFacts } from '../policy/policy-judge.ts';
import type { Quote } from '../spec/quote.ts';
import type { InstanceSpec } from '../spec/spec.ts';

/**
 * What a request that needs approval waits for, and how it was decided. It is bound to one spec and one price: each vote is
 * for these.
 */
export interface Approval {
  /** See {@link specHash}; a request whose spec has another hash is never bought. */
  readonly specHash: string;
  /**
   * Raised whenever approval is asked for again, at another price or with another start script. A click names the round
   * that the person saw.
   */
  readonly round: number;
  /** The price to decide on; null when none is known. Nothing prepaid is approved without a price. */
  readonly quote: Quote | null;
  /** The account's balance when it was last read; absent where nothing is debited at once. */
  readonly balance?: BalanceRead;
  /** The price of the round before; null in the first. */
  readonly before: Quote | null;
  /** The start script of the round before; absent where its content has not changed. */
  readonly scriptBefore?: Script;
  /** The facts by which the policy is judged again at each vote. */
  readonly facts: OrderFacts;
  /** Who has to agree, by the last judgement. */
  readonly requirements: readonly Requirement[];
  /** The votes of this round by people who may still vote, oldest first, at most one per person. */
  readonly votes: readonly Vote[];
  readonly decision: Decision | null;
  /** People (`U…`) and channels (`C…`) that were notified of the request. */
  readonly told: readonly string[];
  readonly escalateTo: readonly string[];
  /** Milliseconds UTC, like the next two; null for never (again). */
  readonly expiresAt: number;
  readonly remindAt: number | null;
  readonly escalateAt: number | null;
  /** Milliseconds until the next reminder; each reminder doubles it. */
  readonly remindEveryMs: number;
  /** The price tolerance under which it was approved; it holds until the purchase. */
  readonly tolerancePercent: number;
}

export interface BalanceRead {
  /** Null when the cloud did not tell. */
  readonly money: Money | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** One rule of the policy that has to be met. */
export interface Requirement {
  /** The rule's line in the policy file; null for the default that prepaid needs one approver. */
  readonly line: number | null;
  /** How many have to agree. */
  readonly needed: number;
  /** The people it takes, as the policy names them; null for the approvers. */
  readonly from: Principals | null;
  /**
   * The same people as user ids. Without the requester where self-approval is off, and without known guests, bots and
   * deactivated people.
   */
  readonly users: readonly string[];
  /** User groups in `from` whose members could not be read. */
  readonly unknownGroups: readonly string[];
}

/** When it was given and with which comment is in the audit trail. */
export interface Vote {
  readonly by: string;
}

export interface Decision {
  readonly is: 'approved' | 'denied' | 'withdrawn' | 'expired';
  /** Slack user id of the person who clicked; `bot` when the request expired. */
  readonly by: string;
  readonly at: number;
  /** The reason for a denial, or the comment of the last approver. */
  readonly note: string;
}

/** Part of the hash. Raise it when the spec's shape changes: approvals of a spec in the old shape then no longer hold. */
const SPEC_VERSION = 2;

/**
 * Binds an approval to the purchase: SHA-256, in hex, of everything that is asked of the cloud.
 *
 * @param renews what is bought for an existing instance, see `aimOf`
 */
export const specHash = (spec: InstanceSpec, amount: number, renews?: string): string =>
  createHash('sha256')
    .update(canonical({ version: SPEC_VERSION, spec, amount, renews }))
    .digest('hex');

/** Equal values give the same string, in whatever order the store returns their fields. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join()}}`;
}

export const isMet = ({ needed, users }: Requirement, votes: readonly Vote[]): boolean =>
  votes.filter(({ by }) => users.includes(by)).length >= needed;

/** How many more people have to agree, by the requirement that lacks most; 0 or less when all are met. */
export const missingOf = (requirements: readonly Requirement[], votes: readonly Vote[]): number =>
  Math.max(...requirements.map(({ needed, users }) => needed - votes.filter(({ by }) => users.includes(by)).length));

/** When a waiting request is next due. */
export const approvalDueAt = ({ expiresAt, remindAt, escalateAt }: Approval): number =>
  Math.min(expiresAt, remindAt ?? expiresAt, escalateAt ?? expiresAt);
