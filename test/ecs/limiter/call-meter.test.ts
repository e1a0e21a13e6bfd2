import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { Job } from '../../../src/ecs/limiter/api-queue.ts';
import { meterCalls } from '../../../src/ecs/limiter/call-meter.ts';
import { makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { realClock } from '../api-server.ts';

const job: Job = { api: 'DescribeImages', region: 'cn-beijing', lane: 'people' };

function metered(maxWaitMs = 15_000) {
  const told: string[] = [];
  const limiter = meterCalls(
    makeLimiter({
      perSecond: () => 100,
      atOnce: 1,
      callMs: 1_000,
      clock: realClock,
      log: silentLog,
      shared: null,
      maxWaitMs,
    }),
    realClock,
    {
      called: (api, outcome, ms) => void told.push(`sent ${api} ${outcome} ${Number.isFinite(ms)}`),
      unsent: (api, outcome) => void told.push(`unsent ${api} ${outcome}`),
    },
  );
  return { limiter, told };
}

test('each call that is sent is told of with what it came to', async () => {
  const { limiter, told } = metered();
  await limiter.run(job, async () => ok(1));
  await limiter.run(job, async () => fail(failureOf('noStock')));
  await limiter.run(job, async () => fail(failureOf('throttled', { code: 'Throttling.User' })));
  expect(told).toEqual([
    'sent DescribeImages ok true',
    'sent DescribeImages noStock true',
    'sent DescribeImages throttled true',
  ]);
  await limiter.stop();
});

test('what gets no turn is told of as unsent, and how long the oldest has waited can be seen meanwhile', async () => {
  const { limiter, told } = metered(60);
  let release = (): void => {};
  const first = limiter.run(
    job,
    () =>
      new Promise<Result<number, Failure>>((resolve) => {
        release = () => resolve(ok(1));
      }),
  );
  const second = limiter.run(job, async () => ok(2));
  await new Promise((resolve) => setImmediate(resolve));
  const [state] = limiter.state();
  expect(state).toMatchObject({ waiting: expect.any(Number) });
  expect(state?.oldestAt).toBeGreaterThan(0);
  expect(await second).toMatchObject({ ok: false, error: { kind: 'queued', code: null } });
  expect(told).toEqual(['unsent DescribeImages queued']);
  expect(limiter.state()[0]).toMatchObject({ waiting: 0, oldestAt: null });
  release();
  await first;
  expect(told.at(-1)).toBe('sent DescribeImages ok true');
  await limiter.stop();
});
