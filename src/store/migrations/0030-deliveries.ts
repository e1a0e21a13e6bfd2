import type { Kysely } from 'kysely';

/** What Slack delivered and was acted on, so that it is acted on once. */
export async function deliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('origin', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('deliveries_at').on('deliveries').column('at').execute();
}
