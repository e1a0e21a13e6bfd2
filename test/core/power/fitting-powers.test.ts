import { expect, test } from 'vitest';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import { type Instance, STATUSES } from '../../../src/core/instance/instance.ts';
import { fittingPowers } from '../../../src/core/power/fitting-powers.ts';
import { anAccepted, NOW, seen, spec } from '../../support/instances.ts';

const own = (fields: Partial<Instance> = {}) => anAccepted({ outcome: 'reached', observed: null, ...fields });
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

const powers = (row: Instance | null, cloud: object | null, why = 'unseen') =>
  fittingPowers({ own: row, cloud, ...(cloud === null && { why }) } as unknown as FoundInstance);

test('each state has its orders, by the cloud, or by the last look if the cloud does not say', () => {
  const table = {
    Pending: ['stop', 'release'],
    Starting: ['stop', 'release'],
    Running: ['stop', 'restart', 'release'],
    Stopping: ['start', 'release'],
    Stopped: ['start', 'release'],
  };
  const of = (show: (status: (typeof STATUSES)[number]) => readonly string[]) =>
    Object.fromEntries(STATUSES.map((status) => [status, show(status)]));
  expect(of((status) => powers(null, seen(status)))).toEqual(table);
  expect(of((status) => powers(own({ observed: { status: 'Running', at: NOW } }), seen(status)))).toEqual(table);
  const last = (status: (typeof STATUSES)[number]) => own({ observed: { status, at: NOW } });
  expect(of((status) => powers(last(status), null))).toEqual(table);
  expect(of((status) => powers(last(status), { ...seen('Running'), status: 'Unknown' }))).toEqual(table);
});

test.each<readonly [string, Instance | null, object | null, string]>([
  ['that the bot saw released', own({ wanted: 'released' }), seen('Running'), ''],
  ['that is gone', own({ observed: { status: 'Running', at: NOW } }), null, 'gone'],
  ['that nobody has seen', own(), null, 'unseen'],
  ['of others in a state that nobody knows', null, { ...seen('Running'), status: 'Unknown' }, ''],
])('nothing is offered for one %s', (_which, row, cloud, why) => expect(powers(row, cloud, why)).toEqual([]));

test('a release is not offered where it would be refused', () => {
  const prepaid = own({ spec: { ...spec, charge: PREPAID }, observed: { status: 'Running', at: NOW } });
  expect(powers(prepaid, null)).toEqual(['stop', 'restart']);
  expect(powers(prepaid, seen('Running'))).toContain('release');
  expect(powers(own(), seen('Running', { chargeKind: 'prepaid' }))).toEqual(['stop', 'restart']);
  expect(powers(null, seen('Running', { deletionProtection: true }))).toEqual(['stop', 'restart']);
});

test('what is under way is not offered again, and is once it is over', () => {
  const order = { what: 'stop', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
  expect(powers(own({ outcome: null, order }), seen('Running'))).toEqual(['restart', 'release']);
  expect(powers(own({ order }), seen('Running'))).toEqual(['stop', 'restart', 'release']);
});

test('a lock takes away what it hinders: of an overdue one all but the release', () => {
  expect(powers(own(), seen('Stopped', { locks: ['financial'] }))).toEqual(['release']);
  expect(powers(own(), seen('Stopped', { locks: ['financial', 'security'] }))).toEqual([]);
});
