import { type Kysely, sql } from 'kysely';

/** Finds keys whose import was cut off, by when they are due. */
export async function keysDue(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'alter table own_keys add column due_at bigint',
    'create index own_keys_due on own_keys (due_at) where due_at is not null',
  ])
    await sql.raw(statement).execute(db);
}
