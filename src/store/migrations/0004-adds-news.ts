import { type Kysely, sql } from 'kysely';

/** Tells the edits that people wait for from those that only show how far the work is. */
export async function newsOfMessages(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outbox add column news integer not null default 1`.execute(db);
}
