import { expect, test } from 'vitest';
import type { Actor } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { leaseEndOf, leaseFor, toMinute, withEnd } from '../../../src/core/lease/lease.ts';
import { leaseDueAt, leaseStep } from '../../../src/core/lease/lease-clock.ts';
import { type LeaseWish, orderLease } from '../../../src/core/lease/order-lease.ts';
import { nextLookOf } from '../../../src/core/lease/warning-times.ts';
import { aFailure, anAccepted, NOW, seen, spec, timing } from '../../support/instances.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const END = toMinute(NOW + 7 * DAY);

const running = (fields = {}) =>
  anAccepted({ outcome: 'reached', dueAt: null, observed: { status: 'Running', at: NOW }, ...fields });
const leased = (fields = {}) =>
  running({ lease: { ...withEnd(leaseFor(7 * DAY), END, NOW), inCloud: END, tryAt: null, ...fields } });
const kinds = (messages: readonly { kind: string }[]) => messages.map(({ kind }) => kind);

test('it begins when the instance first runs, to the full minute, and the cloud is to be told at once', () => {
  const waiting = anAccepted({ startTriedAt: NOW, lease: leaseFor(7 * DAY) });
  expect(leaseDueAt(waiting)).toBeNull();
  const { next, events } = reduce(waiting, { is: 'observed', observed: seen('Running') }, NOW + 10_000, timing);
  expect(next.lease).toMatchObject({ begun: true, endsAt: toMinute(NOW + 10_000 + 7 * DAY), inCloud: null });
  expect(leaseStep(next, NOW + 10_000)).toBe('tell');
  expect(events.at(-1)).toMatchObject({ kind: 'instance.leased', data: { endsAt: next.lease?.endsAt } });
});

test('of the warnings those that still lie ahead are given, and then the end is looked for', () => {
  expect(nextLookOf(END, NOW)).toBe(END - 2 * DAY);
  expect(nextLookOf(END, END - 2 * DAY)).toBe(END - 2 * HOUR);
  expect(nextLookOf(END, END - HOUR)).toBe(END - 30 * MINUTE);
  expect(nextLookOf(END, END - 10 * MINUTE)).toBe(END + MINUTE);
  expect(nextLookOf(null, NOW)).toBeNull();
});

test('a look before the end warns its owner once, and each warning has its own', () => {
  const at = END - 2 * HOUR;
  const { next, messages } = reduce(leased({ lookAt: at }), { is: 'leaseSeen', seen: seen('Stopped') }, at, timing);
  expect(kinds(messages)).toEqual(['thread', 'dm']);
  expect(messages.at(-1)).toMatchObject({ user: 'U1', about: 'lease', instanceId: 'r-1-1' });
  expect(next.lease?.lookAt).toBe(END - 30 * MINUTE);
  expect(leaseStep(next, at)).toBe('rest');
});

test('three looks that do not find it after the end mean that its lease has released it, and before that it vanished', () => {
  for (const [at, expected] of [
    [END + MINUTE, { outcome: 'reached', wanted: 'released', order: { what: 'release', by: 'bot' } }],
    [END - HOUR, { outcome: 'failed', failure: { kind: 'vanished' } }],
  ] as const) {
    let row = leased({ lookAt: at });
    for (let looks = 1; looks <= 3; looks++) {
      expect(row.failure).toBeNull();
      row = reduce(row, { is: 'leaseSeen', seen: 'missing' }, at + looks, timing).next;
    }
    expect(row).toMatchObject(expected);
    expect(leaseDueAt(row)).toBeNull();
  }
});

test('an instance under way when its lease ends is not reported as vanished', () => {
  const at = END + 5 * MINUTE;
  const row = leased({ lookAt: null });
  const starting = { ...row, outcome: null, misses: 5, deadlineAt: at + timing.deadlineMs, dueAt: at };
  const { next, events } = reduce(starting, { is: 'missing' }, at, timing);
  expect(next).toMatchObject({ outcome: 'reached', wanted: 'released', failure: null });
  expect(events.map(({ kind }) => kind)).toContain('instance.leaseEnded');
});

test('an instance that still exists a quarter of an hour after its end is reported once, and looked at from then on', () => {
  const row = leased();
  const early = reduce(row, { is: 'leaseSeen', seen: seen('Running') }, END + MINUTE, timing);
  expect([early.messages, early.next.lease?.lookAt]).toEqual([[], END + 2 * MINUTE]);
  const late = reduce(row, { is: 'leaseSeen', seen: seen('Running') }, END + 15 * MINUTE, timing);
  expect(late.next.lease).toMatchObject({ failure: { kind: 'deadline' }, lookAt: END + 75 * MINUTE });
  expect(kinds(late.messages)).toEqual(['thread', 'card']);
  const again = reduce(late.next, { is: 'leaseSeen', seen: seen('Running') }, END + 75 * MINUTE, timing);
  expect(again.messages).toEqual([]);
});

test('what passes is tried again soon, what does not in an hour, and neither when the end is too near', () => {
  const row = leased({ inCloud: null, tryAt: NOW });
  const after = (kind: 'throttled' | 'permission', at: number) =>
    reduce(row, { is: 'leaseNotSet', failure: aFailure(kind) }, at, timing).next.lease;
  expect(after('throttled', NOW)).toMatchObject({ tryAt: NOW + 5_000, failure: { kind: 'throttled' } });
  expect(after('permission', NOW)).toMatchObject({ tryAt: NOW + HOUR, failure: { kind: 'permission' } });
  expect(after('throttled', END - 29 * MINUTE)).toMatchObject({ tryAt: null });
});

