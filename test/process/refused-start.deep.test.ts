import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../src/sandbox/bot.ts';
import { until } from '../../src/sandbox/player.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { emptyDirectory, environmentIn, runBot } from './bot-process.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

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
