import type { Kysely } from 'kysely';

/** Raised by every request of a person, so that of two at the same moment one sees the other when both are held against a limit. */
export async function askers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('askers')
    .addColumn('requester', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
}
