import { expect, test } from 'vitest';
import { adoption } from '../../../src/core/instance/adopt.ts';
import type { Instance, Status, Wanted } from '../../../src/core/instance/instance.ts';
import { type LookResult, nextAction } from '../../../src/core/instance/next-action.ts';
import type { Acted, Power } from '../../../src/core/power/power.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const WANTED: Readonly<Record<Power, Wanted>> = {
  ...{ start: 'running', restart: 'running', stop: 'stopped', release: 'released' },
};
const LATER = NOW + timing.graceMs;

/** A call sent at `NOW`, with a known answer or none. */
const sure = (what: Acted['what']): Acted => ({ what, at: NOW, sure: true });
const unsure = (what: Acted['what']): Acted => ({ what, at: NOW, sure: false });
const ordered = (what: Power, acted: Acted | null, fields: Partial<Instance> = {}): Instance =>
  anAccepted({
    ...{ wanted: WANTED[what], deadlineAt: null },
    order: { what, stoppedMode: null, by: 'U1', at: NOW, down: false, acted },
    ...fields,
  });
const act = (row: Instance, look: LookResult, now = NOW): string => {
  const next = nextAction(row, look, now, timing);
  return next.do === 'fail' ? `fail ${next.kind}` : next.do;
};

/** What was ordered, what was sent last, the status, and what is done within its grace and after it. */
const ORDERS: readonly (readonly [Power, Acted | null, Status, string, string])[] = [
  ['stop', null, 'Running', 'stop', 'stop'],
  ['stop', sure('stop'), 'Running', 'look', 'stop'],
  // A call that only may have been sent is repeated where it is what is wanted.
  ['stop', unsure('stop'), 'Running', 'stop', 'stop'],
  ['stop', sure('stop'), 'Stopping', 'look', 'look'],
  ['stop', sure('stop'), 'Stopped', 'done', 'done'],
  ['release', null, 'Running', 'delete', 'delete'],
  ['release', sure('delete'), 'Running', 'look', 'delete'],
  ['release', sure('delete'), 'Stopped', 'look', 'delete'],
  ['release', unsure('delete'), 'Running', 'delete', 'delete'],
  ['release', unsure('delete'), 'Stopped', 'delete', 'delete'],
  ['release', sure('stop'), 'Running', 'look', 'delete'],
  ['release', sure('stop'), 'Stopped', 'delete', 'delete'],
  ['restart', null, 'Running', 'reboot', 'reboot'],
  // An accepted reboot that no look showed going down was quick.
  ['restart', sure('reboot'), 'Running', 'look', 'done'],
  // A second reboot would undo what the first has reached.
  ['restart', unsure('reboot'), 'Running', 'look', 'reboot'],
  ['restart', unsure('reboot'), 'Stopped', 'start', 'start'],
  ['restart', sure('stop'), 'Running', 'look', 'reboot'],
  // What an earlier order may have sent would undo what is wanted now.
  ['start', unsure('stop'), 'Running', 'look', 'done'],
  ['start', unsure('delete'), 'Running', 'look', 'done'],
  ['start', unsure('stop'), 'Stopped', 'start', 'start'],
  ['start', unsure('delete'), 'Stopped', 'look', 'start'],
  ['stop', unsure('delete'), 'Stopped', 'look', 'done'],
  ['stop', unsure('reboot'), 'Running', 'look', 'stop'],
  ['start', unsure('stop'), 'Stopping', 'look', 'look'],
];

test.each(ORDERS)(
  '%s after %j, seen %s: %s, and once its effect must have shown: %s',
  (what, acted, status, now, later) => {
    const row = ordered(what, acted);
    expect([act(row, seen(status), LATER - 1), act(row, seen(status), LATER)]).toEqual([now, later]);
  },
);

test('a start that was accepted just now may still show, whatever is wanted since', () => {
  const started = { startTriedAt: NOW };
  const acts = (what: Power, status: Status) =>
    [LATER - 1, LATER].map((now) => act(ordered(what, null, started), seen(status), now));
  expect([acts('stop', 'Stopped'), acts('stop', 'Running')]).toEqual([
    ['look', 'done'],
    ['stop', 'stop'],
  ]);
  expect([acts('release', 'Stopped'), acts('start', 'Stopped')]).toEqual([
    ['look', 'delete'],
    ['look', 'start'],
  ]);
  // Without a person's order nothing else can have been sent.
  expect(act(anAccepted({ wanted: 'released', ...started }), seen('Stopped'))).toBe('delete');
});

