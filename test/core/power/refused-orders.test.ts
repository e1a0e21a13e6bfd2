import { expect, test } from 'vitest';
import type { Actor } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { LookResult } from '../../../src/core/instance/next-action.ts';
import { orderPower } from '../../../src/core/power/order-power.ts';
import type { Power, PowerOrder, StoppedMode } from '../../../src/core/power/power.ts';
import { aFailure, anAccepted, NOW, seen, spec, timing } from '../../support/instances.ts';

const OWNER: Actor = { user: 'U1', isAdmin: false };
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

const ordered = (what: Power, fields: Partial<PowerOrder> = {}): PowerOrder => ({
  ...{ what, stoppedMode: null, by: 'U2', at: NOW - 9, down: false, acted: null },
  ...fields,
});
const atRest = (fields: Partial<Instance> = {}) => anAccepted({ outcome: 'reached', dueAt: null, ...fields });

interface Case {
  readonly row: Instance;
  readonly what: Power;
  readonly stoppedMode?: StoppedMode;
  readonly by?: Actor;
  readonly look?: LookResult;
}

const decide = ({ row, what, stoppedMode, by = OWNER, look = null }: Case) =>
  orderPower(row, { what, stoppedMode: stoppedMode ?? null }, by, { at: NOW, seen: look, timing });

test.each<readonly [string, Case, object]>([
  [
    'by somebody else',
    { row: atRest(), what: 'stop', by: { ...OWNER, user: 'U9' } },
    { why: 'notYours', requester: 'U1' },
  ],
  [
    'of one that was adopted for others',
    { row: atRest({ adopted: true }), what: 'stop', by: { ...OWNER, user: 'U9' } },
    { why: 'notTheBots' },
  ],
  ['before it is created', { row: anAccepted({ cloudId: null }), what: 'stop' }, { why: 'notCreatedYet' }],
  [
    'of one that was never created',
    { row: atRest({ cloudId: null, outcome: 'failed', failure: aFailure('noStock') }), what: 'start' },
    { why: 'neverCreated' },
  ],
  [
    'of one that ended without a word',
    { row: atRest({ cloudId: null, outcome: 'withdrawn' }), what: 'start' },
    { why: 'neverCreated' },
  ],
  [
    'of one that may exist',
    { row: atRest({ cloudId: null, outcome: 'failed', failure: aFailure('doubtful') }), what: 'release' },
    { why: 'doubtful' },
  ],
  [
    'of one that was released',
    { row: atRest({ wanted: 'released', order: ordered('release') }), what: 'start', look: seen('Stopped') },
    { why: 'gone', released: ordered('release') },
  ],
  [
    'of one that disappeared',
    { row: atRest({ outcome: 'failed', failure: aFailure('vanished') }), what: 'start' },
    { why: 'gone', released: null },
  ],
  [
    'of one that disappeared, and that a look does not find',
    { row: atRest({ outcome: 'failed', failure: aFailure('vanished') }), what: 'start', look: 'missing' },
    { why: 'gone', released: null },
  ],
  ['to start what is being created', { row: anAccepted(), what: 'start' }, { why: 'same', order: null }],
  [
    'that is under way',
    {
      row: anAccepted({ wanted: 'stopped', order: ordered('stop', { stoppedMode: 'StopCharging' }) }),
      what: 'stop',
      stoppedMode: 'StopCharging',
    },
    { why: 'same', order: ordered('stop', { stoppedMode: 'StopCharging' }) },
  ],
  [
    'of one whose release was sent',
    {
      row: anAccepted({
        wanted: 'released',
        order: ordered('release', { acted: { what: 'delete', at: NOW, sure: false } }),
      }),
      what: 'stop',
    },
    { why: 'beingReleased', by: 'U2', at: NOW - 9 },
  ],
  [
    'for economical mode where there is none',
    {
      row: atRest({ spec: { ...spec, vSwitchId: '' } }),
      what: 'stop',
      stoppedMode: 'StopCharging',
      look: seen('Running'),
    },
    { why: 'noEconomicalMode', mode: 'noVpc' },
  ],
  [
    'to start what runs',
    { row: atRest(), what: 'start', look: seen('Running') },
    { why: 'already', status: 'Running' },
  ],
  [
    'to stop what is stopped',
    { row: atRest(), what: 'stop', look: seen('Stopped') },
    { why: 'already', status: 'Stopped' },
  ],
  [
    'to release what is prepaid',
    { row: atRest({ spec: { ...spec, charge: PREPAID } }), what: 'release' },
    { why: 'prepaid', expiresAt: null },
  ],
  [
    'to release what is prepaid by now',
    { row: atRest(), what: 'release', look: seen('Running', { chargeKind: 'prepaid', expiresAt: 7 }) },
    { why: 'prepaid', expiresAt: 7 },
  ],
  [
    'to release what is protected',
    { row: atRest(), what: 'release', look: seen('Running', { deletionProtection: true }) },
    { why: 'protected' },
  ],
  [
    'to start what is overdue',
    { row: atRest(), what: 'start', look: seen('Stopped', { locks: ['financial', 'security'] }) },
    { why: 'locked', locks: ['financial', 'security'] },
  ],
  [
    'to release what is locked otherwise',
    { row: atRest(), what: 'release', look: seen('Stopped', { locks: ['financial', 'security'] }) },
    { why: 'locked', locks: ['security'] },
  ],
])('an order %s is refused', (_which, given, refused) => expect(decide(given)).toEqual({ refused }));

