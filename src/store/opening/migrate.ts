import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { first } from '../migrations/0001-first.ts';
import { chain } from '../migrations/0002-chain.ts';
import { freeze } from '../migrations/0003-freeze.ts';
import { lastRequest } from '../migrations/0004-last-request.ts';
import { asks } from '../migrations/0005-asks.ts';
import { spending } from '../migrations/0006-spending.ts';
import { fleet } from '../migrations/0007-fleet.ts';
import { instanceNames } from '../migrations/0008-instance-names.ts';
import { waiting } from '../migrations/0009-waiting.ts';
import { leaseEnds } from '../migrations/0010-lease-ends.ts';
import { notices } from '../migrations/0011-notices.ts';
import { renewals } from '../migrations/0014-renewals.ts';
import { prepaidEnds } from '../migrations/0015-prepaid-ends.ts';
import { ground } from '../migrations/0018-ground.ts';
import { spendingSums } from '../migrations/0021-spending-sums.ts';
import { years } from '../migrations/0025-years.ts';
import { askers } from '../migrations/0026-askers.ts';
import { deliveries } from '../migrations/0030-deliveries.ts';
import { archive } from '../migrations/0034-archive.ts';
import { closedChannels } from '../migrations/0036-closed-channels.ts';
import { together } from '../migrations/0036-together.ts';
import type { DatabaseKind } from '../schema.ts';

/** In the order in which they run. Only ever appended to: a migration that was released is never edited. */
const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, kind: DatabaseKind) => Promise<void>>> = {
  '0001-first': first,
  '0002-chain': chain,
  '0003-freeze': freeze,
  '0004-last-request': lastRequest,
  '0005-asks': asks,
  '0006-spending': spending,
  '0007-fleet': fleet,
  '0008-instance-names': instanceNames,
  '0009-waiting': waiting,
  '0010-lease-ends': leaseEnds,
  '0011-notices': notices,
  '0014-renewals': renewals,
  '0015-prepaid-ends': prepaidEnds,
  '0018-ground': ground,
  '0021-spending-sums': spendingSums,
  '0025-years': years,
  '0026-askers': askers,
  '0030-deliveries': deliveries,
  '0034-archive': archive,
  '0036-closed-channels': closedChannels,
  '0036-together': together,
};

/** The database was migrated by a version of this program that knows more than this one. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

/**
 * Brings the schema to this version, all or nothing. Several processes may do so at once on PostgreSQL: they queue on an
 * advisory lock. Throws {@link NewerSchema}, or the database's own error.
 */
export async function migrate(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  const known: Record<string, Migration> = {};
  for (const [name, up] of Object.entries(MIGRATIONS)) known[name] = { up: (on) => up(on, kind) };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (await hasUnknownMigration(db, known)) throw new NewerSchema();
  throw error;
}

async function hasUnknownMigration(db: Kysely<unknown>, known: Readonly<Record<string, Migration>>): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    return rows.some((row) => !(row.name in known));
  } catch {
    return false; // the table cannot be read: the error at hand says why
  }
}