test('an address that is missing is allocated before the restart in which it takes effect', () => {
  const asked = { spec: { ...spec, internetMaxBandwidthOut: 5 } };
  expect(act(ordered('restart', null, asked), seen('Running'))).toBe('allocateAddress');
  expect(act(ordered('restart', null, { ...asked, noAddress: aFailure('quota') }), seen('Running'))).toBe('reboot');
  expect(act(ordered('restart', null, { deadlineAt: NOW }), seen('Running'))).toBe('fail deadline');
});

test('what is no longer listed was released only if that was ordered, and sent or seen', () => {
  const unlisted = { misses: 3, observed: null } as const;
  expect(act(ordered('release', sure('delete'), { misses: 0 }), 'missing')).toBe('done');
  expect(act(ordered('release', unsure('delete'), { misses: 0 }), 'missing')).toBe('look');
  expect(act(ordered('release', unsure('delete'), unlisted), 'missing', LATER)).toBe('done');
  expect(act(ordered('release', null, unlisted), 'missing', LATER)).toBe('fail vanished');
  expect(act(ordered('stop', sure('delete'), { misses: 0 }), 'missing')).toBe('look');
  expect(act(ordered('stop', sure('delete'), unlisted), 'missing', LATER)).toBe('fail vanished');
});

test('a worn token is replaced only after a look by tag, before the first call and between two', () => {
  const creates = { sent: 1, undone: 1, refusals: 2, lastAt: NOW, mayRepeat: true };
  for (const createTriedAt of [null, NOW]) {
    const row = anInstance({ createTriedAt, creates });
    expect([act(row, null), act(row, 'missing')]).toEqual(['lookUpByTag', 'create']);
  }
});

test('a look that was refused says nothing about the create', () => {
  const creates = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: false };
  const row = anInstance({
    createTriedAt: NOW,
    creates,
    failure: aFailure('permission', { api: 'DescribeInstances' }),
  });
  const proven = NOW + timing.doubtAfterMs + timing.graceMs;
  expect([act(row, 'missing', proven - 1), act(row, 'missing', proven)]).toEqual(['lookUpByTag', 'fail doubtful']);
});

const adopted = (over: Parameters<typeof sampleCloud>[0] = {}, account?: string) =>
  adoption({
    ...{ cloud: sampleCloud(over), requestId: 'r-1', by: 'U1', team: 'T1', channel: 'C1', at: NOW },
    ...(account !== undefined && { account }),
  });

test('what was adopted and has no id is left alone', () => {
  const row = { ...adopted().instance, outcome: null, cloudId: null };
  expect(nextAction(row, 'missing', LATER, timing)).toEqual({ do: 'rest' });
});

test.each([
  ['Running', 'running', 'Running'],
  ['Pending', 'running', 'Pending'],
  ['Stopping', 'stopped', 'Stopping'],
  ['Stopped', 'stopped', 'Stopped'],
  ['Unknown', 'running', null],
] as const)('an instance adopted while %s is to stay %s, and is known as %s', (status, wanted, known) => {
  const { instance } = adopted({ status });
  expect([instance.wanted, instance.observed]).toEqual([wanted, known && { status: known, at: NOW }]);
});

test.each([
  ['spot', { kind: 'spot', limitMicros: null }],
  ['prepaid', { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false }],
  ['payAsYouGo', { kind: 'payAsYouGo' }],
] as const)('an adopted instance is paid for as before: %s', (chargeKind, charge) => {
  expect(adopted({ chargeKind }).instance.spec.charge).toEqual(charge);
});

test('an adopted instance has its account, its groups and no size that the cloud does not tell, and is told in card and thread', () => {
  const { instance, request, events, messages } = adopted({ securityGroupIds: ['sg-1', 'sg-2'] }, '1968');
  expect(instance).toMatchObject({ account: '1968', outcome: 'reached', addressedAt: NOW, told: [], attempts: 0 });
  expect(instance.spec).toMatchObject({ securityGroupId: 'sg-1, sg-2', systemDisk: { category: 'cloud', sizeGiB: 0 } });
  expect(adopted().instance).not.toHaveProperty('account');
  expect([request.clientTokens, request.state, request.origin]).toEqual([[], 'finished', `cloud:${instance.cloudId}`]);
  expect(events).toMatchObject([{ kind: 'instance.adopted', actor: 'U1', instanceId: 'r-1-1' }]);
  expect(messages).toMatchObject([
    { kind: 'card', requestId: 'r-1' },
    { kind: 'thread', note: { milestone: 'adopted', by: 'U1', cloudId: instance.cloudId } },
  ]);
});
