import type { Spending } from '../core/approval/budget.ts';
import type { Result } from '../core/base/result.ts';
import type { ChunkSpan } from '../core/chunk/chunk.ts';
import type { Freeze, NewFreeze } from '../core/freeze.ts';
import type { SeenBefore } from '../core/instance/change-set.ts';
import type { Instance } from '../core/instance/instance.ts';
import type { AskedLately } from '../core/policy/person-limits.ts';
import type { AuditEvent } from '../core/request/event.ts';
import type { ChainedEvent } from '../core/request/hash-chain.ts';
import type { Message } from '../core/request/message.ts';
import type { Request } from '../core/request/request.ts';
import type { Archive } from './archive/archive.ts';
import type { Claim, InstanceClaim, OutboxClaim } from './claim.ts';
import type { StoreMetadata } from './metadata.ts';
import type { DurabilityTrouble } from './opening/durability.ts';
import type { OwnKeys, OwnKeyWrite } from './own-keys.ts';
import type { InstanceQueries } from './reads/instance-queries.ts';
import type { Workload } from './reads/read-workload.ts';
import type { ClosedChannels } from './writes/closed-channels.ts';
import type { Marks } from './writes/sent-once.ts';

/**
 * The only write: state, audit events and messages are committed together or not at all.
 *
 * Every `next` has the loaded version plus one; a new row has version 1. If the stored version is not `next.version - 1`,
 * that is a conflict, and nothing of the change is written. A write under a claim names it, and is also a conflict when the
 * claim has another owner by now. Writing a claimed row with `claim` releases the claim; without it the claim stays.
 */
export interface Change {
  readonly requests?: readonly RowWrite<Request>[];
  readonly instances?: readonly RowWrite<Instance>[];
  readonly events?: readonly AuditEvent[];
  readonly messages?: readonly Message[];
  /** Requests to work on at once: sets `dueAt` to `at` and raises the version, whatever it was. */
  readonly nudge?: { readonly requestIds: readonly string[]; readonly at: number };
  /** Sets the freeze, or lifts it (`next` null), and wakes rows that wait for one; a conflict unless `was` is in force. */
  readonly freeze?: { readonly was: Freeze | null; readonly next: NewFreeze | null };
  /** The freeze that this change was based on, null for none; a conflict if it was set, replaced or lifted since. */
  readonly underFreeze?: Freeze | null;
  /** The cloud account for work that begins; a conflict if the store has another account by now. */
  readonly underAccount?: string;
  /** The {@link Month.version} by which it was judged; a conflict if anybody has spent since. This change raises it. */
  readonly underSpending?: number;
  /** The version of {@link Store.askedBy} by which it was judged; a conflict after another submission. This change raises it. */
  readonly underAsked?: { readonly requester: string; readonly version: number };
  /** A conflict if a mark to set is set: that was done before. `clear` comes first, for things that may be done again. */
  readonly marks?: { readonly set?: readonly string[]; readonly clear?: readonly string[] };
  /** Public keys to add, change or remove. */
  readonly ownKeys?: readonly OwnKeyWrite[];
  /** The new cloud account. A conflict if it is not `was` now, or if work there stays unfinished after this change. */
  readonly account?: { readonly was: string | null; readonly next: string };
  /** The time of the change, for rows that store it (outbox). */
  readonly at: number;
}

export interface RowWrite<T> {
  readonly next: T;
  /** The claim owner of this write; absent for a write by a person's command. */
  readonly claim?: string;
  /**
   * Only for an instance: the previous look, if since then only `version`, `dueAt` and `observed.at` have changed. All rows
   * with the same update are written by one statement.
   */
  readonly seenBefore?: SeenBefore;
}

export type CommitRefusal =
  /** `id`: the row or the key, the mark, the person whose limits changed, or `freeze`, `account` or `spending`. */
  | { readonly kind: 'conflict'; readonly id: string }
  /** A request with this origin already exists. */
  | { readonly kind: 'duplicate'; readonly origin: string };

/** Thrown by every method when the store cannot be read or written: disk full, locked, connection lost. Nothing was changed. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/**
 * Something may have been written: the answer to a write of PostgreSQL was lost, and the database could not tell afterwards whether
 * it took effect; or the store failed halfway through several writes. A caller who must know reads again.
 */
export class CommitInDoubt extends StoreUnavailable {
  override readonly name = 'CommitInDoubt';
}

/**
 * Thrown by {@link Store.commit} and {@link Store.take} for a payload from Slack that was processed before, see
 * `payloads.ts`. Nothing was changed.
 */
