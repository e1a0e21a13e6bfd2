import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OtherSchema, UnknownSchema } from './migrate.ts';

/** The result of the other process. */
export type UpkeepAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'unknown'; readonly is: OtherSchema }
  | { readonly kind: 'failed'; readonly code: string | null };

/** Only exists in the built program. Without it the work is done in this process. */
const SCRIPT = fileURLToPath(new URL('./upkeep-main.js', import.meta.url));

export const canRunInChildProcess = (): boolean => existsSync(SCRIPT);

/**
 * Checks or migrates a database in a process of its own, since either blocks its thread and this process has to answer
 * signals and health checks. The child ends with this process, unless that is killed. Then the child finishes its work, and
 * others find the file locked meanwhile, see `unless-busy.ts`. The next process to open the file undoes uncommitted work.
 * Returns whether the file is sound. Throws the database's error, or {@link ChildProcessEnded}.
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

/** The other process gave no answer: it could not be started, or was ended, e.g. by the system for lack of memory. */
export class ChildProcessEnded extends Error {}

/** The database's error, of which only the code was transferred. */
class ChildProcessFailed extends Error {
  readonly code: string;
  constructor(code: string | null) {
    super('The other process could not finish its work.');
    this.code = code ?? 'SQLITE_UNKNOWN';
  }
}
