import { parseArgs } from 'node:util';
import { readStoreConfig } from '../config.ts';
import { fail, type Result } from '../core/base/result.ts';
import { hideAlways, secretsIn, withoutSecrets } from '../ecs/credentials/secrets.ts';
import { type Moved, moveStore } from '../store/move/move-store.ts';
import { loadEnvironment } from './environment.ts';
import { makeLog } from './log.ts';
import { systemClock } from './system.ts';

const USAGE = `Usage: npm run --silent move -- --to postgres://user:password@host:5432/database

Carries the embedded store in DATA_DIR over to an empty PostgreSQL database. Stop the bot first.
`;
const TROUBLE = 1;
const MISUSED = 2;

async function main(): Promise<void> {
  const to = readTarget(process.argv.slice(2));
  if (to === null) return leave(USAGE, MISUSED);
  const moved = await run(to);
  if (!moved.ok) return leave(`${moved.error}\n`, TROUBLE);
  process.stdout.write(sentences(moved.value));
}

function readTarget(args: readonly string[]): string | null {
  try {
    return parseArgs({ args: [...args], options: { to: { type: 'string' } } }).values.to ?? null;
  } catch {
    return null;
  }
}

async function run(to: string): Promise<Result<Moved, string>> {
  hideAlways(secretsIn({ DATABASE_URL: to }));
  const environment = loadEnvironment([]);
  if (!environment.ok) return fail(environment.error.join('\n'));
  // The operator may have set where the bot goes on already.
  const from = readStoreConfig({ ...environment.value, DATABASE_URL: undefined });
  if (!from.ok) return fail(from.error.join('\n'));
  if (from.value.kind !== 'embedded') return fail('There is no embedded store to move.');
  return moveStore(from.value.directory, to, { clock: systemClock, log: makeLog('warn', process.stderr) });
}

function sentences({ counts, end, kept }: Moved): string {
  const { requests, instances, events, archived_requests, archived_events } = counts;
  return [
    `Moved requests: ${requests + archived_requests}; instances that are not archived: ${instances}; events: ${events + archived_events}.`,
    `The audit trail is unbroken and ends with event ${end.seq}, hash ${end.hash}.`,
    kept === null
      ? 'The old database could not be renamed: move it away, so that no bot works on with it.'
      : `The old database is kept as ${kept}. No bot may work on with it.`,
    'Set DATABASE_URL for the bot and start it.\n',
  ].join('\n');
}

function leave(sentence: string, exitCode: number): void {
  process.stderr.write(withoutSecrets(sentence));
  process.exitCode = exitCode;
}

await main();
