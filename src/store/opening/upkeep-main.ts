import type { Kysely } from 'kysely';
import { codeOf } from '../store-trouble.ts';
import { migrate, UnknownSchema } from './migrate.ts';
import { isSound, openSqlite, openSqliteToRead } from './sqlite.ts';
import type { UpkeepAnswer } from './upkeep.ts';

/** Checks or migrates a database in a process of its own, see `upkeep.ts`. Arguments: the task and the file. */
const [task = '', file = ''] = process.argv.slice(2);

// Terminals and supervisors signal the whole process group; only the parent may end this process.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {});

async function work(): Promise<UpkeepAnswer> {
  try {
    const db = task === 'check' ? await openSqliteToRead(file) : await openSqlite(file);
    if (task === 'check') return { kind: (await isSound(db)) ? 'done' : 'damaged' };
    await migrate(db as Kysely<unknown>, 'sqlite');
    return { kind: 'done' };
  } catch (error) {
    return error instanceof UnknownSchema ? { kind: 'unknown', is: error.is } : { kind: 'failed', code: codeOf(error) };
  }
}

process.send?.(await work(), () => process.exit(0));
