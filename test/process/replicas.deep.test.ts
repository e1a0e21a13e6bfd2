import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type BotProcess, freePort, makeBotProcess } from '../../src/sandbox/bot.ts';
import type { EcsSimulator, SlackSimulator } from '../../src/sandbox/ports.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { BUILT_BOT, type TestSandbox, testSandbox } from '../support/sandbox.ts';
import { ask, toRunning } from './asked.ts';
import { environmentIn } from './bot-process.ts';

let postgres: TestPostgres;
let redis: TestRedis;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(() => Promise.all([postgres?.stop(), redis?.stop()]));

/** Short, so that what a dead replica held is taken over soon. A replica that stands still for so long loses its work, too. */
const SHORT_CLAIM_MS = 2000;

test('two replicas bring up 20 instances once each, told once, on one card', async () => {
  const { sandbox } = await twoReplicas(30_000);
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
    await nextMoment(sandbox[cloud], api, phase);
    await sandbox.bot.kill();
    const killedAt = Date.now();
    await toRunning(sandbox, request, 40_000);
    expect(sandbox.bot.state()).toBe('stopped');
    expect(second.state()).toBe('running');
    expect(sandbox.ecs.state().instances).toHaveLength(10);
    expect(Date.now() - killedAt, 'until all was told, in milliseconds').toBeLessThan(20_000);
  },
);

const nextMoment = (cloud: EcsSimulator | SlackSimulator, api: string, phase: string): Promise<void> =>
  new Promise((resolve) => {
    const stop = cloud.onCall((moment) => {
      if (moment.api !== api || moment.phase !== phase) return;
      stop();
      resolve();
    });
  });

interface Replicas {
  readonly sandbox: TestSandbox;
  readonly second: BotProcess;
  /** Takes everything out of their database, the schema too. */
  emptied(): Promise<void>;
}

/** The sandbox's own bot and another one on the same database and limiter, each with a link to Slack of its own. */
async function twoReplicas(claimMs = SHORT_CLAIM_MS): Promise<Replicas> {
  const shared = {
    DATABASE_URL: await postgres.database(),
    POLICY_FILE: 'off',
    REDIS_URL: redis.url,
    CLAIM_MS: String(claimMs),
    LOOK_EVERY_MS: '150',
    FIRST_LOOK_MS: '100',
    GRACE_MS: '3000',
    SLOW_AFTER_MS: '9000',
    DEADLINE_MS: '45000',
    ECS_PER_SECOND: '50',
    ECS_CREATE_PER_SECOND: '10',
  };
  const sandbox = await testSandbox({ environment: shared });
  const second = makeBotProcess({
    entry: BUILT_BOT,
    environment: { ...environmentIn(sandbox), ...shared },
    healthPort: await freePort(),
    onLine: () => {},
    onChange: () => {},
  });
  onTestFinished(async () => void (await second.stop()));
  await second.start();
  const emptied = async () => {
    const client = new pg.Client({ connectionString: shared.DATABASE_URL });
    await client.connect();
    await client.query('drop schema public cascade; create schema public');
    await client.end();
  };
  return { sandbox, second, emptied };
}