export class AlreadyTaken extends Error {
  override readonly name = 'AlreadyTaken';
}

/** The place of a message in Slack. */
export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** A message, or several thread lines of one request, claimed to be sent as one call. */
export interface Delivery {
  /** The same at every try. Part of the Slack message's metadata, so that it can be found again. */
  readonly id: string;
  readonly kind: Message['kind'];
  /** For a `notice`, which is about no request, the scope. */
  readonly requestId: string;
  /** In the order of their commits; only a `thread` has several. */
  readonly messages: readonly Message[];
  /** The destination: the request's channel; the user of a `dm`; the person or channel of an `ask` or a `notice`. */
  readonly channel: string;
  /** The place of the request's card; null until posted. */
  readonly card: MessagePlace | null;
  /** The message to edit instead of posting: the place of this card, ask or `dm`. Null for `thread` and `notice`. */
  readonly existing: MessagePlace | null;
  /** For a `dm`: the ask that its reader got; null if none. */
  readonly ask: MessagePlace | null;
  /** For an `ask`: the other requests that its message shows, oldest first. */
  readonly others: readonly string[];
  /** For a `dm` to somebody who was asked: the requests shown before this one in that message, oldest first. */
  readonly askedWith: readonly string[];
  /** How often it was tried before this claim. */
  readonly attempts: number;
  /** When it was first tried. A tried post without a stored answer may already be in Slack. */
  readonly firstTriedAt: number | null;
  /** True when an earlier try may have reached Slack (a crash or a lost answer). Look before posting again. */
  readonly mayHaveBeenSent: boolean;
  /** Whether it has what people wait for; an edit without it only shows how far the work is. */
  readonly news: boolean;
  /** The state of a card or an ask that this claim shows. If it changes meanwhile, the row stays due. */
  readonly revision: number;
  readonly claim: string;
}

/** The spending that counts in a month, as of a moment in it. */
export interface Month {
  /** See {@link Change.underSpending}. */
  readonly version: number;
  /** One per person and currency with any spending. */
  readonly spending: readonly Spending[];
}

export interface History {
  readonly request: Request;
  /** Null for a whole request. For an instance, the events are its own and those of the request as a whole. */
  readonly instance: Instance | null;
  /** Oldest first. */
  readonly events: readonly ChainedEvent[];
  /** How many older events there are. */
  readonly earlier: number;
  /** Whether it is in the archive. */
  readonly archived: boolean;
  /** Whether its first events were removed with the archive. */
  readonly lacksFirst: boolean;
}

export interface StoreFacts {
  readonly kind: 'sqlite' | 'postgres';
  readonly bytes: number;
  /** How many migrations it has had. */
  readonly migrations: number;
  /** The name of the last migration. */
  readonly newestMigration: string;
  /** The names of those that this version does not know: a newer version has added them. */
  readonly newerMigrations: readonly string[];
  /** Why a confirmed commit may be lost; empty for none. */
  readonly durability: readonly DurabilityTrouble[];
}

export interface Outbox {
  /**
   * Claims due messages, oldest first, at most one delivery per request or scope: its card, then asks, then its thread,
   * then direct messages and notices. No thread before its card is posted. The waiting lines of a thread become one
   * delivery, within limits, see outbox-claim.ts. The claim is stored (`attempts`, `firstTriedAt`) before it returns.
   *
   * What the claim leaves out stays due as it is, so that waiting for Slack's limits costs no write.
   */
  claim(claim: OutboxClaim): Promise<readonly Delivery[]>;
  /**
   * Slack has it at `at`, which is stored for a card and for an ask. A card that was posted anew makes the asks due, since
   * they link to it.
   */
  delivered(delivery: Delivery, at: MessagePlace, now: number): Promise<void>;
  /** It became obsolete before it was sent, or was edited for the last time: removed without a trace. */
  drop(delivery: Delivery): Promise<void>;
  /** Not sent this time: due again at `dueAt`. `mayHaveBeenSent` if the answer was lost. */
  postpone(delivery: Delivery, dueAt: number, mayHaveBeenSent: boolean): Promise<void>;
  /** Slack refuses it for good; recorded in the audit trail. An existing message is tried again at its next change. */
  abandon(delivery: Delivery, reason: string, now: number): Promise<void>;
  /** How many messages wait, and since when the oldest is due that has news, see `OutboxTable.news`. For health checks. */
  depth(): Promise<{ readonly waiting: number; readonly oldestDueAt: number | null }>;
}

