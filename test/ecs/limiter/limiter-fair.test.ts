import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok, type Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { isAbortedCall, retryIfAborted, runAsOwner, runUntilAborted } from '../../../src/ecs/call-owner.ts';
import type { Job } from '../../../src/ecs/limiter/api-queue.ts';
import { type Limiter, makeLimiter } from '../../../src/ecs/limiter/limiter.ts';

// The real limiter, with its library, under timers that are turned by hand.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const PER_SECOND = 10;
const limiter = (perSecond = PER_SECOND): Limiter =>
  makeLimiter({ perSecond: () => perSecond, atOnce: 10, callMs: 1_000, clock, log: silentLog, shared: null });

const READ: Job = { api: 'DescribeInstances', region: 'cn-hangzhou', lane: 'people' };
const LOOK: Job = { ...READ, lane: 'polling' };

/** Counts the calls that were made, each of which takes a tenth of a second. */
function cloud(paced: Limiter) {
  const made: string[] = [];
  const ask = (name: string, job = READ): Promise<Result<number, Failure>> => {
    const from = Date.now();
    return paced.run(job, async () => {
      made.push(name);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return ok(Date.now() - from);
    });
  };
  return { made, ask };
}

const millis = (answer: Result<number, Failure>): number => (answer.ok ? answer.value : Number.NaN);

test('four hundred reads of one person at once hold up nobody else, and not the own looks', async () => {
  const { made, ask } = cloud(limiter());
  runAsOwner('lena', () => {
    for (let n = 0; n < 400; n++) void ask('lena');
  });
  const others = ['marco', 'tom', 'ines'].map((person) => runAsOwner(person, () => ask(person)));
  const looks = [ask('look', LOOK), ask('look', LOOK)];
  await vi.advanceTimersByTimeAsync(2_000);
  for (const answer of await Promise.all([...others, ...looks])) expect(millis(answer)).toBeLessThan(1_200);
  expect(made.length).toBeLessThanOrEqual(2 * PER_SECOND + 1);
});

test('somebody who reads faster than the cloud answers, for minutes, delays no look and no other person', async () => {
  const { ask } = cloud(limiter());
  const waits: Promise<Result<number, Failure>>[] = [];
  for (let tenth = 0; tenth < 600; tenth++) {
    runAsOwner('lena', () => {
      void ask('lena');
      void ask('lena');
    });
    if (tenth % 5 === 0) waits.push(ask('look', LOOK));
    if (tenth % 20 === 0) waits.push(runAsOwner('marco', () => ask('marco')));
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  const worst = Math.max(...(await Promise.all(waits)).map(millis));
  expect(worst).toBeLessThan(800);
});

test('what nobody waits for any more is not sent, and costs nobody a turn', async () => {
  const { made, ask } = cloud(limiter());
  const gone = new AbortController();
  const dropped = runAsOwner('lena', () =>
    runUntilAborted(gone.signal, () => Array.from({ length: 20 }, () => ask('lena'))),
  );
  await vi.advanceTimersByTimeAsync(150);
  const sent = made.length;
  gone.abort();
  const next = runAsOwner('lena', () => ask('newer'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(millis(await next)).toBeLessThan(400);
  expect(made).toEqual([...Array(sent).fill('lena'), 'newer']);
  const answers = await Promise.all(dropped);
  expect(answers.filter((answer) => !answer.ok && isAbortedCall(answer.error))).toHaveLength(20 - sent);
  expect(await runAsOwner('lena', () => runUntilAborted(gone.signal, () => ask('too late')))).toMatchObject({
    ok: false,
  });
  expect(made).not.toContain('too late');
});

test('of what one person asks, the newest is answered; what had to make room is told so', async () => {
  const { ask } = cloud(limiter());
  const answers = runAsOwner('lena', () => Array.from({ length: 100 }, (_, n) => ask(`${n}`)));
  await vi.advanceTimersByTimeAsync(15_000);
  const told = (await Promise.all(answers)).map((answer) => (answer.ok ? 'answered' : answer.error.kind));
  expect(told.slice(-30)).toEqual(Array(30).fill('answered'));
  expect(told.slice(1, 60).every((one) => one === 'queued')).toBe(true);
});

test('a crowd is told that the line is full, and the own work still finds a place in it', async () => {
  const { ask } = cloud(limiter());
  const crowd = Array.from({ length: 50 }, (_, n) =>
    runAsOwner(`person-${n}`, () => Array.from({ length: 10 }, () => ask('crowd'))),
  ).flat();
  const look = ask('look', LOOK);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(millis(await look)).toBeLessThan(400);
  const refused = (await Promise.all(crowd)).filter((answer) => !answer.ok);
  expect(refused.length).toBeGreaterThanOrEqual(500 - 16 * PER_SECOND);
  for (const one of refused) expect(one).toMatchObject({ error: { kind: 'queued', code: null } });
});

test('a question that others share is asked again by them when the first to ask has gone', async () => {
  const { made, ask } = cloud(limiter(1));
  void ask('before');
  const gone = new AbortController();
  let asked: Promise<Result<number, Failure>> | null = null;
  const shared = () =>
    retryIfAborted(() => {
      asked ??= ask('shared').finally(() => {
        asked = null;
      });
      return asked;
    });
  const first = runAsOwner('lena', () => runUntilAborted(gone.signal, shared));
  const second = runAsOwner('marco', shared);
  await vi.advanceTimersByTimeAsync(100);
  gone.abort();
  await vi.advanceTimersByTimeAsync(3_000);
  expect((await first).ok).toBe(false);
  expect((await second).ok).toBe(true);
  expect(made).toEqual(['before', 'shared']);
});
