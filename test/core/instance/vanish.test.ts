import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { isAtRest, isTooMuch, lastKnownAt, vanish } from '../../../src/core/instance/vanish.ts';
import { withEnd } from '../../../src/core/lease/lease.ts';
import { aFailure, anAccepted, NOW, spec } from '../../support/instances.ts';

const order = { what: 'stop', stoppedMode: null, by: 'U1', at: NOW + 9, down: false, acted: null } as const;
const resting = (fields: Partial<Instance> = {}): Instance =>
  anAccepted({ outcome: 'reached', dueAt: null, observed: { status: 'Running', at: NOW + 5 }, ...fields });
const spot = (fields: Partial<Instance> = {}): Instance =>
  resting({ spec: { ...spec, charge: { kind: 'spot', limitMicros: null } }, ...fields });

test.each([
  ['few of a few are released by hand', 1, 1, false],
  ['one of two', 1, 2, false],
  ['all of several', 2, 2, true],
  ['most of three', 2, 3, false],
  ['half of four', 2, 4, false],
  ['most of four', 3, 4, true],
  ['half of many', 50, 100, false],
  ['more than half of many', 51, 100, true],
])('whether so many are missing that the bot looks in the wrong place: %s', (_, missing, of, isIt) => {
  expect(isTooMuch({ missing, of })).toBe(isIt);
});

test('an instance rests once all work for it has ended, and while it is there', () => {
  expect(isAtRest(resting(), NOW)).toBe(true);
  expect(isAtRest(resting({ outcome: 'failed', failure: aFailure('deadline') }), NOW)).toBe(true);
  const awake: readonly Partial<Instance>[] = [
    { cloudId: null },
    { outcome: null },
    { dueAt: NOW },
    { outcome: 'failed', failure: aFailure('vanished') },
    { wanted: 'released' },
    { lease: { ...withEnd(null, NOW, NOW), inCloud: NOW } },
  ];
  for (const fields of awake) expect([fields, isAtRest(resting(fields), NOW)]).toEqual([fields, false]);
});

test('it is known to exist since the latest of its acceptance, its looks and its orders', () => {
  expect(lastKnownAt(resting({ order }))).toBe(NOW + 9);
  expect(lastKnownAt(resting())).toBe(NOW + 5);
  expect(lastKnownAt(resting({ observed: null }))).toBe(NOW);
  expect(lastKnownAt(resting({ observed: null, acceptedAt: null }))).toBe(0);
});

test('what vanished at rest has failed without an order, has no address, and is told in thread and card', () => {
  const { next, events, messages } = vanish(resting({ order, publicIp: '47.1.2.3', privateIp: '10.0.0.1' }), NOW + 60);
  expect(next).toMatchObject({ outcome: 'failed', order: null, publicIp: null, privateIp: null, version: 2 });
  expect(next.failure).toMatchObject({ kind: 'vanished', code: null, api: 'DescribeInstances' });
  expect(events).toMatchObject([{ kind: 'instance.vanished', at: NOW + 60, data: { cloudId: 'i-1' } }]);
  expect(messages.map((message) => (message.kind === 'thread' ? message.note.milestone : message.kind))).toEqual([
    'failed',
    'card',
  ]);
});

test.each([
  ['nothing announced it: its owner hears of it now', null, null, ['failed', 'dm', 'card']],
  ['the cloud announced it, and so did the bot', NOW - 1, 'Recycling', ['failed', 'card']],
])('a spot instance that vanished was reclaimed; %s', (_, reclaimingAt, code, told) => {
  const { next, events, messages } = vanish(spot({ spot: { reclaimingAt, lookAt: NOW, misses: 0 } }), NOW + 60);
  expect(next.failure).toMatchObject({ kind: 'reclaimed', code });
  expect(events).toMatchObject([{ kind: 'instance.reclaimed', data: { cloudId: 'i-1', announced: code !== null } }]);
  expect(messages.map((message) => (message.kind === 'thread' ? message.note.milestone : message.kind))).toEqual(told);
  const dm = messages.find(({ kind }) => kind === 'dm');
  if (code === null) expect(dm).toMatchObject({ about: 'reclaim', user: 'U1', instanceIds: ['r-1-1'] });
});

test('one that no look ever showed was not reclaimed', () => {
  const never = spot({ observed: null, spot: { reclaimingAt: NOW, lookAt: NOW, misses: 0 } });
  expect(vanish(never, NOW + 60).next.failure).toMatchObject({ kind: 'vanished', code: null });
});

test('the lease of what vanished is not told, looked at or warned of any more', () => {
  const lease = withEnd(null, NOW + 7 * 86_400_000, NOW);
  expect(vanish(resting({ lease }), NOW).next.lease).toEqual({ ...lease, tryAt: null, lookAt: null });
});
