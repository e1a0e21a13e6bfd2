import { expect, test } from 'vitest';
import { fullRate, recovered, slowed } from '../../../src/ecs/limiter/adaptive-rate.ts';
import { type Limit, makeThrottle } from '../../../src/sandbox/ecs/wire/throttle.ts';

const MINUTE = 60_000;

/** Calls as fast as the limiter's rate lets them go, for so many minutes, beginning in the middle of one. */
function called(limit: Limit, perSecond: number, minutes: number) {
  let now = 20_000;
  const throttle = makeThrottle({ each: limit }, () => now);
  const accepted: number[] = [];
  const refused: number[] = [];
  let rate = fullRate(perSecond, now);
  while (now < minutes * MINUTE) {
    rate = recovered(rate, 10_000, now);
    if (throttle.refusedFor('CreateInstance', 'cn-beijing') === null) accepted.push(now);
    else {
      refused.push(now);
      rate = slowed(rate, now, null, now);
    }
    now += Math.ceil(1000 / rate.current);
  }
  const inMinute = (moments: readonly number[], minute: number): number =>
    moments.filter((at) => Math.floor(at / MINUTE) === minute).length;
  const mostInASecond = Math.max(...accepted.map((at) => accepted.filter((b) => b >= at && b < at + 1000).length));
  const of = (moments: readonly number[]) => Array.from({ length: minutes - 1 }, (_, n) => inMinute(moments, n + 1));
  return { accepted: of(accepted), refused: of(refused), mostInASecond };
}

const PUBLISHED: Limit = { perSecond: 50, burst: 100, perMinute: 200 };

test('at the default rate of creates the published quota refuses none', () => {
  const { accepted, refused } = called(PUBLISHED, 3, 5);
  expect(refused).toEqual([0, 0, 0, 0]);
  expect(Math.min(...accepted)).toBeGreaterThan(170);
});

test('above the quota the bot probes about once a second until the next minute, and does not burst then', () => {
  const { accepted, refused, mostInASecond } = called(PUBLISHED, 10, 10);
  for (const many of refused) expect(many).toBeLessThanOrEqual(60);
  for (const many of accepted) expect(many).toBeLessThanOrEqual(200);
  // No more than its own full rate, also in the second in which a minute begins.
  expect(mostInASecond).toBeLessThanOrEqual(10);
  expect(accepted.reduce((sum, many) => sum + many, 0)).toBeGreaterThan(0.6 * 200 * accepted.length);
});

test('a quota that others use up as well is shared by probing', () => {
  const { accepted, refused } = called({ perSecond: 50, burst: 100, perMinute: 30 }, 3, 6);
  expect(accepted).toEqual([30, 30, 30, 30, 30]);
  for (const many of refused) expect(many).toBeLessThanOrEqual(45);
});

test('a limit by the second is adapted to as well', () => {
  const { accepted, mostInASecond } = called({ perSecond: 2, burst: 2 }, 10, 5);
  expect(mostInASecond).toBeLessThanOrEqual(4);
  for (const many of accepted) expect(many).toBeGreaterThan(60);
});

test('a minute’s window refuses until the next full minute, each API and region by its own', () => {
  let now = 59_000;
  const throttle = makeThrottle({ each: { perSecond: 50, burst: 100, perMinute: 2 } }, () => now);
  expect([1, 2].map(() => throttle.refusedFor('A', 'r'))).toEqual([null, null]);
  expect(throttle.refusedFor('A', 'r')).toBe(1_000);
  expect(throttle.refusedFor('A', 's')).toBeNull();
  now = 60_000;
  expect(throttle.refusedFor('A', 'r')).toBeNull();
});
