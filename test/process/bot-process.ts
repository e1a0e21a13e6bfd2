import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { freePort } from '../../src/sandbox/bot.ts';
import { BUILT_BOT, type TestSandbox } from '../support/sandbox.ts';

type Environment = Readonly<Record<string, string>>;

/** What another bot has to be told to work against the clouds of this sandbox, with a data directory of its own. */
export function environmentIn({ slack, ecs, page }: TestSandbox): Record<string, string> {
  return {
    SLACK_MODE: 'socket',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: `${page}/api/`,
    HOST: '127.0.0.1',
    ALIBABA_CLOUD_ACCESS_KEY_ID: ecs.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: ecs.accessKeySecret,
    ECS_ENDPOINT: ecs.url,
    HEALTH_PORT: 'off',
    DATA_DIR: emptyDirectory(),
  };
}

/** Removed at the end of the test. */
export function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-process-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built bot, with nothing of this process' environment, until it ends. A test that fails ends it. */
export function runBot(environment: Environment, entry = BUILT_BOT): Promise<Ended> {
  const child = spawn(process.execPath, [entry], {
    cwd: emptyDirectory(), // where there is no .env
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

/** Starts the built bot, with nothing of this process' environment, to be watched and stopped by the test. Its end ends it. */
export async function launchBot(environment: Environment, entry = BUILT_BOT) {
  const port = await freePort();
  const child = spawn(process.execPath, [entry], {
    cwd: emptyDirectory(),
    env: { PATH: process.env.PATH ?? '', ...environment, HEALTH_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'close');
  const readiness = async (): Promise<Record<string, unknown>> => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    return answer === null ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  const livez = async () => (await fetch(`http://127.0.0.1:${port}/livez`)).status;
  const ready = () => vi.waitUntil(async () => (await readiness()).ready === true, { timeout: 60_000, interval: 20 });
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await ended)[0];
  };
  return { readiness, livez, ready, stop, ended, said: () => said };
}
