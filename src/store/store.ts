import type { Spending } from '../core/approval/budget.ts';
import type { Result } from '../core/base/result.ts';
import type { Freeze, NewFreeze } from '../core/freeze.ts';
import type { SeenBefore } from '../core/instance/change-set.ts';
import type { Instance } from '../core/instance/instance.ts';
import type { AskedLately } from '../core/policy/person-limits.ts';
import type { AuditEvent } from '../core/request/event.ts';
import type { ChainedEvent } from '../core/request/hash-chain.ts';
import type { Message } from '../core/request/message.ts';
import type { Request } from '../core/request/request.ts';
import type { Archive } from './archive/archive.ts';
import type { StoreMetadata } from './metadata.ts';
import type { DurabilityTrouble } from './opening/durability.ts';
import type { OwnKeys, OwnKeyWrite } from './own-keys.ts';
import type { InstanceQueries } from './reads/instance-queries.ts';
import type { Workload } from './reads/read-workload.ts';
import type { ClosedChannels } from './writes/closed-channels.ts';
import type { Marks } from './writes/sent-once.ts';

/**
 * The one write: state, audit events and messages become true together or not at all.
 *
 * Every `next` carries the version it was loaded with plus one; a new row carries version 1. A row whose stored version
 * is not `next.version - 1` is a conflict, and nothing of the change is written. A write made under a claim names it, and
 * is also a conflict when the claim has gone to another owner. Writing a claimed row with `claim` gives the claim back; without, the claim stays.
 */
export interface Change {
  readonly requests?: readonly RowWrite<Request>[];
  readonly instances?: readonly RowWrite<Instance>[];
  readonly events?: readonly AuditEvent[];
  readonly messages?: readonly Message[];
  /** Requests to be looked at again at once: sets `dueAt` to `at` and raises the version, whatever it was. */
  readonly nudge?: { readonly requestIds: readonly string[]; readonly at: number };
  /** Sets the freeze, or lifts it (`next` null), unless another than `was` is in force. Whatever waits for its end is due at once. */
  readonly freeze?: { readonly was: Freeze | null; readonly next: NewFreeze | null };
  /** The freeze this change was based on, null for none: a conflict when it was set, replaced or lifted since. */
  readonly underFreeze?: Freeze | null;
  /** The account of the cloud in which it is to be begun: a conflict when the store is about another by now. */
  readonly underAccount?: string;
  /** The {@link Month.version} on which this change was judged: a conflict when anybody has spent since. It is raised. */
  readonly underSpending?: number;
  /** What this person had asked for when the change was judged, see {@link Store.askedBy}: a conflict when they have asked since. It is raised. */
  readonly underAsked?: { readonly requester: string; readonly version: number };
  /** A conflict when one of those to be set is set already: it was done before. Those that may be done again are cleared first. */
  readonly marks?: { readonly set?: readonly string[]; readonly clear?: readonly string[] };
  /** Public keys that people add, change or remove. */
  readonly ownKeys?: readonly OwnKeyWrite[];
  /**
   * The account of the cloud that the store is about from now on. Refused when it is about another than `was` by now, or when something is
   * under way there that does not end with this change.
   */
  readonly account?: { readonly was: string | null; readonly next: string };
  /** The time of the change, for rows that carry one (outbox). */
  readonly at: number;
}

export interface RowWrite<T> {
  readonly next: T;
  /** The claim owner this write was made under; absent for a write by a person's command. */
  readonly claim?: string;
  /**
   * Only of an instance: what the look before showed, if nothing is different since but `version`, `dueAt`, and `at` of `observed`. All
   * rows that are written alike take one statement.
   */
  readonly seenBefore?: SeenBefore;
}

export type CommitRefusal =
  /** `id` of the row, the name of a key, or `freeze`, `account` or `spending`, or the person whose limits they are, or the name of a mark. */
  | { readonly kind: 'conflict'; readonly id: string }
  /** A request with this origin exists already. */
  | { readonly kind: 'duplicate'; readonly origin: string };

/**
 * Thrown by every method when the store cannot be read or written: disk full, locked, connection lost. Nothing was changed,
 * but for a write to PostgreSQL of which only the answer was lost: a caller who must know reads again.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * Thrown by {@link Store.commit} and {@link Store.take} in a delivery that was acted on before, see `deliveries.ts`. Nothing was
 * changed.
 */
