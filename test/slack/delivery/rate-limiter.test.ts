import { expect, test } from 'vitest';
import { makeRateLimiter, type RateLimiter } from '../../../src/slack/delivery/rate-limiter.ts';

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

/** Edits a message if it may go, as the delivery does; returns whether it went. */
function edits(rateLimiter: RateLimiter, message: string, news: boolean, now: number): boolean {
  if (rateLimiter.full(now).resting.includes(message) || rateLimiter.edit(message, news, now) > 0) return false;
  rateLimiter.editing(message, now);
  return true;
}

test('a channel takes a short burst, then one post a second', () => {
  expect(postTimes(6)).toEqual([0, 0, 0, 1000, 2000, 3000]);
});

test('a wait that was waited out is always enough, and no shorter one is', () => {
  const rateLimiter = makeRateLimiter();
  const turns: readonly ((now: number) => number)[] = [
    (now: number) => rateLimiter.post('C1', now),
    (now: number) => rateLimiter.edit('r-1', true, now),
    (now: number) => rateLimiter.edit('r-2', false, now),
  ];
  let now = T;
  for (let i = 0; i < 300; i += 1) {
    const take = turns[i % 3] as (now: number) => number;
    const wait = take(now);
    if (wait === 0) continue;
    expect(take(now + wait - 1)).toBeGreaterThan(0);
    now += wait;
    expect(take(now)).toBe(0);
    if (i % 50 === 0) rateLimiter.refused('chat.update', 1, now - 1);
    rateLimiter.edited();
  }
});

test('what was sent at a later hour, before the clock was set back, keeps nothing waiting', () => {
  const rateLimiter = makeRateLimiter();
  expect(edits(rateLimiter, 'r-1', true, T)).toBe(true);
  rateLimiter.refused('chat.update', 30_000, T);
  rateLimiter.refused('chat.postMessage', 30_000, T);
  expect(rateLimiter.full(T)).toMatchObject({ channels: 'all', edits: 'none', resting: ['r-1'] });
  const back = T - 3 * 3_600_000;
  expect(rateLimiter.full(back)).toEqual({ channels: [], edits: 'all', resting: [], until: null });
  expect([rateLimiter.post('C1', back), edits(rateLimiter, 'r-1', true, back)]).toEqual([0, true]);
  expect(rateLimiter.pausedUntil('chat.update')).toBeLessThanOrEqual(back);
  // A clock that is only kept right is no reason to go faster.
  rateLimiter.refused('chat.postMessage', 30_000, back);
  expect(rateLimiter.post('C1', back + 4_999)).toBeGreaterThan(0);
});

test('full channels are named, with the moment when the first is free again', () => {
  const rateLimiter = makeRateLimiter();
  expect(rateLimiter.full(T)).toEqual({ channels: [], edits: 'all', resting: [], until: null });
  for (let i = 0; i < 3; i += 1) rateLimiter.post('C1', T);
  rateLimiter.post('C2', T);
  expect(rateLimiter.full(T + 100)).toMatchObject({ channels: ['C1'], until: T + 1000 });
  expect(rateLimiter.full(T + 1000)).toMatchObject({ channels: [], until: null });
});

test('once the workspace takes no more posts, all channels are full', () => {
  const rateLimiter = makeRateLimiter();
  for (let channel = 0; channel < 40; channel += 1) expect(rateLimiter.post(`C${channel}`, T)).toBe(0);
  expect(rateLimiter.full(T)).toMatchObject({ channels: 'all', edits: 'all', until: T + 250 });
  expect(rateLimiter.full(T + 250)).toMatchObject({ channels: [], until: null });
  rateLimiter.refused('chat.postMessage', 30_000, T + 250);
  expect(rateLimiter.full(T + 250)).toMatchObject({ channels: 'all', until: T + 30_250 });
});

test('once the edits are used up those with news may go, then none, and it is known when the next may', () => {
  const rateLimiter = makeRateLimiter();
  for (let i = 0; i < 10; i += 1) rateLimiter.edit(`r-${i}`, false, T);
  expect(rateLimiter.full(T)).toMatchObject({ edits: 'news', until: T + 4_000 });
  expect(rateLimiter.edit('r-10', false, T)).toBe(4_000);
  for (let i = 0; i < 30; i += 1) expect(rateLimiter.edit(`n-${i}`, true, T)).toBe(0);
  expect(rateLimiter.full(T)).toMatchObject({ edits: 'none', until: T + 1_715 });
  expect(rateLimiter.edit('n-30', true, T)).toBe(1_715);
  expect(rateLimiter.full(T + 1_715).edits).toBe('news');
  expect(rateLimiter.full(T + 4_000).edits).toBe('all');
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
  expect(edits(rateLimiter, 'r-1', false, T)).toBe(true);
  expect(rateLimiter.full(T + 200)).toMatchObject({ edits: 'all', resting: ['r-1'], until: T + 900 });
  expect(edits(rateLimiter, 'r-2', false, T + 200)).toBe(true);
  expect(edits(rateLimiter, 'r-1', false, T + 900)).toBe(true);
});

test('cards that change at the same time share the edits, so that a minute of them is not used up within seconds', () => {
  const rateLimiter = makeRateLimiter();
  const cards = ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'];
  let count = 0;
  let longestMs = 0;
  const editedAt = new Map<string, number>();
  for (let now = T; now <= T + 10_000; now += 100)
    for (const card of cards)
      if (edits(rateLimiter, card, true, now)) {
        count += 1;
        longestMs = Math.max(longestMs, now - (editedAt.get(card) ?? now));
        editedAt.set(card, now);
      }
  expect(count).toBeGreaterThan(35);
  expect(longestMs).toBeLessThanOrEqual(1_300);
});

