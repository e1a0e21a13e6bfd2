import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { ChainEnd } from '../../core/request/hash-chain.ts';
import type { StoreDeps } from '../create-store.ts';
import { explainFileError } from '../file-trouble.ts';
import { FILE } from '../opening/left-database.ts';
import { openStore } from '../opening/open.ts';
import type { Store } from '../store.ts';
import { checkCopy } from './backup.ts';

/**
 * Puts a backup into a data directory without a store. The backup is prepared beside its place and moved there at the end,
 * so that no bot starts on half of it. The error is a sentence for a person.
 *
 * @param file written by `backUp`; it is not changed
 * @param directory `DATA_DIR`; made if missing
 * @param prepare writes to the store before a bot may start on it
 */
export async function restore(
  file: string,
  directory: string,
  deps: StoreDeps,
  prepare: (store: Store) => Promise<void>,
): Promise<Result<ChainEnd, string>> {
  const path = resolve(directory);
  const place = join(path, FILE);
  const unreadable = whyUnreadable(file);
  if (unreadable !== null) return fail(unreadable);
  const left = leftBeside(place);
  if (left !== null) return fail(left);
  let beside: string | null = null;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    beside = mkdtempSync(join(path, 'restoring-'));
    const copy = join(beside, FILE);
    copyFileSync(file, copy);
    const checked = await checkCopy(copy);
    if (!checked.ok) return fail(checked.error.replaceAll(copy, file));
    const store = await openStore({ kind: 'embedded', directory: beside }, deps);
    if (!store.ok) return store;
    await prepare(store.value).finally(() => store.value.close());
    // Another bot may have started here meanwhile.
    const late = leftBeside(place);
    if (late !== null) return fail(late);
    renameSync(copy, place);
    return ok(checked.value);
  } catch (error) {
    return fail(`The backup could not be restored to ${path}: ${explainFileError(place, error)}`);
  } finally {
    if (beside !== null) rmSync(beside, { recursive: true, force: true });
  }
}

/** Read a little, because some systems open a folder like a file. */
function whyUnreadable(file: string): string | null {
  try {
    const open = openSync(file, 'r');
    try {
      readSync(open, Buffer.alloc(1));
      return null;
    } finally {
      closeSync(open);
    }
  } catch (error) {
    return `The backup ${file} cannot be read: ${explainFileError(file, error)}`;
  }
}

/** Files that SQLite left beside another database: SQLite would write them into a database restored to this place. */
function leftBeside(place: string): string | null {
  if (existsSync(place)) return `There is a database ${place} already. Stop the bot and move it away first.`;
  const beside = ['-wal', '-shm', '-journal'].map((end) => `${place}${end}`).find((file) => existsSync(file));
  return beside === undefined ? null : `${beside} is left of another database. Move it to where that database is now.`;
}
