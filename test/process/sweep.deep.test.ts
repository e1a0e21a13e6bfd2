import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cardsIn, testSandbox } from '../support/sandbox.ts';
import { until } from '../support/wait.ts';
import { ask, toRunning } from './asked.ts';
import { emptyDirectory } from './bot-process.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

test('the built bot notices what was released elsewhere, and tells its channel of the week, each once over restarts', async () => {
  const file = join(emptyDirectory(), 'policy.yml');
  writeFileSync(file, 'regions: ["*"]\n');
  const environment = { SWEEP_EVERY_MS: '1000', GRACE_MS: '1000', POLICY_FILE: file };
  const sandbox = await testSandbox({ environment });
  const { channel } = sandbox;
  const request = await ask(sandbox, 3);
  await toRunning(sandbox, request);
  const [gone] = request.instances();
  expect(sandbox.ecs.addFault({ name: 'vanish', instanceId: String(gone?.InstanceId) })).toBeNull();
  await until('the thread to tell it', () => request.thread().includes('Instance disappeared'), 15_000);

  // A minute ago, so that it is due already.
  const at = new Date(Date.now() - 60_000);
  const time = at.toISOString().slice(11, 16);
  writeFileSync(file, `digest:\n  - { channel: ${channel}, day: ${DAYS[at.getUTCDay()]}, at: "${time}" }\n`);
  await sandbox.bot.kill();
  await sandbox.bot.start();
  const digests = () => cardsIn(sandbox, channel).filter(({ text }) => text.startsWith('The week’s instances'));
  await until('the digest', () => digests().length > 0, 15_000);
  // What was created after the end of the week that it tells of has cost nothing in it.
  expect(digests()[0]?.text).toContain('(2 instances now) had no counted cost last week');
  await sandbox.bot.kill();
  await sandbox.bot.start();
  // Long enough for several looks of both.
  const looks = () => sandbox.ecs.state().calls.DescribeInstances ?? 0;
  const before = looks();
  await until('some more looks', () => looks() >= before + 3, 15_000);
  expect(digests()).toHaveLength(1);
  expect(request.thread().split('Instance disappeared')).toHaveLength(2);
});
