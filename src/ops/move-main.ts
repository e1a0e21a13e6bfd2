import { parseArgs } from 'node:util';
import { readStoreConfig } from '../config.ts';
import { fail, type Result } from '../core/base/result.ts';
import { hideAlways, secretsIn } from '../ecs/credentials/secrets.ts';
import { type Moved, moveStore } from '../store/move/move-store.ts';
import { loadEnvironment, OF_STORE } from './environment.ts';
import { forTerminal, leave } from './for-terminal.ts';
import { makeLog } from './log.ts';
import { systemClock } from './system.ts';

const USAGE = `Usage: npm run --silent move
       npm run --silent move -- --to postgres://user@host:5432/database

Carries the embedded store in DATA_DIR over to the empty PostgreSQL database of DATABASE_URL or DATABASE_URL_FILE. Stop the bot first.
--to names another database; others on this machine can read a password in it.
`;
const TROUBLE = 1;
const MISUSED = 2;

async function main(): Promise<void> {
  const to = readTarget(process.argv.slice(2));
  if (to === undefined) return leave(USAGE, MISUSED);
  const moved = await run(to);
  if (!moved.ok) return leave(`${moved.error}\n`, TROUBLE);
  process.stdout.write(forTerminal(sentences(moved.value)));
}

/** Null if the environment names the database; undefined for wrong arguments. */
function readTarget(args: readonly string[]): string | null | undefined {
  try {
    return parseArgs({ args: [...args], options: { to: { type: 'string' } } }).values.to ?? null;
  } catch {
    return undefined;
  }
}

async function run(typed: string | null): Promise<Result<Moved, string>> {
  hideAlways(secretsIn({ DATABASE_URL: typed ?? undefined }));
  const environment = loadEnvironment(typed === null ? OF_STORE : []);
  if (!environment.ok) return fail(environment.error.join('\n'));
  const named = readStoreConfig({ DATABASE_URL: typed ?? environment.value.DATABASE_URL });
  if (!named.ok) return fail(named.error.join('\n'));
  if (named.value.kind !== 'postgres')
    return fail('No database to move to. Set DATABASE_URL or DATABASE_URL_FILE, and run npm run move again.');
  // The operator may have set the new database already.
  const from = readStoreConfig({ ...environment.value, DATABASE_URL: undefined });
  if (!from.ok) return fail(from.error.join('\n'));
  if (from.value.kind !== 'embedded') return fail('There is no embedded store to move.');
  return moveStore(from.value.directory, named.value.url, { clock: systemClock, log: makeLog('warn', process.stderr) });
}

function sentences({ counts, end, kept }: Moved): string {
  const { requests, instances, events, archived_requests, archived_events } = counts;
  return [
    `Moved requests: ${requests + archived_requests}; instances that are not archived: ${instances}; events: ${events + archived_events}.`,
    `The audit trail is unbroken and ends with event ${end.seq}, hash ${end.hash}.`,
    kept === null
      ? 'The old database could not be renamed: move it away, so that no bot works on with it.'
      : `The old database is kept as ${kept}. No bot may work on with it.`,
    'Start the bot with this DATABASE_URL or DATABASE_URL_FILE.\n',
  ].join('\n');
}

await main();
