import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { StoreDeps, StoreHome } from '../create-store.ts';
import type { Tables } from '../schema.ts';
import { codeOf, explainStoreError } from '../store-trouble.ts';
import { markCleanEnd, takeCleanEnd } from './clean-end.ts';
import { diskSentence, makeDiskTrouble } from './disk.ts';
import { FILE, movedAway } from './left-database.ts';
import { migrate, otherSchemaSentence, UnknownSchema } from './migrate.ts';
import { takeDirectory } from './ownership.ts';
import { keepPrivate } from './private-files.ts';
import { isSound, openSqlite, writeUnflushed } from './sqlite.ts';
import { unlessBusy } from './unless-busy.ts';
import { ChildProcessEnded, canRunInChildProcess, runInChildProcess } from './upkeep.ts';

/** Smaller databases are checked within hundredths of a second. */
const BIG_BYTES = 8_000_000;

/** Opens `ecs-chatops.db` in a directory that this process owns alone. The error is a sentence for a person. */
export async function openEmbedded(directory: string, deps: StoreDeps): Promise<Result<StoreHome, string>> {
  const path = resolve(directory);
  const trouble = movedAway(path) ?? prepareDirectory(path);
  if (trouble !== null) return fail(trouble);
  let release = () => {};
  let db: Kysely<Tables> | null = null;
  const giveUp = async (sentence: string): Promise<Result<StoreHome, string>> => {
    await db?.destroy();
    release();
    return fail(sentence);
  };
  try {
    const taken = await takeDirectory(path, deps.clock.now());
    if (!taken.ok) return taken;
    release = taken.value;
    // SQLite gives its other files the same permissions.
    const file = join(path, FILE);
    closeSync(openSync(file, 'a', 0o600));
    closeToOthers(path, deps);
    const isBig = statSync(file).size > BIG_BYTES && canRunInChildProcess();
    const wasClosedWell = takeCleanEnd(file);
    db = await unlessBusy(deps.clock, () => openSqlite(file));
    if (!(isBig && wasClosedWell)) {
      deps.onStep?.('checking');
      const opened = db;
      if (!(await unlessBusy(deps.clock, () => (isBig ? runInChildProcess('check', file) : isSound(opened)))))
        return await giveUp(damagedSentence(path));
    }
    deps.onStep?.('migrating');
    const unmigrated = db as Kysely<unknown>;
    await unlessBusy<unknown>(deps.clock, () =>
      isBig ? runInChildProcess('migrate', file) : migrate(unmigrated, 'sqlite'),
    );
    await analyze(db);
    return ok(keptAnalyzed(embeddedHome(db, release, path)));
  } catch (error) {
    return await giveUp(openingSentence(error, path));
  }
}

export const embeddedHome = (db: Kysely<Tables>, release: () => void, directory: string | null = null): StoreHome => ({
  db,
  kind: 'sqlite',
  exclusive: true,
  writeUnflushed: (run) => writeUnflushed(db, run),
  announce: async () => null,
  listen: () => () => {},
  diskTrouble: directory === null ? () => null : makeDiskTrouble(directory),
  async close() {
    // Leaves everything in one file, so that a copy of it is a complete backup.
    await sql`pragma wal_checkpoint(truncate)`.execute(db).catch(() => {});
    await db.destroy();
    if (directory !== null) markCleanEnd(join(directory, FILE));
    release();
  },
});

const ANALYZE_EVERY_MS = 86_400_000;

/**
 * Updates the statistics by which SQLite chooses indices, at the start and daily. At the end `pragma optimize` updates
 * those of changed tables; in this version of SQLite it ignores tables without statistics. Reads few rows, see
 * `openSqlite`. Without statistics queries still work, but more slowly.
 */
async function analyze(db: Kysely<Tables>): Promise<void> {
  await sql`analyze`.execute(db).catch(() => {});
}

function keptAnalyzed(home: StoreHome): StoreHome {
  const daily = setInterval(() => void analyze(home.db), ANALYZE_EVERY_MS).unref();
  return {
    ...home,
    async close() {
      clearInterval(daily);
      await sql`pragma optimize`.execute(home.db).catch(() => {});
      await home.close();
    },
  };
}

/** The directory and the database files in it. */
export const filesOf = (directory: string): readonly string[] => {
  const path = resolve(directory);
  return [path, ...['', '-wal', '-shm'].map((end) => join(path, `${FILE}${end}`))];
};

function closeToOthers(path: string, { log }: StoreDeps): void {
  const { closed, open } = keepPrivate(filesOf(path));
  if (closed.length > 0)
    log.warn({ paths: closed }, 'the data was open to other users of this machine; closed it to them');
  if (open.length > 0)
    log.warn(
      { paths: open },
      'the data is open to other users of this machine: chmod 700 the directory and 600 its files',
    );
}

/** The problem with the directory; null when it can be used. */
function prepareDirectory(path: string): string | null {
  try {
    if (mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(path, 0o700);
    if (statSync(path).isDirectory()) return null;
    return fileSentence(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOTDIR') return fileSentence(path);
    const disk = diskSentence(path, error);
    return `The data directory ${path} cannot be made: ${disk ?? rightsHint(code)}`;
  }
}

/** Why the database in a directory cannot be used, and what to do. */
export function openingSentence(error: unknown, path: string): string {
  if (error instanceof ChildProcessEnded) {
    return `The process that checks and migrates the database in ${path} could not be started, or was ended before it was done. Give the bot more memory, and start it again.`;
  }
  if (error instanceof UnknownSchema) return otherSchemaSentence(`The database in ${path}`, error.is);
  const code = codeOf(error);
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') return damagedSentence(path);
  const disk = diskSentence(path, error);
  if (disk !== null) return `The data directory ${path} cannot be written: ${disk}`;
  if (code?.startsWith('SQLITE_') === true && !/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code)) {
    return `The database in ${path} cannot be opened: ${explainStoreError(error)}`;
  }
  // libsql gives no code if a file cannot be opened. The directory exists, so the permissions must be missing.
  return `The data directory ${path} cannot be written: ${rightsHint(code)}`;
}

const rightsHint = (code: string | null): string =>
  `this process has no right to it. Give its user read and write access, or set another DATA_DIR.${code === null ? '' : ` (${code})`}`;

const fileSentence = (path: string): string =>
  `The data directory ${path} cannot be used: there is a file in its place. Move the file away, or set another DATA_DIR.`;

const damagedSentence = (path: string): string =>
  `The database ${join(path, FILE)} is damaged. Restore it from a backup; to begin with an empty one, move it away.`;
