import { type Kysely, sql } from 'kysely';
import { readDurability } from '../opening/durability.ts';
import { MIGRATIONS } from '../opening/migrate.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import type { StoreFacts } from '../store.ts';

export async function readDatabaseFacts(db: Kysely<Tables>, kind: DatabaseKind): Promise<StoreFacts> {
  const size =
    kind === 'postgres'
      ? sql<{ bytes: number | string }>`select pg_database_size(current_database()) as bytes`
      : sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`;
  const { rows: sizes } = await size.execute(db);
  const { rows: migrations } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return {
    kind,
    // PostgreSQL's bigint comes as a string.
    bytes: Number(sizes[0]?.bytes ?? 0),
    migrations: migrations.length,
    newestMigration: migrations.at(-1)?.name ?? '',
    newerMigrations: migrations.map(({ name }) => name).filter((name) => !(name in MIGRATIONS)),
    durability: await readDurability(db, kind),
  };
}