export class AlreadyTaken extends Error {
  override readonly name = 'AlreadyTaken';
}

/** Where a message is in Slack. */
export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** A message, or several thread lines of one request, claimed to be sent as one call. */
export interface Delivery {
  /** Stable over every attempt; goes into the Slack message's metadata so that it can be found again. */
  readonly id: string;
  readonly kind: Message['kind'];
  /** Or the scope of a `notice`, which is about no request. */
  readonly requestId: string;
  /** In the order in which they were committed; always one but for `thread`. */
  readonly messages: readonly Message[];
  /** Where it goes: the request's channel, the user for `dm`, the person or channel that is asked for `ask`, or told for `notice`. */
  readonly channel: string;
  /** The place of the request's card; null until it has been posted. */
  readonly card: MessagePlace | null;
  /**
   * What is edited instead of posting: where this card or ask stands already. For a `dm` where its reader was asked, if they
   * were. Null for `thread` and `notice`.
   */
  readonly existing: MessagePlace | null;
  /** Of an `ask`: the requests that are shown in its message beside its own, oldest first. */
  readonly others: readonly string[];
  /** Of a `dm` to somebody who was asked: the requests that are shown before this one in the message, oldest first. */
  readonly askedWith: readonly string[];
  /** How often it was tried before this claim. */
  readonly attempts: number;
  /** When it was first tried; a post that was tried and has no recorded answer may be in Slack already. */
  readonly firstTriedAt: number | null;
  /** True when an earlier try may have reached Slack (a crash or a lost answer): look before posting again. */
  readonly mayHaveBeenSent: boolean;
  /** Which state of a card or an ask this claim shows; one that changed meanwhile stays due. */
  readonly revision: number;
  readonly claim: string;
}

/** What counts in a month, as of a moment in it. */
export interface Month {
  /** See {@link Change.underSpending}. */
  readonly version: number;
  /** One a person and currency, where there is anything. */
  readonly spending: readonly Spending[];
}

export interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly claimUntil: number;
  readonly limit: number;
  /** Of requests: only those that need nothing of the cloud. The others are left to replicas that may ask it. */
  readonly withoutCloud?: boolean;
}

export interface InstanceClaim extends Claim {
  /** In which nothing that exists is taken now. */
  readonly fullRegions?: readonly string[];
}

export interface History {
  readonly request: Request;
  /** Null when the whole request was asked for. For an instance the events are its own and those of its request as a whole. */
  readonly instance: Instance | null;
  /** Oldest first. */
  readonly events: readonly ChainedEvent[];
  /** How many older ones there are. */
  readonly earlier: number;
  /** Whether it is in the archive. */
  readonly archived: boolean;
  /** Whether its first events have been taken away with the archive. */
  readonly lacksFirst: boolean;
}

export interface StoreFacts {
  readonly kind: 'sqlite' | 'postgres';
  /** How large it is. */
  readonly bytes: number;
  /** How many migrations it has been through. */
  readonly migrations: number;
  /** The name of the last one. */
  readonly newestMigration: string;
  /** Why a commit that was answered may be lost all the same; empty when it is not. */
  readonly durability: readonly DurabilityTrouble[];
}

export interface Outbox {
  /**
   * Takes what is due, oldest first, at most one delivery per request or scope: its card first, then the asks, then its thread, and then
   * what is private or about no request. There is no thread before the card stands. All waiting lines of a thread become one delivery (at
   * most 20 lines). The claim itself is stored (`attempts`, `firstTriedAt`) before it returns.
   *
   * @param skipChannels channels and people that may not be posted to yet; an edit is not a post and is claimed all the same.
   */
  claim(claim: Claim & { readonly skipChannels: readonly string[] }): Promise<readonly Delivery[]>;
  /**
   * Slack has it. `at` is where it stands, stored for a card on its request and for an ask beside it. A card that has come to
   * stand somewhere makes the asks due, which lead to it.
   */
  delivered(delivery: Delivery, at: MessagePlace, now: number): Promise<void>;
  /** It was overtaken before it was sent, and nobody needs it any more: dropped without a word. */
  drop(delivery: Delivery): Promise<void>;
  /** Not this time: due again at `dueAt`. `mayHaveBeenSent` when the answer was lost. */
  postpone(delivery: Delivery, dueAt: number, mayHaveBeenSent: boolean): Promise<void>;
  /** Never: Slack refuses it for good. Written to the audit trail. What stands already is tried again when it changes. */
  abandon(delivery: Delivery, reason: string, now: number): Promise<void>;
  /** How many wait, and since when the oldest is due. For health. */
  depth(): Promise<{ readonly waiting: number; readonly oldestDueAt: number | null }>;
}

