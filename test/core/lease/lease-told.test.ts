import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { initialReleaseTime, leaseFor, toMinute, withEnd } from '../../../src/core/lease/lease.ts';
import { endedByLease, hasEnd, hasGone, leaseDueAt, leaseStep } from '../../../src/core/lease/lease-clock.ts';
import { orderLease } from '../../../src/core/lease/order-lease.ts';
import type { Note } from '../../../src/core/request/message.ts';
import { aFailure, anAccepted, NOW, seen, timing } from '../../support/instances.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const END = toMinute(NOW + 7 * DAY);

const running = (fields: Partial<Instance> = {}) =>
  anAccepted({ outcome: 'reached', dueAt: null, observed: { status: 'Running', at: NOW }, ...fields });
const leased = (fields = {}) =>
  running({ lease: { ...withEnd(leaseFor(7 * DAY), END, NOW), inCloud: END, tryAt: null, ...fields } });

/** What came of it: the audit events, the thread's notes as far as they are about the lease, and the lease. */
function cameOf(row: Instance, observation: Observation, at: number) {
  const { next, events, messages } = reduce(row, observation, at, timing);
  const notes = messages.flatMap((message) => (message.kind === 'thread' ? [message.note as Note] : []));
  return {
    next,
    lease: next.lease,
    events: events.map(({ kind, data }) => [kind, data]),
    notes: notes.map(({ milestone, lease, failure }) => [milestone, lease, failure?.kind ?? null]),
  };
}

const about = { id: 'r-1-1', endsAt: END, inCloud: END };

describe('the thread and the audit trail', () => {
  test('have the end that the cloud took', () => {
    const { events, notes } = cameOf(leased({ inCloud: null, tryAt: NOW }), { is: 'leaseSet', endsAt: END }, NOW);
    expect(events).toEqual([['instance.leaseSet', { endsAt: END }]]);
    expect(notes).toEqual([['leased', about, null]]);
  });

  test('have why the cloud could not be told, once for each reason, and by which call', () => {
    const row = leased({ inCloud: null, tryAt: NOW });
    const first = cameOf(row, { is: 'leaseNotSet', failure: aFailure('permission') }, NOW);
    const unset = { ...about, inCloud: null };
    expect(first.notes).toEqual([['leaseTroubled', unset, 'permission']]);
    expect(first.events).toMatchObject([
      ['instance.leaseTroubled', { kind: 'permission', api: 'ModifyInstanceAutoReleaseTime' }],
    ]);
    const again = cameOf(first.next, { is: 'leaseNotSet', failure: aFailure('permission') }, NOW + HOUR);
    expect([again.notes, again.events]).toEqual([[], []]);
    const other = aFailure('badInput', { api: 'DescribeInstances' });
    expect(cameOf(first.next, { is: 'leaseNotSet', failure: other }, NOW + HOUR).events).toMatchObject([
      ['instance.leaseTroubled', { kind: 'badInput', api: 'DescribeInstances' }],
    ]);
  });

  test('have each warning with the end that it warns of', () => {
    const at = END - 2 * HOUR;
    const { events, notes } = cameOf(leased({ lookAt: at }), { is: 'leaseSeen', seen: seen('Running') }, at);
    expect(events).toEqual([['instance.leaseWarned', { endsAt: END }]]);
    expect(notes).toEqual([['leaseEnding', about, null]]);
  });

  test('have that it was not released at its end, once', () => {
    const late = cameOf(leased(), { is: 'leaseSeen', seen: seen('Running') }, END + 15 * MINUTE);
    expect(late.notes).toEqual([['leaseTroubled', about, 'deadline']]);
    expect(late.events).toMatchObject([['instance.leaseTroubled', { kind: 'deadline' }]]);
  });

  test('have that its lease released it, and at which time', () => {
    const row = leased({ misses: 2, failure: aFailure('deadline') });
    const { events, notes, next } = cameOf(row, { is: 'leaseSeen', seen: 'missing' }, END + 20 * MINUTE);
    expect(events).toEqual([['instance.leaseEnded', { cloudId: 'i-1', endsAt: END }]]);
    expect(notes).toEqual([['leaseEnded', about, null]]);
    expect([endedByLease(next), hasGone(next), hasEnd(next)]).toEqual([true, true, false]);
  });
});

