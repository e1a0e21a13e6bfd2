import { expect, test } from 'vitest';
import type { FailureKind } from '../../../src/core/failure/failure.ts';
import type { Attempt } from '../../../src/core/failure/failure-treatment.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import type { Power, PowerOrder } from '../../../src/core/power/power.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const refused = (row: Instance, what: Attempt, kind: FailureKind, now = NOW, retryAfterMs: number | null = null) =>
  reduce(row, { is: 'refused', what, failure: aFailure(kind, { retryAfterMs }) }, now, timing);
const after = (row: Instance, observation: Observation, now = NOW) => reduce(row, observation, now, timing);
const notes = ({ messages }: ReturnType<typeof reduce>) =>
  messages.flatMap((message) => (message.kind === 'thread' ? [message.note] : []));
const told = (of: ReturnType<typeof reduce>) => notes(of).map(({ milestone }) => milestone);

const calls = { sent: 1, undone: 1, lastAt: NOW, mayRepeat: true };
const tried = (fields: Partial<Instance> = {}): Instance =>
  anInstance({ createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, attempts: 1, creates: calls, ...fields });
const lost = tried({ creates: { ...calls, undone: 0 }, failure: aFailure('ambiguous') });
const order = (what: Power, fields: Partial<PowerOrder> = {}): PowerOrder => ({
  ...{ what, stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null },
  ...fields,
});

test('before the first call, a check that fails is told and tried again until its deadline, and then is the end', () => {
  const first = refused(anInstance(), 'finalCheck', 'throttled');
  const limit = NOW + timing.deadlineMs;
  expect(first.next).toMatchObject({ failure: { kind: 'throttled', api: 'DescribePrice' }, deadlineAt: limit });
  expect([first.next.attempts, first.next.dueAt]).toEqual([1, NOW + 1_000]);
  const waits = { ...first.next, dueAt: limit };
  expect(refused(waits, 'finalCheck', 'throttled', limit - 1).next.outcome).toBeNull();
  expect(refused(waits, 'finalCheck', 'throttled', limit).next.outcome).toBe('failed');
  expect(refused(anInstance(), 'finalCheck', 'noStock').next.outcome).toBe('failed');
});

test('no time runs for a check that waits for its turn', () => {
  for (const what of ['finalCheck', 'lookFirst'] as const)
    expect(refused(anInstance(), what, 'queued', NOW, 40_000).next).toMatchObject({
      ...{ deadlineAt: null, failure: null, attempts: 0, dueAt: NOW + 40_000 },
    });
});

test('between the calls, a check that fails keeps what is known of the calls, and waits', () => {
  const { next } = refused(lost, 'finalCheck', 'throttled', NOW + 5_000);
  expect(next).toMatchObject({ failure: { kind: 'ambiguous' }, attempts: 1, outcome: null, dueAt: NOW + 6_000 });
  // No call can have created anything: the policy's reason is the one it would end with.
  expect(refused(tried(), 'finalCheck', 'notAllowed').next.failure?.kind).toBe('notAllowed');
  expect(refused(tried(), 'finalCheck', 'throttled').next.failure).toBeNull();
  expect(refused(lost, 'finalCheck', 'notAllowed').next.failure?.kind).toBe('ambiguous');
});

test('an order that no longer holds ends what cannot exist, and is only looked for where a call may have taken effect', () => {
  expect(refused(tried(), 'finalCheck', 'priceChanged').next.outcome).toBe('failed');
  const at = NOW + 5_000;
  const { next, events } = refused(lost, 'finalCheck', 'priceChanged', at);
  expect(next).toMatchObject({
    outcome: null,
    failure: { kind: 'priceChanged' },
    creates: { mayRepeat: false, lastAt: at },
  });
  expect([next.deadlineAt, next.dueAt]).toEqual([at + timing.graceMs + timing.deadlineMs, at + 1_000]);
  expect(events).toMatchObject([
    { kind: 'instance.troubled', data: { kind: 'priceChanged', code: 'Code.priceChanged', api: 'DescribePrice' } },
  ]);
});

test('an answer that comes after another call has brought the instance changes nothing of it', () => {
  for (const what of ['finalCheck', 'create'] as const) {
    const { next } = refused(anAccepted(), what, 'noStock');
    expect(next).toEqual({ ...anAccepted(), version: 2 });
    const placed = tried({ chunk: { first: 1, amount: 2, least: 1, given: 'i-1' } });
    expect(refused(placed, what, 'noStock').next).toEqual({ ...placed, version: 2 });
  }
});