export interface Store {
  commit(change: Change): Promise<Result<null, CommitRefusal>>;
  /** Whether something that Slack delivered was acted on before. */
  wasTaken(origin: string): Promise<boolean>;
  /** Marks the delivery that is being worked on as acted on, even if nothing was written for it. */
  take(at: number): Promise<void>;

  request(id: string): Promise<Request | null>;
  /** Also one that is in the archive. */
  requestByOrigin(origin: string): Promise<Request | null>;
  /** The new instances that somebody asked for last; null when there is nothing yet. */
  lastRequestOf(requester: string): Promise<Request | null>;
  instance(id: string): Promise<Instance | null>;
  /**
   * Whom somebody means: by the instance's own id or the cloud's, else those of that name which may exist, newest first.
   *
   * @param word in lower case.
   */
  instancesCalled(word: string, limit: number): Promise<readonly Instance[]>;
  /** By ordinal. */
  instancesOf(requestId: string): Promise<readonly Instance[]>;
  /** Oldest first. */
  eventsOf(requestId: string): Promise<readonly ChainedEvent[]>;
  /** The newest of them, newest first. */
  newestEventsOf(requestId: string, limit: number): Promise<readonly ChainedEvent[]>;
  /**
   * The newest `limit` events about one request or instance, by the id of the request, the instance's own (`r-…-1`) or the
   * cloud's. Null when there is no such thing.
   */
  history(id: string, limit: number): Promise<History | null>;

  /**
   * The freeze that was set and not lifted; it may be over by the clock. A caller who cannot read it must take it for frozen.
   *
   * @throws StoreUnavailable also when what is stored is no freeze.
   */
  freeze(): Promise<Freeze | null>;
  /** What counts against the limits of one person since a moment. */
  askedBy(requester: string, since: number): Promise<AskedLately & { readonly version: number }>;
  /**
   * What counts in the month (UTC) of a moment, as of that moment.
   *
   * @param requester of this person alone
   */
  month(at: number, requester?: string): Promise<Month>;

  /** Claims the instances that are due, oldest first, at most `limit` per region of what is to be created, and as many of what exists. */
  claimInstances(claim: InstanceClaim): Promise<readonly Instance[]>;
  claimRequests(claim: Claim): Promise<readonly Request[]>;
  /** By id, the versions of those of these rows whose claim `owner` still holds at `now`. */
  held(
    rows: 'instances' | 'requests',
    ids: readonly string[],
    by: { readonly owner: string; readonly now: number },
  ): Promise<ReadonlyMap<string, number>>;
  /** Keeps what is being worked on: prolongs every claim of `owner`. */
  refreshClaims(owner: string, claimUntil: number): Promise<void>;
  /** Gives every claim of `owner` back, or everybody's where this process owns the store alone and has just started. */
  releaseClaims(owner: string | 'everyone'): Promise<void>;
  /** When the next instance or request is due and unclaimed, or its claim ends; null when none waits. Messages: `Outbox.depth`. */
  nextDueAt(): Promise<number | null>;
  /** What there is to do, for figures; of what is under way at most `limit`. */
  workload(limit: number): Promise<Workload>;

  readonly marks: Marks;

  readonly closed: ClosedChannels;

  readonly ownKeys: OwnKeys;

  readonly metadata: StoreMetadata;

  /** For showing instances. */
  readonly queries: InstanceQueries;

  readonly outbox: Outbox;

  readonly archive: Archive;

  /** True when this process alone can write here (embedded store). */
  readonly exclusive: boolean;
  /**
   * Called after each commit here, and with PostgreSQL after commits of other replicas too. Returns how to stop.
   *
   * `touched`: whom it concerns, see `touchedBy`; null when that is not known, which may be everybody.
   */
  onCommit(listener: (touched: readonly string[] | null) => void): () => void;
  /** Throws StoreUnavailable when the store cannot be written. */
  check(): Promise<void>;
  /** What the database is, for the operator. */
  about(): Promise<StoreFacts>;
  close(): Promise<void>;
}
