import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { BUILT_BOT, openSandbox, type TestSandbox, testSandbox } from '../support/sandbox.ts';
import { emptyDirectory, environmentIn, runBot } from './bot-process.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

/** A small file system of its own; the test is left out where this user may not mount one. */
function smallDisk(options: string, { skip }: Pick<TestContext, 'skip'>): string {
  // Short, as a long random path looks like a secret and is hidden in what is said.
  const directory = mkdtempSync('/tmp/d-');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    skip('no file system can be mounted here');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', directory]));
  return directory;
}

/** Until not one more byte goes in. */
function fill(directory: string): void {
  try {
    for (let n = 0; ; n += 1) writeFileSync(join(directory, `filler-${n}`), Buffer.alloc(1_000));
  } catch {
    // It is full.
  }
}

test.for([
  ['full from the beginning', 'size=64k', true],
  ['too small for the first schema', 'size=256k', false],
  ['out of inodes', 'size=1m,nr_inodes=2', false],
] as const)('a bot whose disk is %s says so and ends with 1', async ([, options, filled], context) => {
  const directory = smallDisk(options, context);
  if (filled) fill(directory);
  const { code, stderr } = await runBot({ ...environmentIn(sandbox), DATA_DIR: directory });
  expect(code, stderr).toBe(1);
  expect(stderr).toContain(directory);
  expect(stderr).toMatch(/the disk is full: [\d.]+ MB of [\d.]+ MB are free|takes no more files/);
});

test('a bot whose file system is read-only says so and ends with 1', async (context) => {
  const directory = smallDisk('size=1m', context);
  execFileSync('mount', ['-o', 'remount,ro', directory]);
  const { code, stderr } = await runBot({ ...environmentIn(sandbox), DATA_DIR: directory });
  expect(code, stderr).toBe(1);
  expect(stderr).toContain(`the file system of ${directory} is read-only`);
});

test('a disk that fills up while the bot runs makes it unready and is named; with room it goes on', async (context) => {
  const disk = smallDisk('size=16m', context);
  const dataDir = join(disk, 'data');
  const { bot, ecs } = await testSandbox({ dataDir });
  const readiness = async () => (await fetch(`${bot.healthUrl}/readyz`)).json() as Promise<Record<string, unknown>>;
  fill(disk);
  await vi.waitUntil(async () => (await readiness()).store === 'unavailable', { timeout: 20_000 });
  expect(await readiness()).toMatchObject({
    ready: false,
    storeTrouble: expect.stringMatching(/the disk is full: 0\.0 MB of 16\.8 MB are free for .+\(SQLITE_/),
  });
  expect(ecs.state().calls.CreateInstance ?? 0).toBe(0);
  for (const name of readdirSync(disk)) if (name.startsWith('filler-')) rmSync(join(disk, name));
  await vi.waitUntil(async () => (await readiness()).ready === true, { timeout: 20_000 });
});

test('a log that nobody can write down does not keep the bot from its work', async () => {
  const child = spawn(process.execPath, [BUILT_BOT], {
    cwd: emptyDirectory(),
    env: { PATH: process.env.PATH ?? '', ...environmentIn(sandbox), LOG_LEVEL: 'debug', HEALTH_PORT: '0' },
    stdio: ['ignore', openSync('/dev/full', 'w'), 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const opened = () => sandbox.slack.state().calls['apps.connections.open'] ?? 0;
  const before = opened();
  await vi.waitUntil(() => opened() > before, { timeout: 20_000 });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
