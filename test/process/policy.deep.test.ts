import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makePlayer } from '../../src/sandbox/player.ts';
import { type TestSandbox, testSandbox } from '../support/sandbox.ts';
import { until } from '../support/wait.ts';
import { ask, toRunning } from './asked.ts';
import { emptyDirectory } from './bot-process.ts';
import { runCommand } from './command-line.ts';

test('a policy comes into force while the bot runs, and one with mistakes does not', async () => {
  const { sandbox, write } = await ruled('create: []\n');
  const { requester: user, channel } = sandbox;
  await sandbox.slack.slash({ user, channel, command: '/ecs', text: 'create' });
  await until('the refusal', () => told(sandbox).includes('You can’t create instances here (policy: create)'));

  write('regions: [cn-beijing]\nlimits: { maxAmont: 1 }\n');
  await until('the trouble with the file', async () => (await trouble(sandbox))?.includes('maxAmount?') === true);
  await sandbox.slack.slash({ user, channel, command: '/ecs', text: 'create' });
  await until('the second refusal', () => told(sandbox).split('You can’t create').length === 3);

  write('regions: [cn-beijing]\nlimits: { maxAmount: 1 }\n');
  await until('the file to be right', async () => (await trouble(sandbox)) === null);
  const request = await ask(sandbox);
  await toRunning(sandbox, request);
  const refused = await makePlayer(sandbox.slack, user, channel).create(
    'type=ecs.g7.large image=ubuntu name=two amount=2',
  );
  expect(JSON.stringify(refused)).toContain('2 instances are too many: the policy allows 1');
  const instances = sandbox.ecs.state().instances;
  expect(instances.map(({ RegionId }) => RegionId)).toEqual(['cn-beijing']);
});

test('a policy that was changed while the bot was killed counts at its start', async () => {
  const { sandbox, write } = await ruled('regions: [cn-beijing]\n');
  await sandbox.bot.kill();
  write('create: []\n');
  await sandbox.bot.start();
  await sandbox.slack.slash({ user: sandbox.requester, channel: sandbox.channel, command: '/ecs', text: 'create' });
  await until('the refusal', () => told(sandbox).includes('You can’t create instances here'));
});

test('the bot does not start with mistakes in its policy, and says them all', async () => {
  const { sandbox, write } = await ruled('regions: [cn-beijing]\n');
  await sandbox.bot.stop();
  write('region: [x]\nadmin: []\n');
  const said = await sandbox.bot.start().then(
    () => 'it started',
    (error: Error) => error.message,
  );
  expect(said).toContain('line 1: "region" isn’t a key of the policy. Did you mean regions?');
  expect(said).toContain('line 2: "admin" isn’t a key of the policy. Did you mean admins?');
});

async function ruled(text: string): Promise<{ sandbox: TestSandbox; write: (text: string) => void }> {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-policy-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'policy.yml');
  const write = (next: string) => writeFileSync(file, next);
  write(text);
  return { sandbox: await testSandbox({ environment: { POLICY_FILE: file } }), write };
}

const told = (sandbox: TestSandbox): string =>
  sandbox.slack
    .state()
    .ephemeral.map(({ text }) => text)
    .join('\n');

async function trouble(sandbox: TestSandbox): Promise<string | null> {
  const answer = await fetch(`${sandbox.bot.healthUrl}/readyz`);
  return ((await answer.json()) as { policy: { trouble: string | null } }).policy.trouble;
}

test.each([1, 2])(
  '%s from a launch template is bought as the form has shown it, which the purchase does not name',
  async (amount) => {
    const { sandbox } = await ruled(
      'presets:\n  web: { region: cn-hangzhou, launchTemplate: web-servers, name: shop }\n',
    );
    const player = makePlayer(sandbox.slack, sandbox.requester, sandbox.channel);
    expect(await player.create(`web amount=${amount}`)).toEqual({ ok: true });
    await until('the instances', () => {
      const all = sandbox.ecs.state().instances;
      return all.length === amount && all.every(({ Status }) => Status === 'Running');
    });
    const { instances, log } = sandbox.ecs.state();
    for (const one of instances)
      expect(one).toMatchObject({ InstanceType: 'ecs.g7.large', ZoneId: 'cn-hangzhou-h', InternetMaxBandwidthOut: 10 });
    const bought = log.filter(({ action }) => action === 'CreateInstance' || action === 'RunInstances');
    expect(bought).toMatchObject([
      {
        params: {
          'SystemDisk.Size': '60',
          'SystemDisk.PerformanceLevel': 'PL0',
          'DataDisk.1.Size': '100',
          SecurityEnhancementStrategy: 'Active',
          HttpTokens: 'required',
        },
      },
    ]);
    expect(JSON.stringify(bought)).not.toContain('LaunchTemplate');
  },
);

describe('the command for the policy', () => {
  const GOOD = 'create: []\n';
  /** In an own folder, where there may be a policy. */
  async function policy(files: Readonly<Record<string, string>>, args: readonly string[], environment = {}) {
    const directory = emptyDirectory();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    return runCommand('ops/policy-main.js', environment, args, directory);
  }

  test('reads the file of the bot, unless another is named', async () => {
    const files = { 'policy.yml': 'crate:\n', 'b.yml': GOOD, '.env': 'POLICY_FILE=c.yml\n' };
    expect(await policy({ 'policy.yml': GOOD }, ['validate'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\.\/policy\.yml is right/u),
    });
    expect(await policy(files, ['validate', 'b.yml'])).toMatchObject({ code: 0 });
    expect(await policy(files, ['validate'], { POLICY_FILE: 'policy.yml' })).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^policy\.yml, line 1: /u),
    });
    expect(await policy(files, ['validate'])).toMatchObject({ code: 1, stdout: expect.stringContaining('c.yml') });
    expect(
      await policy({ 'policy.yml': GOOD }, ['check', '--user', 'U07ABCDEF12', 'region=cn-hangzhou']),
    ).toMatchObject({
      stdout: expect.not.stringContaining('Usage'),
    });
  });

  test.each([
    [
      ['validate', 'none.yml'],
      'The policy none.yml cannot be read: there is no such file or folder. Check the path. (ENOENT)',
    ],
    [['validate', '.'], 'The policy . cannot be read: it is a folder. Name a file. (EISDIR)'],
    [['validate'], 'The policy ./policy.yml cannot be read: there is no such file'],
    [['check', '--user', 'lena'], '--user takes a member ID like U07ABCDEF12'],
    [['check', '--user', 'U07ABCDEF12', '--channel', 'general'], '--channel takes a channel ID like C07ABCDEF12'],
    [['validate', '--strict'], "Unknown option '--strict'"],
    [['validate', 'a', 'b'], 'Usage:'],
    [['check'], 'Usage:'],
    [[], 'Usage:'],
  ])('%j is refused with what to do', async (args, sentence) => {
    const { code, stdout, stderr } = await policy({}, args);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain(sentence);
  });

  test('is told that the bot reads none', async () => {
    const { code, stdout } = await policy({}, ['validate'], { POLICY_FILE: 'off' });
    expect([code, stdout]).toEqual([1, 'POLICY_FILE is off, so no policy is read. Name a file.\n']);
  });
});
