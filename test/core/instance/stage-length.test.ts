import { expect, test } from 'vitest';
import {
  knownLength,
  lengthSeen,
  NO_LENGTHS,
  nextLookAt,
  type StageNow,
  stageOf,
  withLength,
} from '../../../src/core/instance/timing.ts';
import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import { anAccepted, anInstance, NOW, timing } from '../../support/instances.ts';

const of = (lengths: readonly number[]): number | null =>
  knownLength(lengths.reduce(withLength, NO_LENGTHS))?.leastMs ?? null;
const drawn = (count: number, from: number, to: number, seed = 1): readonly number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.round(from + (to - from) * random()));
};

test('of a few nothing is concluded', () => {
  expect(of(drawn(7, 6_000, 14_000))).toBeNull();
});

test.each([8, 12, 20, 32, 100, 400, 2_000])('after %i, one more is hardly ever done a second before', (count) => {
  let early = 0;
  for (let seed = 1; seed <= 50; seed += 1) {
    const least = of(drawn(count, 6_000, 14_000, seed)) ?? Number.NaN;
    early += drawn(40, 6_000, 14_000, 1_000 + seed).filter((next) => next < least - 1_000).length;
  }
  expect(early / 2_000).toBeLessThanOrEqual(0.01);
});

test('the more have been seen, the less is looked too early', () => {
  expect(of(drawn(200, 6_000, 14_000))).toBeGreaterThan(5_500);
});

test('that the slow ones of a hundred are seen last makes none of the next be seen late', () => {
  const begunTogether = drawn(100, 9_000, 21_000).toSorted((a, b) => a - b);
  expect(of([...begunTogether, ...begunTogether, ...begunTogether])).toBeLessThan(10_000);
});

test.each([
  ['took ten minutes', 600_000],
  ['was over at once', 10],
])('one that %s changes little', (_, ms) => {
  const usual = drawn(40, 6_000, 14_000);
  expect(Math.abs((of([...usual, ms]) ?? 0) - (of(usual) ?? 0))).toBeLessThan(600);
});

test('once the cloud has become faster, that is known after two', () => {
  expect(of([...drawn(100, 30_000, 40_000), 5_000, 5_000])).toBeLessThanOrEqual(5_000);
});

test('once it has become slower, what was before is forgotten in the end', () => {
  expect(of([...drawn(200, 6_000, 8_000), ...drawn(1_500, 30_000, 40_000)])).toBeGreaterThan(28_000);
});

test('what is remembered does not grow', () => {
  const many = drawn(20_000, 1_000, 600_000).reduce(withLength, NO_LENGTHS);
  expect(many.total).toBeLessThan(256);
  expect(many.counts.size).toBeLessThan(256);
});

const times = (count: number, ms: number): readonly number[] => Array.from({ length: count }, () => ms);

test.each<[what: string, lengths: readonly number[], leastMs: number, last: readonly [number, number]]>([
  ['all took equally long', times(8, 10_000), 10_000, [10_250, 1]],
  ['a short one of a few counts, less what they scatter', [6_000, ...times(7, 8_000)], 5_000, [8_250, 1]],
  ['a long one moves only what one more may take', [...times(7, 8_000), 12_000], 8_000, [14_250, 1]],
  ['the shortest of many may be an exception', [6_000, ...times(39, 8_000)], 8_000, [8_250, 1]],
  ['the shortest of not so many is none', [6_000, ...times(38, 8_000)], 6_000 - 8_000 / 39, [8_250, 1]],
])('what is known once %s', (_, lengths, leastMs, last) => {
  const known = knownLength(lengths.reduce(withLength, NO_LENGTHS));
  expect([known?.leastMs, known?.ends.at(-1)]).toEqual([leastMs, last]);
  expect(known?.ends.slice(0, -1).reduce((sum, [, count]) => sum + count, 0)).toBe(lengths.length);
});

test('once enough is remembered it all weighs half, and what was seen once is forgotten after the second time', () => {
  const grown = (count: number) => [400, ...times(count - 1, 1_000)].reduce(withLength, NO_LENGTHS);
  expect([grown(255).total, grown(256).total, grown(256).counts.get(1)]).toEqual([255, 128, 0.5]);
  expect(grown(384)).toEqual({ counts: new Map([[4, 127.75]]), total: 127.75 });
});

const chunk = { first: 1, amount: 2, least: 1 };
const acted = { what: 'stop', at: NOW, sure: true } as const;
const stop = { what: 'stop', by: 'U1', at: NOW, stoppedMode: null, down: false, acted } as const;
const stages: readonly (readonly [string, Parameters<typeof anAccepted>[0], StageNow['stage'] | null])[] = [
  ['is built', {}, 'build'],
  ['was seen Stopped and is not started yet', { observed: { status: 'Stopped', at: NOW } }, null],
  ['is started', { observed: { status: 'Stopped', at: NOW }, startTriedAt: NOW }, 'start'],
  ['was stopped by somebody while it started', { observed: { status: 'Stopping', at: NOW }, startTriedAt: NOW }, null],
  ['is one of several', { chunk, observed: { status: 'Starting', at: NOW } }, 'run'],
  ['is one of several and was stopped by somebody', { chunk, observed: { status: 'Stopped', at: NOW } }, null],
  ['is stopped', { wanted: 'stopped', order: stop }, 'stop'],
  [
    'may only have been told to stop',
    { wanted: 'stopped', order: { ...stop, acted: { ...acted, sure: false } } },
    null,
  ],
  ['is to be released right after its start', { wanted: 'released', startTriedAt: NOW }, null],
  ['is to start, which was not sent yet', { order: { ...stop, what: 'start', acted: null } }, null],
  ['was stopped when it was adopted', { wanted: 'stopped', order: null }, null],
  ['is to be released', { wanted: 'released', order: { ...stop, what: 'release', acted: null } }, null],
  ['has no id yet', { cloudId: null }, null],
  ['has one of the ids that its call was answered with', { cloudId: null, chunk: { ...chunk, given: 'i-1' } }, 'run'],
  ['has ended', { outcome: 'reached' }, null],
];

