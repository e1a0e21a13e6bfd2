import { type Kysely, sql } from 'kysely';

/** Finds what waits for approval without reading through everything that was ever asked for. */
export async function waiting(db: Kysely<unknown>): Promise<void> {
  await sql`create index requests_waiting on requests (created_at) where state = 'pending'`.execute(db);
}