test('a create that is refused for now counts once, and waits as long as the cloud asks, but not past its time', () => {
  const trying = tried({ attempts: 3, creates: { ...calls, undone: 0 } });
  expect(refused(trying, 'create', 'busy').next).toMatchObject({ attempts: 3, dueAt: NOW + 4_000 });
  expect(refused(trying, 'create', 'busy', NOW, 45_000).next.dueAt).toBe(NOW + 45_000);
  const end = NOW + timing.doubtAfterMs;
  expect(refused(trying, 'create', 'busy', end - 2_000, 45_000).next.dueAt).toBe(end);
});

test('looks by tag go on until they could have proved something, and their refusals are not told as the create’s', () => {
  const looking = {
    ...lost,
    creates: { ...calls, undone: 0, mayRepeat: false },
    failure: aFailure('noStock'),
    deadlineAt: null,
  };
  const limit = NOW + timing.graceMs + timing.deadlineMs;
  const looked = refused(looking, 'lookUpByTag', 'throttled', NOW + 5_000);
  expect(looked.next).toMatchObject({ failure: { kind: 'noStock' }, attempts: 2 });
  expect(looked.events).toMatchObject([
    { kind: 'instance.troubled', data: { kind: 'throttled', api: 'DescribeInstances', shown: 'noStock' } },
  ]);
  const waits = { ...looked.next, dueAt: limit };
  expect(refused(waits, 'lookUpByTag', 'throttled', limit - 1).next.outcome).toBeNull();
  expect(refused(waits, 'lookUpByTag', 'throttled', limit).next.failure).toMatchObject({
    ...{ kind: 'doubtful', code: 'Code.throttled', api: 'DescribeInstances' },
  });
  // A later deadline of its own counts.
  expect(refused({ ...waits, deadlineAt: limit + 9 }, 'lookUpByTag', 'throttled', limit).next.outcome).toBeNull();
});

test('where no call can have created anything, looks that are never answered end with the refusal of the create', () => {
  const row = tried({ failure: aFailure('noStock'), deadlineAt: NOW });
  const over = NOW + timing.deadlineMs;
  expect(refused({ ...row, dueAt: over }, 'lookUpByTag', 'throttled', over).next.failure?.kind).toBe('noStock');
  const none = { ...row, failure: null, dueAt: over };
  expect(refused(none, 'lookUpByTag', 'throttled', over).next.failure).toMatchObject({
    ...{ kind: 'throttled', api: 'DescribeInstances' },
  });
});

test('a look without a deadline is tried again for ever', () => {
  expect(refused(anAccepted({ deadlineAt: null }), 'look', 'permission', NOW + 9).next.outcome).toBeNull();
});

test.each<[what: Attempt, kind: FailureKind, kept: boolean]>([
  ['stop', 'busy', false],
  ['reboot', 'wrongState', false],
  ['delete', 'throttled', false],
  ['stop', 'ambiguous', true],
  // The call of an earlier order may still show.
  ['start', 'busy', true],
  ['allocateAddress', 'busy', true],
])('a call of an order that was refused is forgotten unless it may have taken effect: %s, %s', (what, kind, kept) => {
  const acted = { what: 'stop', at: NOW, sure: false } as const;
  const row = anAccepted({ wanted: 'stopped', order: order('stop', { acted }) });
  expect(refused(row, what, kind).next.order?.acted ?? null).toEqual(kept ? acted : null);
});

test('an order that met a changed state is no trouble, but is tried less and less often', () => {
  const row = anAccepted({ wanted: 'stopped', order: order('stop'), attempts: 2 });
  const met = refused(row, 'stop', 'wrongState');
  expect(met.next).toMatchObject({ failure: null, attempts: 3, dueAt: NOW + 4_000 });
  expect([met.events, told(met)]).toEqual([[], []]);
  expect(refused(row, 'stop', 'busy').next).toMatchObject({ failure: { kind: 'busy' }, attempts: 3 });
});

const addressed = anAccepted({
  ...{
    spec: { ...spec, internetMaxBandwidthOut: 5 },
    observed: { status: 'Stopped', at: NOW },
    told: ['pending', 'stopped'],
  },
});

