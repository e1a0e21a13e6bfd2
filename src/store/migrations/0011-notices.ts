import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../schema.ts';

/**
 * Mailboxes need no request any more: what is told about none has one too. And marks, by which is told once what must not be told
 * twice.
 */
export async function notices(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  if (kind === 'postgres') await sql`alter table mailboxes drop constraint mailboxes_request_id_fkey`.execute(db);
  else await withoutReference(db);
  await db.schema
    .createTable('marks')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}

/** SQLite drops no constraint: the table is made again. Until the end of the transaction the rows of the outbox may lack theirs. */
async function withoutReference(db: Kysely<unknown>): Promise<void> {
  await sql`pragma defer_foreign_keys = on`.execute(db);
  await sql`create temporary table mailboxes_before as select * from mailboxes`.execute(db);
  await db.schema.dropTable('mailboxes').execute();
  await db.schema
    .createTable('mailboxes')
    .addColumn('request_id', 'text', (column) => column.primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('card_channel', 'text')
    .addColumn('card_ts', 'text')
    .addColumn('claim_no', 'integer', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint')
    .execute();
  await sql`insert into mailboxes (request_id, channel, card_channel, card_ts, claim_no, lease_owner, lease_until)
    select request_id, channel, card_channel, card_ts, claim_no, lease_owner, lease_until from mailboxes_before`.execute(
    db,
  );
  await db.schema.dropTable('mailboxes_before').execute();
  await sql`create index mailboxes_leased on mailboxes (lease_until) where lease_owner is not null`.execute(db);
}
