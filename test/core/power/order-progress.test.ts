import { describe, expect, test } from 'vitest';
import type { Instance, Status } from '../../../src/core/instance/instance.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import type { Acted, Power, PowerOrder } from '../../../src/core/power/power.ts';
import { aFailure, anAccepted, NOW, seen, timing } from '../../support/instances.ts';

const WANTED = { start: 'running', restart: 'running', stop: 'stopped', release: 'released' } as const;
const under = (what: Power, over: Partial<PowerOrder> = {}, fields: Partial<Instance> = {}): Instance => {
  const order: PowerOrder = { ...{ what, stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null }, ...over };
  return anAccepted({ wanted: WANTED[what], order, told: [], ...fields });
};
const acted = (what: Acted['what'], sure = true): Acted => ({ what, sure, at: NOW });

/** What came of it: the row, what the thread was told, and the audit events. */
function cameOf(row: Instance, observation: Observation) {
  const { next, messages, events } = reduce(row, observation, NOW + 1_000, timing);
  const told = messages.flatMap((message) =>
    message.kind === 'thread' ? [(message.note as { milestone: string }).milestone] : [],
  );
  return { next, order: next.order, told, events: events.map(({ kind, data }) => [kind, data]) };
}
const looked = (row: Instance, status: Status, fields = {}) =>
  cameOf(row, { is: 'observed', observed: seen(status, fields) });

test.each<readonly [Power, Acted | null, Status, string | null]>([
  ['stop', acted('stop'), 'Stopping', 'stopping'],
  ['stop', null, 'Stopping', 'stopping'],
  ['stop', acted('stop'), 'Starting', null],
  ['start', null, 'Starting', 'starting'],
  ['start', null, 'Stopping', null],
  ['restart', acted('reboot'), 'Starting', 'restarting'],
  ['restart', null, 'Starting', null],
  ['restart', acted('stop'), 'Starting', null],
  ['release', acted('reboot'), 'Starting', null],
])('under an order to %s with %j, a look that shows %s tells %j', (what, sent, status, milestone) => {
  expect(looked(under(what, { acted: sent }), status).told).toEqual(milestone === null ? [] : [milestone]);
});

test.each<readonly [Acted['what'], readonly Status[]]>([
  ['stop', ['Stopping', 'Stopped']],
  ['reboot', ['Starting', 'Stopping', 'Stopped']],
  ['delete', []],
])('a %s has shown its effect by %j', (what, shown) => {
  const statuses: readonly Status[] = ['Pending', 'Starting', 'Running', 'Stopping', 'Stopped'];
  const forgets = statuses.filter(
    (status) => looked(under('start', { acted: acted(what) }), status).order?.acted === null,
  );
  expect(forgets.toSorted()).toEqual([...shown].toSorted());
});

test.each<readonly [Power, Acted | null, Status, boolean]>([
  ['restart', null, 'Stopping', true],
  ['restart', null, 'Stopped', true],
  ['restart', acted('reboot'), 'Starting', true],
  ['restart', acted('stop'), 'Starting', false],
  ['restart', acted('reboot'), 'Running', false],
  ['stop', null, 'Stopping', false],
])('under an order to %s with %j, %s means that it was down: %s', (what, sent, status, down) => {
  expect(looked(under(what, { acted: sent }), status).order?.down).toBe(down);
  expect(looked(under(what, { acted: sent, down: true }), status).order?.down).toBe(true);
});

test('a start that was accepted is forgotten once a look shows its effect', () => {
  const started = under('start', {}, { startTriedAt: NOW });
  const tried = (status: Status) => looked(started, status).next.startTriedAt;
  expect([tried('Pending'), tried('Stopped')]).toEqual([NOW, NOW]);
  expect([tried('Starting'), tried('Running'), tried('Stopping')]).toEqual([null, null, null]);
});

