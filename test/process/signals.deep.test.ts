import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';
import { environmentIn, runBot } from './bot-process.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

let turn = 0;

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
    // Slack takes about one message a second in a channel: a card that has to wait may be posted when all is over, and is not edited.
    turn += 1;
    const request = await ask(sandbox, 1, sandbox.slack.channels[turn % 3]?.id);
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
  await vi.waitUntil(() => !sandbox.slack.state().connected, { timeout: 20_000, interval: 1 });
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
