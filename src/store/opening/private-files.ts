import { chmodSync, existsSync, statSync } from 'node:fs';

/** The permissions of the group and of everybody. */
const OTHERS = 0o077;

/**
 * Removes all other users' permissions from files or directories: these contain who requested what, and its cost. Returns
 * the paths that were open until now (`closed`), and those that could not be closed (`open`).
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
      // Reported below: it belongs to another user, or its file system has no such permissions.
    }
    (isOpenToOthers(path) ? open : closed).push(path);
  }
  return { closed, open };
}

/** Whether anybody but the owner has access; false for a missing path. Windows has no such permissions. */
export const isOpenToOthers = (path: string): boolean =>
  process.platform !== 'win32' && existsSync(path) && (statSync(path).mode & OTHERS) !== 0;