test('while an extension has not reached the cloud, the end that it still holds counts', () => {
  const longer = withEnd(leased().lease ?? null, END + 7 * DAY, END - HOUR);
  expect(leaseEndOf(longer)).toBe(END);
  expect(longer).toMatchObject({ tryAt: END - HOUR, lookAt: END - 30 * MINUTE });
  const row = running({ lease: longer });
  const { next } = reduce(row, { is: 'leaseSet', endsAt: END + 7 * DAY }, END - HOUR, timing);
  expect(next.lease).toMatchObject({ inCloud: END + 7 * DAY, tryAt: null, lookAt: END + 5 * DAY });
});

test('a warning that is due while the cloud takes the end is still given', () => {
  const at = END - 2 * HOUR;
  const told = reduce(leased({ lookAt: at, tryAt: at }), { is: 'leaseSet', endsAt: END }, at, timing).next;
  expect(told.lease).toMatchObject({ tryAt: null, lookAt: at });
  expect(leaseStep(told, at)).toBe('look');
});

test('an end that was replaced while it was being sent to the cloud is followed by the newer one', () => {
  const row = running({ lease: withEnd(leased().lease ?? null, END + DAY, NOW) });
  const { next, messages } = reduce(row, { is: 'leaseSet', endsAt: END }, NOW, timing);
  expect(next.lease).toMatchObject({ inCloud: END, endsAt: END + DAY, tryAt: NOW });
  expect(messages).toEqual([]);
});

const prepaid = { ...spec, charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } } as const;
const week = { value: 7 * DAY, line: 12 };
const month = { value: 30 * DAY, line: 13 };
const extendBy = (ms: number | null): LeaseWish => ({ what: 'extend', ms });
const setTo = (ms: number | 'none'): LeaseWish => ({ what: 'set', ms });
const owner = { user: 'U1', isAdmin: false };
const admin = { user: 'U9', isAdmin: true };

type Refused = [string, Instance, LeaseWish, Actor, string, Partial<Instance>];

test.each<Refused>([
  ['somebody else', leased(), extendBy(DAY), { user: 'U2', isAdmin: false }, 'notYours', {}],
  ['prepaid', running({ spec: prepaid }), extendBy(DAY), owner, 'prepaid', {}],
  ['prepaid, none', running({ spec: prepaid }), setTo('none'), admin, 'prepaid', {}],
  ['released', leased({}), extendBy(DAY), owner, 'gone', { wanted: 'released' }],
  ['being released', leased({}), extendBy(DAY), owner, 'beingReleased', { wanted: 'released', outcome: null }],
  ['not created', leased(), extendBy(DAY), owner, 'notCreatedYet', { cloudId: null, outcome: null }],
  ['never created', leased(), extendBy(DAY), owner, 'neverCreated', { cloudId: null, outcome: 'failed' }],
  ['over', leased({ endsAt: NOW, inCloud: NOW }), extendBy(DAY), owner, 'over', {}],
  ['without a lease', running(), extendBy(DAY), owner, 'noLease', {}],
  ['too short', leased(), setTo(59 * MINUTE), owner, 'tooShort', {}],
  ['too long', leased(), setTo(31 * DAY), owner, 'tooLong', {}],
  ['too long together', leased(), extendBy(24 * DAY), admin, 'tooLong', {}],
  ['none by its owner', leased(), setTo('none'), owner, 'noneForAdmins', {}],
])('an instance that is %s is refused', (_name, row, wish, by, why, more) => {
  const decided = orderLease({ ...row, ...more }, wish, by, {
    at: NOW,
    policy: { lease: week, maxLease: month },
  });
  expect(decided).toMatchObject({ refused: { why } });
});

test.each([
  ['extended by what the policy gives', leased(), extendBy(null), owner, END + 7 * DAY],
  ['extended as far as the policy lets it', leased({ endsAt: END + 20 * DAY }), extendBy(null), owner, NOW + 30 * DAY],
  ['extended as is said', leased(), extendBy(DAY), admin, END + DAY],
  ['set from now on, also to be shorter', leased(), setTo(DAY), owner, NOW + DAY],
  ['set where there was none', running(), setTo(DAY), owner, NOW + DAY],
  ['taken away by an admin', leased(), setTo('none'), admin, null],
] as const)('a lease is %s', (_name, row, wish, by, endsAt) => {
  const decided = orderLease(row, wish, by, { at: NOW, policy: { lease: week, maxLease: month } });
  if (!('taken' in decided)) throw new Error(JSON.stringify(decided));
  const expected = endsAt === null ? null : toMinute(endsAt);
  expect(decided.taken.next).toMatchObject({ version: row.version + 1, lease: { endsAt: expected, tryAt: NOW } });
  expect(decided.taken.events).toMatchObject([{ kind: 'instance.leased', actor: by.user, data: { endsAt: expected } }]);
});

test('where the policy has no lease its owner may take it away', () => {
  const decided = orderLease(leased(), setTo('none'), owner, { at: NOW, policy: { lease: null, maxLease: null } });
  expect(decided).toMatchObject({ taken: { next: { lease: { endsAt: null } } } });
});
