import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../src/sandbox/bot.ts';
import { testSandbox } from '../support/sandbox.ts';
import { emptyDirectory, environmentIn } from './bot-process.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The bot, what it starts beside itself, and the notices of what is bundled. */
const BUNDLED = ['dist/bot/main.js', 'dist/bot/upkeep-main.js', 'dist/bot/LICENSES.md'];

/** The packed files with what they need in production and nothing else. */
async function installed(): Promise<string> {
  const directory = emptyDirectory();
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', directory];
  const { stdout } = await run('npm', pack, { cwd: ROOT, maxBuffer: 2 ** 24 });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => /^dist\/sandbox\/|\.map$|^test\/|^src\/|node_modules/u.test(path))).toEqual([]);
  expect(paths).toEqual(expect.arrayContaining([...BUNDLED, 'dist/setup/setup-main.js', 'policy.example.yml']));
  await run('tar', ['-xzf', join(directory, filename), '-C', directory]);
  const home = join(directory, 'package');
  copyFileSync(join(ROOT, 'package-lock.json'), join(home, 'package-lock.json'));
  const options = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['ci', ...options], { cwd: home, maxBuffer: 2 ** 24 });
  // Kysely is in the bundle, and its licence asks for its notice in every copy.
  const notices = readFileSync(join(home, 'dist/bot/LICENSES.md'), 'utf8');
  expect(notices).toMatch(/kysely[^#]*Copyright \(c\) 2022 Sami Koskimäki[^#]*permission notice shall be included/u);
  return home;
}

const treeOf = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('node_modules/'));

test('the packed files start with production dependencies alone, take their secrets from files, and write only data', async () => {
  const [home, sandbox] = await Promise.all([installed(), testSandbox()]);
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ...rest } = environmentIn(sandbox);
  const secrets = join(emptyDirectory(), 'secrets');
  mkdirSync(secrets);
  const given = { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, ALIBABA_CLOUD_ACCESS_KEY_SECRET };
  for (const [name, secret] of Object.entries(given)) writeFileSync(join(secrets, name), `${secret}\n`);
  const files = Object.fromEntries(Object.keys(given).map((name) => [`${name}_FILE`, join(secrets, name)]));
  const port = await freePort();
  const before = treeOf(home);
  const child = spawn(process.execPath, ['dist/bot/main.js'], {
    cwd: home,
    env: { PATH: process.env.PATH ?? '', ...rest, ...files, HEALTH_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'close');
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
  await vi.waitUntil(async () => (await at('/readyz'))?.ok === true || child.exitCode !== null, { timeout: 60_000 });
  expect(child.exitCode, said).toBeNull();
  expect((await at('/livez'))?.status).toBe(200);
  const figures = (await (await at('/metrics'))?.text()) ?? '';
  expect(figures).toMatch(/^ecs_chatops_slack_connected 1$/mu);
  expect(figures).toMatch(/^ecs_chatops_store_up 1$/mu);
  expect(figures).toMatch(/^ecs_chatops_cloud_calls_total\{api="GetCallerIdentity",outcome="ok"\} \d+$/mu);
  expect(figures).toMatch(/^ecs_chatops_loop_turned_seconds\{loop="outbox"\} /mu);
  expect(figures).not.toContain('"other"');
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  expect(treeOf(home)).toEqual(before);
  for (const secret of Object.values(given)) expect(said).not.toContain(secret);
}, 300_000);
