import { type Kysely, sql } from 'kysely';

/** Where a message stands that one recipient was asked in, and that there is one of them per request and recipient. */
export async function asks(db: Kysely<unknown>): Promise<void> {
  // One statement per column: SQLite adds no two at once.
  await db.schema.alterTable('outbox').addColumn('place_channel', 'text').execute();
  await db.schema.alterTable('outbox').addColumn('place_ts', 'text').execute();
  await sql`create unique index outbox_one_ask on outbox (request_id, recipient) where kind = 'ask'`.execute(db);
}
