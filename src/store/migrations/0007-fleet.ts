import { type Kysely, sql } from 'kysely';

/** Finds what one person has asked for without reading through everybody's. */
export async function fleet(db: Kysely<unknown>): Promise<void> {
  await sql`create index requests_by_requester on requests (requester)`.execute(db);
}
