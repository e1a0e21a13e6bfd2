import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { initial } from '../migrations/0001-initial.ts';
import { keysDue } from '../migrations/0002-keys-due.ts';
import type { DatabaseKind } from '../schema.ts';

type Migrations = Readonly<Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>>;

const INITIAL = '0001-initial';

/** In the order in which they run. Only ever appended to: a migration that was released is never edited. */
export const MIGRATIONS: Migrations = { [INITIAL]: initial, '0002-keys-due': keysDue };

/** Whose schema it is that this version does not know: a later version's, or that of a draft from before the first release. */
export type OtherSchema = 'newer' | 'draft';

/** The database has a schema that this version does not know. */
export class UnknownSchema extends Error {
  override readonly name = 'UnknownSchema';
  readonly is: OtherSchema;
  constructor(is: OtherSchema) {
    super(is);
    this.is = is;
  }
}

/**
 * Brings the schema to this version, all or nothing. Several processes may do so at once on PostgreSQL: they queue on an
 * advisory lock. Throws {@link UnknownSchema}, or the database's own error.
 */
export async function migrate(db: Kysely<unknown>, kind: DatabaseKind, migrations = MIGRATIONS): Promise<void> {
  const known: Record<string, Migration> = {};
  for (const [name, up] of Object.entries(migrations)) known[name] = { up: (on) => up(on, kind) };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const other = await otherSchema(db, migrations);
  throw other === null ? error : new UnknownSchema(other);
}

/** Null when this version knows every migration that the database has been through, or which those are cannot be read. */
export async function otherSchema(db: Kysely<unknown>, migrations = MIGRATIONS): Promise<OtherSchema | null> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    const names = rows.map(({ name }) => name);
    if (names.every((name) => name in migrations)) return null;
    return names.includes(INITIAL) ? 'newer' : 'draft';
  } catch {
    return null; // the table cannot be read: the error at hand says why
  }
}

/** What to do about it. The database is named as in "The database in /data". */
export const otherSchemaSentence = (database: string, is: OtherSchema): string =>
  is === 'newer'
    ? `${database} was written by a newer ecs-chatops than this one. Run that version, or restore a backup.`
    : `${database} was written by a draft of ecs-chatops from before its first release, which no release can read. ` +
      'Give the bot an empty one. What the draft has created still exists in Alibaba Cloud: take it over with /ecs adopt.';
