import { expect, test } from 'vitest';
import type { Clock } from '../../../src/core/base/clock.ts';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../../src/core/failure/failure.ts';
import type { Lane } from '../../../src/ecs/apis.ts';
import { fullRate, recovered, slowed } from '../../../src/ecs/limiter/adaptive-rate.ts';
import type { Job, LimiterOptions } from '../../../src/ecs/limiter/api-queue.ts';
import { makeLimiter } from '../../../src/ecs/limiter/limiter.ts';
import { realClock } from '../api-server.ts';

const limiter = (options: Partial<LimiterOptions> = {}) =>
  makeLimiter({
    perSecond: () => 200,
    atOnce: 50,
    callMs: 1_000,
    clock: realClock,
    log: silentLog,
    shared: null,
    ...options,
  });

const job = (api = 'DescribeImages', lane: Lane = 'people', region = 'cn-beijing'): Job => ({ api, region, lane });
const answer = async (): Promise<Result<number, Failure>> => ok(Date.now());
const throttled = (retryAfterMs: number | null) => async (): Promise<Result<number, Failure>> =>
  fail(failureOf('throttled', { code: 'Throttling.User', retryAfterMs, detail: '' }));

/** A call that ends when it is told to. */
function held() {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const call = async (): Promise<Result<string, Failure>> => {
    begun();
    await released;
    return ok('done');
  };
  return { call, release, started };
}

test('calls of one API and region are spaced by its rate', async () => {
  const paced = limiter({ perSecond: () => 100 });
  const started = Date.now();
  const times = await Promise.all(Array.from({ length: 11 }, () => paced.run(job(), answer)));
  const at = times.map((time) => (time.ok ? time.value : Number.NaN));
  // 10 gaps of 10 ms; timers may fire a millisecond early.
  expect(Math.max(...at) - started).toBeGreaterThanOrEqual(95);
  await paced.stop();
});

test('another API or another region is not held up', async () => {
  const paced = limiter({ perSecond: (api) => (api === 'CreateInstance' ? 0.01 : 1_000) });
  expect((await paced.run(job('CreateInstance'), answer)).ok).toBe(true);
  expect((await paced.run(job('CreateInstance', 'people', 'cn-shanghai'), answer)).ok).toBe(true);
  expect((await paced.run(job('DescribeImages'), answer)).ok).toBe(true);
  await paced.stop();
});

test('as many calls as allowed are under way at once, and no more', async () => {
  const paced = limiter({ atOnce: 2, perSecond: () => 10_000 });
  const waiting: (() => void)[] = [];
  let most = 0;
  // Each waits for a second one to be under way, so the test would never end if they went one by one.
  const call = async (): Promise<Result<null, Failure>> => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      most = Math.max(most, waiting.length);
      if (waiting.length >= 2) setTimeout(() => waiting.splice(0).forEach((go) => void go()), 3);
    });
    return ok(null);
  };
  await Promise.all(Array.from({ length: 12 }, () => paced.run(job(), call)));
  expect(most).toBe(2);
  await paced.stop();
});

test('people go before polling', async () => {
  const paced = limiter({ atOnce: 1, perSecond: () => 100 });
  const first = held();
  const order: string[] = [];
  const note = (who: string) => async (): Promise<Result<null, Failure>> => {
    order.push(who);
    return ok(null);
  };
  const running = paced.run(job(), first.call);
  await first.started;
  const polls = Array.from({ length: 20 }, () => paced.run(job('DescribeImages', 'polling'), note('polling')));
  const person = paced.run(job('DescribeImages', 'people'), note('people'));
  first.release();
  await Promise.all([running, ...polls, person]);
  // It comes last and does not wait for those before it; a few are served while it reaches the queue.
  expect(order).toHaveLength(21);
  expect(order.indexOf('people')).toBeLessThan(15);
  await paced.stop();
});

test('after Throttling the same API is called at half the rate, others are not', async () => {
  const warnings: object[] = [];
  const paced = limiter({ log: { ...silentLog, warn: (fields) => void warnings.push(fields) }, perSecond: () => 100 });
  expect(await paced.run(job(), throttled(null))).toMatchObject({ ok: false, error: { code: 'Throttling.User' } });
  expect(warnings).toEqual([{ api: 'DescribeImages', perSecond: 50, retryAfterMs: null }]);
  const started = Date.now();
  const times = await Promise.all(Array.from({ length: 7 }, () => paced.run(job(), answer)));
  const at = times.map((time) => (time.ok ? time.value : Number.NaN));
  expect(Math.max(...at) - started).toBeGreaterThanOrEqual(110);
  await paced.stop();
});

test('after quiet time the full rate is back', async () => {
  let later = 0;
  const clock: Clock = { now: () => Date.now() + later, after: realClock.after };
  const rates: unknown[] = [];
  const log: Log = { ...silentLog, warn: (fields) => void rates.push((fields as { perSecond: number }).perSecond) };
  const paced = limiter({ clock, log, perSecond: () => 100 });
  const refused = async (): Promise<void> => {
    later += 1; // a moment after the rate was last lowered, not under way at that moment
    await paced.run(job(), throttled(null));
  };
  await refused();
  await refused();
  later += 80_000;
  await refused();
  expect(rates).toEqual([50, 25, 50]);
  await paced.stop();
});

