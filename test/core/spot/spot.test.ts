import { describe, expect, test } from 'vitest';
import { type Expense, expenseAfter } from '../../../src/core/approval/expense.ts';
import { ownDueAt } from '../../../src/core/expiry/expiry-clock.ts';
import { gathered } from '../../../src/core/expiry/reminder-groups.ts';
import type { Instance, Observed } from '../../../src/core/instance/instance.ts';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce, type Transition } from '../../../src/core/instance/reduce.ts';
import { summarise } from '../../../src/core/instance/summary.ts';
import { vanish } from '../../../src/core/instance/vanish.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import { hasGone } from '../../../src/core/lease/lease-clock.ts';
import type { Message } from '../../../src/core/request/message.ts';
import type { Spot } from '../../../src/core/spot/spot.ts';
import { isReclaiming, isSpotDue, spotDueAt } from '../../../src/core/spot/spot-clock.ts';
import { nameKeyOf } from '../../../src/store/rows.ts';
import { anAccepted, NOW, seen, spec, timing } from '../../support/instances.ts';

const MINUTE = 60_000;
const AT = Math.ceil(NOW / MINUTE) * MINUTE;
const CHARGE = { kind: 'spot', limitMicros: null } as const;
const WATCHED: Spot = { reclaimingAt: null, lookAt: AT, misses: 0 };
const RECLAIMING: Spot = { ...WATCHED, reclaimingAt: AT - MINUTE };

const running = (spot: Spot | null = WATCHED, over: Partial<Instance> = {}): Instance =>
  anAccepted({
    outcome: 'reached',
    dueAt: null,
    observed: { status: 'Running', at: NOW },
    publicIp: '47.1.2.3',
    spec: { ...spec, charge: CHARGE },
    ...(spot && { spot }),
    ...over,
  });
const there = (...locks: string[]): Observation => ({ is: 'spotSeen', seen: onMarket({ locks }) });
const onMarket = (over: Partial<Observed> = {}): Observed => seen('Running', { chargeKind: 'spot', ...over });
const MISSING: Observation = { is: 'spotSeen', seen: 'missing' };

/** One fact after the other, a look apart. */
function told(instance: Instance, ...facts: readonly Observation[]): Transition & { readonly all: readonly Message[] } {
  const all: Message[] = [];
  let last: Transition = { next: instance, events: [], messages: [], ended: false };
  let now = AT;
  for (const observation of facts) {
    last = reduce(last.next, observation, now, timing);
    all.push(...last.messages);
    now = last.next.spot?.lookAt ?? now + MINUTE;
  }
  return { ...last, all };
}

const kindsOf = (messages: readonly Message[]): readonly string[] =>
  messages.map((message) =>
    message.kind === 'thread' ? message.note.milestone : message.kind === 'dm' ? `dm ${message.about}` : message.kind,
  );

describe('when to look', () => {
  test.each<[string, Instance, number | null]>([
    ['one of which nothing is known at once', running(null), 0],
    ['one that was looked at when that was said', running(), AT],
    ['one that failed, but is there', running(WATCHED, { outcome: 'failed' }), AT],
    ['one that an order looks at never', running(WATCHED, { outcome: null, dueAt: AT }), null],
    ['one that was never created never', running(null, { cloudId: null, outcome: 'failed' }), null],
    ['one that was released never', running(WATCHED, { wanted: 'released' }), null],
    ['one that is billed by the hour never', running(null, { spec }), null],
    ['one that is not a spot instance any more never', running({ ...WATCHED, lookAt: null }), null],
  ])('%s', (_name, instance, expected) => {
    expect(spotDueAt(instance)).toBe(expected);
    expect(ownDueAt(instance)).toBe(expected);
    expect(isSpotDue(instance, AT)).toBe(expected !== null);
  });

  test('each minute while all is well, three times as often from the lock on, and all of them together', () => {
    const looked = (at: number, observation: Observation): unknown =>
      reduce(running(), observation, at, timing).next.spot?.lookAt;
    expect(looked(AT + 1, there())).toBe(AT + MINUTE);
    expect(looked(AT + 59_999, there())).toBe(AT + MINUTE);
    expect(looked(AT + 1, there('Recycling'))).toBe(AT + 20_000);
    expect(looked(AT + 1, MISSING)).toBe(AT + 20_000);
    expect(looked(AT + 1, { is: 'spotUnseen' })).toBe(AT + MINUTE);
  });
});

