import { expect, test } from 'vitest';
import { type Instance, STATUSES } from '../../../src/core/instance/instance.ts';
import { nextAction } from '../../../src/core/instance/next-action.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { orderPower } from '../../../src/core/power/order-power.ts';
import { type Acted, POWERS, type Power, type PowerOrder } from '../../../src/core/power/power.ts';
import { losesCredits, noEconomicalMode } from '../../../src/core/power/power-rules.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { aFailure, anAccepted, NOW, seen, timing } from '../../support/instances.ts';

const order = (what: Power, over: Partial<PowerOrder> = {}): PowerOrder => ({
  what,
  stoppedMode: null,
  by: 'U1',
  at: NOW,
  down: false,
  acted: null,
  ...over,
});
const WANTED = { start: 'running', restart: 'running', stop: 'stopped', release: 'released' } as const;
const under = (what: Power, over: Partial<PowerOrder> = {}, fields: Partial<Instance> = {}): Instance =>
  anAccepted({ wanted: WANTED[what], order: order(what, over), told: [], ...fields });
const acted = (what: Acted['what'], sure: boolean, ageMs = 0): Acted => ({ what, sure, at: NOW - ageMs });
const act = (row: Instance, status: (typeof STATUSES)[number], now = NOW): string =>
  nextAction(row, seen(status), now, timing).do;
const told = (row: Instance, observation: Observation): readonly string[] =>
  reduce(row, observation, NOW, timing).messages.flatMap((m) => (m.kind === 'thread' ? [m.note.milestone] : []));

test('each order asks of each state the one right act', () => {
  const table = Object.fromEntries(POWERS.map((what) => [what, STATUSES.map((status) => act(under(what), status))]));
  // Pending, Starting, Running, Stopping, Stopped
  expect(table).toEqual({
    start: ['look', 'look', 'done', 'look', 'start'],
    stop: ['look', 'look', 'stop', 'look', 'done'],
    restart: ['look', 'look', 'reboot', 'look', 'start'],
    release: ['look', 'look', 'delete', 'look', 'delete'],
  });
});

test('what was sent and has not shown yet is waited for, and not for ever', () => {
  const waits = (what: Power, of: Acted, status: (typeof STATUSES)[number] = 'Running') => [
    act(under(what, { acted: of }), status),
    act(under(what, { acted: of }), status, NOW + timing.graceMs),
  ];
  expect(waits('stop', acted('stop', true))).toEqual(['look', 'stop']);
  // A stop whose answer was lost is sent again at once: it can only be refused.
  expect(waits('stop', acted('stop', false))).toEqual(['stop', 'stop']);
  // A restart must not be done twice, and one that was taken is done when its time is over.
  expect(waits('restart', acted('reboot', false))).toEqual(['look', 'reboot']);
  expect(waits('restart', acted('reboot', true))).toEqual(['look', 'done']);
  // Running says nothing while a stop that was sent for an earlier order may still show.
  for (const sure of [true, false]) expect(waits('start', acted('stop', sure))).toEqual(['look', 'done']);
  expect(waits('release', acted('delete', true), 'Stopped')).toEqual(['look', 'delete']);
});

test('a start that has not shown yet does not make an instance one that is stopped', () => {
  const row = under('stop', {}, { startTriedAt: NOW });
  expect(act(row, 'Stopped')).toBe('look');
  expect(act(row, 'Stopped', NOW + timing.graceMs)).toBe('done');
});

test('a restart is done once it has been down', () => {
  const starting = reduce(
    under('restart', { acted: acted('reboot', true) }),
    { is: 'observed', observed: seen('Starting') },
    NOW,
    timing,
  ).next;
  expect(starting.order).toMatchObject({ down: true, acted: null });
  expect(act(starting, 'Running')).toBe('done');
  // Somebody's earlier start is no restart.
  const earlier = reduce(under('restart'), { is: 'observed', observed: seen('Starting') }, NOW, timing).next;
  expect(act(earlier, 'Running')).toBe('reboot');
});

test('a lost answer is remembered as such, a refusal is forgotten, and a stale picture is nobody’s trouble', () => {
  const row = under('stop', { acted: acted('stop', false) });
  const after = (kind: Parameters<typeof aFailure>[0]) =>
    reduce(row, { is: 'refused', what: 'stop', failure: aFailure(kind) }, NOW, timing);
  for (const kind of ['ambiguous', 'transient'] as const) expect(after(kind).next.order?.acted).not.toBeNull();
  for (const kind of ['throttled', 'notSent', 'wrongState'] as const) expect(after(kind).next.order?.acted).toBeNull();
  expect(after('wrongState').next).toMatchObject({ failure: null, outcome: null });
  expect(after('wrongState').events).toEqual([]);
});

test('the outcome of a call for an earlier order is not reported as if it were of this one', () => {
  expect(told(under('start'), { is: 'accepted', what: 'stop' })).toEqual([]);
  expect(told(under('stop'), { is: 'accepted', what: 'start' })).toEqual([]);
  expect(told(under('stop'), { is: 'accepted', what: 'stop' })).toEqual(['stopping']);
});

