import { type Kysely, sql } from 'kysely';
import { nameKeyOf, toInstance } from '../rows.ts';
import type { Tables } from '../schema.ts';

const AT_ONCE = 500;

/** Instances that may exist are found by their names. */
export async function instanceNames(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instances').addColumn('name_key', 'text').execute();
  await nameAll(db as Kysely<Tables>);
  await sql`create index instances_by_name on instances (name_key) where name_key is not null`.execute(db);
}

async function nameAll(db: Kysely<Tables>): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('instances')
      .select(['id', 'version', 'due_at', 'body'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) {
      after = row.id;
      const key = nameKeyOf(toInstance(row));
      await db.updateTable('instances').set({ name_key: key }).where('id', '=', row.id).execute();
    }
    if (rows.length < AT_ONCE) return;
  }
}
