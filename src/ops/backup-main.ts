import { readStoreConfig } from '../config.ts';
import { fail, type Result } from '../core/base/result.ts';
import type { ChainEnd } from '../core/request/hash-chain.ts';
import { backUp } from '../store/backup/backup.ts';
import { restore } from '../store/backup/restore.ts';
import { freezeRestored } from '../usecases/freeze/freeze-restored.ts';
import { loadEnvironment, OF_STORE } from './environment.ts';
import { forTerminal, leave } from './for-terminal.ts';
import { makeLog } from './log.ts';
import { systemClock } from './system.ts';

const USAGE = `Usage: npm run --silent backup -- FILE
       npm run --silent restore -- FILE

backup   writes the embedded store in DATA_DIR to FILE, also while the bot runs, and reads it back
restore  puts a backup into DATA_DIR, which must hold no database; the bot then starts frozen
`;
const POSTGRES =
  'DATABASE_URL is set: back PostgreSQL up and restore it with its own tools, such as pg_dump --format=custom and pg_restore.';
const TROUBLE = 1;
const MISUSED = 2;

async function main(): Promise<void> {
  const [act, file, ...more] = process.argv.slice(2);
  if ((act !== 'backup' && act !== 'restore') || file === undefined || file === '' || more.length > 0)
    return leave(USAGE, MISUSED);
  const done = await run(act, file);
  if (!done.ok) return leave(`${done.error}\n`, TROUBLE);
  process.stdout.write(forTerminal(sentences(act, file, done.value)));
}

async function run(act: 'backup' | 'restore', file: string): Promise<Result<ChainEnd, string>> {
  const environment = loadEnvironment(OF_STORE);
  if (!environment.ok) return fail(environment.error.join('\n'));
  const config = readStoreConfig(environment.value);
  if (!config.ok) return fail(config.error.join('\n'));
  if (config.value.kind !== 'embedded') return fail(POSTGRES);
  const { directory } = config.value;
  const deps = { clock: systemClock, log: makeLog('warn', process.stderr) };
  return act === 'backup'
    ? backUp(directory, file)
    : restore(file, directory, deps, (store) => freezeRestored({ store, clock: systemClock }));
}

function sentences(act: 'backup' | 'restore', file: string, { seq, hash }: ChainEnd): string {
  const trail = `Its audit trail is unbroken and ends with event ${seq}, hash ${hash}.\n`;
  return act === 'backup'
    ? `Backed up to ${file}. ${trail}Keep it on another machine.\n`
    : `Restored ${file}. ${trail}Start the bot: it creates, starts and renews nothing until an admin has compared /ecs list all tag:ecs-chatops:request with /ecs list and says /ecs unfreeze.\n`;
}

await main();
