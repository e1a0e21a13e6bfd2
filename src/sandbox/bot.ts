import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** The bot as a separate process, so that it can really be killed while the clouds live on. */
export interface BotProcess {
  readonly state: () => 'running' | 'stopped' | 'starting';
  /** Resolves when its health endpoint reports ready; rejects with its last lines if it ends before. */
  start(): Promise<void>;
  /** SIGTERM; resolves with the exit code when the process is gone. */
  stop(): Promise<number | null>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  readonly healthUrl: string;
  /** Of the running process; null if there is none. */
  pid(): number | null;
}

export interface BotOptions {
  /** The program: the bot's own entry, or its baseline's. */
  readonly entry: string;
  /** The bot's whole environment: of this process's own, only PATH reaches it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly healthPort: number;
  /** Gets each line the bot logs. */
  readonly onLine: (line: string) => void;
  readonly onChange: () => void;
}

const READY_WITHIN_MS = 30_000;

/**
 * Runs in the bot before its entry, which knows nothing of a parent. When this process is killed, the bot's standard input
 * closes, and nobody else could end the bot. Forks of the bot run it too, but have a channel to the bot instead.
 */
const DIES_WITH_ITS_PARENT = `data:text/javascript,${encodeURIComponent(
  "if (!process.send) process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();",
)}`;

export function makeBotProcess(options: BotOptions): BotProcess {
  const healthUrl = `http://127.0.0.1:${options.healthPort}`;
  let child: ChildProcess | null = null;
  let starting: Promise<void> = Promise.resolve();
  let ready = false;
  let lastWords: string[] = [];

  /** Callers during a start wait for the same start. */
  function start(): Promise<void> {
    if (child === null) starting = restartChild();
    return starting;
  }

  async function restartChild(): Promise<void> {
    lastWords = [];
    const started = launch();
    child = started;
    options.onChange();
    const gone = new Promise<never>((_, reject) =>
      started.once('exit', () => reject(new Error(`The bot ended before it was ready:\n${lastWords.join('\n')}`))),
    );
    gone.catch(() => {}); // only matters while `start` still waits
    await Promise.race([untilReady(started), gone]);
    ready = true;
    options.onChange();
  }

  function launch(): ChildProcess {
    const started = spawn(process.execPath, ['--import', DIES_WITH_ITS_PARENT, options.entry], {
      env: { PATH: process.env.PATH ?? '', ...options.environment, HEALTH_PORT: String(options.healthPort) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [started.stdout, started.stderr]) readLines(stream, heard);
    started.once('exit', () => {
      child = null;
      ready = false;
      options.onChange();
    });
    return started;
  }

  function heard(line: string): void {
    lastWords = [...lastWords, line].slice(-20);
    options.onLine(line);
  }

  async function untilReady(started: ChildProcess): Promise<void> {
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    while (child === started && Date.now() < giveUpAt) {
      const answer = await fetch(`${healthUrl}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`The bot did not become ready within ${READY_WITHIN_MS} ms:\n${lastWords.join('\n')}`);
  }

  function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const running = child;
    if (running === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      running.once('exit', (code) => resolve(code));
      running.kill(signal);
    });
  }

  return {
    state: () => (child === null ? 'stopped' : ready ? 'running' : 'starting'),
    start,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    healthUrl,
    pid: () => child?.pid ?? null,
  };
}

function readLines(stream: NodeJS.ReadableStream | null, heard: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) heard(line);
  });
}

/** A port on which nobody listens at this moment, for a child that must be told its port beforehand. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
