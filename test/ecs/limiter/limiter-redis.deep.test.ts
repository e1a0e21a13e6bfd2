import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import { makeEcs } from '../../../src/ecs/adapter.ts';
import type { Job, LimiterOptions } from '../../../src/ecs/limiter/api-queue.ts';
import { type Limiter, makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { connectSharedLimits } from '../../../src/ecs/limiter/limiter-redis.ts';
import { cloudConfig, realClock } from '../api-server.ts';
import { type RedisServer, startRedis } from './redis-server.ts';

let redis: RedisServer;
let open: Limiter[] = [];

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(open.map((limiter) => limiter.stop()));
  open = [];
  await redis.close();
});

/** A limiter with connections of its own, as another replica has. */
async function replica(options: Partial<LimiterOptions> = {}): Promise<Limiter> {
  const shared = await connectSharedLimits(redis.url, silentLog);
  if (!shared.ok) throw new Error(shared.error);
  const limiter = makeLimiter({
    perSecond: () => 50,
    atOnce: 20,
    callMs: 1_000,
    clock: realClock,
    log: silentLog,
    shared: shared.value,
    ...options,
  });
  open.push(limiter);
  return limiter;
}

const job: Job = { api: 'CreateInstance', region: 'cn-beijing', lane: 'people' };
const answer = async (): Promise<Result<number, Failure>> => ok(Date.now());

async function times(calls: readonly Promise<Result<number, Failure>>[]): Promise<number[]> {
  return (await Promise.all(calls)).map((result) => {
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  });
}

async function until(fact: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await fact())) {
    if (Date.now() > end) throw new Error('it did not become true in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('two replicas share one rate', async () => {
  const [one, two] = [await replica(), await replica()];
  const started = Date.now();
  const at = await times(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).run(job, answer)));
  // 40 calls at 50 a second, from all processes together; each alone would take 0.4 s for its 20.
  expect(Math.max(...at) - started).toBeGreaterThanOrEqual(39 * 20 - 50);
});

test('what one replica has made counts for the other as well', async () => {
  const options = { instancesPerMinute: 300, maxWaitMs: 1_000 };
  const [one, two] = [await replica(options), await replica(options)];
  const buy = (token: string, instances = 100): Job => ({
    ...job,
    api: 'RunInstances',
    purchase: { token, instances },
  });
  // A queue hears of others from its first call on.
  await times([one.run(buy('a'), answer), two.run({ ...job, api: 'RunInstances' }, answer)]);
  await times([one.run(buy('b'), answer)]);
  await times([one.run(buy('c'), answer)]);
  await until(async () => {
    const next = await two.run(buy('d'), answer);
    return !next.ok && next.error.kind === 'queued' && (next.error.retryAfterMs ?? 0) > 30_000;
  });
});

test('two replicas share the number of calls under way', async () => {
  const [one, two] = [
    await replica({ atOnce: 2, perSecond: () => 1_000 }),
    await replica({ atOnce: 2, perSecond: () => 1_000 }),
  ];
  let now = 0;
  let most = 0;
  const call = async (): Promise<Result<null, Failure>> => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now--;
    return ok(null);
  };
  const all = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).run(job, call)));
  expect(all.every((result) => result.ok)).toBe(true);
  expect(most).toBe(2);
});

test('what throttles one replica slows and pauses the other', async () => {
  const [one, two] = [await replica(), await replica()];
  await two.run(job, answer);
  await one.run(job, async () =>
    fail(failureOf('throttled', { code: 'Throttling', retryAfterMs: 60_000, detail: '' })),
  );
  await until(async () => {
    const result = await two.run(job, answer);
    return !result.ok && result.error.kind === 'throttled' && (result.error.retryAfterMs ?? 0) > 30_000;
  });
});

test('a newly started replica brings its own rate, whatever Redis remembers', async () => {
  const before = await replica({ perSecond: () => 2 });
  await before.run(job, answer);
  const after = await replica({ perSecond: () => 100 });
  await after.run(job, answer);
  const reader = new Redis(redis.url);
  await until(async () => (await reader.hget('b_ecs-chatops:CreateInstance:cn-beijing_settings', 'minTime')) === '10');
  await reader.quit();
});

test('a Redis that lost everything does not kill the limiter', async () => {
  const limiter = await replica();
  await times([limiter.run(job, answer)]);
  const other = new Redis(redis.url);
  await other.flushall();
  await other.quit();
  const started = Date.now();
  const at = await times(Array.from({ length: 10 }, () => limiter.run(job, answer)));
  expect(Math.max(...at) - started).toBeGreaterThanOrEqual(9 * 20 - 50);
});

test('a Redis restart does not kill the limiter, and while it is away calls end as not sent', async () => {
  const limiter = await replica({ maxWaitMs: 3_000 });
  await times([limiter.run(job, answer)]);
  await redis.kill();
  expect(await limiter.run(job, answer)).toMatchObject({ ok: false, error: { kind: 'notSent', code: 'RedisAway' } });
  await redis.start();
  await until(async () => (await limiter.run(job, answer)).ok);
  await times(Array.from({ length: 5 }, () => limiter.run(job, answer)));
});

test('a call under way when Redis goes away still tells its outcome', async () => {
  const limiter = await replica();
  let begun = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const running = limiter.run(job, async () => {
    begun();
    await released;
    return ok('bought');
  });
  await started;
  await redis.kill();
  release();
  expect(await running).toEqual({ ok: true, value: 'bought' });
  await redis.start();
});

test('a process that stalled until it was forgotten registers itself again', async () => {
  const limiter = await replica();
  await times([limiter.run(job, answer)]);
  const other = new Redis(redis.url);
  // What the other replicas' clean-up does after ten silent seconds.
  for (const key of await other.keys('b_ecs-chatops:*_client_*')) await other.del(key);
  await other.quit();
  await times(Array.from({ length: 5 }, () => limiter.run(job, answer)));
});

test('a Redis that does not answer at the start is reported in a sentence without its address', async () => {
  const logged: object[] = [];
  const log: Log = { ...silentLog, warn: (fields) => void logged.push(fields) };
  const url = redis.url.replace('redis://', 'redis://user:hunter2@');
  await redis.kill();
  const refused = await connectSharedLimits(url, log, 500);
  expect(refused).toMatchObject({
    ok: false,
    error: expect.stringContaining('REDIS_URL does not answer (ECONNREFUSED)'),
  });
  expect(JSON.stringify([refused, logged])).not.toMatch(/hunter2|127\.0\.0\.1/);
  const made = await makeEcs({
    config: cloudConfig('http://127.0.0.1:1', { redisUrl: url }),
    log: silentLog,
    clock: realClock,
    checkWaitMs: 0,
  });
  expect(made).toMatchObject({ ok: false, error: expect.stringContaining('REDIS_URL') });
});

test('a wrong password is named as such', async () => {
  const refused = await connectSharedLimits(redis.url.replace('redis://', 'redis://user:hunter2@'), silentLog, 1_000);
  expect(refused).toMatchObject({ ok: false, error: expect.stringMatching(/\(WRONGPASS\)/) });
});