test('an address that cannot be had for now is waited for, and after a while, or for good, gone on without', () => {
  const slow = NOW + timing.slowAfterMs;
  const row = { ...addressed, dueAt: slow };
  expect(refused(row, 'allocateAddress', 'busy', slow - 1).next).toMatchObject({ failure: { kind: 'busy' } });
  for (const [kind, at] of [
    ['busy', slow],
    ['quota', NOW],
  ] as const) {
    const without = refused({ ...addressed, dueAt: at }, 'allocateAddress', kind, at);
    expect(without.next).toMatchObject({ noAddress: { kind }, failure: null, outcome: null, dueAt: at });
    expect(without.events.find(({ kind: is }) => is === 'instance.noAddress')?.data).toEqual({
      ...{ kind, code: `Code.${kind}`, api: 'AllocatePublicIpAddress', cloudRequestId: 'REQ-1' },
    });
    expect(notes(without)[0]).toMatchObject({ milestone: 'addressless', failure: { kind } });
  }
  // It has its address already, which a later look shows.
  const has = refused({ ...addressed, dueAt: slow }, 'allocateAddress', 'alreadyDone', slow);
  expect(has.next).toMatchObject({ failure: null, addressedAt: slow, dueAt: slow + 1_000 });
  expect(has.next.noAddress ?? null).toBeNull();
});

test('an address for a running instance takes effect later, and is told so', () => {
  const running = { ...addressed, observed: { status: 'Running', at: NOW } } as const;
  const later = after(running, { is: 'addressed', ip: '47.1.2.3' });
  expect(later.next).toMatchObject({ publicIp: '47.1.2.3', addressedAt: NOW, dueAt: NOW + 1_000 });
  expect([told(later), later.events.map(({ kind, data }) => [kind, data])]).toEqual([
    ['addressLater'],
    [['instance.address', { publicIp: '47.1.2.3' }]],
  ]);
  expect(after({ ...running, publicIp: '47.1.2.3' }, { is: 'addressed', ip: '47.1.2.3' }).events).toEqual([]);
  expect(told(after(addressed, { is: 'addressed', ip: '47.1.2.3' }))).toEqual(['address']);
});

test('an address that nobody asked for is kept and recorded, but not told', () => {
  const own = after(anAccepted(), { is: 'observed', observed: seen('Stopped', { publicIp: '47.1.2.3' }) });
  expect([own.next.publicIp, told(own)]).toEqual(['47.1.2.3', ['stopped']]);
  expect(own.events.at(-1)).toMatchObject({ kind: 'instance.address', data: { publicIp: '47.1.2.3' } });
  expect(after(own.next, { is: 'observed', observed: seen('Stopped') }).next.publicIp).toBe('47.1.2.3');
  const ordered = anAccepted({ order: order('start') });
  expect(after(ordered, { is: 'observed', observed: seen('Starting', { publicIp: '47.1.2.3' }) }).next.publicIp).toBe(
    '47.1.2.3',
  );
});

test('an accepted start is kept with its time, recorded, and tells what it proves', () => {
  const started = after(anAccepted({ attempts: 2, failure: aFailure('busy') }), { is: 'accepted', what: 'start' });
  expect(started.next).toMatchObject({ startTriedAt: NOW, attempts: 0, failure: null, dueAt: NOW + 3_000 });
  expect(started.events.map(({ kind }) => kind)).toEqual(['instance.starting', 'instance.goingOn']);
  expect(told(started)).toEqual(['stopped', 'starting']);
});

test('one of several is said to be stopped only where a look has shown it', () => {
  const chunk = { first: 1, amount: 2, least: 1 };
  const shown = (status: 'Stopped' | 'Running') =>
    told(after(anAccepted({ chunk }), { is: 'observed', observed: seen(status) }));
  expect([shown('Running'), shown('Stopped')]).toEqual([['starting', 'running'], ['stopped']]);
});

test('what a look changes is recorded, each with all that it showed', () => {
  const known = anAccepted({ observed: { status: 'Stopped', at: NOW }, privateIp: '10.0.0.1' });
  const look = (fields: Parameters<typeof seen>[1], status: 'Stopped' | 'Starting' = 'Stopped') =>
    after(known, { is: 'observed', observed: seen(status, fields) }).events.map(({ kind, data }) => [kind, data]);
  expect(look({})).toEqual([]);
  expect(look({ privateIp: null })).toEqual([]);
  expect(look({ privateIp: '10.0.0.2' })).toEqual([
    ['instance.observed', { status: 'Stopped', locks: [], privateIp: '10.0.0.2' }],
  ]);
  expect(look({}, 'Starting')).toEqual([
    ['instance.observed', { status: 'Starting', locks: [], privateIp: '10.0.0.1' }],
  ]);
});

