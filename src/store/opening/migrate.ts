import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { initial } from '../migrations/0001-initial.ts';
import { keysDue } from '../migrations/0002-adds-keys-due.ts';
import { dueByRegion } from '../migrations/0003-adds-due-by-region.ts';
import { newsOfMessages } from '../migrations/0004-adds-news.ts';
import type { DatabaseKind } from '../schema.ts';

type Migrations = Readonly<Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>>;

const INITIAL = '0001-initial';

/**
 * In the order in which they run. Only append: a released migration is never edited. A migration with `adds` in its name
 * changes nothing that older versions read or write, so that they can keep working: see {@link onlyAdds}.
 */
export const MIGRATIONS: Migrations = {
  [INITIAL]: initial,
  '0002-adds-keys-due': keysDue,
  '0003-adds-due-by-region': dueByRegion,
  '0004-adds-news': newsOfMessages,
};

/** Whether older versions can work after this migration. They know only its name, from the database. */
const onlyAdds = (name: string): boolean => /^\d{4}-adds-/.test(name);

/** An unknown schema: of a later version, or of a draft from before the first release. */
export type OtherSchema = 'newer' | 'draft';

/** The database has a schema that this version cannot work with. */
export class UnknownSchema extends Error {
  override readonly name = 'UnknownSchema';
  /** Like the code of a database error. */
  readonly code = 'UNKNOWN_SCHEMA';
  readonly is: OtherSchema;
  constructor(is: OtherSchema) {
    super(is);
    this.is = is;
  }
}

/**
 * Brings the schema to this version, completely or not at all. A schema to which newer versions have only added stays as it
 * is. On PostgreSQL several processes may call this at once: they queue on an advisory lock. Throws {@link UnknownSchema},
 * or the database's own error.
 */
export async function migrate(db: Kysely<unknown>, kind: DatabaseKind, migrations = MIGRATIONS): Promise<void> {
  const names = await migrationsOf(db);
  const other = judgeSchema(names, migrations);
  if (other !== null) throw new UnknownSchema(other);
  if (names.some((name) => !(name in migrations))) return;
  const known: Record<string, Migration> = {};
  for (const [name, up] of Object.entries(migrations)) known[name] = { up: (on) => up(on, kind) };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // A newer version may have migrated it meanwhile.
  const now = judgeSchema(await migrationsOf(db), migrations);
  throw now === null ? error : new UnknownSchema(now);
}

/** Null when this version can work with the current schema. */
export const otherSchema = async (db: Kysely<unknown>, migrations = MIGRATIONS): Promise<OtherSchema | null> =>
  judgeSchema(await migrationsOf(db), migrations);

/** @param names of all migrations that the database has had */
export function judgeSchema(names: readonly string[], migrations = MIGRATIONS): OtherSchema | null {
  const unknown = names.filter((name) => !(name in migrations));
  if (unknown.length === 0) return null;
  if (!names.includes(INITIAL)) return 'draft';
  // With migrations missing on both sides, neither version knows what the other relies on.
  const lacks = Object.keys(migrations).some((name) => !names.includes(name));
  return unknown.every(onlyAdds) && !lacks ? null : 'newer';
}

/** Whether a pending migration would break older versions that are at work. */
export async function mustBeAlone(db: Kysely<unknown>, migrations = MIGRATIONS): Promise<boolean> {
  const names = await migrationsOf(db);
  return names.length > 0 && Object.keys(migrations).some((name) => !names.includes(name) && !onlyAdds(name));
}

export const NAMES = 'select name from kysely_migration order by name';

/** The names of the database's migrations, in their order; empty for a new or unreadable database. */
export async function migrationsOf(db: Kysely<unknown>): Promise<readonly string[]> {
  try {
    const { rows } = await sql.raw<{ name: string }>(NAMES).execute(db);
    return rows.map(({ name }) => name);
  } catch {
    return []; // the next statement fails with the reason
  }
}

/** What to do about an unknown schema. `database` reads like "The database in /data". */
export const otherSchemaSentence = (database: string, is: OtherSchema): string =>
  is === 'newer'
    ? `${database} was written by a newer ecs-chatops, which this version cannot work beside. Run that version, or restore a backup from before it.`
    : `${database} was written by a draft of ecs-chatops from before its first release, which no release can read. ` +
      'Give the bot an empty one. What the draft has created still exists in Alibaba Cloud: take it over with /ecs adopt.';
