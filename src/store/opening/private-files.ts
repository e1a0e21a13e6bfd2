import { chmodSync, existsSync, statSync } from 'node:fs';

/** What belongs to the group or to everybody. */
const OTHERS = 0o077;

/**
 * Takes everybody else's rights to files or directories away: they hold who asked for what, and what it cost. Answers those for
 * which that was not possible, and those that were open until now.
 */
export function keepPrivate(paths: readonly string[]): {
  readonly closed: readonly string[];
  readonly open: readonly string[];
} {
  const closed: string[] = [];
  const open: string[] = [];
  for (const path of paths) {
    if (!isOpenToOthers(path)) continue;
    try {
      chmodSync(path, statSync(path).mode & ~OTHERS);
    } catch {
      // Told below: it belongs to somebody else, or its file system knows no such rights.
    }
    (isOpenToOthers(path) ? open : closed).push(path);
  }
  return { closed, open };
}

/** Whether somebody but the owner may do anything with it; false where it is not there. Windows knows no such rights. */
export const isOpenToOthers = (path: string): boolean =>
  process.platform !== 'win32' && existsSync(path) && (statSync(path).mode & OTHERS) !== 0;
