import { expect, test } from 'vitest';
import { cardFace } from '../../../src/core/instance/change-set.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { summarise } from '../../../src/core/instance/summary.ts';
import { withEnd } from '../../../src/core/lease/lease.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const order = { what: 'stop', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
const freeze = { version: 1, reason: 'audit', by: 'U9', at: NOW, until: null };
const lease = withEnd(null, NOW + 86_400_000, NOW);
const renewal = { on: false } as NonNullable<NonNullable<Instance['expiry']>['renewal']>;
const expiry = { until: NOW, renewal, ended: false } as NonNullable<Instance['expiry']>;
const failure = aFailure('permission');
const spot = { reclaimingAt: null, lookAt: NOW, misses: 0 };
const whole = anAccepted({
  ...{ observed: { status: 'Running', at: NOW }, order, heldBy: freeze, lease, expiry, failure, spot },
  noAddress: failure,
});

test.each<[what: string, fields: Partial<Instance>]>([
  ['its name', { spec: { ...spec, name: 'db' } }],
  ['its owner', { requester: 'U2' }],
  ['its id', { cloudId: 'i-2' }],
  ['its public address', { publicIp: '47.1.2.3' }],
  ['its private address', { privateIp: '10.0.0.9' }],
  ['that its trouble is over', { failure: null }],
  ['the kind of its trouble', { failure: { ...failure, kind: 'quota' } }],
  ['the code of its trouble', { failure: { ...failure, code: 'Other' } }],
  [
    'the right that is missing',
    { failure: { ...failure, missing: { action: 'ecs:StartInstance', principal: 'bot' } } },
  ],
  ['how it ended', { outcome: 'failed' }],
  ['what is wanted', { wanted: 'stopped' }],
  ['that it takes long', { slowTold: true }],
  ['that its creation has begun', { createTriedAt: null }],
  ['its status', { observed: { status: 'Stopping', at: NOW } }],
  ['that nobody has seen it', { observed: null }],
  ['that its start was accepted', { startTriedAt: NOW }],
  ['another freeze', { heldBy: { ...freeze, version: 2 } }],
  ['no order', { order: null }],
  ['another order', { order: { ...order, what: 'release' } }],
  ['the same order once more', { order: { ...order, at: NOW + 1 } }],
  ['another mode of its stop', { order: { ...order, stoppedMode: 'StopCharging' } }],
  ['that its address was refused', { noAddress: null }],
  ['why its address was refused', { noAddress: { ...failure, kind: 'quota' } }],
  ['the code with which its address was refused', { noAddress: { ...failure, code: 'Other' } }],
  ['no end of its lease', { lease: null }],
  ['another end of its lease', { lease: { ...lease, endsAt: NOW + 60_000 } }],
  ['a warning of the purchase’s release time', { lease: { ...lease, warned: true } }],
  ['the trouble of its lease', { lease: { ...lease, failure } }],
  ['no prepaid time', { expiry: null }],
  ['another end of its prepaid time', { expiry: { ...expiry, until: NOW + 1 } }],
  ['that its prepaid time is over', { expiry: { ...expiry, ended: true } }],
  ['its auto-renewal', { expiry: { ...expiry, renewal: { ...renewal, on: true } } }],
  ['that the cloud is about to reclaim it', { spot: { ...spot, reclaimingAt: NOW } }],
])('the card is edited when it shows %s', (_, fields) => {
  expect(cardFace({ ...whole, ...fields })).not.toBe(cardFace(whole));
});

test('the card is not edited for what it does not show', () => {
  const hidden: Partial<Instance> = {
    ...{ version: 9, attempts: 9, dueAt: null, deadlineAt: null, told: ['failed'], misses: 2, acceptedAt: NOW + 1 },
    observed: { status: 'Running', at: NOW + 9 },
    heldBy: { ...freeze, reason: 'other' },
    failure: { ...failure, detail: 'other', requestId: null },
    order: { ...order, down: true },
    lease: { ...lease, tryAt: null, lookAt: null },
    spot: { ...spot, lookAt: NOW + 9 },
  };
  expect(cardFace({ ...whole, ...hidden })).toBe(cardFace(whole));
});

const releasing = anAccepted({ wanted: 'released', order: { ...order, what: 'release' }, outcome: null });
const looked = (
  row: Instance,
  fields: Parameters<typeof seen>[1],
  status: 'Running' | 'Stopped' = 'Running',
  now = NOW,
) => reduce(row, { is: 'observed', observed: seen(status, fields) }, now, timing).next.failure;

