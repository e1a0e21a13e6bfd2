import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** How the database was when it was closed in good order. */
const markOf = (file: string): string => {
  const { size, mtimeMs } = statSync(file);
  return JSON.stringify({ size, mtimeMs });
};

const markFile = (file: string): string => `${file}-closed`;

/** Once nothing has the file open any more. Without a mark the next start checks the whole file: that is never wrong. */
export function markCleanEnd(file: string): void {
  try {
    // Empty once all of it is in the file itself; it may be there for a moment longer.
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    if ((log?.size ?? 0) === 0) writeFileSync(markFile(file), markOf(file), { mode: 0o600 });
  } catch {
    // A full disk, perhaps.
  }
}

/** Whether the file is as it was closed in good order, and nobody has touched it since. The mark is taken away: it holds for once. */
export function takeCleanEnd(file: string): boolean {
  try {
    return readFileSync(markFile(file), 'utf8') === markOf(file);
  } catch {
    return false;
  } finally {
    rmSync(markFile(file), { force: true });
  }
}
