import { closeSync, fsyncSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../store-trouble.ts';

const PROBE_BYTES = 64 * 1024;
const KEPT_MS = 5_000;
/** The least that a new database, its log and its index need. */
const WANTED = '64 MB';

/** Disk problems, whatever code the database gives them. */
type DiskTrouble = 'full' | 'quota' | 'files' | 'readOnly' | 'broken';

/**
 * Half a sentence about the disk under a directory, if the disk caused the error; else null. On a full disk SQLite
 * sometimes only says that a write failed, so this asks the operating system by writing a little.
 */
export function diskSentence(directory: string, error: unknown, probe: Probe = refusalOf): string | null {
  const code = codeOf(error);
  if (code !== null && !/^(SQLITE_(FULL|IOERR|READONLY|CANTOPEN|PERM)|ENOSPC|EDQUOT|EROFS|EIO)/.test(code)) return null;
  const trouble = troubleOf(probe(directory), directory) ?? troubleOf(code, directory);
  if (trouble === null) return null;
  return `${SENTENCES[trouble](directory, roomLeft(directory))}${code === null ? '' : ` (${code})`}`;
}

type Probe = (directory: string) => string | null;

/** The same for one directory and repeated failures. Probing blocks the whole process, so its result is kept for a while. */
export function makeDiskTrouble(
  directory: string,
  probe: Probe = refusalOf,
  now: () => number = () => performance.now(),
): (error: unknown) => string | null {
  let kept: { readonly at: number; readonly refusal: string | null } | null = null;
  const lately: Probe = () => {
    if (kept === null || now() - kept.at >= KEPT_MS) kept = { at: now(), refusal: probe(directory) };
    return kept.refusal;
  };
  return (error) => diskSentence(directory, error, lately);
}

const SENTENCES: Readonly<Record<DiskTrouble, (directory: string, room: string) => string>> = {
  full: (directory, room) =>
    `the disk is full: ${room} free for ${directory}. Free at least ${WANTED} there, or give it a larger disk.`,
  quota: (directory) =>
    `the disk quota of this process's user is used up in ${directory}. Raise the quota, or free at least ${WANTED} there.`,
  files: (directory) =>
    `the disk of ${directory} takes no more files (no inodes left). Remove files that are not needed there.`,
  readOnly: (directory) => `the file system of ${directory} is read-only. Mount it for writing, and check the disk.`,
  broken: (directory) => `the disk of ${directory} answers with errors. Check the disk.`,
};

function troubleOf(code: string | null, directory: string): DiskTrouble | null {
  switch (code) {
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return hasNoInodes(directory) ? 'files' : 'full';
    case 'EDQUOT':
      return 'quota';
    case 'EROFS':
      return 'readOnly';
    case 'EIO':
      return 'broken';
    default:
      return null;
  }
}

/** The error code of a test write; null if it succeeds. */
function refusalOf(directory: string): string | null {
  const path = join(directory, `.room-${process.pid}`);
  try {
    const file = openSync(path, 'w', 0o600);
    try {
      // Write all of it: a disk with a little space left writes a part without an error.
      for (let left = PROBE_BYTES; left > 0; ) left -= writeSync(file, Buffer.alloc(left));
      fsyncSync(file);
    } finally {
      closeSync(file);
      unlinkSync(path);
    }
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

const hasNoInodes = (directory: string): boolean => {
  const disk = look(directory);
  return disk !== null && disk.files > 0 && disk.ffree === 0;
};

function roomLeft(directory: string): string {
  const disk = look(directory);
  if (disk === null) return 'too little is';
  const mb = (blocks: number | bigint) => `${((Number(blocks) * Number(disk.bsize)) / 1_000_000).toFixed(1)} MB`;
  return `${mb(disk.bavail)} of ${mb(disk.blocks)} are`;
}

/** The directory itself; if it cannot be made, its nearest existing parent. */
function look(directory: string): ReturnType<typeof statfsSync> | null {
  try {
    return statfsSync(directory);
  } catch {
    const above = join(directory, '..');
    return above === directory ? null : look(above);
  }
}