export interface Store {
  commit(change: Change): Promise<Result<null, CommitRefusal>>;
  /** Whether a payload from Slack was processed before. */
  wasTaken(origin: string): Promise<boolean>;
  /** Marks the current payload from Slack as processed, even if nothing was written for it. */
  take(at: number): Promise<void>;

  request(id: string): Promise<Request | null>;
  /** Also finds an archived request. */
  requestByOrigin(origin: string): Promise<Request | null>;
  /** A person's last request for new instances; null for none. */
  lastRequestOf(requester: string): Promise<Request | null>;
  instance(id: string): Promise<Instance | null>;
  /**
   * The instances that a word names: by the row's id or the cloud id, else those with that name that may exist, newest
   * first.
   *
   * @param word in lower case
   */
  instancesCalled(word: string, limit: number): Promise<readonly Instance[]>;
  /** In the order of their ordinals; of a chunk alone where one is given. */
  instancesOf(requestId: string, chunk?: ChunkSpan): Promise<readonly Instance[]>;
  /** Oldest first. */
  eventsOf(requestId: string): Promise<readonly ChainedEvent[]>;
  /** The newest events, newest first. */
  newestEventsOf(requestId: string, limit: number): Promise<readonly ChainedEvent[]>;
  /**
   * The newest `limit` events of one request or instance, by the request's id, the row's id (`r-…-1`) or the cloud id. Null
   * when there is none.
   */
  history(id: string, limit: number): Promise<History | null>;

  /**
   * The freeze that was set and not lifted; it may be over by the clock. A caller who cannot read it must assume a freeze.
   *
   * @throws StoreUnavailable also when the stored value is no freeze
   */
  freeze(): Promise<Freeze | null>;
  /** A person's requests since a moment, as they count against that person's limits. */
  askedBy(requester: string, since: number): Promise<AskedLately & { readonly version: number }>;
  /**
   * The spending in the month (UTC) of a moment, as of that moment.
   *
   * @param requester only this person's
   */
  month(at: number, requester?: string): Promise<Month>;

  /**
   * Claims due instances, oldest first: per region at most `limit` to create and `limit` existing ones, and `limit` more
   * that are due for their lease and the like.
   */
  claimInstances(claim: InstanceClaim): Promise<readonly Instance[]>;
  claimRequests(claim: Claim): Promise<readonly Request[]>;
  /** The versions, by id, of those rows whose claim `owner` still holds at `now`. */
  held(
    rows: 'instances' | 'requests',
    ids: readonly string[],
    by: { readonly owner: string; readonly now: number },
  ): Promise<ReadonlyMap<string, number>>;
  /** Prolongs every claim of `owner`. */
  refreshClaims(owner: string, claimUntil: number): Promise<void>;
  /** Releases every claim of `owner`; or everybody's, when this process owns the store alone and has just started. */
  releaseClaims(owner: string | 'everyone'): Promise<void>;
  /**
   * Makes due at `now` what would wait for longer than any work waits, and ends claims that would last longer than `claimMs`: they
   * were stored before the clock was set back. Moments that people or the cloud have set stay, and what follows from them: an
   * approval's end, a lease, the looks at the end of prepaid time.
   */
  comeForward(now: number, claimMs: number): Promise<void>;
  /**
   * When the next instance or request is due and unclaimed, or its claim ends; null when none waits. For messages see
   * `Outbox.depth`.
   */
  nextDueAt(): Promise<number | null>;
  /** The pending work, for metrics; at most `limit` unfinished instances. */
  workload(limit: number): Promise<Workload>;

  readonly marks: Marks;

  readonly closed: ClosedChannels;

  readonly ownKeys: OwnKeys;

  readonly metadata: StoreMetadata;

  readonly queries: InstanceQueries;

  readonly outbox: Outbox;

  readonly archive: Archive;

  /** True when only this process can write here (embedded store). */
  readonly exclusive: boolean;
  /**
   * Called after each commit here, and with PostgreSQL after commits of other replicas. Returns a function that stops it.
   *
   * `touched`: the people affected, see `peopleAffectedBy`; null when unknown, which may be everybody.
   */
  onCommit(listener: (touched: readonly string[] | null) => void): () => void;
  /** Throws StoreUnavailable when the store cannot be written. */
  check(): Promise<void>;
  /** Facts about the database, for the operator. */
  about(): Promise<StoreFacts>;
  close(): Promise<void>;
}