test('looks by tag that find nothing come less and less often, those for an id on every tick', () => {
  let row: Instance = { ...lost, creates: { ...calls, undone: 0, mayRepeat: false }, attempts: 0 };
  const waits: number[] = [];
  for (let now = NOW; waits.length < 3; now = row.dueAt ?? Number.NaN) {
    row = after(row, { is: 'foundByTag', found: [] }, now).next;
    waits.push((row.dueAt ?? Number.NaN) - now);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000]);
  const missing = after(anAccepted({ misses: 1 }), { is: 'missing' }, NOW + 240_000).next;
  expect([missing.misses, missing.dueAt]).toEqual([2, NOW + 241_000]);
});

test('an order that is done is told as what it was, and a creation that is done is not told as one', () => {
  const done = after(anAccepted({ order: order('start') }), { is: 'observed', observed: seen('Running') });
  expect([done.next.outcome, told(done)]).toEqual(['reached', ['running']]);
  expect(done.events.at(-1)).toMatchObject({
    kind: 'instance.running',
    data: { publicIp: null, privateIp: '10.0.0.1' },
  });
  const stopped = after(anAccepted({ wanted: 'stopped', order: order('stop') }), {
    is: 'observed',
    observed: seen('Stopped'),
  });
  expect([stopped.next.outcome, told(stopped)]).toEqual(['reached', ['halted']]);
});

test('the owner of a spot instance is told that it was reclaimed in the middle of an order, but not of a creation', () => {
  const late = NOW + timing.graceMs;
  const spot = { ...spec, charge: { kind: 'spot', limitMicros: null } } as const;
  const gone = (over: Partial<Instance>) =>
    after(
      anAccepted({ spec: spot, observed: { status: 'Stopped', at: NOW }, misses: 2, dueAt: late, ...over }),
      { is: 'missing' },
      late,
    );
  const ordered = gone({ order: order('start') });
  expect(ordered.next.failure?.kind).toBe('reclaimed');
  expect(ordered.messages.filter(({ kind }) => kind === 'dm')).toMatchObject([{ about: 'reclaim', user: 'U1' }]);
  const created = gone({});
  expect([created.next.failure?.kind, created.messages.filter(({ kind }) => kind === 'dm')]).toEqual(['reclaimed', []]);
});

test('what was refused for certain until its time was over ends as that, not as never ordered', () => {
  const at = NOW + timing.doubtAfterMs;
  const row = tried({ failure: aFailure('throttled'), dueAt: at, creates: { ...calls, refusals: 1 } });
  expect(after(row, { is: 'foundByTag', found: [] }, at).next.failure).toMatchObject({ kind: 'throttled' });
});

test('a line of the thread has the failure that it is about, and no other', () => {
  const failing = refused(anAccepted(), 'start', 'busy');
  expect(notes(failing)).toMatchObject([{ milestone: 'troubled', failure: { kind: 'busy' } }]);
  const slow = refused({ ...failing.next, dueAt: NOW + timing.slowAfterMs }, 'start', 'busy', NOW + timing.slowAfterMs);
  expect(notes(slow)).toMatchObject([{ milestone: 'slow', failure: { kind: 'busy' } }]);
  expect(slow.next.slowTold).toBe(true);
  const locked = after(anAccepted(), { is: 'observed', observed: seen('Stopped', { locks: ['security'] }) });
  expect(notes(locked)).toMatchObject([
    { milestone: 'stopped', failure: null },
    { milestone: 'failed', failure: { kind: 'locked' } },
  ]);
  expect(locked.events.at(-1)).toMatchObject({ kind: 'instance.failed', data: { kind: 'locked', cloudId: 'i-1' } });
  // What has just ended does not also take long.
  const late = NOW + timing.slowAfterMs;
  expect(told(after(anAccepted({ dueAt: late }), { is: 'observed', observed: seen('Running') }, late))).toEqual([
    'stopped',
    'starting',
    'running',
  ]);
  // Who gave the order is said with it.
  const ordered = anAccepted({ wanted: 'stopped', order: order('stop') });
  expect(notes(refused(ordered, 'stop', 'busy'))).toMatchObject([
    { order: { what: 'stop', stoppedMode: null, by: 'U1' } },
  ]);
});