test('a refusal stops its own method alone, and slows the edits after it', () => {
  const inTwoMinutes = (refused: boolean): number => {
    const rateLimiter = makeRateLimiter();
    if (refused) for (let i = 0; i < 2; i += 1) rateLimiter.refused('chat.update', 1000, T);
    let count = 0;
    for (let ms = 1000; ms < 121_000; ms += 100)
      for (let card = 0; card < 50; card += 1) if (edits(rateLimiter, `r-${card}`, false, T + ms)) count += 1;
    return count;
  };
  const rateLimiter = makeRateLimiter();
  rateLimiter.refused('chat.update', 30_000, T);
  expect(rateLimiter.edit('r-1', true, T)).toBe(30_000);
  expect(rateLimiter.full(T)).toMatchObject({ edits: 'none', until: T + 30_000 });
  expect(rateLimiter.post('C1', T)).toBe(0);
  expect(rateLimiter.edit('r-1', true, T + 30_000)).toBe(0);
  expect(inTwoMinutes(true)).toBeLessThan(inTwoMinutes(false) / 2);
});

/** How long the next edit without news waits once the burst is used up. */
function pace(rateLimiter: RateLimiter, now: number): number {
  for (let n = 0; n < 100; n += 1) {
    const wait = rateLimiter.edit(`pace-${n}`, false, now);
    if (wait > 0) return wait;
  }
  throw new Error('edits never wait');
}

test('each refusal halves the rate of the edits, down to an eighth, and with edits that succeed it is soon whole again', () => {
  const waits = [0, 1, 2, 3, 9].map((refusals) => {
    const rateLimiter = makeRateLimiter();
    for (let n = 0; n < refusals; n += 1) rateLimiter.refused('chat.update', 1_000, T);
    return pace(rateLimiter, T + 1_000);
  });
  expect(waits).toEqual([4_000, 8_000, 16_000, 32_000, 32_000]);
  const recovering = [0, 10, 40, 200].map((edited) => {
    const rateLimiter = makeRateLimiter();
    for (let n = 0; n < 9; n += 1) rateLimiter.refused('chat.update', 1_000, T);
    for (let n = 0; n < edited; n += 1) rateLimiter.edited();
    return Math.round(pace(rateLimiter, T + 1_000) / 1_000);
  });
  expect(recovering).toEqual([32, 20, 5, 4]);
  const posts = makeRateLimiter();
  posts.refused('chat.postMessage', 1_000, T);
  expect(pace(posts, T + 1_000)).toBe(4_000);
});

test('edits with news take what is kept for them first, then what all share, and then none may go', () => {
  const rateLimiter = makeRateLimiter();
  for (let n = 0; n < 40; n += 1) expect(rateLimiter.edit(`n-${n}`, true, T)).toBe(0);
  expect(rateLimiter.full(T)).toMatchObject({ edits: 'none', until: T + 1_715 });
});

test('a card waits for others that change now, not for those that changed some seconds ago', () => {
  const rateLimiter = makeRateLimiter();
  for (let n = 0; n < 20; n += 1) rateLimiter.editing(`r-${n}`, T);
  expect(rateLimiter.full(T + 2_900).resting).toHaveLength(20);
  rateLimiter.editing('r-0', T + 3_000);
  expect(rateLimiter.full(T + 3_000)).toMatchObject({ resting: ['r-0'], until: T + 3_900 });
});

test('of several that wait, the first tells when to look again', () => {
  const rateLimiter = makeRateLimiter();
  for (let n = 0; n < 3; n += 1) rateLimiter.post('C1', T);
  for (let n = 0; n < 3; n += 1) rateLimiter.post('C2', T + 500);
  rateLimiter.editing('r-1', T + 50);
  expect(rateLimiter.full(T + 500)).toMatchObject({ channels: ['C1', 'C2'], resting: ['r-1'], until: T + 950 });
});

test("looks that show no end leave most of a minute's edits to those that do", () => {
  const rateLimiter = makeRateLimiter();
  for (let ms = 0; ms < 60_000; ms += 500)
    for (let i = 0; i < 5; i += 1) edits(rateLimiter, `busy-${i}`, false, T + ms);
  const news = Array.from({ length: 20 }, (_, i) => rateLimiter.edit(`ended-${i}`, true, T + 60_000));
  expect(news).toEqual(news.map(() => 0));
});

test('a turn that was not needed, because the message shows it already, is free for others', () => {
  const rateLimiter = makeRateLimiter();
  for (let i = 0; i < 100; i += 1) {
    expect(rateLimiter.edit(`r-${i}`, i % 2 === 0, T)).toBe(0);
    rateLimiter.giveBack(`r-${i}`);
  }
  expect(rateLimiter.full(T)).toEqual({ channels: [], edits: 'all', resting: [], until: null });
  expect(edits(rateLimiter, 'r-1', false, T)).toBe(true);
  // What was used is not given back.
  for (let i = 0; i < 20; i += 1) rateLimiter.giveBack('r-1');
  for (let i = 0; i < 9; i += 1) expect(rateLimiter.edit(`r-${i}`, false, T)).toBe(0);
  expect(rateLimiter.full(T).edits).toBe('news');
});
