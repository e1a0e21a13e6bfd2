import { execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makePlayer } from '../../src/sandbox/player.ts';
import { testSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';
import { emptyDirectory, environmentIn, launchBot } from './bot-process.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As far as it is read, what `GET /sandbox/state` answers. */
interface Seen {
  readonly slack: {
    readonly views: Readonly<
      Record<string, readonly { readonly id: string; readonly state: { readonly values: object } }[]>
    >;
  };
}

/** A fresh clone: the project's files, with nothing installed or built. */
function clone(): string {
  const directory = emptyDirectory();
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    cpSync(join(ROOT, file), join(directory, file));
  }
  return directory;
}

/** The commands below a heading of a document, without what explains them. */
function commandsUnder(heading: string, document: string): readonly string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [, block = ''] = /```sh\n(.*?)```/su.exec(section) ?? [];
  return block
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/u, ''))
    .filter((line) => line !== '');
}

test('who follows the README in a clone comes to a server that runs', async () => {
  const commands = commandsUnder('Try it in five minutes', 'README.md');
  expect(commands).toEqual(['npm ci && npm run sandbox']);
  const options = ['--port', '0', '--ecs-port', '0', '--time-scale', '20', '--data-dir', emptyDirectory()];
  const child = spawn('sh', ['-c', `${commands[0]} -- ${options.join(' ')}`], {
    cwd: clone(),
    env: { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  onTestFinished(() => void process.kill(-(child.pid ?? 0), 'SIGTERM'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ready = () => /^SANDBOX READY (\{.*\})$/mu.exec(said)?.[1];
  await vi.waitUntil(() => ready() !== undefined || child.exitCode !== null, { timeout: 240_000, interval: 100 });
  expect(child.exitCode, said.slice(-2000)).toBeNull();
  const { page } = JSON.parse(ready() ?? '{}');
  expect(await (await fetch(page)).text()).toContain('<div id="');

  const call = async (path: string, body?: object) =>
    (await fetch(`${page}${path}`, body && { method: 'POST', body: JSON.stringify(body) })).json();
  const user = 'U07LENAHOF1';
  await call('/sandbox/slash', { user, channel: 'C07GENERAL1', command: '/ecs', text: 'create web-small name=mine-1' });
  const form = async () => ((await call('/sandbox/state')) as Seen).slack.views[user]?.at(-1);
  await vi.waitUntil(async () => JSON.stringify((await form())?.state.values ?? {}).includes('mine-1'), {
    timeout: 20_000,
  });
  const { id = '', state } = (await form()) ?? {};
  expect(await call('/sandbox/submit', { user, view_id: id, values: state?.values })).toMatchObject({ ok: true });
  await vi.waitUntil(async () => JSON.stringify(await call('/sandbox/state')).includes('ssh root@'), {
    timeout: 40_000,
    interval: 200,
  });
}, 400_000);

test('who follows the operations page backs up, restores, verifies and upgrades', async () => {
  const sandbox = await testSandbox();
  await toRunning(sandbox, await ask(sandbox));
  const home = clone();
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  const [backups, restored] = [emptyDirectory(), join(emptyDirectory(), 'data')];
  const shell = (command: string, directory: string) =>
    run('sh', ['-c', command.replaceAll('/backups/', `${backups}/`)], {
      cwd: home,
      env: { ...process.env, DATA_DIR: directory },
    });

  const [backup = '', restore = ''] = commandsUnder('Backups', 'docs/operations.md');
  const { stdout } = await shell(backup, sandbox.dataDir);
  const hash = /hash ([0-9a-f]{64})/u.exec(stdout)?.[1] ?? '';
  await shell(restore, restored);
  const [exported = '', verify = '', verifyFile = ''] = commandsUnder('The audit trail', 'docs/operations.md');
  for (const command of [exported, `${verify} --includes ${hash}`, verifyFile]) await shell(command, restored);

  // The old one stops by SIGTERM; the new one goes on with what was restored, frozen until an admin has looked.
  expect(await sandbox.bot.stop()).toBe(0);
  const admin = sandbox.slack.users.find(({ role }) => role === 'admin')?.id ?? '';
  const bot = await launchBot({
    ...environmentIn(sandbox),
    DATA_DIR: restored,
    ADMIN_USERS: admin,
    POLICY_FILE: sandbox.policyFile,
  });
  await bot.ready();
  const { slack, requester, channel } = sandbox;
  await makePlayer(slack, requester, channel).create('type=ecs.g7.large image=ubuntu name=late-1');
  expect(JSON.stringify(slack.state().views[requester]?.at(-1))).toMatch(/frozen|freeze/iu);
  const late = () => sandbox.ecs.state().instances.find(({ InstanceName }) => InstanceName === 'late-1');
  expect(late()).toBeUndefined();
  await slack.slash({ user: admin, channel, command: '/ecs', text: 'unfreeze' });
  await vi.waitUntil(() => late()?.Status === 'Running', { timeout: 30_000 });
}, 400_000);
