import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../dist/sandbox/main.js', import.meta.url));
const READY_WITHIN_MS = 60_000;

/** What `SANDBOX READY` tells. */
export interface Ready {
  readonly page: string;
  readonly users: readonly { readonly id: string; readonly name: string; readonly role: string }[];
}

/** `npm run sandbox` as a person starts it, without the build that comes before. */
export async function startCli(args: readonly string[]): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [ENTRY, '--port', '0', '--ecs-port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  try {
    return { ready: await readyLine(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readyLine(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let output = '';
    const giveUp = (why: string) => reject(new Error(`${why} The sandbox said:\n${output}`));
    const timer = setTimeout(() => giveUp(`It was not ready within ${READY_WITHIN_MS} ms.`), READY_WITHIN_MS);
    child.once('exit', () => giveUp('It ended before it was ready. Was it built (npm run build)?'));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const found = /^SANDBOX READY (.*)$/m.exec(output);
        if (!found?.[1]) return;
        clearTimeout(timer);
        resolve(JSON.parse(found[1]) as Ready);
      });
    }
  });
}
