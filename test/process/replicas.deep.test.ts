import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import type { EcsSimulator, SlackSimulator } from '../../src/sandbox/ports.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ask, toRunning } from './asked.ts';
import { openTwoReplicas, type ReplicaOptions, type Replicas, SECOND_HOST } from './two-replicas.ts';

let postgres: TestPostgres;
let redis: TestRedis;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(() => Promise.all([postgres?.stop(), redis?.stop()]));

test('two replicas bring up 20 instances once each, told once, on one card', async () => {
  const { sandbox } = await twoReplicas({ claimMs: 30_000 });
  await toRunning(sandbox, await ask(sandbox, 20), 40_000);
  expect(sandbox.ecs.state().instances).toHaveLength(20);
  expect(sandbox.ecs.state().calls.RunInstances).toBe(1);
});

test('two replicas that start together on an empty database both come up', async () => {
  const { sandbox, second, emptied } = await twoReplicas();
  await Promise.all([sandbox.bot.stop(), second.stop()]);
  await emptied();
  await Promise.all([sandbox.bot.start(), second.start()]);
  await toRunning(sandbox, await ask(sandbox));
});

test.each([
  ['ecs', 'RunInstances', 'before'],
  ['ecs', 'RunInstances', 'after'],
  ['ecs', 'DescribeInstances', 'after'],
  ['slack', 'chat.postMessage', 'after'],
] as const)(
  'when one of two replicas is killed in the middle (%s %s, %s), the other goes on after the claim: nothing twice, nothing lost',
  async (cloud, api, phase) => {
    const { sandbox, second } = await twoReplicas();
    const request = await ask(sandbox, 10);
    const callerAt = (host: string) => (host === SECOND_HOST ? second : sandbox.bot);
    const victim = await killCaller(sandbox[cloud], api, phase, callerAt);
    const killedAt = Date.now();
    const survivor = victim === second ? sandbox.bot : second;
    await toRunning(sandbox, request, 40_000);
    expect([victim.state(), survivor.state()]).toEqual(['stopped', 'running']);
    expect(sandbox.ecs.state().instances).toHaveLength(10);
    expect(Date.now() - killedAt, 'until all was told, in milliseconds').toBeLessThan(20_000);
  },
);

/** Kills the replica that makes such a call next, in the middle of that call. */
const killCaller = (
  cloud: EcsSimulator | SlackSimulator,
  api: string,
  phase: string,
  callerAt: (host: string) => BotProcess,
): Promise<BotProcess> =>
  new Promise((resolve) => {
    const stop = cloud.onCall(async (moment) => {
      if (moment.api !== api || moment.phase !== phase) return;
      stop();
      const caller = callerAt(moment.host);
      await caller.kill();
      resolve(caller);
    });
  });

async function twoReplicas(options?: ReplicaOptions): Promise<Replicas> {
  const replicas = await openTwoReplicas(postgres, redis, options);
  onTestFinished(() => replicas.close());
  return replicas;
}
