import { type Kysely, sql } from 'kysely';

/**
 * Requests that prolong an instance's time are told from those for new ones, and those that wait for the end of a freeze from
 * the others, so that lifting it can wake them. All of before ask for new instances.
 */
export async function renewals(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('requests').addColumn('renews', 'text').execute();
  await db.schema.alterTable('requests').addColumn('held_at', 'bigint').execute();
  await sql`create index requests_held on requests (held_at) where held_at is not null`.execute(db);
}
