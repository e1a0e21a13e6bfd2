import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Describes the file as it was at a clean close. */
const markOf = (file: string): string => {
  const { size, mtimeMs } = statSync(file);
  return JSON.stringify({ size, mtimeMs });
};

const markFile = (file: string): string => `${file}-closed`;

/** Call when nothing has the file open any more. Without a mark the next start checks the whole file, which is always safe. */
export function markCleanEnd(file: string): void {
  try {
    // The log is empty once everything is in the main file. The log file itself may exist a moment longer.
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    if ((log?.size ?? 0) === 0) writeFileSync(markFile(file), markOf(file), { mode: 0o600 });
  } catch {
    // A full disk, perhaps.
  }
}

/** Whether the file is unchanged since a clean close. Removes the mark, which is valid once. */
export function takeCleanEnd(file: string): boolean {
  try {
    return readFileSync(markFile(file), 'utf8') === markOf(file);
  } catch {
    return false;
  } finally {
    rmSync(markFile(file), { force: true });
  }
}
