import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { ChainEnd } from '../../core/request/hash-chain.ts';
import { checkChain } from '../../core/request/hash-chain-check.ts';
import { explainFileError } from '../file-trouble.ts';
import { FILE } from '../opening/left-database.ts';
import { copySqlite, isSound, openSqliteToRead } from '../opening/sqlite.ts';
import { isTrail, readTrail } from '../trail.ts';

/**
 * Writes the embedded store as of one moment to a file, while the bot keeps working, and checks the copy before it counts.
 * The error is a sentence for a person.
 *
 * @param directory `DATA_DIR`
 * @param file must not exist yet; only its owner can read it, because it records who did what
 */
export async function backUp(directory: string, file: string): Promise<Result<ChainEnd, string>> {
  const source = join(resolve(directory), FILE);
  if (!existsSync(source)) return fail(`There is no database ${source}. Set DATA_DIR as for the bot.`);
  if (existsSync(file)) return fail(`${file} is there already. Give the backup another name.`);
  const part = `${file}.part`;
  let isBegun = false;
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    isBegun = true;
    await copySqlite(source, part);
    const checked = await checkCopy(part);
    if (!checked.ok) return checked;
    flush(part);
    renameSync(part, file);
    return checked;
  } catch (error) {
    return fail(`The backup could not be written to ${file}: ${explainFileError(file, error)}`);
  } finally {
    if (isBegun) rmSync(part, { force: true });
  }
}

/** The end of the audit trail in a copy, or a sentence about what is wrong with the copy. Does not change the copy. */
export async function checkCopy(file: string): Promise<Result<ChainEnd, string>> {
  const db = await openSqliteToRead(file);
  try {
    if (!(await isTrail(db))) return fail(`${file} is no backup of ecs-chatops.`);
    if (!(await isSound(db))) return fail(`${file} is damaged. Use another backup.`);
    const check = checkChain();
    const end = await readTrail(db, async (events) => {
      for (const event of events) check.next(event, event.seq);
    });
    if (end === null || check.finish(end) !== null)
      return fail(`The audit trail in ${file} is broken: it was changed, or is not whole. Use another backup.`);
    return ok(end);
  } catch (error) {
    return fail(`${file} cannot be read: ${explainFileError(file, error)}`);
  } finally {
    await db.destroy();
  }
}

function flush(file: string): void {
  const open = openSync(file, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
