import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../src/sandbox/bot.ts';
import { until } from '../../src/sandbox/player.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';
import { emptyDirectory, environmentIn, runBot } from './bot-process.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

describe('SIGTERM', () => {
  test.each([
    ['ecs', 'CreateInstance'],
    ['ecs', 'DescribeInstances'],
    ['ecs', 'AllocatePublicIpAddress'],
    ['ecs', 'StartInstance'],
    ['slack', 'chat.postMessage'],
    ['slack', 'chat.update'],
  ] as const)('during %s %s lets the call end, and the next start goes on from its answer', async (cloud, api) => {
    const before = sandbox.ecs.state().calls;
    // Messages about a request come after its submission; earlier ones may be about the request before.
    const early = cloud === 'ecs' ? stopAt(cloud, api) : null;
    const request = await ask(sandbox);
    expect(await (early ?? stopAt(cloud, api)), 'exit code').toBe(0);
    expect(sandbox.bot.state()).toBe('stopped');
    await sandbox.bot.start();
    await toRunning(sandbox, request);
    const after = sandbox.ecs.state().calls;
    for (const act of ['CreateInstance', 'AllocatePublicIpAddress', 'StartInstance'])
      expect((after[act] ?? 0) - (before[act] ?? 0), `${act} once`).toBe(1);
  });

  test('while Slack is down at the start ends it at once', async () => {
    await sandbox.bot.stop();
    sandbox.slack.addFault({ name: 'slack-down' });
    onTestFinished(() => sandbox.slack.clearFaults());
    const from = sandbox.lines.length;
    const starting = sandbox.bot.start().catch((error: Error) => error.message);
    await vi.waitUntil(() => sandbox.lines.slice(from).some((line) => line.includes('keeps trying')), {
      timeout: 20_000,
    });
    expect(await sandbox.bot.stop()).toBe(0);
    expect(await starting).toContain('ended before it was ready');
    sandbox.slack.clearFaults();
    await sandbox.bot.start();
  });
});

test.each([
  ['is lost and not given again', 0],
  ['is lost, and its reconnect waits', 1],
])('SIGTERM while the Socket Mode link %s ends with 0', async (_, times) => {
  onTestFinished(() => sandbox.slack.clearFaults());
  if (sandbox.bot.state() === 'stopped') await sandbox.bot.start();
  const tries = () => sandbox.slack.state().calls['apps.connections.open'] ?? 0;
  const before = tries();
  sandbox.slack.addFault({ name: 'slack-disconnect', abrupt: true, times });
  if (times === 0) await vi.waitUntil(() => tries() > before, { timeout: 20_000 });
  expect(await sandbox.bot.stop()).toBe(0);
});

test('SIGTERM at a start whose link is refused ends with 0', async () => {
  sandbox.slack.addFault({ name: 'slack-disconnect', times: 0 });
  onTestFinished(() => sandbox.slack.clearFaults());
  if (sandbox.bot.state() === 'running') await sandbox.bot.stop();
  const tries = () => sandbox.slack.state().calls['apps.connections.open'] ?? 0;
  const before = tries();
  const starting = sandbox.bot.start().catch((error: Error) => error.message);
  await vi.waitUntil(() => tries() > before + 1, { timeout: 20_000 });
  expect(await sandbox.bot.stop()).toBe(0);
  await starting;
  sandbox.slack.clearFaults();
  await sandbox.bot.start();
});

/** Sends SIGTERM in the middle of the next such call and resolves with the exit code. */
function stopAt(cloud: 'ecs' | 'slack', api: string): Promise<number | null> {
  return new Promise((resolve) => {
    const remove = sandbox[cloud].onCall((moment) => {
      if (moment.api !== api || moment.phase !== 'before') return;
      remove();
      resolve(sandbox.bot.stop());
      // The call stays in hand until the bot has surely got the signal.
      return new Promise((go) => setTimeout(go, 300));
    });
  });
}

test('a second bot on the same data is refused and told who holds it; the first goes on', async () => {
  const request = await ask(sandbox);
  const second = await runBot({ ...environmentIn(sandbox), DATA_DIR: sandbox.dataDir });
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/is in use by another ecs-chatops \(process \d+ on \S+, since 20\S+\)/);
  expect(second.stderr).toContain('Stop that one first, or give this one another DATA_DIR');
  await toRunning(sandbox, request);
});

