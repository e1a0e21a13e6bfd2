import { expect, test } from 'vitest';
import { type DigestPlan, digestDue, isZone } from '../../../src/core/digest/digest-plan.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const plan = (over: Partial<DigestPlan> = {}): DigestPlan => ({
  channel: 'C07WEBTEAM3',
  day: 1,
  minute: 9 * 60,
  zone: 'Asia/Shanghai',
  ...over,
});

const at = (iso: string): number => Date.parse(iso);

const dueAt = (iso: string, of = plan()) => {
  const due = digestDue(of, at(iso));
  return due && [due.week, new Date(due.from).toISOString(), new Date(due.to).toISOString()];
};

test('on its day at its time in its zone it is due, and tells of the seven days before', () => {
  expect(dueAt('2026-11-23T00:59:59.999Z')).toBeNull();
  const monday = ['2026-W48', '2026-11-16T01:00:00.000Z', '2026-11-23T01:00:00.000Z'];
  expect(dueAt('2026-11-23T01:00:00Z')).toEqual(monday);
  expect(dueAt('2026-11-23T20:00:00Z')).toEqual(monday);
});

test('what was missed is late for a day and not longer', () => {
  expect(dueAt('2026-11-24T00:59:00Z')?.[0]).toBe('2026-W48');
  expect(dueAt('2026-11-24T01:00:00Z')).toBeNull();
  for (let hours = 24; hours < 7 * 24; hours += 1)
    expect(digestDue(plan(), at('2026-11-23T01:00:00Z') + hours * HOUR)).toBeNull();
  expect(dueAt('2026-11-30T01:00:00Z')?.[0]).toBe('2026-W49');
});

test('a Sunday belongs to the week before its Monday, also beyond the date line', () => {
  expect(dueAt('2026-11-22T10:00:00Z', plan({ day: 0, zone: 'UTC' }))?.[0]).toBe('2026-W47');
  // In Kiritimati it is Monday already, in Honolulu still Sunday.
  const noon = '2026-11-22T22:30:00Z';
  expect(dueAt(noon, plan({ day: 1, minute: 12 * 60, zone: 'Pacific/Kiritimati' }))?.[0]).toBe('2026-W48');
  expect(dueAt(noon, plan({ day: 0, minute: 12 * 60, zone: 'Pacific/Honolulu' }))?.[0]).toBe('2026-W47');
});

test('the clocks of the zone may change in between', () => {
  const berlin = plan({ zone: 'Europe/Berlin' });
  // Summer time ended on 2026-10-25 and began on 2026-03-29.
  expect(dueAt('2026-10-26T08:00:00Z', berlin)).toEqual([
    '2026-W44',
    '2026-10-19T07:00:00.000Z',
    '2026-10-26T08:00:00.000Z',
  ]);
  expect(dueAt('2026-03-30T07:00:00Z', berlin)).toEqual([
    '2026-W14',
    '2026-03-23T08:00:00.000Z',
    '2026-03-30T07:00:00.000Z',
  ]);
});

test('a time just behind a change of the clocks is met, and zones may differ by half an hour', () => {
  const behind = plan({ day: 0, minute: 3 * 60 + 30, zone: 'America/New_York' });
  expect(dueAt('2026-03-08T12:00:00Z', behind)?.[2]).toBe('2026-03-08T07:30:00.000Z');
  expect(dueAt('2026-11-23T12:00:00Z', plan({ zone: 'Asia/Kolkata' }))?.[2]).toBe('2026-11-23T03:30:00.000Z');
});

test.each([
  ['2024-12-30', '2025-W01'],
  ['2025-01-05', '2025-W01'],
  ['2025-01-06', '2025-W02'],
  ['2027-01-03', '2026-W53'],
  ['2027-01-04', '2027-W01'],
])('%s is in the week %s', (day, week) => {
  const noon = `${day}T12:00:00Z`;
  expect(dueAt(noon, plan({ day: new Date(noon).getUTCDay(), zone: 'UTC' }))?.[0]).toBe(week);
});

test.each([
  ['left out when the clocks are put forward', '2026-03-29'],
  ['there twice when they are put back', '2026-10-25'],
])('a time that is %s is met once', (_what, day) => {
  const half = plan({ day: 0, minute: 2 * 60 + 30, zone: 'Europe/Berlin' });
  const begins = at(`${day}T00:00:00Z`);
  const moments = new Set<number>();
  for (let minutes = 0; minutes < 48 * 60; minutes += 10) {
    const due = digestDue(half, begins + minutes * MINUTE);
    if (due !== null && due.to >= begins) moments.add(due.to);
  }
  expect(moments.size).toBe(1);
});

test('over a year there is one a week, each about the time since the last', () => {
  for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'America/Nuuk']) {
    const weeks = new Map<string, { from: number; to: number }>();
    for (let now = at('2026-01-05T12:00:00Z'); now < at('2027-01-05T00:00:00Z'); now += 17 * HOUR) {
      const due = digestDue(plan({ zone, minute: 23 * 60 + 59 }), now);
      if (due !== null) weeks.set(due.week, due);
    }
    const all = [...weeks.values()];
    expect(all.length).toBeGreaterThanOrEqual(52);
    for (const [n, { from }] of all.entries()) if (n > 0) expect(from).toBe(all[n - 1]?.to);
  }
});

test('a zone is one that there is', () => {
  expect(['Asia/Shanghai', 'UTC', 'Europe/Berlin'].map(isZone)).toEqual([true, true, true]);
  expect(['Asia/Peking-Duck', ''].map(isZone)).toEqual([false, false]);
});