test.each<readonly [string, Case, Power | null]>([
  ['by an admin', { row: atRest(), what: 'stop', by: { user: 'U9', isAdmin: true } }, null],
  [
    'for economical mode where there is one',
    { row: atRest(), what: 'stop', stoppedMode: 'StopCharging', look: seen('Running') },
    null,
  ],
  [
    'for the other mode while a stop is under way',
    { row: anAccepted({ wanted: 'stopped', order: ordered('stop') }), what: 'stop', stoppedMode: 'StopCharging' },
    'stop',
  ],
  ['to stop what is being created', { row: anAccepted(), what: 'stop' }, null],
  [
    'to stop what was to be released, before that was sent',
    { row: anAccepted({ wanted: 'released', order: ordered('release') }), what: 'stop' },
    'release',
  ],
  [
    'to release what a stop was sent for',
    {
      row: anAccepted({
        wanted: 'released',
        order: ordered('release', { acted: { what: 'stop', at: NOW, sure: true } }),
      }),
      what: 'stop',
    },
    'release',
  ],
  [
    'of one that disappeared and is there again',
    { row: atRest({ outcome: 'failed', failure: aFailure('vanished') }), what: 'start', look: seen('Stopped') },
    null,
  ],
  [
    'of one whose last order failed otherwise',
    { row: atRest({ outcome: 'failed', failure: aFailure('locked'), order: ordered('stop') }), what: 'stop' },
    null,
  ],
  [
    'to start again what was started',
    { row: atRest({ order: ordered('start') }), what: 'start', look: seen('Stopped') },
    null,
  ],
  ['to restart what runs', { row: atRest(), what: 'restart', look: seen('Running') }, null],
  ['to stop what runs', { row: atRest(), what: 'stop', look: seen('Running') }, null],
  ['to start what is stopped', { row: atRest(), what: 'start', look: seen('Stopped') }, null],
  [
    'to stop what is protected or prepaid',
    {
      row: atRest({ spec: { ...spec, charge: PREPAID } }),
      what: 'stop',
      look: seen('Running', { deletionProtection: true, chargeKind: 'prepaid' }),
    },
    null,
  ],
  [
    'to release what is prepaid no more',
    { row: atRest({ spec: { ...spec, charge: PREPAID } }), what: 'release', look: seen('Running') },
    null,
  ],
  [
    'to release what is overdue',
    { row: atRest(), what: 'release', look: seen('Stopped', { locks: ['financial'] }) },
    null,
  ],
])('an order %s is taken', (_which, given, replaces) => {
  const decided = decide(given);
  expect(decided).toMatchObject({
    taken: { replaces, next: { order: { what: given.what, by: given.by?.user ?? 'U1' } } },
  });
});

test('an order is told in the thread with what it replaces, and on the card', () => {
  const row = anAccepted({ wanted: 'stopped', order: ordered('stop') });
  const told = (given: Case) => {
    const decided = decide(given);
    return 'taken' in decided ? decided.taken.messages : decided;
  };
  expect(told({ row, what: 'start' })).toMatchObject([
    { kind: 'card', requestId: 'r-1' },
    { kind: 'thread', requestId: 'r-1', note: { milestone: 'ordered', replaces: 'stop', order: { what: 'start' } } },
  ]);
  const [, note] = told({ row: atRest({ order: ordered('stop') }), what: 'start' }) as unknown[];
  expect(note).not.toHaveProperty('note.replaces');
});

test('a start that was accepted and has not shown yet is kept in mind only while it is stopped', () => {
  const row = (status: 'Running' | 'Stopped') => atRest({ startTriedAt: NOW - 5, observed: { status, at: NOW - 9 } });
  const keeps = (given: Instance, look: LookResult) => {
    const decided = decide({ row: given, what: 'release', look });
    return 'taken' in decided && decided.taken.next.startTriedAt;
  };
  expect(keeps(row('Running'), seen('Stopped'))).toBe(NOW - 5);
  expect(keeps(row('Stopped'), seen('Running'))).toBeNull();
  for (const look of [null, 'missing'] as const) {
    expect(keeps(row('Stopped'), look)).toBe(NOW - 5);
    expect(keeps(row('Running'), look)).toBeNull();
  }
});

test('a start tries again for the address that the cloud refused, a stop does not', () => {
  const row = atRest({ noAddress: aFailure('quota') });
  const tries = (what: Power) => {
    const decided = decide({ row, what });
    return 'taken' in decided ? decided.taken.next.noAddress : decided;
  };
  expect([tries('start'), tries('restart')]).toEqual([null, null]);
  expect(tries('stop')).toMatchObject({ kind: 'quota' });
});