describe('the next try', () => {
  const row = leased({ inCloud: null, tryAt: NOW });
  const next = (fields: Partial<NonNullable<Instance['lease']>>, failure = aFailure('throttled'), at = NOW) =>
    cameOf(
      running({ lease: { ...(row.lease as NonNullable<Instance['lease']>), ...fields } }),
      { is: 'leaseNotSet', failure },
      at,
    ).lease?.tryAt;

  test('comes after a wait that doubles up to ten minutes, or after as long as the cloud asks for', () => {
    expect([0, 1, 2, 6, 7, 50].map((attempts) => (next({ attempts }) ?? 0) - NOW)).toEqual([
      ...[5_000, 10_000, 20_000, 320_000, 600_000, 600_000],
    ]);
    expect(next({}, aFailure('throttled', { retryAfterMs: 90_000 }))).toBe(NOW + 90_000);
    expect(next({}, aFailure('throttled', { retryAfterMs: 10 }))).toBe(NOW + 5_000);
  });

  test('is given up when the cloud would no longer take the end, and never for an end that is taken away', () => {
    expect(next({}, aFailure('throttled'), END - 30 * MINUTE - 5_000)).toBe(END - 30 * MINUTE);
    expect(next({}, aFailure('throttled'), END - 30 * MINUTE - 4_999)).toBeNull();
    expect(next({ endsAt: null, inCloud: END }, aFailure('throttled'), END)).toBe(END + 5_000);
  });
});

describe('a look', () => {
  test('that could not be made is made again in a minute', () => {
    const { lease } = cameOf(leased({ lookAt: NOW }), { is: 'leaseUnseen', failure: aFailure('transient') }, NOW);
    expect(lease?.lookAt).toBe(NOW + MINUTE);
  });

  test('that does not find it is made again soon, and rarely while the lifecycle looks for it anyway', () => {
    const at = END - HOUR;
    expect(cameOf(leased(), { is: 'leaseSeen', seen: 'missing' }, at).lease).toMatchObject({
      misses: 1,
      lookAt: at + 20_000,
    });
    const underWay = { ...leased({ misses: 2 }), outcome: null, dueAt: at + HOUR, deadlineAt: at + DAY };
    const { next, notes } = cameOf(underWay, { is: 'leaseSeen', seen: 'missing' }, at);
    expect(next).toMatchObject({ outcome: null, lease: { misses: 3, lookAt: at + 10 * MINUTE } });
    expect(notes).toEqual([]);
  });

  test('that began before the end was taken away warns of nothing', () => {
    const none = leased({ endsAt: null, inCloud: null, lookAt: null });
    const { lease, notes, events } = cameOf(none, { is: 'leaseSeen', seen: seen('Running') }, NOW);
    expect([lease?.lookAt, lease?.warned, notes, events]).toEqual([null, undefined, [], []]);
  });

  test('at the very minute of the end no longer warns', () => {
    expect(cameOf(leased(), { is: 'leaseSeen', seen: seen('Running') }, END).notes).toEqual([]);
  });

  test('says nothing of one without a lease, or that is gone', () => {
    for (const row of [
      running(),
      { ...leased(), outcome: 'withdrawn' as const },
      { ...leased(), wanted: 'released' as const },
    ]) {
      const { next, notes, events } = cameOf(row, { is: 'leaseSeen', seen: seen('Running') }, END - HOUR);
      expect({ ...next, version: row.version }).toEqual({
        ...row,
        ...(row.lease && { lease: { ...row.lease, tryAt: null, lookAt: null } }),
      });
      expect([notes, events]).toEqual([[], []]);
    }
  });
});

describe('the release time of the purchase', () => {
  const releaseAt = initialReleaseTime(7 * DAY, NOW);
  const chunk = { first: 1, amount: 2, least: 1, given: 'i-1', releaseAt };
  const born = (fields: Partial<Instance> = {}) =>
    anAccepted({ cloudId: null, chunk, lease: leaseFor(7 * DAY), ...fields });
  const foundAt = (at: number, row = born()) =>
    cameOf(row, { is: 'foundByTag', found: [seen('Starting', { cloudId: 'i-1', name: 'web' })], lookedAt: at }, at);

  test('is an hour after the lease would end if it ran at once', () => {
    expect(releaseAt).toBe(toMinute(NOW + 7 * DAY + HOUR));
  });

  test('holds as soon as the instance exists, and is looked after once the exact end would be later', () => {
    const { lease, next } = foundAt(NOW + 10_000);
    expect(lease).toMatchObject({ begun: false, endsAt: null, inCloud: releaseAt, lookAt: releaseAt - 2 * DAY });
    expect(hasEnd(next)).toBe(false);
    const short = born({ lease: leaseFor(2 * HOUR), chunk: { ...chunk, releaseAt: NOW + 3 * HOUR } });
    expect(foundAt(NOW + 10_000, short).lease?.lookAt).toBe(NOW + 2.5 * HOUR);
  });

  test('is shown once it was warned of', () => {
    const at = releaseAt - 2 * DAY;
    const { next } = foundAt(NOW + 10_000);
    const warned = cameOf(next, { is: 'leaseSeen', seen: seen('Starting') }, at);
    expect(warned.lease?.warned).toBe(true);
    expect(hasEnd(warned.next)).toBe(true);
  });

  test('does not hold for one that was bought without, nor over what the cloud was told since', () => {
    const { releaseAt: _releaseAt, ...without } = chunk;
    expect(foundAt(NOW, born({ chunk: without })).lease?.inCloud).toBeNull();
    const told = { ...leaseFor(7 * DAY), inCloud: END };
    expect(foundAt(NOW, born({ lease: told })).lease?.inCloud).toBe(END);
    const { lease: _lease, ...never } = born();
    expect(foundAt(NOW, never).lease).toBeUndefined();
  });
});

