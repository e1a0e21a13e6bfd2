import { expect, test } from 'vitest';
import type { EcsCall } from '../../src/sandbox/ports.ts';
import { type TestSandbox, testSandbox } from '../support/sandbox.ts';
import { type Asked, ask, toRunning } from './asked.ts';

test.each(['socket', 'http'] as const)(
  'over %s one create comes to Running, told on one card and in its thread',
  async (transport) => {
    const sandbox = await testSandbox({ transport });
    const request = await ask(sandbox);
    await toRunning(sandbox, request);
    expect(request.card()?.text).toContain('Running');
    expect(request.told()[0]?.text).toContain('Your instance started running');
    expect(sandbox.lines.join('\n')).not.toMatch(/"level":(40|50|60)/);
  },
);

test('20 instances in one request are made by one call a request and come to Running with batched looks', async () => {
  const sandbox = await fastCloud();
  const calls = watchCalls(sandbox);
  const request = await ask(sandbox, 20);
  await toRunning(sandbox, request, 40_000);
  checkBatches(calls(), 20);
});

test('100 instances in five requests are made by one call a request and come to Running with batched looks', async () => {
  const sandbox = await fastCloud();
  const calls = watchCalls(sandbox);
  const requests: Asked[] = [];
  // Slack takes about one message a second and channel; these have the bot as a member.
  const channels = sandbox.slack.channels.slice(0, 3).map(({ id }) => id);
  for (let n = 0; n < 5; n += 1) requests.push(await ask(sandbox, 20, channels[n % 3]));
  for (const request of requests) await toRunning(sandbox, request, 40_000);
  expect(sandbox.ecs.state().instances).toHaveLength(100);
  checkBatches(calls(), 100);
});

const LOOK_EVERY_MS = 250;

/** Ten cloud seconds pass in one, and creates are not paced so slowly that each instance comes alone. */
const fastCloud = (): Promise<TestSandbox> =>
  testSandbox({
    timeScale: 10,
    environment: { LOOK_EVERY_MS: String(LOOK_EVERY_MS), ECS_CREATE_PER_SECOND: '50', ECS_PER_SECOND: '50' },
  });

/** Every call of the cloud from now on; the simulator itself keeps only the last few hundred. */
function watchCalls(sandbox: TestSandbox): () => readonly EcsCall[] {
  const seen = new Set<EcsCall>();
  sandbox.ecs.onChange(() => {
    for (const call of sandbox.ecs.state().log) seen.add(call);
  });
  return () => [...seen];
}

/**
 * At most one DescribeInstances per look reads everything that is due: all are in one region, and at most 100. One more for each call
 * that makes instances tells which is which.
 */
function checkBatches(calls: readonly EcsCall[], instances: number): void {
  const looks = calls.filter(
    ({ action, params }) => action === 'DescribeInstances' && params.InstanceIds !== undefined,
  );
  const lastedMs = (looks.at(-1)?.at ?? 0) - (looks[0]?.at ?? 0);
  const made = calls.filter(({ action }) => action === 'RunInstances');
  expect(made.length, 'one call makes and starts those of a request').toBe(instances / 20);
  // One look that comes late may stand nearer to the next than they should.
  const most = Math.ceil(lastedMs / LOOK_EVERY_MS) + 2 + made.length;
  expect(looks.length, 'one call per look').toBeLessThanOrEqual(most);
  expect(looks.length, 'calls that look, for all instances').toBeLessThan(instances);
  expect(Math.max(...looks.map(({ params }) => idsIn(params.InstanceIds))), 'ids in one call').toBeGreaterThan(9);
  expect(calls.filter(({ action }) => /^(?:Create|Start)Instance/u.test(action))).toEqual([]);
  expect(calls.filter(({ action }) => action === 'DescribeInstanceStatus')).toEqual([]);
  expect(calls.filter(({ code }) => code !== null)).toEqual([]);
}

const idsIn = (ids: string | undefined): number => (JSON.parse(ids ?? '[]') as readonly string[]).length;
