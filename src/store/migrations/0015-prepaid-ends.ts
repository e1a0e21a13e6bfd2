import { type Kysely, sql } from 'kysely';

/** Until when prepaid instances are paid for was not kept before: those that may exist are looked at at once. */
export async function prepaidEnds(db: Kysely<unknown>): Promise<void> {
  await sql`update instances set expiry_at = 0
    where expiry_at is null and cloud_id is not null and name_key is not null
      and body like ${'%"charge":{"kind":"prepaid"%'}`.execute(db);
}
