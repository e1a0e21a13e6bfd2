import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { codeOf } from '../store-trouble.ts';

/** The process that holds a directory, for the error of a second one. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/**
 * Takes a directory for this process alone, until `release` or until the process ends in any way. The lock is the operating
 * system's, on a separate empty SQLite file, so that backups can still read the database. The error is a sentence for a
 * person. Other trouble (a full disk, no permission) is thrown as the database's error.
 */
export async function takeDirectory(directory: string, now: number): Promise<Result<() => void, string>> {
  const { default: Database } = await import('libsql');
  const lock = new Database(join(directory, 'lock.db'));
  try {
    lock.exec('pragma busy_timeout = 0');
    lock.exec('pragma locking_mode = exclusive');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (codeOf(error)?.startsWith('SQLITE_BUSY') !== true) throw error;
    return fail(takenSentence(directory));
  }
  const owner: Owner = { pid: process.pid, host: hostname(), since: new Date(now).toISOString() };
  try {
    writeFileSync(ownerFile(directory), JSON.stringify(owner), { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw error;
  }
  return ok(() => lock.close());
}

const ownerFile = (directory: string): string => join(directory, 'owner.json');

function takenSentence(directory: string): string {
  const owner = readOwner(directory);
  const who = owner === null ? '' : ` (process ${owner.pid} on ${owner.host}, since ${owner.since})`;
  return (
    `The data directory ${directory} is in use by another ecs-chatops${who}. Stop that one first, or give this one ` +
    'another DATA_DIR. To run several at once, set DATABASE_URL to a PostgreSQL database that they share.'
  );
}

/** Null when the owner has not written it yet, or it cannot be read. Only the lock decides; this informs. */
function readOwner(directory: string): Owner | null {
  try {
    const owner: unknown = JSON.parse(readFileSync(ownerFile(directory), 'utf8'));
    if (typeof owner !== 'object' || owner === null) return null;
    if (!('pid' in owner && 'host' in owner && 'since' in owner)) return null;
    return { pid: Number(owner.pid), host: String(owner.host), since: String(owner.since) };
  } catch {
    return null;
  }
}