test('protected and prepaid instances are not released, and are not asked of the cloud', () => {
  for (const [fields, code] of [
    [{ deletionProtection: true }, 'InvalidOperation.DeletionProtection'],
    [{ chargeKind: 'prepaid' }, 'ChargeTypeViolation'],
  ] as const) {
    const { next } = reduce(under('release'), { is: 'observed', observed: seen('Stopped', fields) }, NOW, timing);
    expect(next).toMatchObject({ outcome: 'failed', failure: { kind: 'locked', code } });
  }
});

test('an overdue instance is released, but neither started nor stopped', () => {
  const overdue = { locks: ['financial'] };
  expect(nextAction(under('release'), seen('Stopped', overdue), NOW, timing).do).toBe('delete');
  expect(nextAction(under('start'), seen('Stopped', overdue), NOW, timing)).toEqual({ do: 'fail', kind: 'locked' });
});

test('a new order resets what is kept per order, and keeps what was sent already', () => {
  const before = under(
    'stop',
    { acted: acted('stop', true) },
    {
      outcome: null,
      slowTold: true,
      told: ['stopping', 'troubled:busy'],
      attempts: 4,
      failure: aFailure('busy'),
      deadlineAt: NOW + 1,
      dueAt: NOW + 60_000,
    },
  );
  const circumstances = { at: NOW + 5, seen: seen('Running'), timing };
  const decided = orderPower(
    before,
    { what: 'start', stoppedMode: null },
    { user: 'U1', isAdmin: false },
    circumstances,
  );
  if (!('taken' in decided)) throw new Error('refused');
  const { next, events, replaces } = decided.taken;
  expect(next).toMatchObject({
    version: before.version + 1,
    wanted: 'running',
    outcome: null,
    failure: null,
    told: [],
    slowTold: false,
    attempts: 0,
    dueAt: NOW + 5,
    deadlineAt: NOW + 5 + timing.deadlineMs,
    order: { what: 'start', acted: { what: 'stop' } },
    clientToken: before.clientToken,
  });
  expect(replaces).toBe('stop');
  expect(events).toMatchObject([{ kind: 'instance.wanted', actor: 'U1', data: { what: 'start', replaces: 'stop' } }]);
});

test('what the cloud was asked to release is not to be had back', () => {
  const row = under('release', { acted: acted('delete', false) });
  const decided = orderPower(
    row,
    { what: 'start', stoppedMode: null },
    { user: 'U1', isAdmin: false },
    {
      at: NOW,
      seen: null,
      timing,
    },
  );
  expect(decided).toMatchObject({ refused: { why: 'beingReleased', by: 'U1' } });
});

test.each<readonly [string, Partial<InstanceSpec>, ReturnType<typeof noEconomicalMode>]>([
  ['pay-as-you-go in a VPC', {}, null],
  ['prepaid', { charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } }, 'notPayAsYouGo'],
  ['spot', { charge: { kind: 'spot', limitMicros: null } }, null],
  [
    'spot of a type with local disks',
    { charge: { kind: 'spot', limitMicros: null }, instanceType: 'ecs.i4.large' },
    'localDisks',
  ],
  ['spot outside of a VPC', { charge: { kind: 'spot', limitMicros: 1 }, vSwitchId: '' }, 'noVpc'],
  ['of a type with local SSDs and GPUs', { instanceType: 'ecs.gn5.xlarge' }, 'localDisks'],
  ['of a type with persistent memory', { instanceType: 'ecs.re6p-redis.large' }, 'localDisks'],
  ['of a bare metal type with persistent memory', { instanceType: 'ecs.ebmre6p.26xlarge' }, 'localDisks'],
  ['of a GPU type without local disks', { instanceType: 'ecs.gn5i-c2g1.large' }, null],
  ['outside of a VPC', { vSwitchId: '' }, 'noVpc'],
  ['of a type with local disks (i4)', { instanceType: 'ecs.i4.large' }, 'localDisks'],
  ['of a type with local disks (d3c)', { instanceType: 'ecs.d3c.3xlarge' }, 'localDisks'],
  ['of a bare metal type with local disks', { instanceType: 'ecs.ebmi3.24xlarge' }, 'localDisks'],
])('what is %s says before it is stopped whether it can be in economical mode', (_what, over, mode) => {
  const { spec } = anAccepted();
  expect(noEconomicalMode({ spec: { ...spec, ...over } })).toBe(mode);
});

test('a burstable type says before that it loses its credits', () => {
  const { spec } = anAccepted();
  const loses = (instanceType: string) => losesCredits({ spec: { ...spec, instanceType } });
  expect(['ecs.t5-lc1m1.small', 'ecs.t6-c1m1.large', 'ecs.g7.large', 'ecs.t'].map(loses)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
