import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readStoreConfig } from '../config.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { explainFileError } from '../store/file-trouble.ts';
import { openTrail, type Trail } from '../store/trail.ts';
import { type Extent, exportTrail, verifyLines, verifyTrail } from './audit.ts';
import { loadEnvironment, OF_STORE } from './environment.ts';
import { leave } from './for-terminal.ts';

const USAGE = `Usage: npm run --silent audit -- export [--json | FILE]
       npm run --silent audit -- verify [FILE] [--includes HASH]

export  writes every event of the audit trail as a JSON line, to FILE or to standard output
verify  finds the first event that was changed, removed or moved, in the store or in an exported FILE
        --includes  a hash that was noted earlier: without it nobody can tell that an exported file lacks its last
                    lines, or that somebody who may write the database has written the whole trail anew
`;
const TROUBLE = 1;
const MISUSED = 2;

/** The parsed arguments; null if they are wrong. */
interface Asked {
  readonly act: 'export' | 'verify';
  readonly file: string | null;
  readonly includes: string | null;
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === null) return leave(USAGE, MISUSED);
  const answer = await run(asked);
  if (!answer.ok) return leave(`${answer.error}\n`, TROUBLE);
  // An export may go to standard output, so its summary goes to the error output.
  const { act } = asked;
  (act === 'export' ? process.stderr : process.stdout).write(`${endSentence(act, answer.value)}\n`);
}

function readArguments(args: readonly string[]): Asked | null {
  try {
    const options = { json: { type: 'boolean' }, includes: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [act, file = null, ...more] = positionals;
    if ((act !== 'export' && act !== 'verify') || more.length > 0) return null;
    if (act === 'export' ? values.includes !== undefined : values.json !== undefined) return null;
    return { act, file, includes: values.includes?.toLowerCase() ?? null };
  } catch {
    return null;
  }
}

async function run({ act, file, includes }: Asked): Promise<Result<Extent | null, string>> {
  if (act === 'verify' && file !== null) return withFile(file, () => verifyFile(file, includes));
  const environment = loadEnvironment(OF_STORE);
  if (!environment.ok) return fail(environment.error.join('\n'));
  const config = readStoreConfig(environment.value);
  if (!config.ok) return fail(config.error.join('\n'));
  const opened = await openTrail(config.value);
  if (!opened.ok) return opened;
  const trail = opened.value;
  try {
    if (act === 'verify') return await verifyTrail(trail, includes);
    return file === null
      ? ok(await exportTrail(trail, toStandardOutput))
      : await withFile(file, () => exportToFile(trail, file));
  } catch (error) {
    return fail((error as Error).message);
  } finally {
    await trail.close();
  }
}

const verifyFile = (file: string, includes: string | null): Promise<Result<Extent, string>> =>
  verifyLines(createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }), includes);

/**
 * Written under another name until it is complete and on the disk, because the archive may be emptied after it. Only its owner can
 * read it, because it tells who did what.
 *
 * @param file must not exist yet: an earlier export may hold what the archive no longer does
 */
async function exportToFile(trail: Trail, file: string): Promise<Result<Extent | null, string>> {
  if (existsSync(file)) return fail(`${file} is there already. Give the export another name.`);
  const part = `${file}.part`;
  await rm(part, { force: true });
  const stream = await open(part, 'wx', 0o600);
  try {
    const end = await exportTrail(trail, (text) => stream.writeFile(text));
    await stream.sync();
    await rename(part, file);
    return ok(end);
  } finally {
    await stream.close();
    await rm(part, { force: true });
  }
}

async function withFile<T>(file: string, use: () => Promise<Result<T, string>>): Promise<Result<T, string>> {
  try {
    return await use();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(code === undefined ? message : `The file ${file} cannot be used: ${explainFileError(file, error)}`);
  }
}

const toStandardOutput = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

function endSentence(act: 'export' | 'verify', extent: Extent | null): string {
  if (extent === null || extent.seq === 0) return 'The audit trail is empty.';
  const { begin, seq, hash } = extent;
  const count = seq - begin + 1;
  const events = count === 1 ? '1 event' : `${count} events`;
  const taken = begin === 1 ? '' : ` It begins with event ${begin}: those before were taken away with the archive.`;
  const note = `The last one has the hash ${hash}. Keep it elsewhere: see verify --includes.`;
  const what = act === 'export' ? `Exported ${events}.` : `The audit trail is unbroken: ${events}.`;
  return `${what}${taken} ${note}`;
}

// The reader may have seen enough, like `head`.
process.stdout.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(0);
  process.stderr.write(`The trail could not be written to standard output (${code}). What was written is not whole.\n`);
  process.exit(TROUBLE);
});
await main();
