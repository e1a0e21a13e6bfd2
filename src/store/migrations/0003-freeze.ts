import type { Kysely } from 'kysely';

/**
 * What admins set for everybody. A row per setting, made here once: that one is missing or unreadable is trouble and never
 * an answer. Instances that wait for the end of a freeze are told from the others, so that lifting it can wake them.
 */
export async function freeze(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('body', 'text')
    .execute();
  await (db as Kysely<{ settings: { name: string; version: number; body: string | null } }>)
    .insertInto('settings')
    .values({ name: 'freeze', version: 0, body: null })
    .execute();
  await db.schema.alterTable('instances').addColumn('held_at', 'bigint').execute();
  await db.schema
    .createIndex('instances_held')
    .on('instances')
    .column('held_at')
    .where('held_at', 'is not', null)
    .execute();
}
