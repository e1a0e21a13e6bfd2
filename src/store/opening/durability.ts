import { type Kysely, sql } from 'kysely';
import type { DatabaseKind, Tables } from '../schema.ts';

/**
 * Reasons why a database may lose a commit that it has confirmed, although purchases rest on it. `commitsLate` and
 * `fsyncOff` lose commits in a crash of the server, `tornPages` may damage the database, `standbyBehind` loses commits in a
 * failover, `readOnly` accepts none.
 */
export type DurabilityTrouble = 'commitsLate' | 'fsyncOff' | 'tornPages' | 'standbyBehind' | 'readOnly';

export interface ServerSettings {
  readonly synchronousCommit: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousStandbyNames: string;
  /** How many standbys currently stream from it. */
  readonly standbys: number;
  readonly inRecovery: boolean;
}

export function durabilityTroubles(settings: ServerSettings): readonly DurabilityTrouble[] {
  const { synchronousCommit, fsync, fullPageWrites, synchronousStandbyNames, standbys, inRecovery } = settings;
  const waitsForStandby = synchronousStandbyNames.trim() !== '' && !['off', 'local'].includes(synchronousCommit);
  return [
    ...(synchronousCommit === 'off' ? (['commitsLate'] as const) : []),
    ...(fsync === 'on' ? [] : (['fsyncOff'] as const)),
    ...(fullPageWrites === 'on' ? [] : (['tornPages'] as const)),
    ...(standbys > 0 && !waitsForStandby ? (['standbyBehind'] as const) : []),
    ...(inRecovery ? (['readOnly'] as const) : []),
  ];
}

/** Empty for the embedded store, which sets `synchronous=FULL` itself. */
export async function readDurability(db: Kysely<Tables>, kind: DatabaseKind): Promise<readonly DurabilityTrouble[]> {
  if (kind === 'sqlite') return [];
  const { rows } = await sql<ServerSettings>`
    select current_setting('synchronous_commit') as "synchronousCommit", current_setting('fsync') as "fsync",
      current_setting('full_page_writes') as "fullPageWrites",
      current_setting('synchronous_standby_names') as "synchronousStandbyNames",
      (select count(*)::integer from pg_stat_replication) as "standbys", pg_is_in_recovery() as "inRecovery"`.execute(
    db,
  );
  const [settings] = rows;
  return settings === undefined ? [] : durabilityTroubles(settings);
}