describe('the lock', () => {
  test.each(['Recycling', 'recycling'])('%s is reported once: in the thread, on the card and to the owner', (lock) => {
    const { next, events, messages } = told(running(), there('security', lock));
    expect(kindsOf(messages)).toEqual(['reclaiming', 'dm reclaim', 'card']);
    expect(messages).toContainEqual(expect.objectContaining({ user: 'U1', instanceIds: ['r-1-1'] }));
    expect(events.map(({ kind }) => kind)).toEqual(['instance.reclaiming']);
    expect([next.outcome, isReclaiming(next), stepsFor([next])]).toEqual(['reached', true, ['alternatives']]);
    expect(told(next, there(lock), there(), there(lock)).all).toEqual([]);
  });

  test('a lock of another kind is none', () => {
    expect(told(running(), there('financial', 'security')).messages).toEqual([]);
  });

  test('is seen as well by a look that somebody else’s order makes', () => {
    const order = { what: 'stop', stoppedMode: null, by: 'U1', at: AT, down: false, acted: null } as const;
    const stopping = running(WATCHED, { outcome: null, wanted: 'stopped', order, dueAt: AT });
    const { next, messages } = told(stopping, { is: 'observed', observed: onMarket({ locks: ['Recycling'] }) });
    expect(kindsOf(messages)).toContain('dm reclaim');
    expect(isReclaiming(next)).toBe(true);
  });

  test('counts until half an hour after it was announced, to the millisecond, and the audit trail has which instance', () => {
    const later = (ms: number, ...locks: string[]) =>
      reduce(running(RECLAIMING), there(...locks), (RECLAIMING.reclaimingAt ?? 0) + ms, timing).next.spot?.reclaimingAt;
    expect(later(30 * MINUTE - 1)).toBe(RECLAIMING.reclaimingAt);
    expect(later(30 * MINUTE)).toBeNull();
    expect(later(30 * MINUTE, 'Recycling')).toBe(RECLAIMING.reclaimingAt);
    const { events } = told(running(), there('Recycling'));
    expect(events).toMatchObject([{ kind: 'instance.reclaiming', data: { cloudId: 'i-1' } }]);
    expect([AT - 1, AT].map((now) => isSpotDue(running(), now))).toEqual([false, true]);
  });

  test('that is gone half an hour later was taken back, and the card says so', () => {
    const { next, messages } = reduce(running(RECLAIMING), there(), AT + 30 * MINUTE, timing);
    expect([isReclaiming(next), kindsOf(messages), stepsFor([next])]).toEqual([false, ['card'], []]);
  });

  test('of what is paid for otherwise by now says nothing, and nobody looks any more', () => {
    const { next, messages } = told(running(), {
      is: 'spotSeen',
      seen: seen('Running', { locks: ['Recycling'], chargeKind: 'prepaid' }),
    });
    expect([messages, ownDueAt(next)]).toEqual([[], null]);
  });
});