test.each(stages)('what is waited for where an instance %s', (_, over, stage) => {
  expect(stageOf(anAccepted(over))?.stage ?? null).toBe(stage);
});

const at = (afterMs: number, status: 'Pending' | 'Stopped' = 'Stopped') => ({ status, at: NOW + afterMs }) as const;
const seenAt = (before: Parameters<typeof anAccepted>[0], afterMs: number, status: 'Pending' | 'Stopped' = 'Stopped') =>
  lengthSeen(anAccepted(before), anAccepted({ ...before, observed: at(afterMs, status) }), 1_500)?.ms ?? null;

test.each([
  ['it was not over at the look before', { dueAt: NOW + 6_000, observed: at(4_500, 'Pending') }, 6_000, 5_250],
  ['the first look found it over', { dueAt: NOW + 20_000 }, 20_000, 18_000],
  ['it was found over at once', { dueAt: NOW + 1_000 }, 1_000, 500],
  ['the look came late', { dueAt: NOW + 3_000, observed: at(1_500, 'Pending') }, 60_000, null],
  ['the clock was set back meanwhile', { dueAt: NOW - 5_000 }, -4_000, null],
  [
    'the call was sent twice',
    { dueAt: NOW + 6_000, creates: { sent: 2, undone: 0, lastAt: NOW, mayRepeat: true } },
    6_000,
    null,
  ],
] as const)('what a look tells of the length: %s', (_, before, afterMs, ms) => {
  expect(seenAt(before, afterMs)).toBe(ms);
});

test('a look that shows it under way tells no length', () => {
  expect(seenAt({ dueAt: NOW + 6_000 }, 6_000, 'Pending')).toBeNull();
});

/** It takes up to eight seconds more than that, each length as likely as the other. */
const learnt = (leastMs: number | null) => {
  const known = leastMs === null ? null : { leastMs, ends: [[leastMs + 8_000, 20] as const] };
  return { ...timing, lengths: { knownOf: () => known } };
};

test.each([
  ['nothing was learnt', null, 0, 3_000],
  ['nothing was learnt and it was looked at', null, 3_000, 5_000],
  ['it takes eight seconds or more: a tenth has ended', 8_000, 0, 9_000],
  ['it takes less than no look is made in anyhow', 500, 0, 3_000],
  ['it may be over any moment', 8_000, 9_000, 10_000],
  ['it took longer than any before', 8_000, 17_000, 19_000],
  ['it took far longer than any before', 8_000, 100_000, 105_000],
  ['it takes an hour: it may be locked, or gone', 3_600_000, 0, 30_000],
  ['it still takes an hour', 3_600_000, 30_000, 60_000],
])('the next look where %s', (_, leastMs, afterMs, dueMs) => {
  expect(nextLookAt(anAccepted({ startTriedAt: NOW }), NOW + afterMs, learnt(leastMs)) - NOW).toBe(dueMs);
});

test('while it is built, which nobody waits for as such, a look has to be worth more', () => {
  expect(nextLookAt(anAccepted({}), NOW, learnt(8_000)) - NOW).toBe(10_000);
  expect(nextLookAt(anAccepted({}), NOW + 10_000, learnt(8_000)) - NOW).toBe(12_000);
});

test('where ends are far apart one alone is looked at less often, but never seldomer than where nothing is known', () => {
  const known = { leastMs: 8_000, ends: [[68_000, 20] as const] };
  const dueAt = nextLookAt(anAccepted({}), NOW + 20_000, { ...timing, lengths: { knownOf: () => known } });
  expect(dueAt - NOW).toBe(22_000);
});

test('of many that one call reads, the first that may have ended is looked for', () => {
  const many = anAccepted({ chunk: { first: 1, amount: 100, least: 1 } });
  expect(nextLookAt(many, NOW, learnt(8_000)) - NOW).toBe(9_000);
  const known = { leastMs: 8_000, ends: [[68_000, 20] as const] };
  expect(nextLookAt(many, NOW + 20_000, { ...timing, lengths: { knownOf: () => known } }) - NOW).toBe(21_000);
});

test('an exception that was over at once does not hide how long the others take', () => {
  const known = knownLength([...drawn(60, 20_000, 28_000), 10].reduce(withLength, NO_LENGTHS));
  const dueAt = nextLookAt(anAccepted({}), NOW, { ...timing, lengths: { knownOf: () => known } });
  expect(dueAt - NOW).toBeGreaterThan(19_000);
});

test('a clock that was set back does not put off the next look', () => {
  const early = NOW - 3_600_000;
  expect(nextLookAt(anAccepted({}), early, learnt(20_000)) - early).toBeLessThanOrEqual(3_000);
});

const unseated = anInstance({ createTriedAt: NOW, acceptedAt: NOW, chunk: { ...chunk, given: 'i-1' } });

test('whose an id is shows the first look that is worth it', () => {
  expect(nextLookAt(unseated, NOW, learnt(8_000)) - NOW).toBe(9_000);
});

test('whose an id is is looked for at once where the first look would come late: nobody can order anything of it before', () => {
  expect(nextLookAt(unseated, NOW, learnt(20_000)) - NOW).toBe(3_000);
});
