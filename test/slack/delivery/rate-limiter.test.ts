import { expect, test } from 'vitest';
import { makeRateLimiter } from '../../../src/slack/delivery/rate-limiter.ts';

const T = 1_800_000_000_000;

/** Posts as soon as it may, `count` times; the moments after T. */
function postTimes(count: number, channel = 'C1', pace = makeRateLimiter()): number[] {
  const times: number[] = [];
  for (let now = T; times.length < count; ) {
    const wait = pace.post(channel, now);
    if (wait === 0) times.push(now - T);
    now += wait;
  }
  return times;
}

test('a channel takes a short burst, then one post a second', () => {
  expect(postTimes(6)).toEqual([0, 0, 0, 1000, 2000, 3000]);
});

test('a wait that was waited out is always enough', () => {
  const pace = makeRateLimiter();
  for (let now = T, i = 0; i < 500; i += 1) {
    const wait = pace.post('C1', now);
    now += wait;
    if (wait > 0) expect(pace.post('C1', now)).toBe(0);
  }
});

test('full channels are named, with the moment when the first is free again', () => {
  const pace = makeRateLimiter();
  expect(pace.full(T)).toEqual({ channels: [], until: null });
  for (let i = 0; i < 3; i += 1) pace.post('C1', T);
  pace.post('C2', T);
  expect(pace.full(T + 100)).toEqual({ channels: ['C1'], until: T + 1000 });
  expect(pace.full(T + 1000).channels).toEqual([]);
});

test('the workspace as a whole takes about four posts a second', () => {
  const pace = makeRateLimiter();
  let posted = 0;
  for (let ms = 0; ms < 60_000; ms += 50)
    for (let channel = 0; channel < 30; channel += 1) if (pace.post(`C${channel}`, T + ms) === 0) posted += 1;
  expect(posted).toBeGreaterThan(240);
  expect(posted).toBeLessThanOrEqual(40 + 4 * 60);
});

test('one card is edited at most every 1.2 seconds', () => {
  const pace = makeRateLimiter();
  expect(pace.edit('r-1', false, T)).toBe(0);
  expect(pace.edit('r-1', false, T + 200)).toBe(1000);
  expect(pace.edit('r-2', false, T + 200)).toBe(0);
  expect(pace.edit('r-1', false, T + 1200)).toBe(0);
});

test('a card that shows an end goes ahead of a line of others', () => {
  const pace = makeRateLimiter();
  for (let i = 0; i < 60; i += 1) pace.edit(`r-${i}`, false, T);
  expect(pace.edit('r-59', false, T + 2000)).toBeGreaterThan(0);
  expect(pace.edit('r-59', true, T + 2000)).toBe(0);
  expect(pace.edit('r-new', true, T + 2000)).toBe(0);
});

test('a refusal stops its own method alone, and slows the edits after it', () => {
  const edits = (refused: boolean): number => {
    const pace = makeRateLimiter();
    if (refused) for (let i = 0; i < 2; i += 1) pace.refused('chat.update', 1000, T);
    let count = 0;
    for (let ms = 1000; ms < 121_000; ms += 100)
      for (let card = 0; card < 50; card += 1) if (pace.edit(`r-${card}`, false, T + ms) === 0) count += 1;
    return count;
  };
  const pace = makeRateLimiter();
  pace.refused('chat.update', 30_000, T);
  expect(pace.edit('r-1', true, T)).toBe(30_000);
  expect(pace.post('C1', T)).toBe(0);
  expect(pace.edit('r-1', true, T + 30_000)).toBe(0);
  expect(edits(true)).toBeLessThan(edits(false) / 2);
});

test("looks that show no end leave most of a minute's edits to those that do", () => {
  const pace = makeRateLimiter();
  for (let ms = 0; ms < 60_000; ms += 500) for (let i = 0; i < 5; i += 1) pace.edit(`busy-${i}`, false, T + ms);
  const news = Array.from({ length: 20 }, (_, i) => pace.edit(`ended-${i}`, true, T + 60_000));
  expect(news).toEqual(news.map(() => 0));
});

test('a place in the line that was not needed, because the card had news, is free for others', () => {
  const pace = makeRateLimiter();
  // Requests that come and end one after the other, each with a look between that has to wait for its place.
  for (let i = 0; i < 30; i += 1) {
    pace.edit(`r-${i}`, false, T + i * 2000);
    pace.edit(`r-${i}`, true, T + i * 2000 + 1200);
  }
  expect(pace.edit('r-new', false, T + 66_000)).toBe(0);
});
