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
  const untilMade = async (region: string, token: string): Promise<void> => {
    const job = { api: 'RunInstances', region, lane: 'people', purchase: { token, instances: each } } as const;
    for (;;) {
      const answer = await paced.run(job, call);
      if (answer.ok) return;
      await new Promise((resolve) => setTimeout(resolve, answer.error.retryAfterMs ?? SECOND));
    }
  };
  const started = Date.now();
  const all = Promise.all(Array.from({ length: calls }, (_, index) => untilMade(REGIONS[index % 2] ?? '', `${index}`)));
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
  const ask = (instances: number, now: number) => budget.ask({ token: 'a', instances }, now);
  expect(ask(100, 0)).toBe(0);
  budget.spend(100, 0, 'a');
  budget.spend(40, 10);
  expect(ask(100, 20)).toBe(0);
  budget.spend(100, 20, 'a');
  expect(ask(100, 20)).toBe(61_000 - 20);
  // More than the account takes in a minute has a minute of its own.
  expect(ask(300, 20)).toBe(61_000);
  expect(ask(100, 61_000)).toBe(0);
  // A clock that was set back knows nothing of what is still to come.
  budget.spend(250, 90_000, 'a');
  expect(ask(100, 61_000)).toBe(0);
});

test('who asked first is served first: a smaller one that comes later waits behind, and each is told its own turn', () => {
  const budget = makeInstanceBudget(100);
  budget.spend(100, 0);
  const ask = (token: string, instances: number, now: number) => now + budget.ask({ token, instances }, now);
  expect(ask('first', 80, 1_000)).toBe(61_000);
  expect(ask('second', 80, 2_000)).toBe(122_000);
  expect(ask('small', 10, 3_000)).toBe(122_000);
  expect(ask('late', 10, 61_000)).toBe(122_000);
  expect(ask('first', 80, 61_000)).toBe(61_000);
  budget.spend(80, 61_000, 'first');
  expect(ask('second', 80, 122_000)).toBe(122_000);
});

test('a turn that nobody takes is over after a minute', () => {
  const budget = makeInstanceBudget(100);
  const ask = (token: string, now: number) => budget.ask({ token, instances: 100 }, now);
  expect(ask('withdrawn', 0)).toBe(0);
  expect(ask('other', 0)).toBe(61_000);
  expect(ask('other', 61_000)).toBe(0);
});
