import { describe, expect, test } from 'vitest';
import { withEnd } from '../../../src/core/lease/lease.ts';
import { endingWith, TOGETHER_MS, warningOf } from '../../../src/core/lease/warning-groups.ts';
import type { AuditEvent } from '../../../src/core/request/event.ts';
import { anAccepted, NOW } from '../../support/instances.ts';

const END = NOW + 10 * TOGETHER_MS;

const event = (
  kind: 'instance.leased' | 'instance.leaseWarned',
  instanceId: string,
  at: number,
  endsAt: number | null,
) => ({ kind, instanceId, at, actor: 'bot', requestId: 'r-1', data: { endsAt } }) satisfies AuditEvent;
const warned = (instanceId: string, at: number, endsAt: number) =>
  event('instance.leaseWarned', instanceId, at, endsAt);

describe('a warning', () => {
  const events = [
    event('instance.leased', 'r-1-1', 1, END),
    event('instance.leased', 'r-1-2', 1, END + TOGETHER_MS),
    warned('r-1-1', 5, END),
    warned('r-1-2', 6, END + TOGETHER_MS),
    warned('r-1-3', 7, END + TOGETHER_MS + 1),
  ];
  const of = (instanceId: string, at: number, all: readonly AuditEvent[] = events) =>
    warningOf(all, { instanceId, at });

  test('is announced by an earlier one whose end is within an hour, before or after', () => {
    expect(of('r-1-1', 5)).toEqual({ endsAt: END, isTold: false });
    expect(of('r-1-2', 6)).toEqual({ endsAt: END + TOGETHER_MS, isTold: true });
    expect(of('r-1-3', 7)).toEqual({ endsAt: END + TOGETHER_MS + 1, isTold: false });
    const earlier = [warned('r-1-1', 5, END), warned('r-1-2', 6, END - TOGETHER_MS)];
    expect(of('r-1-2', 6, earlier)?.isTold).toBe(true);
  });

  test('that was announced announces no others itself', () => {
    const chain = [warned('a', 1, END), warned('b', 2, END + TOGETHER_MS), warned('c', 3, END + 2 * TOGETHER_MS)];
    expect(['a', 'b', 'c'].map((id, n) => of(id, n + 1, chain)?.isTold)).toEqual([false, true, false]);
  });

  test('is given again when it is next due, and the others are announced again', () => {
    const twice = [...events, warned('r-1-1', 50, END), warned('r-1-2', 51, END + TOGETHER_MS)];
    expect(of('r-1-1', 50, twice)?.isTold).toBe(false);
    expect(of('r-1-2', 51, twice)?.isTold).toBe(true);
  });

  test('is given for an end that has changed since the others were announced', () => {
    const changed = [...events.slice(0, 3), event('instance.leased', 'r-1-2', 5, END), warned('r-1-2', 6, END)];
    expect(of('r-1-2', 6, changed)?.isTold).toBe(false);
  });

  test('is not known without its event, nor by events about other things', () => {
    expect(of('r-1-9', 5)).toBeNull();
    expect(of('r-1-1', 6)).toBeNull();
    expect(of('r-1-1', 1)).toBeNull();
    const others = [
      { ...warned('r-1-1', 5, END), instanceId: null },
      { ...warned('r-1-1', 5, END), kind: 'instance.leaseSet' as const },
      event('instance.leaseWarned', 'r-1-1', 5, null),
    ];
    expect(of('r-1-1', 5, others)).toBeNull();
    expect(of('r-1-2', 6, [...others, warned('r-1-2', 6, END)])?.isTold).toBe(false);
  });
});

test('a message shows what ends within an hour of it and still exists, the earliest first', () => {
  const row = (ordinal: number, endsAt: number | null, fields = {}) =>
    anAccepted({ id: `r-1-${ordinal}`, ordinal, outcome: 'reached', lease: withEnd(null, endsAt, NOW), ...fields });
  const { lease: _lease, ...never } = row(9, END);
  const rows = [
    row(3, END),
    row(1, END),
    row(2, END - TOGETHER_MS),
    row(4, END + TOGETHER_MS),
    row(5, END + TOGETHER_MS + 1),
    row(6, END - TOGETHER_MS - 1),
    row(7, null),
    row(8, END, { wanted: 'released' }),
    never,
  ];
  const shown = (now: number) => endingWith(rows, END, now).map(({ instance, endsAt }) => [instance.ordinal, endsAt]);
  const [second, ...later] = [
    [2, END - TOGETHER_MS],
    [1, END],
    [3, END],
    [4, END + TOGETHER_MS],
  ];
  expect(shown(NOW)).toEqual([second, ...later]);
  expect(shown(END - TOGETHER_MS)).toEqual(later);
});
