import type { ColumnType, Generated } from 'kysely';

export type DatabaseKind = 'sqlite' | 'postgres';

/**
 * The tables, alike in both databases: text and integers only, JSON as text, times as integer milliseconds UTC. A column
 * exists for whatever is queried, compared or written on its own; everything else of a row is its `body`.
 */
export interface Tables {
  readonly requests: RequestTable;
  readonly mailboxes: MailboxTable;
  readonly instances: InstanceTable;
  readonly regions_used: RegionUsedTable;
  readonly events: EventTable;
  readonly chain: ChainTable;
  readonly outbox: OutboxTable;
  readonly liveness: LivenessTable;
  readonly settings: SettingTable;
  readonly askers: AskerTable;
  readonly marks: MarkTable;
  readonly expenses: ExpenseTable;
  readonly spending: SpendingTable;
  readonly own_keys: OwnKeyTable;
  readonly closed_channels: ClosedChannelTable;
  readonly deliveries: DeliveryTable;
  readonly archived_requests: ArchivedRequestTable;
  readonly archived_rows: ArchivedRowTable;
  readonly archived_events: EventTable;
}

/** What a row carries that is worked on by one process at a time. */
interface Claimed {
  claim_owner: string | null;
  claim_until: number | null;
}

export interface RequestTable extends Claimed {
  id: string;
  version: number;
  state: string;
  origin: string;
  requester: string;
  created_at: ColumnType<number, number, never>;
  due_at: number | null;
  /** The instance whose time it prolongs, by its own id; null where it asks for new ones. */
  renews: ColumnType<string | null, string | null | undefined, string | null>;
  /** When it ended, however it did; null while it has not. */
  finished_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** When the freeze was set for whose end it waits; null while it does not. */
  held_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** The request without `version`, `dueAt` and `card`, which live in columns because they are written on their own. */
  body: string;
}

/**
 * Where the messages of a request go in Slack: one row per request, and one per scope of notices. Apart from `requests`, so that a
 * delivery neither waits for a write of the lifecycle nor makes it a conflict. Its claim keeps a request at one delivery at a time.
 */
export interface MailboxTable extends Claimed {
  request_id: string;
  /** Empty for a scope: each of its messages says where it goes. */
  channel: string;
  card_channel: string | null;
  card_ts: string | null;
  /** Raised by every claim: tells a claim from a later one of the same owner. */
  claim_no: number;
}

export interface InstanceTable extends Claimed {
  id: string;
  request_id: string;
  ordinal: number;
  version: number;
  region: string;
  /** Whose it is. */
  requester: string;
  /** In which it was asked for: as its request says, which never changes. */
  channel: ColumnType<string, string, never>;
  /** When the store was told that it exists no more or never will; null while it may exist. */
  ended_at: ColumnType<number | null, number | null | undefined, number | null>;
  cloud_id: string | null;
  due_at: number | null;
  /** Since when it waits for the end of a freeze; null when it does not. */
  held_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** Its name in lower case while it may exist; null when nobody can mean it any more. */
  name_key: ColumnType<string | null, string | null | undefined, string | null>;
  /** When its own lease (how long it lives), the end of what it is paid for, or what is to be changed of it, next needs something; null for never. */
  expiry_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** The instance without `version` and `dueAt`. */
  body: string;
}

/** Where somebody has asked for an instance, or got one, once. Asked of `instances` it would go through all of them. */
export interface RegionUsedTable {
  requester: string;
  region: string;
}

/** The audit trail, see core/request/hash-chain.ts. The database itself refuses to change its rows, or to delete one without its copy in `archived_events`. */
export interface EventTable {
  seq: number;
  at: number;
  kind: string;
  actor: string;
  request_id: string;
  instance_id: string | null;
  data: string;
  hash: string;
}

/** One row, the end of the audit trail: where the next event is chained to, and which events there must be. */
export interface ChainTable {
  id: number;
  seq: number;
  hash: string;
}

/**
 * What waits to be said. A delivered `thread`, `dm` or `notice` row is deleted (Slack and the audit trail are the history), so the
 * table stays as small as what is waiting; a request's one `card` row and its one `ask` row per recipient stay and wait with
 * `due_at` null.
 */
export interface OutboxTable {
  seq: Generated<number>;
  kind: 'card' | 'thread' | 'ask' | 'dm' | 'notice';
  request_id: string;
  /** Whom a `dm`, an `ask` or a `notice` goes to; null for the others, which go to the request's channel. */
  recipient: string | null;
  body: string;
  /** How often a card or an ask was asked for: one that was asked for again while it was being sent stays due. */
  revision: number;
  due_at: number | null;
  /** Where an `ask` stands; null until it has been posted, and for the others. */
  place_channel: ColumnType<string | null, undefined, string>;
  place_ts: ColumnType<string | null, undefined, string>;
  /** The `seq` of the ask in whose message this one is shown, see asks.ts; such a row is never due. Null for all others. */
  leader: ColumnType<number | null, number | null | undefined, number | null>;
  /** When somebody was first asked; null for the others. */
  asked_at: ColumnType<number | null, number | null | undefined, never>;
  /** Given at the first claim and kept: the rows that share it are sent as one call, however often that takes. */
  delivery_id: ColumnType<string | null, undefined, string>;
  attempts: Generated<number>;
  first_tried_at: ColumnType<number | null, undefined, number | null>;
  /** 1 while an earlier try may have reached Slack. */
  in_doubt: Generated<number>;
}

/** What holds for everybody, one row per setting; `body` is null while it is not set. */
export interface SettingTable {
  name: string;
  /** Raised by every write. */
  version: number;
  body: string | null;
}

/** One row per person who has asked for something, see `underAsked`. */
export interface AskerTable {
  requester: string;
  version: number;
}

/** What was done once, and when; see marks.ts. */
export interface MarkTable {
  name: string;
  at: number;
}

/** What a request or an instance costs, by its id; see core/approval/expense.ts. */
export interface ExpenseTable {
  id: string;
  body: string;
}

/** Sums of what they cost, see core/approval/tally.ts; in millionths, or so many. */
export interface SpendingTable {
  month: number;
  requester: string;
  currency: string;
  sum: string;
  amount: number;
}

/** What Slack delivered and was acted on, and when; see deliveries.ts. */
export interface DeliveryTable {
  origin: string;
  at: number;
}

/** What Slack answered when it refused a message in a channel; see closed-channels.ts. */
export interface ClosedChannelTable {
  channel: string;
  code: string;
  at: number;
}

/** People's public keys; `body` is the key without `version`. */
export interface OwnKeyTable {
  name: string;
  owner: string;
  version: number;
  /** When what was begun with it is taken up; null where nothing is under way. */
  due_at: ColumnType<number | null, number | null | undefined, number | null>;
  body: string;
}

/** One row, rewritten to find out whether the store can be written at all. */
export interface LivenessTable {
  id: number;
  at: number;
}

/** A request that was archived, see archive.ts. It stays, so that what was submitted once is never taken for new. */
export interface ArchivedRequestTable {
  id: string;
  origin: string;
  version: number;
  card_channel: string | null;
  card_ts: string | null;
  finished_at: number;
  archived_at: number;
  /** As in `requests`. */
  body: string;
}

/** What belonged to such a request: the whole row as JSON. */
export interface ArchivedRowTable {
  kind: 'instance' | 'message' | 'expense';
  id: string;
  request_id: string;
  /** Of an instance; null for the others. */
  cloud_id: string | null;
  body: string;
}
