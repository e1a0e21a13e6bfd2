import { type Kysely, sql } from 'kysely';

/** What is due, region by region, and apart what exists: a claim reads no more of it than it takes, however much is in flight. */
export async function dueByRegion(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'create index instances_to_create on instances (region, due_at, id) where due_at is not null and cloud_id is null',
    'create index instances_to_see_to on instances (region, due_at, id) where due_at is not null and cloud_id is not null',
  ])
    await sql.raw(statement).execute(db);
}
