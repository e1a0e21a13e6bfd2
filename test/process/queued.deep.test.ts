import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testSandbox } from '../support/sandbox.ts';
import { ask, toEnd, toRunning } from './asked.ts';

/** Both together are more than the account's minute takes. */
const EACH = 60;
const FEW = 30;
const PER_MINUTE = '100';

test('a request that waits for the account’s next minute is bought then, with no word of it in its thread', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-policy-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'policy.yml');
  writeFileSync(file, 'limits: { maxAmount: 100, maxInstancesPerPersonPerDay: 1000 }\n');
  const sandbox = await testSandbox({ environment: { POLICY_FILE: file, ECS_INSTANCES_PER_MINUTE: PER_MINUTE } });
  const first = await toEnd(sandbox, await ask(sandbox, EACH));
  const second = await ask(sandbox, EACH, sandbox.slack.channels[1]?.id);
  // Less than what is left, but later than the second.
  const third = await ask(sandbox, FEW, sandbox.slack.channels[2]?.id);
  // A purchase of one does not wait with them, and neither do the reads for it.
  await toRunning(sandbox, await ask(sandbox, 1), 20_000);
  expect([second, third].flatMap((request) => request.instances())).toEqual([]);
  for (const request of [second, third]) await toEnd(sandbox, request, 90_000);
  for (const { amount, instances, thread } of [first, second, third]) {
    expect(instances().map(({ Status }) => Status)).toEqual(Array(amount).fill('Running'));
    expect(thread()).not.toContain('Delayed');
  }
  expect(sandbox.ecs.state().calls.RunInstances).toBe(3);
  expect(sandbox.lines.join('\n')).not.toMatch(/"level":(40|50|60)/);
});
