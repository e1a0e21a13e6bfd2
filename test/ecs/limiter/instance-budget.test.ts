import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import { makeInstanceBudget } from '../../../src/ecs/limiter/instance-budget.ts';
import { makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { LIMITS, makeThrottle } from '../../../src/sandbox/ecs/wire/throttle.ts';
import { realClock } from '../api-server.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const REGIONS = ['cn-beijing', 'cn-hangzhou'] as const;

beforeEach(() => {
  vi.useFakeTimers({ now: 40 * SECOND });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Calls for so many each, in two regions, through the bot's pacing to an account with the published limits. */
async function place(each: number, calls: number, options: { perSecond: number; instancesPerMinute?: number }) {
  const { perSecond, ...limits } = options;
  const paced = makeLimiter({
    ...limits,
    perSecond: () => perSecond,
    ...{ atOnce: 10, callMs: SECOND, clock: realClock, log: silentLog, shared: null },
  });
  const throttle = makeThrottle(LIMITS, () => Date.now());
  const made: number[] = [];
  let refused = 0;
  const call = async (): Promise<Result<null, Failure>> => {
    const waitMs = throttle.refusedFor('RunInstances', REGIONS[made.length % 2] ?? null, each);
    if (waitMs === null) made.push(Date.now());
    else refused += 1;
    return waitMs === null ? ok(null) : fail(failureOf('throttled', { code: 'Throttling.User', detail: '' }));
  };
  /** As the lifecycle: what got no turn in time is tried again. */
  const untilMade = async (region: string): Promise<void> => {
    const job = { api: 'RunInstances', region, lane: 'people', instances: each } as const;
    while (!(await paced.run(job, call)).ok) await new Promise((resolve) => setTimeout(resolve, SECOND));
  };
  const started = Date.now();
  const all = Promise.all(Array.from({ length: calls }, (_, index) => untilMade(REGIONS[index % 2] ?? '')));
  while (made.length < calls) await vi.advanceTimersByTimeAsync(SECOND);
  await all;
  await Promise.all([paced.stop(), vi.advanceTimersByTimeAsync(5 * SECOND)]);
  return { made: made.length * each, refused, minutes: (Math.max(...made) - started) / MINUTE };
}

test('20,000 instances are placed by calls for a hundred, and the account refuses none of them', async () => {
  const { made, refused, minutes } = await place(100, 200, { perSecond: 3.25, instancesPerMinute: 4_800 });
  expect([made, refused]).toEqual([20_000, 0]);
  // A twelfth of what is left of the fifth minute is for what others create.
  expect(minutes).toBeLessThan(4.5);
});

test('so many are placed without waiting for others as the account takes in a minute', async () => {
  const { refused, minutes } = await place(100, 48, { perSecond: 3.25, instancesPerMinute: 4_800 });
  expect(refused).toBe(0);
  expect(minutes).toBeLessThan(0.3);
});

test('without it, the account refuses', async () => {
  expect((await place(100, 80, { perSecond: 3.25 })).refused).toBeGreaterThan(0);
});

test('there is room again a minute after what took it, and what others have made counts', () => {
  const budget = makeInstanceBudget(250);
  expect(budget.waitMs(0)).toBe(0);
  budget.spend(100, 0);
  budget.spend(40, 10);
  expect(budget.waitMs(20)).toBe(0);
  budget.spend(100, 20);
  expect(budget.waitMs(20)).toBe(61_000 - 20);
  expect(budget.waitMs(61_000)).toBe(0);
  // A clock that was set back knows nothing of what is still to come.
  budget.spend(250, 90_000);
  expect(budget.waitMs(61_000)).toBe(0);
});
