import { expect, test } from 'vitest';
import type { AttributeOrder } from '../../../src/core/attribute/attribute.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/base/durations.ts';
import { forwardOwn, nextExpiryLook } from '../../../src/core/expiry/expiry-clock.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor } from '../../../src/core/lease/lease.ts';
import { anAccepted, NOW, spec } from '../../support/instances.ts';

const MONTHLY = { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: false } as const;

// The clock was set back: moments that the bot has chosen itself lie too far ahead.

const lease = (tryAt: number | null): Partial<Instance> => ({
  lease: { ...leaseFor(DAY_MS), endsAt: NOW + DAY_MS, lookAt: NOW + DAY_MS - 2 * HOUR_MS, tryAt },
});
const attributes = (tryAt: number): Partial<Instance> => ({
  attributes: { by: 'U1', at: NOW, left: [], done: [], missed: [], tryAt, attempts: 1 } satisfies AttributeOrder,
});
const spot = (lookAt: number | null): Partial<Instance> => ({ spot: { reclaimingAt: null, lookAt, misses: 0 } });

/** A look that is none for a warning or the end. */
const lookAgain = (lookAt: number): Partial<Instance> => ({
  lease: { ...leaseFor(DAY_MS), begun: true, endsAt: NOW + DAY_MS, inCloud: NOW + DAY_MS, lookAt },
});
const expiryAgain = (lookAt: number, until: number | null = NOW - DAY_MS): Partial<Instance> => ({
  expiry: { until, renewal: null, lookAt, ended: until !== null, misses: 1 },
});

test.each([
  ['another look at the end of a lease', lookAgain, HOUR_MS],
  ['another look at the end of prepaid time', expiryAgain, DAY_MS],
  ['another look at prepaid time that nobody knows', (at: number) => expiryAgain(at, null), DAY_MS],
  ['a lease to be told', lease, HOUR_MS],
  ['an ordered change', attributes, 10 * MINUTE_MS],
  ['a look at the spot market', spot, 2 * MINUTE_MS],
] as const)('%s waits as long as it ever does, and no longer', (_, put, longestMs) => {
  expect(forwardOwn(anAccepted(put(NOW + longestMs)), NOW)).toBeNull();
  const row = anAccepted(put(NOW + longestMs + 1));
  const next = forwardOwn(row, NOW);
  expect(next?.version).toBe(row.version + 1);
  expect(next && forwardOwn(next, NOW)).toBeNull();
});

test('what is tried again is due now, and the spot market on its next tick', () => {
  const row = anAccepted({ ...lease(NOW + DAY_MS), ...attributes(NOW + DAY_MS), ...spot(NOW + DAY_MS) });
  const next = forwardOwn(row, NOW);
  expect(next?.lease).toEqual({ ...row.lease, tryAt: NOW });
  expect(next?.attributes).toEqual({ ...row.attributes, tryAt: NOW });
  const lookAt = (Math.floor(NOW / MINUTE_MS) + 1) * MINUTE_MS;
  expect(next?.spot).toEqual({ ...row.spot, lookAt });
});

test('a look that is repeated waits a moment, since what it does not find counts only some time apart', () => {
  const next = forwardOwn(anAccepted({ ...lookAgain(NOW + 3 * DAY_MS), ...expiryAgain(NOW + 3 * DAY_MS) }), NOW);
  expect([next?.lease?.lookAt, next?.expiry?.lookAt]).toEqual([NOW + MINUTE_MS, NOW + MINUTE_MS]);
});

test.each([
  ['a warning', { lookAt: NOW + 28 * DAY_MS }],
  ['the end of a lease', { lookAt: NOW + 30 * DAY_MS + MINUTE_MS }],
])('a look for %s stays', (_, { lookAt }) => {
  const lease = { ...leaseFor(DAY_MS), begun: true, endsAt: NOW + 30 * DAY_MS, inCloud: NOW + 30 * DAY_MS, lookAt };
  expect(forwardOwn(anAccepted({ lease }), NOW)).toBeNull();
});

test.each([14, 7, 3, 1, 0])('a look %d days before the end of prepaid time stays', (days) => {
  const until = NOW + 30 * DAY_MS;
  const row = anAccepted({ spec: { ...spec, charge: MONTHLY } });
  const lookAt = nextExpiryLook(row, until, until - days * DAY_MS - 1);
  const expiry = { until, renewal: null, lookAt, ended: false, misses: 0 };
  expect(forwardOwn({ ...row, expiry }, NOW)).toBeNull();
});

test('what waits for nothing, and what people or the cloud have set, stays', () => {
  const expiry = { until: NOW + 30 * DAY_MS, renewal: null, lookAt: NOW + 16 * DAY_MS, ended: false, misses: 0 };
  expect(forwardOwn(anAccepted({ expiry }), NOW)).toBeNull();
  expect(forwardOwn(anAccepted({ ...lease(null), ...spot(null), expiry }), NOW)).toBeNull();
});