describe('a public IP', () => {
  const had = { publicIp: '1.2.3.4', addressedAt: NOW - 9 };
  const stopped = (fields: Partial<Instance>, look = {}) =>
    looked(under('stop', {}, fields), 'Stopped', { stoppedMode: 'StopCharging', ...look });

  test('is given back in economical mode, which the audit trail says', () => {
    const { next, events } = stopped(had);
    expect(next).toMatchObject({ publicIp: null, addressedAt: NOW - 9 });
    expect(events).toContainEqual(['instance.address', { publicIp: null }]);
    expect(stopped({ publicIp: '1.2.3.4' }).next).toMatchObject({ publicIp: null, addressedAt: NOW + 1_000 });
  });

  test.each<readonly [string, Partial<Instance>, object]>([
    ['in standard mode', had, { stoppedMode: 'KeepCharging' }],
    ['while a look shows it', had, { publicIp: '1.2.3.4' }],
    ['if it was allocated for this order', { ...had, addressedAt: NOW }, {}],
  ])('stays %s', (_when, fields, look) => {
    const { next, events } = stopped(fields, look);
    expect(next.publicIp).toBe('1.2.3.4');
    expect(events.map(([kind]) => kind)).not.toContain('instance.address');
  });

  test('that there never was is not given back', () => {
    expect(stopped({}).events.map(([kind]) => kind)).not.toContain('instance.address');
  });

  test('stays while it still runs', () => {
    const { next } = looked(under('stop', {}, had), 'Stopping', { stoppedMode: 'StopCharging' });
    expect(next.publicIp).toBe('1.2.3.4');
  });
});

describe('a call', () => {
  test('is stored before it is sent, and as sure once it is accepted', () => {
    const { order } = cameOf(under('stop'), { is: 'acting', what: 'stop' });
    expect(order?.acted).toEqual({ what: 'stop', at: NOW + 1_000, sure: false });
    const accepted = cameOf(under('stop'), { is: 'accepted', what: 'stop' });
    expect(accepted.order?.acted).toEqual({ what: 'stop', at: NOW + 1_000, sure: true });
  });

  test('that was not sent is forgotten, and comes again at once; another is kept', () => {
    const unsent = cameOf(under('stop', { acted: acted('stop', false) }), { is: 'unsent', what: 'stop' });
    expect(unsent).toMatchObject({ order: { acted: null }, next: { dueAt: NOW + 1_000 } });
    const other = cameOf(under('start', { acted: acted('stop') }), { is: 'unsent', what: 'start' });
    expect(other.order?.acted).toEqual(acted('stop'));
  });

  test.each([
    ['stop', 'stop', 'instance.stopping', 'stopping'],
    ['restart', 'reboot', 'instance.restarting', 'restarting'],
    ['release', 'delete', 'instance.releasing', 'releasing'],
  ] as const)('for an order to %s that is accepted is told and audited', (what, call, kind, milestone) => {
    const { told, events } = cameOf(under(what), { is: 'accepted', what: call });
    expect([told, events]).toEqual([[milestone], [[kind, {}]]]);
  });

  test('to start tells so under an order to start or restart, which then was down', () => {
    const started = (what: Power) => cameOf(under(what), { is: 'accepted', what: 'start' });
    expect([started('start').told, started('start').order?.down]).toEqual([['starting'], false]);
    expect([started('restart').told, started('restart').order?.down]).toEqual([['starting'], true]);
    expect([started('release').told, started('release').order?.down]).toEqual([[], false]);
  });

  test('that may have happened is kept in mind', () => {
    const row = under('stop', { acted: acted('stop', false) });
    const kept = (kind: Parameters<typeof aFailure>[0]) =>
      cameOf(row, { is: 'refused', what: 'stop', failure: aFailure(kind) }).order?.acted;
    expect(kept('ambiguous')).toEqual(acted('stop', false));
    expect(kept('throttled')).toBeNull();
  });
});

describe('the end of an order', () => {
  test('to release is that it is gone, with its addresses', () => {
    const row = under('release', { acted: acted('delete') }, { publicIp: '1.2.3.4', privateIp: '10.0.0.1' });
    const { next, told, events } = cameOf(row, { is: 'missing' });
    expect(next).toMatchObject({ outcome: 'reached', publicIp: null, privateIp: null });
    expect(told).toEqual(['released']);
    expect(events).toEqual([['instance.released', { cloudId: 'i-1' }]]);
  });

  test.each([
    ['the mode that the cloud shows', 'StopCharging', 'StopCharging', 'StopCharging'],
    ['the mode that the cloud chose', null, 'StopCharging', 'StopCharging'],
    ['that it is charged, if the cloud shows no mode though one was asked for', 'StopCharging', null, 'KeepCharging'],
    ['nothing, if nobody asked for a mode and the cloud shows none', null, null, null],
  ] as const)('to stop tells %s', (_what, stoppedMode, shown, said) => {
    const { order, told, events } = looked(under('stop', { stoppedMode }), 'Stopped', { stoppedMode: shown });
    expect([order?.stoppedMode, told]).toEqual([said, ['halted']]);
    expect(events).toContainEqual(['instance.stopped', { stoppedMode: said }]);
  });
});