describe('a bot that cannot start ends with code 1 and says what to do:', () => {
  test('no variables at all, with everything that is missing at once', async () => {
    const said = await refused({ DATA_DIR: emptyDirectory() });
    for (const variable of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'ALIBABA_CLOUD_ACCESS_KEY_ID'])
      expect(said).toContain(`${variable} is not set. `);
  });

  test('variables of a wrong shape, all at once', async () => {
    const wrong = { LOOK_EVERY_MS: 'often', HEALTH_PORT: '70000', SLACK_MODE: 'carrier-pigeon' };
    const said = await refused({ ...environmentIn(sandbox), ...wrong, DATABASE_URL: 'mysql://u:hunter2pw@h/db' });
    expect(said).toContain('LOOK_EVERY_MS is no whole number from 50 to 60000. Set it to one.');
    expect(said).toContain('HEALTH_PORT is no whole number from 0 to 65535.');
    expect(said).toContain('SLACK_MODE is none of socket, http. Set it to one of them.');
    expect(said).toContain('DATABASE_URL is not a URL that begins with postgres://');
  });

  test.each([
    [
      'a bot token that Slack does not know',
      { SLACK_BOT_TOKEN: 'xoxb-wrong-hunter2pw' },
      'Slack does not know the token in SLACK_BOT_TOKEN',
    ],
    [
      'an app token that Slack does not know',
      { SLACK_APP_TOKEN: 'xapp-wrong-hunter2pw' },
      'Slack refused the token in SLACK_APP_TOKEN',
    ],
    [
      'an AccessKey that does not exist',
      { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIhunter2pw' },
      'ALIBABA_CLOUD_ACCESS_KEY_ID',
    ],
    ['a wrong AccessKey secret', { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'hunter2pw' }, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    ['a data directory that cannot be made', { DATA_DIR: '/dev/null/data' }, '/dev/null/data'],
  ])('%s', async (_, wrong, sentence) => {
    expect(await refused({ ...environmentIn(sandbox), ...wrong })).toContain(sentence);
  });

  test('a token that Slack refuses when it can be reached again', async () => {
    sandbox.slack.addFault({ name: 'slack-down' });
    onTestFinished(() => sandbox.slack.clearFaults());
    const wrong = { ...environmentIn(sandbox), SLACK_BOT_TOKEN: 'xoxb-wrong-hunter2pw' };
    const said = refused(wrong);
    const tries = sandbox.slack.state().calls['auth.test'] ?? 0;
    await until(sandbox.slack, () => (sandbox.slack.state().calls['auth.test'] ?? 0) > tries + 3 || null, 'its tries');
    sandbox.slack.clearFaults();
    expect(await said).toContain('Slack does not know the token in SLACK_BOT_TOKEN');
  });

  test('a database that cannot be reached', async () => {
    const url = `postgres://bot:hunter2pw@127.0.0.1:${await freePort()}/bot`;
    const said = await refused({ ...environmentIn(sandbox), DATABASE_URL: url });
    expect(said).toContain('ECONNREFUSED');
    expect(said).toContain('DATABASE_URL');
  });

  test.each([
    ['HEALTH_PORT', {}],
    ['PORT', { SLACK_MODE: 'http' }],
  ])('a %s that is taken', async (variable, more) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const said = await refused({ ...environmentIn(sandbox), ...more, [variable]: String(port) });
    expect(said).toContain(`${port}`);
    expect(said).toContain('EADDRINUSE');
    expect(said).toMatch(new RegExp(`another ${variable}\\b`));
  });
});

/** What a bot says that does not start. */
async function refused(environment: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await runBot(environment);
  expect(code, stderr).toBe(1);
  expect(stderr).toMatch(/^The bot did not start\.\n(- .+\n)+$/);
  for (const secret of ['hunter2pw', sandbox.slack.botToken, sandbox.slack.appToken, sandbox.ecs.accessKeySecret])
    expect(stdout + stderr).not.toContain(secret);
  return stderr;
}
