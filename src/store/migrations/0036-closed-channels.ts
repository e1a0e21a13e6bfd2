import type { Kysely } from 'kysely';

/** The channels in which Slack refused a message, so that nobody is promised one there. */
export async function closedChannels(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('closed_channels')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
