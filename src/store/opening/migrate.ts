import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { initial } from '../migrations/0001-initial.ts';
import { keysDue } from '../migrations/0002-adds-keys-due.ts';
import { dueByRegion } from '../migrations/0003-adds-due-by-region.ts';
import type { DatabaseKind } from '../schema.ts';

type Migrations = Readonly<Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>>;

const INITIAL = '0001-initial';

/**
 * In the order in which they run. Only ever appended to: a migration that was released is never edited. One whose name says that it `adds`
 * leaves all that older versions read and write as it was, so that they work beside: see {@link onlyAdds}.
 */
export const MIGRATIONS: Migrations = {
  [INITIAL]: initial,
  '0002-adds-keys-due': keysDue,
  '0003-adds-due-by-region': dueByRegion,
};

/** Whether older versions can work with what a migration leaves. They know it by its name alone, which stands in the database. */
const onlyAdds = (name: string): boolean => /^\d{4}-adds-/.test(name);

/** Whose schema it is that this version does not know: a later version's, or that of a draft from before the first release. */
export type OtherSchema = 'newer' | 'draft';

/** The database has a schema that this version cannot work with. */
export class UnknownSchema extends Error {
  override readonly name = 'UnknownSchema';
  /** As a database's error has it. */
  readonly code = 'UNKNOWN_SCHEMA';
  readonly is: OtherSchema;
  constructor(is: OtherSchema) {
    super(is);
    this.is = is;
  }
}

/**
 * Brings the schema to this version, all or nothing; one to which newer versions have only added is left as it is. Several processes may
 * do so at once on PostgreSQL: they queue on an advisory lock. Throws {@link UnknownSchema}, or the database's own error.
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
  // A newer version may have been faster.
  const now = judgeSchema(await migrationsOf(db), migrations);
  throw now === null ? error : new UnknownSchema(now);
}

/** Null when this version can work with the schema that the database has been brought to. */
export const otherSchema = async (db: Kysely<unknown>, migrations = MIGRATIONS): Promise<OtherSchema | null> =>
  judgeSchema(await migrationsOf(db), migrations);

/** @param names of all that a database has been through */
export function judgeSchema(names: readonly string[], migrations = MIGRATIONS): OtherSchema | null {
  const unknown = names.filter((name) => !(name in migrations));
  if (unknown.length === 0) return null;
  if (!names.includes(INITIAL)) return 'draft';
  // Between two lines of versions nobody knows what the other takes for granted.
  const lacks = Object.keys(migrations).some((name) => !names.includes(name));
  return unknown.every(onlyAdds) && !lacks ? null : 'newer';
}

/** Whether an older version that is at work would be in the way of what is still to be done to this database. */
export async function mustBeAlone(db: Kysely<unknown>, migrations = MIGRATIONS): Promise<boolean> {
  const names = await migrationsOf(db);
  return names.length > 0 && Object.keys(migrations).some((name) => !names.includes(name) && !onlyAdds(name));
}

export const NAMES = 'select name from kysely_migration order by name';

/** The names of all that the database has been through, in their order; none where it is new or they cannot be read. */
export async function migrationsOf(db: Kysely<unknown>): Promise<readonly string[]> {
  try {
    const { rows } = await sql.raw<{ name: string }>(NAMES).execute(db);
    return rows.map(({ name }) => name);
  } catch {
    return []; // what goes on from here fails with the reason
  }
}

/** What to do about it. The database is named as in "The database in /data". */
export const otherSchemaSentence = (database: string, is: OtherSchema): string =>
  is === 'newer'
    ? `${database} was written by a newer ecs-chatops, which this version cannot work beside. Run that version, or restore a backup from before it.`
    : `${database} was written by a draft of ecs-chatops from before its first release, which no release can read. ` +
      'Give the bot an empty one. What the draft has created still exists in Alibaba Cloud: take it over with /ecs adopt.';
