import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { FILE } from '../../src/store/opening/left-database.ts';
import { openStore } from '../../src/store/opening/open.ts';
import { systemClock } from '../store/crash/child-clock.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';
import { emptyDirectory } from './bot-process.ts';
import { type CommandEnded, runCommand } from './command-line.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
  return () => sandbox.close();
});

const inDirectory = (directory: string, ...args: readonly string[]): Promise<CommandEnded> =>
  runCommand('ops/backup-main.js', { DATA_DIR: directory, SLACK_COMMAND: '/ecs-prod' }, args);

/** A backup of the running bot after one more request. */
async function backup(): Promise<{ readonly file: string; readonly requestId: string; readonly ended: CommandEnded }> {
  const request = await ask(sandbox);
  await toRunning(sandbox, request);
  const file = join(emptyDirectory(), 'backup.db');
  return { file, requestId: request.requestId(), ended: await inDirectory(sandbox.dataDir, 'backup', file) };
}

test('a running bot is backed up without being disturbed; what is restored starts frozen', async () => {
  const { file, requestId, ended } = await backup();
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const hash = /ends with event \d+, hash ([0-9a-f]{64})/u.exec(ended.stdout)?.[1];
  expect(hash).toBeDefined();
  expect(statSync(file).mode & 0o077).toBe(0);
  await toRunning(sandbox, await ask(sandbox));
  expect(await inDirectory(sandbox.dataDir, 'backup', file)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is there already\. Give the backup another name\.\n$/u),
  });

  const directory = join(emptyDirectory(), 'new', 'data');
  const restored = await inDirectory(directory, 'restore', file);
  expect(restored).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`hash ${hash}`) });
  expect(restored.stdout).toContain('says /ecs-prod unfreeze.');
  expect(readdirSync(directory).filter((name) => !name.startsWith(FILE))).toEqual([]);
  expect(statSync(join(directory, FILE)).mode & 0o077).toBe(0);
  const store = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: systemClock });
  if (!store.ok) throw new Error(store.error);
  try {
    expect(await store.value.freeze()).toMatchObject({ cause: 'storeBehind', by: 'bot', until: null });
    expect((await store.value.instancesOf(requestId)).map(({ outcome }) => outcome)).toEqual(['reached']);
  } finally {
    await store.value.close();
  }
  expect(await inDirectory(directory, 'restore', file)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^There is a database .* already\. Stop the bot and move it away first\.\n$/u),
  });
  const audit = await runCommand('ops/audit-main.js', { DATA_DIR: directory }, ['verify', '--includes', hash ?? '']);
  expect(audit).toMatchObject({ code: 0, stdout: expect.stringMatching(/unbroken/u) });
});

test.each<[string, (file: string) => void, RegExp]>([
  ['cut off', (file) => truncateSync(file, statSync(file).size - 8192), /damaged|cannot be read/u],
  [
    'overwritten',
    (file) => writeFileSync(file, readFileSync(file).fill(7, 40_000, 60_000)),
    /damaged|cannot be read|broken/u,
  ],
  ['another file', (file) => writeFileSync(file, 'no database'), /cannot be read|no backup/u],
  ['empty', (file) => writeFileSync(file, ''), /is no backup of ecs-chatops/u],
])('a backup that is %s is refused, and nothing is left in the data directory', async (_, damage, sentence) => {
  const { file } = await backup();
  damage(file);
  const directory = emptyDirectory();
  const ended = await inDirectory(directory, 'restore', file);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toMatch(sentence);
  expect(ended.stderr).toContain(file);
  expect(readdirSync(directory)).toEqual([]);
});

test('what cannot be done is said, and nothing is made', async () => {
  const directory = emptyDirectory();
  const nothing = await inDirectory(directory, 'backup', join(directory, 'backup.db'));
  expect(nothing).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no database .* Set DATA_DIR/u) });
  const missing = await inDirectory(directory, 'restore', join(directory, 'backup.db'));
  expect(missing).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The backup .* cannot be read: there is no such file/u),
  });
  const misused = await inDirectory(directory, 'backup');
  expect(misused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage: /u) });
  const environment = { DATABASE_URL: 'postgres://bot:hunter22hunter@127.0.0.1:1/db' };
  const postgres = await runCommand('ops/backup-main.js', environment, ['backup', join(directory, 'backup.db')]);
  expect(postgres).toMatchObject({ code: 1, stderr: expect.stringMatching(/pg_dump/u) });
  expect(existsSync(join(directory, 'backup.db'))).toBe(false);
});
