import { type Kysely, sql } from 'kysely';
import { EMPTY_CHAIN } from '../../core/request/hash-chain.ts';
import type { DatabaseKind } from '../schema.ts';
import { appendOnly } from './0001-append-only.ts';

/**
 * All tables, the same in both databases. Times are milliseconds UTC. Fields that are never searched are in `body`, as
 * JSON. Most indices are partial: they cover only unfinished work, so that years of history do not slow down daily queries.
 */
export async function initial(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const tables = [...requests, ...instances, ...audit(kind), ...outbox(kind), ...money, ...everybody, ...archive(kind)];
  for (const statement of [...tables, ...appendOnly[kind]]) await sql.raw(statement).execute(db);
}

const requests = [
  `create table requests (
    id text primary key,
    version integer not null, -- compared and raised by every write
    state text not null,
    origin text not null unique, -- the view or the instance that it was made from
    requester text not null,
    created_at bigint not null,
    due_at bigint, -- when the lifecycle must look at it
    claim_owner text, -- the process that works on it, and until when it alone may
    claim_until bigint,
    renews text, -- the instance whose time it prolongs
    finished_at bigint,
    held_at bigint, -- when the freeze was set for whose end it waits
    body text not null
  )`,
  'create index requests_due on requests (due_at) where due_at is not null',
  'create index requests_claimed on requests (claim_until) where claim_owner is not null',
  'create index requests_held on requests (held_at) where held_at is not null',
  'create index requests_of on requests (requester, created_at)',
  `create index requests_waiting on requests (created_at) where state = 'pending'`,
  `create index requests_pending_of on requests (requester) where state = 'pending'`,
  'create index requests_renewing on requests (created_at) where renews is not null',
  'create index requests_finished on requests (finished_at, id) where finished_at is not null',
];

const instances = [
  `create table instances (
    id text primary key,
    request_id text not null references requests (id),
    ordinal integer not null, -- 1 for the first of its request
    version integer not null,
    region text not null,
    requester text not null,
    channel text not null,
    cloud_id text,
    due_at bigint, -- when its creation or somebody's order needs something
    claim_owner text,
    claim_until bigint,
    held_at bigint,
    name_key text, -- its name in lower case while it may exist
    expiry_at bigint, -- when its lease, the end of what it is paid for, the spot market or a change needs something
    ended_at bigint, -- when the store learned that it exists no more, or never will
    body text not null
  )`,
  'create index instances_of_request on instances (request_id, ordinal)',
  'create index instances_due on instances (due_at) where due_at is not null',
  'create index instances_by_expiry on instances (expiry_at) where expiry_at is not null',
  'create index instances_claimed on instances (claim_until) where claim_owner is not null',
  'create index instances_held on instances (held_at) where held_at is not null',
  'create index instances_by_cloud_id on instances (cloud_id) where cloud_id is not null',
  'create index instances_by_name on instances (name_key) where name_key is not null',
  'create index instances_existing on instances (requester) where name_key is not null',
  `create index instances_at_rest on instances (region, id)
    where name_key is not null and cloud_id is not null and due_at is null`,
  'create index instances_of_channel on instances (channel, ended_at) where cloud_id is not null',
  // The regions in which each person has requested instances, so that this question does not scan `instances`.
  `create table regions_used (
    requester text not null,
    region text not null,
    constraint regions_used_once primary key (requester, region)
  )`,
  'create index regions_used_by_region on regions_used (region)',
];

/** The chain numbers the events, without gaps. */
const eventColumns = (kind: DatabaseKind): string => `
    seq ${kind === 'sqlite' ? 'integer' : 'bigint'} primary key,
    at bigint not null,
    kind text not null,
    actor text not null,
    request_id text not null, -- or the scope of what is about no request
    instance_id text,
    data text not null,
    hash text not null -- of the event and of the hash before it`;

const audit = (kind: DatabaseKind): readonly string[] => [
  `create table events (${eventColumns(kind)}
  )`,
  'create index events_of_request on events (request_id, seq)',
  `create index submitted_by on events (actor, seq) where kind = 'request.submitted'`,
  // One row: the last event that must exist.
  'create table chain (id integer primary key, seq bigint not null, hash text not null)',
  `insert into chain (id, seq, hash) values (1, ${EMPTY_CHAIN.seq}, '${EMPTY_CHAIN.hash}')`,
];

