import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, until } from './wait.ts';

export interface TestPostgres {
  /** Its first database; `postgres://…` with a password, on loopback. */
  readonly url: string;
  /** Makes an empty database and returns its url. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of the caller's own: `TEST_DATABASE_URL` where it is set (a server on which databases may be made), else a
 * private cluster in a temporary directory, started from Debian's packages. It keeps nothing: no fsync.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') return withDatabases(given, async (drop) => await drop());
  const bin = findBinaries();
  const user = serverUser();
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-pg-'));
  const password = randomBytes(12).toString('hex');
  writeFileSync(join(directory, 'password'), password);
  if (user.uid !== undefined)
    for (const path of ['.', 'password']) chownSync(join(directory, path), user.uid, user.gid);
  const data = join(directory, 'data');
  const init = ['-D', data, '-U', 'tester', '--pwfile', join(directory, 'password'), '-A', 'scram-sha-256'];
  execFileSync(join(bin, 'initdb'), [...init, '--no-sync', '-E', 'UTF8', '--locale', 'C'], {
    ...user,
    stdio: 'ignore',
  });
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${directory}`,
    'fsync=off',
    'max_connections=200',
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(bin, 'postgres'), args, { ...user, cwd: directory, stdio: 'ignore' });
  const killWithUs = () => server.kill('SIGQUIT');
  process.once('exit', killWithUs);
  const url = `postgres://tester:${password}@127.0.0.1:${port}/postgres`;
  await until('PostgreSQL answers', async () => await answers(url));
  // Its databases go with its directory.
  return withDatabases(url, async () => {
    process.removeListener('exit', killWithUs);
    await ended(server, 'SIGINT');
    rmSync(directory, { recursive: true, force: true });
  });
}

function withDatabases(url: string, stop: (drop: () => Promise<void>) => Promise<void>): TestPostgres {
  const made: string[] = [];
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  return {
    url,
    async database() {
      const name = `test_${randomBytes(6).toString('hex')}`;
      await run(`create database ${name}`);
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    stop: () =>
      stop(async () => {
        for (const name of made) await run(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** Takes everything out of a database, also from under those who forgot to leave: far quicker than to make another. */
export async function emptyDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.query('drop schema public cascade');
  await client.query('create schema public');
  await client.end();
}

function findBinaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const bin = versions.map((version) => join(root, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
  if (bin !== undefined) return bin;
  throw new Error(
    'No PostgreSQL found. Install Debian’s `postgresql`, or set TEST_DATABASE_URL to a server of your own.',
  );
}

/** PostgreSQL refuses to run as root; Debian's package comes with a user for it. */
function serverUser(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
