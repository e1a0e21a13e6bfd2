import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/**
 * Puts a file in place as a whole: after an interruption there is the old file or the new one, and nothing else.
 *
 * @param mode for its owner alone when left out
 */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.${process.pid}.new`;
  try {
    // `wx`: never through a link that somebody has put there.
    const file = openSync(beside, 'wx', mode);
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