const outbox = (kind: DatabaseKind): readonly string[] => [
  // The place of a request in Slack; also one row per scope of messages about no request.
  `create table mailboxes (
    request_id text primary key,
    channel text not null, -- empty for a scope: each of its messages says where it goes
    card_channel text, -- where its card stands, once it has been posted
    card_ts text,
    claim_no integer not null, -- raised by every claim, which tells it from a later one of the same owner
    claim_owner text,
    claim_until bigint
  )`,
  'create index mailboxes_claimed on mailboxes (claim_until) where claim_owner is not null',
  // Messages to send. A request's card and its asks stay after they were sent.
  `create table outbox (
    seq ${kind === 'sqlite' ? 'integer primary key autoincrement' : 'bigint generated always as identity primary key'},
    kind text not null,
    request_id text not null references mailboxes (request_id),
    recipient text, -- the person or channel; null for the request's channel
    body text not null,
    revision integer not null, -- how often a card or an ask was asked for
    due_at bigint,
    place_channel text, -- where an ask stands, once it has been posted
    place_ts text,
    leader bigint, -- the seq of the ask in whose message this one is shown
    asked_at bigint,
    delivery_id text, -- the rows that share it are sent as one call
    attempts integer not null default 0,
    first_tried_at bigint,
    in_doubt integer not null default 0 -- 1 while an earlier try may have reached Slack
  )`,
  'create index outbox_of_request on outbox (request_id, kind, seq)',
  'create index outbox_due on outbox (due_at, seq) where due_at is not null',
  `create index outbox_asked on outbox (recipient, asked_at) where kind = 'ask'`,
  'create index outbox_led on outbox (leader) where leader is not null',
  `create unique index outbox_one_card on outbox (request_id) where kind = 'card'`,
  `create unique index outbox_one_ask on outbox (request_id, recipient) where kind = 'ask'`,
];

const money = [
  // The cost of a request or an instance, by its id.
  'create table expenses (id text primary key, body text not null)',
  // The sums that count against budgets, updated in the same commit as the expenses.
  `create table spending (
    month bigint not null,
    requester text not null,
    currency text not null,
    sum text not null, -- which of the sums
    amount bigint not null, -- in millionths, or so many
    constraint spending_of primary key (month, requester, currency, sum)
  )`,
];

const everybody = [
  // One row per setting, made here once: a missing or unreadable row is an error, never an answer.
  `create table settings (
    name text primary key,
    version integer not null, -- raised by every write; that of \`spending\` by all that counts against a budget
    body text
  )`,
  `insert into settings (name, version) values ('freeze', 0), ('spending', 0), ('account', 0), ('store', 0)`,
  // Raised by every request of a person, so that of two concurrent requests one sees the other.
  'create table askers (requester text primary key, version integer not null)',
  // Names of things that were done once and must not be done again.
  'create table marks (name text primary key, at bigint not null)',
  // Payloads from Slack that were processed, so that each is processed once.
  'create table deliveries (origin text primary key, at bigint not null)',
  'create index deliveries_at on deliveries (at)',
  // Channels in which Slack refused a message, with its error code.
  'create table closed_channels (channel text primary key, code text not null, at bigint not null)',
  // People's public keys, which the bot imports into the regions that they use.
  `create table own_keys (
    name text primary key, -- of its key pair, the same in every region
    owner text not null,
    version integer not null,
    body text not null
  )`,
  'create index own_keys_of on own_keys (owner)',
  // One row, rewritten to check that the database can be written.
  'create table liveness (id integer primary key, at bigint not null)',
];

/** Long finished work, which no daily query reads. */
const archive = (kind: DatabaseKind): readonly string[] => [
  `create table archived_requests (
    id text primary key,
    origin text not null unique, -- it stays: what was submitted once is never taken for new
    version integer not null,
    card_channel text,
    card_ts text,
    finished_at bigint not null,
    archived_at bigint not null,
    body text not null
  )`,
  // The instances, messages and expenses of archived requests: each whole row as JSON.
  `create table archived_rows (
    kind text not null,
    id text not null,
    request_id text not null,
    cloud_id text,
    body text not null,
    constraint archived_rows_once primary key (kind, id)
  )`,
  'create index archived_rows_by_cloud_id on archived_rows (cloud_id) where cloud_id is not null',
  `create table archived_events (${eventColumns(kind)}
  )`,
  'create index archived_events_of_request on archived_events (request_id, seq)',
  `create index archived_submitted_by on archived_events (actor, seq) where kind = 'request.submitted'`,
];
