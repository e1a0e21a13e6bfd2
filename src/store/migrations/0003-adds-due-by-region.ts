import { type Kysely, sql } from 'kysely';

/**
 * Indices for claims by region, separate for instances to create and for existing ones. A claim then reads no more rows
 * than it takes.
 */
export async function dueByRegion(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'create index instances_to_create on instances (region, due_at, id) where due_at is not null and cloud_id is null',
    'create index instances_to_see_to on instances (region, due_at, id) where due_at is not null and cloud_id is not null',
  ])
    await sql.raw(statement).execute(db);
}
