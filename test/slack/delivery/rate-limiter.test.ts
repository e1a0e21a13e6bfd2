import { expect, test } from 'vitest';
import { makeRateLimiter } from '../../../src/slack/delivery/rate-limiter.ts';

const T = 1_800_000_000_000;

/** Posts as soon as it may, `count` times; the moments after T. */
function postTimes(count: number, channel = 'C1', rateLimiter = makeRateLimiter()): number[] {
  const times: number[] = [];
  for (let now = T; times.length < count; ) {
    const wait = rateLimiter.post(channel, now);
    if (wait === 0) times.push(now - T);
    now += wait;
  }
  return times;
}

test('a channel takes a short burst, then one post a second', () => {
  expect(postTimes(6)).toEqual([0, 0, 0, 1000, 2000, 3000]);
});

test('a wait that was waited out is always enough', () => {
  const rateLimiter = makeRateLimiter();
  for (let now = T, i = 0; i < 500; i += 1) {
    const wait = rateLimiter.post('C1', now);
    now += wait;
    if (wait > 0) expect(rateLimiter.post('C1', now)).toBe(0);
  }
});

test('what was sent at a later hour, before the clock was set back, keeps nothing waiting', () => {
  const rateLimiter = makeRateLimiter();
  expect(rateLimiter.edit('r-1', true, T)).toBe(0);
  rateLimiter.refused('chat.update', 30_000, T);
  rateLimiter.refused('chat.postMessage', 30_000, T);
  expect(rateLimiter.edit('r-2', false, T)).toBeGreaterThan(0);
  const back = T - 3 * 3_600_000;
  rateLimiter.full(back);
  expect([rateLimiter.post('C1', back), rateLimiter.edit('r-1', true, back)]).toEqual([0, 0]);
  expect(rateLimiter.edit('r-2', false, back + 5_000)).toBe(0);
  expect(rateLimiter.pausedUntil('chat.update')).toBeLessThanOrEqual(back);
  // A clock that is only kept right is no reason to go faster.
  rateLimiter.refused('chat.postMessage', 30_000, back);
  expect(rateLimiter.post('C1', back + 4_999)).toBeGreaterThan(0);
});

test('full channels are named, with the moment when the first is free again', () => {
  const rateLimiter = makeRateLimiter();
  expect(rateLimiter.full(T)).toEqual({ channels: [], until: null });
  for (let i = 0; i < 3; i += 1) rateLimiter.post('C1', T);
  rateLimiter.post('C2', T);
  expect(rateLimiter.full(T + 100)).toEqual({ channels: ['C1'], until: T + 1000 });
  expect(rateLimiter.full(T + 1000).channels).toEqual([]);
});

test('the workspace as a whole takes about four posts a second', () => {
  const rateLimiter = makeRateLimiter();
  let posted = 0;
  for (let ms = 0; ms < 60_000; ms += 50)
    for (let channel = 0; channel < 30; channel += 1) if (rateLimiter.post(`C${channel}`, T + ms) === 0) posted += 1;
  expect(posted).toBeGreaterThan(240);
  expect(posted).toBeLessThanOrEqual(40 + 4 * 60);
});

test('one card is edited at most every 0.9 seconds, and so with each look that shows something new', () => {
  const rateLimiter = makeRateLimiter();
  expect(rateLimiter.edit('r-1', false, T)).toBe(0);
  expect(rateLimiter.edit('r-1', false, T + 200)).toBe(700);
  expect(rateLimiter.edit('r-2', false, T + 200)).toBe(0);
  expect(rateLimiter.edit('r-1', false, T + 900)).toBe(0);
});

test('cards that change at the same time share the edits, so that a minute of them is not used up within seconds', () => {
  const rateLimiter = makeRateLimiter();
  const cards = ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'];
  let edits = 0;
  let longestMs = 0;
  const editedAt = new Map<string, number>();
  for (let now = T; now <= T + 10_000; now += 100)
    for (const card of cards)
      if (rateLimiter.edit(card, true, now) === 0) {
        edits += 1;
        longestMs = Math.max(longestMs, now - (editedAt.get(card) ?? now));
        editedAt.set(card, now);
      }
  expect(edits).toBeGreaterThan(35);
  expect(longestMs).toBeLessThanOrEqual(1_300);
});

test('a card that shows an end goes ahead of a line of others', () => {
  const rateLimiter = makeRateLimiter();
  for (let i = 0; i < 60; i += 1) rateLimiter.edit(`r-${i}`, false, T);
  expect(rateLimiter.edit('r-59', false, T + 2000)).toBeGreaterThan(0);
  expect(rateLimiter.edit('r-59', true, T + 2000)).toBe(0);
  expect(rateLimiter.edit('r-new', true, T + 2000)).toBe(0);
});

test('hundreds of cards that wait ask for their turn no more than about twenty times a second together', () => {
  const rateLimiter = makeRateLimiter();
  const askAt = new Map(Array.from({ length: 450 }, (_, i) => [`r-${i}`, T]));
  let asked = 0;
  for (let now = T; now < T + 60_000; now += 50)
    for (const [card, at] of askAt) {
      if (at > now) continue;
      asked += 1;
      const ms = rateLimiter.edit(card, false, now);
      if (ms === 0) askAt.delete(card);
      else askAt.set(card, now + ms);
    }
  // Each asks once when it changes.
  expect(asked - 450).toBeLessThan(25 * 60);
});

test('a refusal stops its own method alone, and slows the edits after it', () => {
  const edits = (refused: boolean): number => {
    const rateLimiter = makeRateLimiter();
    if (refused) for (let i = 0; i < 2; i += 1) rateLimiter.refused('chat.update', 1000, T);
    let count = 0;
    for (let ms = 1000; ms < 121_000; ms += 100)
      for (let card = 0; card < 50; card += 1) if (rateLimiter.edit(`r-${card}`, false, T + ms) === 0) count += 1;
    return count;
  };
  const rateLimiter = makeRateLimiter();
  rateLimiter.refused('chat.update', 30_000, T);
  expect(rateLimiter.edit('r-1', true, T)).toBe(30_000);
  expect(rateLimiter.post('C1', T)).toBe(0);
  expect(rateLimiter.edit('r-1', true, T + 30_000)).toBe(0);
  expect(edits(true)).toBeLessThan(edits(false) / 2);
});

test("looks that show no end leave most of a minute's edits to those that do", () => {
  const rateLimiter = makeRateLimiter();
  for (let ms = 0; ms < 60_000; ms += 500) for (let i = 0; i < 5; i += 1) rateLimiter.edit(`busy-${i}`, false, T + ms);
  const news = Array.from({ length: 20 }, (_, i) => rateLimiter.edit(`ended-${i}`, true, T + 60_000));
  expect(news).toEqual(news.map(() => 0));
});

test('a place in the line that was not needed, because the card had news, is free for others', () => {
  const rateLimiter = makeRateLimiter();
  // Requests that come and end one after the other, each with a look between that has to wait for its place.
  for (let i = 0; i < 30; i += 1) {
    rateLimiter.edit(`r-${i}`, false, T + i * 2000);
    rateLimiter.edit(`r-${i}`, true, T + i * 2000 + 1200);
  }
  expect(rateLimiter.edit('r-new', false, T + 66_000)).toBe(0);
});
