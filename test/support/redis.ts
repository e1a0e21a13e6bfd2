import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended } from './postgres.ts';
import { freePort, until } from './wait.ts';

export interface TestRedis {
  /** `redis://127.0.0.1:…` */
  readonly url: string;
  /** Ends it and starts it again on the same port, empty. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the caller's own, started from Debian's package on a free loopback port. It keeps nothing. */
export async function startRedis(): Promise<TestRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-redis-'));
  const port = await freePort();
  let server = await launch(port, directory);
  const killWithUs = () => server.kill('SIGKILL');
  process.once('exit', killWithUs);
  return {
    url: `redis://127.0.0.1:${port}`,
    async restart() {
      await ended(server, 'SIGTERM');
      server = await launch(port, directory);
    },
    async stop() {
      process.removeListener('exit', killWithUs);
      await ended(server, 'SIGTERM');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, directory: string): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  let failure: Error | null = null;
  server.on('error', (error) => {
    failure = error;
  });
  await until('Redis answers', async () => {
    if (failure !== null) throw new Error('No redis-server found. Install Debian’s `redis-server`.');
    return await answersPing(port);
  });
  return server;
}

const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
