import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../schema.ts';

/**
 * Finds what was asked for in a month. The row among the settings is raised by every request that counts against a budget, so
 * that of two at the same moment one sees the other.
 */
export async function spending(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await db.schema.alterTable('requests').addColumn('created_at', 'bigint').execute();
  const createdAt =
    kind === 'postgres' ? sql`(body::json->>'createdAt')::bigint` : sql`json_extract(body, '$.createdAt')`;
  await sql`update requests set created_at = ${createdAt}`.execute(db);
  await db.schema.createIndex('requests_created').on('requests').column('created_at').execute();
  await (db as Kysely<{ settings: { name: string; version: number; body: string | null } }>)
    .insertInto('settings')
    .values({ name: 'spending', version: 0, body: null })
    .execute();
}