test('a lease does not begin for an instance that was never created', () => {
  const row = anAccepted({ cloudId: null, outcome: 'failed', lease: leaseFor(DAY) });
  expect(cameOf(row, { is: 'missing' }, NOW).lease?.begun).toBe(false);
});

test('of an end in the console the order says what it was, and the card shows the new one', () => {
  const circumstances = { at: NOW, policy: { lease: null, maxLease: null }, cloudEndsAt: END };
  const decided = orderLease(running(), { what: 'extend', ms: DAY }, { user: 'U1', isAdmin: false }, circumstances);
  expect(decided).toMatchObject({
    taken: {
      next: { lease: { begun: true, forMs: null, endsAt: END + DAY, inCloud: END } },
      events: [{ kind: 'instance.leased', data: { endsAt: END + DAY, was: END } }],
      messages: [{ kind: 'card', requestId: 'r-1' }],
    },
  });
  const none = orderLease(
    running(),
    { what: 'set', ms: DAY },
    { user: 'U1', isAdmin: false },
    { ...circumstances, cloudEndsAt: null },
  );
  expect(none).toMatchObject({ taken: { events: [{ data: { was: null } }] } });
});

test('an end that the policy has meanwhile forbidden is not reached by an extension, and is never made earlier', () => {
  const policy = { lease: { value: DAY, line: 1 }, maxLease: { value: 7 * DAY, line: 2 } };
  const far = leased({ endsAt: END + DAY, inCloud: END + DAY });
  const decided = orderLease(far, { what: 'extend', ms: null }, { user: 'U1', isAdmin: false }, { at: NOW, policy });
  expect(decided).toEqual({ refused: { why: 'tooLong', maxMs: 7 * DAY, endsAt: END + DAY } });
  const at = orderLease(
    leased(),
    { what: 'extend', ms: null },
    { user: 'U1', isAdmin: false },
    { at: END - 7 * DAY, policy },
  );
  expect(at).toMatchObject({ refused: { why: 'tooLong' } });
  const shorter = orderLease(far, { what: 'set', ms: DAY }, { user: 'U1', isAdmin: false }, { at: NOW, policy });
  expect(shorter).toMatchObject({ taken: { next: { lease: { endsAt: toMinute(NOW + DAY) } } } });
});

test('what is due first is done first: the cloud is told before anybody looks', () => {
  expect(leaseStep(leased({ tryAt: NOW, lookAt: NOW }), NOW)).toBe('tell');
  expect(leaseStep(leased({ tryAt: NOW + 1, lookAt: NOW }), NOW)).toBe('look');
  expect(leaseStep(leased({ tryAt: null, lookAt: null }), NOW)).toBe('rest');
});

test('a lease is due at the earlier of its call and its look', () => {
  const due = (tryAt: number | null, lookAt: number | null) => leaseDueAt(leased({ tryAt, lookAt }));
  expect([due(5, 7), due(7, 5), due(5, null), due(null, 7), due(null, null)]).toEqual([5, 5, 5, 7, null]);
  expect([leaseDueAt(running()), leaseStep(running(), NOW)]).toEqual([null, 'rest']);
});

test('only what the lease released was ended by it, not what a person released or what still runs', () => {
  const order = { what: 'release', stoppedMode: null, by: 'bot', at: NOW, down: false, acted: null } as const;
  const released = leased() satisfies Instance;
  expect(endedByLease({ ...released, wanted: 'released', order })).toBe(true);
  expect(endedByLease({ ...released, wanted: 'released', order: { ...order, by: 'U1' } })).toBe(false);
  expect(endedByLease({ ...released, wanted: 'released' })).toBe(false);
  expect(endedByLease({ ...released, order })).toBe(false);
});

test.each([
  ['while it is stopped', { wanted: 'stopped', outcome: null }],
  ['while it starts', { outcome: null }],
  ['after its release has failed', { wanted: 'released', outcome: 'failed' }],
  ['before it has begun', { lease: leaseFor(DAY) }],
] as const)('a lease can be extended %s', (_when, change) => {
  const row: Instance = { ...leased(), ...change };
  const wish = { what: 'extend', ms: HOUR } as const;
  const decided = orderLease(
    row,
    wish,
    { user: 'U1', isAdmin: false },
    { at: NOW, policy: { lease: null, maxLease: null } },
  );
  const from = 'lease' in change ? NOW : END;
  expect(decided).toMatchObject({ taken: { next: { lease: { begun: true, endsAt: toMinute(from + HOUR) } } } });
});