test('while the cloud asks for a pause nothing is sent, and the caller learns how long', async () => {
  const paced = limiter();
  await paced.run(job(), throttled(60_000));
  let called = false;
  const refused = await paced.run(job(), async () => {
    called = true;
    return ok(null);
  });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'throttled', code: null, api: 'DescribeImages' } });
  expect(refused.ok || refused.error.retryAfterMs).toBeGreaterThan(50_000);
  expect(called).toBe(false);
  expect((await paced.run(job('DescribeImages', 'people', 'cn-shanghai'), answer)).ok).toBe(true);
  await paced.stop();
});

test('a call whose turn does not come in time fails with that reason and is never made', async () => {
  const paced = limiter({ atOnce: 1, maxWaitMs: 300, perSecond: () => 1_000 });
  const first = held();
  const running = paced.run(job(), first.call);
  await first.started;
  let called = false;
  const late = await paced.run(job(), async () => {
    called = true;
    return ok(null);
  });
  expect(late).toMatchObject({ ok: false, error: { kind: 'queued', code: null } });
  first.release();
  await running;
  expect((await paced.run(job(), answer)).ok).toBe(true);
  expect(called).toBe(false);
  await paced.stop();
});

test('a line that cannot be served in time is not made longer, and polling leaves half of it to people', async () => {
  const paced = limiter({ atOnce: 1, maxWaitMs: 10_000, perSecond: () => 0.8 });
  const first = held();
  const running = paced.run(job(), first.call);
  await first.started;
  const polls = Array.from({ length: 10 }, () => paced.run(job('DescribeImages', 'polling'), answer));
  const refusedPolls = (await settledNow(polls)).filter((result) => result !== null);
  expect(refusedPolls).toHaveLength(6);
  for (const refused of refusedPolls)
    expect(refused).toMatchObject({ ok: false, error: { kind: 'queued', code: null } });
  const people = Array.from({ length: 10 }, () => paced.run(job(), answer));
  expect((await settledNow(people)).filter((result) => result !== null)).toHaveLength(6);
  first.release();
  await running;
  await paced.stop();
});

test('stopping lets what was sent come to its end and drops what waits', async () => {
  const paced = limiter({ atOnce: 1 });
  const sent = held();
  const running = paced.run(job(), sent.call);
  await sent.started;
  const waiting = paced.run(job(), answer);
  const stopped = paced.stop();
  expect(await waiting).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  expect(await paced.run(job(), answer)).toMatchObject({ ok: false, error: { kind: 'notSent' } });
  sent.release();
  expect(await running).toEqual({ ok: true, value: 'done' });
  await stopped;
});

test('stopping does not wait for ever for a call that hangs', async () => {
  const eager: Clock = { now: () => Date.now(), after: (ms, run) => realClock.after(ms / 1_000, run) };
  const paced = limiter({ clock: eager, maxWaitMs: 1e9 });
  const hung = held();
  void paced.run(job(), hung.call);
  await hung.started;
  await expect(paced.stop()).resolves.toBeUndefined();
  hung.release();
});

test('the rate halves once for all calls that were under way, down to one a second, and comes back step by step', () => {
  let rate = fullRate(8, 0);
  rate = slowed(rate, 90, null, 100);
  expect(rate.current).toBe(4);
  expect(slowed(rate, 95, null, 110).current).toBe(4); // was under way already
  rate = slowed(slowed(slowed(rate, 120, null, 130), 140, null, 150), 160, null, 170);
  expect(rate.current).toBe(1);
  expect(recovered(rate, 1_000, 1_169)).toBe(rate);
  expect(recovered(rate, 1_000, 1_170).current).toBe(2);
  expect(recovered(rate, 1_000, 4_170).current).toBe(5);
  expect(recovered(rate, 1_000, 1_000_000).current).toBe(8);
});

test('a rate that is configured below one a second is never raised by throttling', () => {
  expect(slowed(fullRate(0.5, 0), 1, null, 2).current).toBe(0.5);
});

test('a pause is as long as the longest that was asked for, and recovery starts after it', () => {
  let rate = slowed(fullRate(8, 0), 0, 5_000, 0);
  rate = slowed(rate, 0, 1_000, 10);
  expect(rate.pausedUntil).toBe(5_000);
  expect(recovered(rate, 1_000, 5_500).current).toBe(4);
  expect(recovered(rate, 1_000, 6_000).current).toBe(5);
});

/** For each promise its value, or null when it has none yet after the event loop went round. */
async function settledNow<T>(promises: readonly Promise<T>[]): Promise<(T | null)[]> {
  const turn = new Promise<null>((resolve) => setImmediate(() => resolve(null)));
  return Promise.all(promises.map((promise) => Promise.race([promise, turn])));
}

test('its state shows for each API and region the rate, what waits and when it was throttled', async () => {
  const paced = limiter({ atOnce: 1, perSecond: () => 100 });
  expect(paced.state()).toEqual([]);
  const before = Date.now();
  await paced.run(job(), throttled(null));
  const { call, release, started } = held();
  const running = paced.run(job('StartInstance'), call);
  await started;
  const waiting = paced.run(job('StartInstance'), answer);
  const [slowed, busy] = paced.state();
  expect(slowed).toMatchObject({
    api: 'DescribeImages',
    region: 'cn-beijing',
    fullPerSecond: 100,
    perSecond: 50,
    waiting: 0,
  });
  expect(slowed?.throttledAt).toBeGreaterThanOrEqual(before);
  expect(busy).toMatchObject({ api: 'StartInstance', perSecond: 100, waiting: 1, throttledAt: null });
  release();
  await Promise.all([running, waiting]);
  expect(paced.state()[1]).toMatchObject({ waiting: 0 });
  await paced.stop();
});