test('what a look shows to be in the way is named as the cloud would refuse it', () => {
  expect(looked(releasing, { deletionProtection: true })).toMatchObject({
    ...{ kind: 'locked', code: 'InvalidOperation.DeletionProtection', detail: '' },
  });
  expect(looked(releasing, { chargeKind: 'prepaid' })).toMatchObject({ kind: 'locked', code: 'ChargeTypeViolation' });
  expect(looked(releasing, { locks: ['security', 'other'], deletionProtection: true })).toMatchObject({
    ...{ kind: 'locked', code: null, detail: 'security, other' },
  });
  expect(looked(releasing, { locks: ['financial'] })).toBeNull();
});

test('a deadline keeps what the last call was refused with, but not that a look was refused before this one', () => {
  const late = NOW + timing.deadlineMs;
  const ended = (failed: Instance['failure']) =>
    looked(anAccepted({ dueAt: late, failure: failed, observed: { status: 'Stopped', at: NOW } }), {}, 'Stopped', late);
  const busy = aFailure('busy', { api: 'StartInstance', retryAfterMs: 9_000 });
  expect(ended(busy)).toEqual({ ...busy, kind: 'deadline', retryAfterMs: null });
  expect(ended({ ...busy, api: 'DescribeInstances' })).toMatchObject({ kind: 'deadline', code: null, detail: '' });
  expect(ended({ ...busy, kind: 'deadline' })).toEqual({ ...busy, kind: 'deadline' });
});

const failed = (fields: Partial<Instance>): Instance => anInstance({ outcome: 'failed', dueAt: null, ...fields });

test.each<[what: string, row: Instance, steps: readonly string[]]>([
  [
    'a billing method that is not allowed',
    failed({ failure: aFailure('money', { code: 'InvalidInstanceChargeType.ValueNotSupported' }) }),
    ['tryAgain'],
  ],
  ['too little money', failed({ failure: aFailure('money') }), ['tryAgain', 'balance']],
  ['an order that was never sent', failed({ failure: aFailure('deadline', { code: 'NeverOrdered' }) }), ['tryAgain']],
  ['a right that is missing', failed({ failure: aFailure('permission') }), ['tryAgain', 'permission']],
  [
    'a right that is missing for what exists',
    anAccepted({ outcome: 'failed', failure: aFailure('permission') }),
    ['permission'],
  ],
  ['money that is missing for what exists', anAccepted({ outcome: 'failed', failure: aFailure('money') }), ['balance']],
  ['a reclaim', anAccepted({ outcome: 'failed', failure: aFailure('reclaimed') }), ['alternatives', 'lookAgain']],
  ['an announced reclaim', anAccepted({ outcome: 'reached', spot: { ...spot, reclaimingAt: NOW } }), ['alternatives']],
  [
    'an adopted instance that vanished',
    anAccepted({ adopted: true, outcome: 'failed', failure: aFailure('vanished') }),
    [],
  ],
  ['an address that was refused', anAccepted({ outcome: 'reached', noAddress: aFailure('quota') }), ['address']],
  [
    'an address for which a right is missing',
    anAccepted({ outcome: 'reached', noAddress: failure }),
    ['permission', 'address'],
  ],
  ['a trouble that is retried', anInstance({ failure: aFailure('money') }), []],
])('after %s there is offered %j', (_, row, steps) => {
  expect(stepsFor([row])).toEqual(steps);
});

test('a request has ended when all its instances have, and well only if none failed', () => {
  const [good, bad] = [anAccepted({ outcome: 'reached' }), failed({ failure: aFailure('noStock') })];
  const withdrawn = anInstance({ outcome: 'withdrawn' });
  const outcome = (...rows: readonly Instance[]) => summarise(rows).outcome;
  expect([outcome(), outcome(withdrawn), outcome(good, anInstance())]).toEqual(['underWay', 'underWay', 'underWay']);
  expect([outcome(good, withdrawn), outcome(good, bad), outcome(bad, withdrawn)]).toEqual([
    'allReached',
    'mixed',
    'allFailed',
  ]);
  expect(summarise([good, bad, withdrawn])).toMatchObject({ total: 3, reached: 1, withdrawn: 1, failed: 1 });
});
