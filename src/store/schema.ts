import type { ColumnType, Generated } from 'kysely';

export type DatabaseKind = 'sqlite' | 'postgres';

/**
 * The tables, the same in both databases: only text and integers, JSON as text, times as integer milliseconds UTC. Values
 * that are queried, compared or written separately have a column; the rest of a row is in its `body`.
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
  readonly deliveries: PayloadTable;
  readonly archived_requests: ArchivedRequestTable;
  readonly archived_rows: ArchivedRowTable;
  readonly archived_events: EventTable;
}

/** The claim of a row on which one process works at a time. */
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
  /** The row id of the instance that it renews, or whose disk it enlarges; null for new instances. */
  renews: ColumnType<string | null, string | null | undefined, string | null>;
  /** When it ended, in any way; null before. */
  finished_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** When the freeze that it waits for was set; null otherwise. */
  held_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** The request without `version`, `dueAt` and `card`, which have columns because they are written separately. */
  body: string;
}

/**
 * The place of a request's messages in Slack: one row per request, and one per scope of notices. Separate from `requests`,
 * so that a delivery neither waits for a write of the lifecycle nor causes a conflict with it. Its claim limits a request
 * to one delivery at a time.
 */
export interface MailboxTable extends Claimed {
  request_id: string;
  /** Empty for a scope: each of its messages names its recipient. */
  channel: string;
  card_channel: string | null;
  card_ts: string | null;
  /** Raised by every claim, to tell claims of the same owner apart. */
  claim_no: number;
}

export interface InstanceTable extends Claimed {
  id: string;
  request_id: string;
  ordinal: number;
  version: number;
  region: string;
  /** The owner. */
  requester: string;
  /** The channel of its request, which never changes. */
  channel: ColumnType<string, string, never>;
  /** When the store learned that it is gone or will never exist; null while it may exist. */
  ended_at: ColumnType<number | null, number | null | undefined, number | null>;
  cloud_id: string | null;
  due_at: number | null;
  /** When the freeze that it waits for was set; null otherwise. */
  held_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** Its name in lower case while it may exist; null once nobody can mean it. */
  name_key: ColumnType<string | null, string | null | undefined, string | null>;
  /** When its lease, its prepaid time, its spot market or its ordered changes are next due; null for never. */
  expiry_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** The instance without `version` and `dueAt`. */
  body: string;
}

/** The regions in which each person has requested or received instances, so that this question does not scan `instances`. */
interface RegionUsedTable {
  requester: string;
  region: string;
}

/**
 * The audit trail, see core/request/hash-chain.ts. The database refuses to change its rows, and to delete one without its
 * copy in `archived_events`.
 */
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

/** One row, the end of the audit trail: the next event is chained to it, and this event must exist. */
interface ChainTable {
  id: number;
  seq: number;
  hash: string;
}

/**
 * Messages to send. A delivered `thread`, `dm` or `notice` row is deleted (Slack and the audit trail are the history), so
 * that the table stays small. A request's one `card` row and one `ask` row per recipient stay, with `due_at` null until
 * they are due again, and so does a `dm` that stands (`isStanding`), until it cannot change any more.
 */
export interface OutboxTable {
  seq: Generated<number>;
  kind: 'card' | 'thread' | 'ask' | 'dm' | 'notice';
  request_id: string;
  /** The recipient of a `dm`, `ask` or `notice`; null for the others, which go to the request's channel. */
  recipient: string | null;
  body: string;
  /** How often a card or an ask was requested. If it was requested again while it was being sent, it stays due. */
  revision: number;
  due_at: number | null;
  /**
   * 1 until it has been sent, and again when its request itself has changed or one of its instances has reached its end: people wait
   * for that. 0 where an edit only shows how far the work is.
   */
  news: Generated<number>;
  /** The place of a posted `ask` or standing `dm`; null before, and for the others. */
  place_channel: ColumnType<string | null, undefined, string>;
  place_ts: ColumnType<string | null, undefined, string>;
  /** The `seq` of the ask whose message shows this one, see asks.ts. Such a row is never due itself. Null for all others. */
  leader: ColumnType<number | null, number | null | undefined, number | null>;
  /** When the person was first asked; null for other kinds. */
  asked_at: ColumnType<number | null, number | null | undefined, never>;
  /** Set at the first claim and kept: rows with the same id are sent as one call, at every try. */
  delivery_id: ColumnType<string | null, undefined, string>;
  attempts: Generated<number>;
  first_tried_at: ColumnType<number | null, undefined, number | null>;
  /** 1 while an earlier try may have reached Slack. */
  in_doubt: Generated<number>;
}

/** Settings that apply to everybody, one row each; `body` is null while unset. */
export interface SettingTable {
  name: string;
  /** Raised by every write. */
  version: number;
  body: string | null;
}

/** One row per person who has submitted a request, see `underAsked`. */
interface AskerTable {
  requester: string;
  version: number;
}

/** Things that were done once, and when; see sent-once.ts. */
interface MarkTable {
  name: string;
  at: number;
}

/** The cost of a request or an instance, by its id; see core/approval/expense.ts. */
interface ExpenseTable {
  id: string;
  body: string;
}

/** Sums of expenses, see core/approval/tally.ts; in millionths, or a count for `unpriced`. */
interface SpendingTable {
  month: number;
  requester: string;
  currency: string;
  sum: string;
  amount: number;
}

/** Payloads from Slack that were processed, and when; see payloads.ts. The table has its name from an early version. */
interface PayloadTable {
  origin: string;
  at: number;
}

/** Slack's error code when it refused a message in a channel; see closed-channels.ts. */
interface ClosedChannelTable {
  channel: string;
  code: string;
  at: number;
}

/** People's public keys; `body` is the key without `version`. */
interface OwnKeyTable {
  name: string;
  owner: string;
  version: number;
  /** When an unfinished addition is to be continued; null for none. */
  due_at: ColumnType<number | null, number | null | undefined, number | null>;
  body: string;
}

/** One row, rewritten to check that the store can be written. */
interface LivenessTable {
  id: number;
  at: number;
}

/** An archived request, see archive.ts. It stays, so that a repeated submission is recognised. */
interface ArchivedRequestTable {
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

/** A row that belonged to an archived request, whole and as JSON. */
export interface ArchivedRowTable {
  kind: 'instance' | 'message' | 'expense';
  id: string;
  request_id: string;
  /** The cloud id of an instance; null for the others. */
  cloud_id: string | null;
  body: string;
}
