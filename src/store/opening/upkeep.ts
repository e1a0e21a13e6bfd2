import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OtherSchema, UnknownSchema } from './migrate.ts';

/** What the other process has found or met. */
export type UpkeepAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'unknown'; readonly is: OtherSchema }
  | { readonly kind: 'failed'; readonly code: string | null };

/** The built program; where only its source is run, the work is done in place. */
const SCRIPT = fileURLToPath(new URL('./upkeep-main.js', import.meta.url));

export const canRunInChildProcess = (): boolean => existsSync(SCRIPT);

/**
 * Checks or migrates a database in a process of its own: either keeps its thread for as long as it takes, and this process has
 * signals and questions about its health to answer. It ends with this process, unless that is killed: then it goes on to its end, and
 * who opens the file meanwhile finds it locked, see `unless-busy.ts`. What it had not committed is undone by the next to open the file.
 * Answers whether the file is sound, and throws the database's error, or {@link ChildProcessEnded}.
 */
export async function runInChildProcess(task: 'check' | 'migrate', file: string): Promise<boolean> {
  const child = fork(SCRIPT, [task, file], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  try {
    const answer = await new Promise<UpkeepAnswer | { readonly kind: 'ended' }>((resolve) => {
      child.once('message', (message) => resolve(message as UpkeepAnswer));
      const ended = () => resolve({ kind: 'ended' });
      child.once('error', ended).once('exit', ended);
    });
    if (answer.kind === 'unknown') throw new UnknownSchema(answer.is);
    if (answer.kind === 'ended') throw new ChildProcessEnded();
    if (answer.kind === 'failed') throw new ChildProcessFailed(answer.code);
    return answer.kind === 'done';
  } finally {
    process.removeListener('exit', end);
  }
}

/** The other process has not answered: it could not be started, or something has ended it, such as the system for want of memory. */
export class ChildProcessEnded extends Error {}

/** The database's error, of which only the code came over. */
class ChildProcessFailed extends Error {
  readonly code: string;
  constructor(code: string | null) {
    super('The other process could not finish its work.');
    this.code = code ?? 'SQLITE_UNKNOWN';
  }
}
