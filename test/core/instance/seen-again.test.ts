import { expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { LOOK_API } from '../../../src/core/failure/failure-treatment.ts';
import type { Instance, Observed } from '../../../src/core/instance/instance.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { anInstance, NOW, timing } from '../../support/instances.ts';

const SEEN: Observed = {
  cloudId: 'i-1',
  status: 'Pending',
  publicIp: null,
  privateIp: null,
  locks: [],
  chargeKind: 'payAsYouGo',
  expiresAt: null,
  stoppedMode: null,
  deletionProtection: false,
};
const AGAIN = NOW + 1_500;

/** As a look at `NOW` has left it. */
const LOOKED_AT = reduce(
  anInstance({ cloudId: 'i-1', createTriedAt: NOW, acceptedAt: NOW, deadlineAt: NOW + timing.deadlineMs, dueAt: NOW }),
  { is: 'observed', observed: SEEN },
  NOW,
  timing,
).next;

const look = (row: Partial<Instance> = {}, seen: Partial<Observed> = {}, at = AGAIN) =>
  reduce({ ...LOOKED_AT, ...row }, { is: 'observed', observed: { ...SEEN, ...seen } }, at, timing);

test('a look that shows the same again changes when it was seen and is due, and nothing else', () => {
  const { next, events, messages, seenBefore } = look();
  expect(seenBefore).toEqual({ status: 'Pending', at: NOW });
  const { version, dueAt } = next;
  expect(next).toEqual({ ...LOOKED_AT, version, dueAt, observed: { status: 'Pending', at: AGAIN } });
  expect([...events, ...messages]).toEqual([]);
});

test.each<[string, Partial<Instance>, Partial<Observed>, number?]>([
  ['another status', {}, { status: 'Starting' }],
  ['an address', {}, { privateIp: '10.0.0.4' }],
  ['what was not told yet', { told: [] }, {}],
  ['it after it was missing', { misses: 1 }, {}],
  ['it after a look that failed', { failure: failureOf('throttled', { api: LOOK_API }), attempts: 1 }, {}],
  ['that it takes long', {}, {}, NOW + timing.slowAfterMs],
  ['that it is too late', {}, {}, NOW + timing.deadlineMs],
  ['a lock', {}, { locks: ['security'] }],
  ['it at the same moment', {}, {}, NOW],
])('a look that shows %s is written as a whole', (_, row, seen, at) => {
  expect(look(row, seen, at).seenBefore).toBeUndefined();
});

test('so is a look that does not show it, and what nobody has looked at before', () => {
  expect(reduce(LOOKED_AT, { is: 'missing', lookedAt: AGAIN }, AGAIN, timing).seenBefore).toBeUndefined();
  expect(look({ observed: null }).seenBefore).toBeUndefined();
});
