import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Puts a file in place as a whole, for its owner alone: whoever interrupts this finds the old file or the new one, and nothing else.
 */
export function writePrivate(path: string, text: string): void {
  const beside = `${path}.${process.pid}.new`;
  try {
    // `wx`: never through a link that somebody has put there.
    const file = openSync(beside, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
