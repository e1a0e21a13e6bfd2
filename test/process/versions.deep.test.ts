import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { ask, toRunning } from './asked.ts';
import { launchBot, runBot } from './bot-process.ts';
import { makeNewerBot } from './newer-bot.ts';
import { openTwoReplicas, type ReplicaOptions } from './two-replicas.ts';

let postgres: TestPostgres;
let redis: TestRedis;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(() => Promise.all([postgres?.stop(), redis?.stop()]));

function newerBot(migration: string): string {
  const { entry, remove } = makeNewerBot(migration);
  onTestFinished(remove);
  return entry;
}

async function replicas(options: ReplicaOptions) {
  const opened = await openTwoReplicas(postgres, redis, options);
  onTestFinished(() => opened.close());
  return opened;
}

test('an old and a new version that has only added to the schema work side by side: instances come up once each, told once', async () => {
  const { sandbox, second } = await replicas({ claimMs: 30_000, entry: newerBot('9000-adds-later') });
  await toRunning(sandbox, await ask(sandbox, 20), 40_000);
  expect(sandbox.ecs.state().instances).toHaveLength(20);
  expect(sandbox.ecs.state().calls.RunInstances).toBe(1);
  // The older one starts on what the newer has left, and works there alone.
  await sandbox.bot.stop();
  await sandbox.bot.start();
  await second.kill();
  await toRunning(sandbox, await ask(sandbox, 2), 60_000);
  expect(sandbox.ecs.state().instances).toHaveLength(22);
});

test('where older versions could not bear the new schema, the new one leaves it alone while one of them works, and then they stay away', async () => {
  const entry = newerBot('9000-later');
  const { sandbox, second, environment } = await replicas({});
  const early = await runBot({ ...environment, HEALTH_PORT: 'off' }, entry);
  expect(early.code).toBe(1);
  expect(early.stderr).toMatch(
    /^The bot did not start\.\n- The database ".+" on .+ is still in use by an older ecs-chatops, .+ Stop every older one, then start this one\.\n$/,
  );
  await toRunning(sandbox, await ask(sandbox, 2), 40_000);
  await Promise.all([sandbox.bot.stop(), second.stop()]);
  const newer = await launchBot(environment, entry);
  await newer.ready();
  const late = await runBot({ ...environment, HEALTH_PORT: 'off' });
  expect(late.code).toBe(1);
  expect(late.stderr).toContain(
    'was written by a newer ecs-chatops, which this version cannot work beside. Run that version',
  );
  expect(await newer.stop('SIGTERM')).toBe(0);
});
