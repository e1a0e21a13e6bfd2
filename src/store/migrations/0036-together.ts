import { type Kysely, sql } from 'kysely';

/** One person's requests that reach somebody together: the ask whose message shows this one too, and when it was asked. */
export async function together(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('outbox').addColumn('leader', 'bigint').execute();
  await db.schema.alterTable('outbox').addColumn('asked_at', 'bigint').execute();
  await sql`create index outbox_asked on outbox (recipient, asked_at) where kind = 'ask'`.execute(db);
  await sql`create index outbox_led on outbox (leader) where leader is not null`.execute(db);
}