describe('gone', () => {
  const ended = {
    outcome: 'failed',
    order: null,
    publicIp: null,
    privateIp: null,
    failure: { kind: 'reclaimed', code: null },
  };

  test('after the lock: as announced, and the owner hears it once', () => {
    const { next, events, all } = told(running(), there('Recycling'), MISSING, MISSING, MISSING);
    expect(next).toMatchObject({ ...ended, failure: { kind: 'reclaimed', code: 'Recycling' } });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'instance.reclaimed', data: { cloudId: 'i-1', announced: true } }),
    );
    expect(kindsOf(all)).toEqual(['reclaiming', 'dm reclaim', 'card', 'failed', 'card']);
  });

  test('without the lock having been seen: probably reclaimed, and the owner hears it', () => {
    const { next, events, all } = told(running(), MISSING, MISSING, MISSING);
    expect(next).toMatchObject(ended);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'instance.reclaimed', data: { cloudId: 'i-1', announced: false } }),
    );
    expect(kindsOf(all)).toEqual(['failed', 'dm reclaim', 'card']);
  });

  test('only after three looks in a row that were answered', () => {
    const { next } = told(running(), MISSING, MISSING, there(), MISSING, MISSING, { is: 'spotUnseen' });
    expect(next.outcome).toBe('reached');
  });

  test('at the end of its lease: it was that', () => {
    const lease = { ...withEnd(leaseFor(60 * MINUTE), AT - MINUTE, AT - 60 * MINUTE), inCloud: AT - MINUTE };
    const { next } = told(running(WATCHED, { lease }), MISSING, MISSING, MISSING);
    expect(next).toMatchObject({ outcome: 'reached', wanted: 'released', failure: null });
  });

  test('found out by a look for its lease, by the sweep, or while an order is under way: the same', () => {
    const lease = withEnd(leaseFor(0), AT + 60 * MINUTE, AT);
    const ofLease = told(running(WATCHED, { lease }), ...Array(3).fill({ is: 'leaseSeen', seen: 'missing' }));
    expect(ofLease.next).toMatchObject(ended);
    const swept = vanish(running(), AT);
    expect(swept.next).toMatchObject(ended);
    expect(kindsOf(swept.messages)).toEqual(['failed', 'dm reclaim', 'card']);
    const order = { what: 'start', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
    const ordered = running(RECLAIMING, { outcome: null, order, dueAt: AT, misses: 2 });
    const { next } = reduce(ordered, { is: 'missing' }, AT + 5 * MINUTE, timing);
    expect(next).toMatchObject({ outcome: 'failed', failure: { kind: 'reclaimed', code: 'Recycling' } });
  });

  test('counts as gone everywhere: its name, its cost, its lease and what may be done', () => {
    const { next } = told(running(), MISSING, MISSING, MISSING);
    expect([hasGone(next), nameKeyOf(next), ownDueAt(next)]).toEqual([true, null, null]);
    expect(summarise([next])).toMatchObject({ failed: 1 });
    const cost: Expense = {
      id: 'r-1-1',
      requester: 'U1',
      instances: 1,
      cost: { kind: 'hourly', micros: 1, currency: 'CNY' },
      state: { is: 'running', since: NOW },
      lastTerm: null,
      until: null,
    };
    expect(expenseAfter(cost, next, AT).state).toEqual({ is: 'over' });
    expect(stepsFor([next])).toEqual(['alternatives', 'lookAgain']);
    expect(told(next, there('Recycling')).all).toEqual([]);
  });

  test.each<[string, Instance]>([
    ['billed by the hour', running(null, { spec })],
    ['not a spot instance any more', running({ ...WATCHED, lookAt: null })],
    ['never seen', running(WATCHED, { observed: null })],
  ])('what is %s has vanished', (_name, instance) => {
    expect(vanish(instance, AT).next.failure?.kind).toBe('vanished');
  });
});

test('what is reclaimed together of one request and owner is told in one message', () => {
  const dm = (requestId: string, id: string): Message => ({
    kind: 'dm',
    requestId,
    user: 'U1',
    about: 'reclaim',
    instanceIds: [id],
  });
  const all = gathered([dm('r-1', 'r-1-1'), dm('r-2', 'r-2-1'), dm('r-1', 'r-1-2')]);
  expect(all.map((message) => ('instanceIds' in message ? message.instanceIds : null))).toEqual([
    ['r-1-1', 'r-1-2'],
    ['r-2-1'],
  ]);
});
