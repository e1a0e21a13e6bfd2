import { type Kysely, sql } from 'kysely';

/** Finds what somebody asked for last without reading through everybody's history. */
export async function lastRequest(db: Kysely<unknown>): Promise<void> {
  await sql`create index submitted_by on events (actor, seq) where kind = 'request.submitted'`.execute(db);
}
