import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Script {
  /** Starts it in a process of its own with these arguments; what it prints is read line by line. */
  start(args: readonly string[]): Child;
  /** Removes what was built. */
  remove(): void;
}

export interface Child {
  readonly process: ChildProcess;
  /** The lines printed so far; a line that was cut off by a kill is not one. */
  lines(): readonly string[];
  /** Resolves when it has ended and everything it printed has been read. */
  readonly ended: Promise<void>;
}

/** Makes a TypeScript file runnable by plain Node, so that a test can kill a real process. */
export async function buildScript(entry: URL): Promise<Script> {
  // Within node_modules, so that packages are found from there.
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'ecs-chatops-'));
  const input = fileURLToPath(entry);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      ssr: input,
      target: 'node20',
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'script.mjs' } },
    },
  });
  const name = basename(input);
  return {
    start: (args) => run(join(outDir, 'script.mjs'), name, args),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}

function run(path: string, name: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [`--title=${name}`, path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = once(child, 'close').then(() => {
    process.removeListener('exit', killWithUs);
  });
  return { process: child, lines: () => output.split('\n').slice(0, -1), ended };
}
