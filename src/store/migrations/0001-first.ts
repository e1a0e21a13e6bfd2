import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../schema.ts';

/** The first schema: requests, their mailboxes and instances, the audit trail, the outbox. */
export async function first(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await work(db);
  await trail(db, kind);
  await outbox(db, kind);
  await db.schema
    .createTable('liveness')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}

async function work(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull().unique())
    .addColumn('requester', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('mailboxes')
    .addColumn('request_id', 'text', (column) => column.primaryKey().references('requests.id'))
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('card_channel', 'text')
    .addColumn('card_ts', 'text')
    .addColumn('claim_no', 'integer', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .execute();
  await db.schema
    .createTable('instances')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('request_id', 'text', (column) => column.notNull().references('requests.id'))
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('cloud_id', 'text')
    .addColumn('due_at', 'bigint')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await index(db, 'instances_of_request', 'instances', ['request_id', 'ordinal']);
  for (const table of ['requests', 'instances']) await index(db, `${table}_due`, table, ['due_at'], 'due_at');
  for (const table of ['requests', 'instances', 'mailboxes']) {
    await index(db, `${table}_leased`, table, ['lease_until'], 'lease_owner');
  }
}

async function trail(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await withSeq(db, kind, 'events')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await index(db, 'events_of_request', 'events', ['request_id', 'seq']);
}

async function outbox(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await withSeq(db, kind, 'outbox')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull().references('mailboxes.request_id'))
    .addColumn('recipient', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('delivery_id', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('first_tried_at', 'bigint')
    .addColumn('in_doubt', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await index(db, 'outbox_of_request', 'outbox', ['request_id', 'kind', 'seq']);
  await index(db, 'outbox_due', 'outbox', ['due_at'], 'due_at');
  await sql`create unique index outbox_one_card on outbox (request_id) where kind = 'card'`.execute(db);
}

/** A number that only rises and is never given twice, in each database's own words. */
const withSeq = (db: Kysely<unknown>, kind: DatabaseKind, table: string) =>
  kind === 'sqlite'
    ? db.schema.createTable(table).addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    : db.schema
        .createTable(table)
        .addColumn('seq', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity());

/** Partial where `present` is given: rows without it are no part of the index, so history costs the claims nothing. */
async function index(db: Kysely<unknown>, name: string, table: string, columns: string[], present?: string) {
  const where = present === undefined ? sql`` : sql` where ${sql.ref(present)} is not null`;
  await sql`create index ${sql.ref(name)} on ${sql.table(table)} (${sql.join(columns.map((c) => sql.ref(c)))})${where}`.execute(
    db,
  );
}
