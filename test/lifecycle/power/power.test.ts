import { expect, test } from 'vitest';
import { orderPower } from '../../../src/core/power/order-power.ts';
import { timing } from '../../support/instances.ts';
import { freeze, lift } from '../freezes.ts';
import { expectReplayed } from '../stage.ts';
import { makePowerStage, makeRunning, type PowerStage } from './power-stage.ts';

const MINUTE = 60_000;

const actions = (stage: PowerStage): readonly string[] => stage.acts().map(({ action }) => action);

/** What the thread was told since the last order. */
async function thread(stage: PowerStage): Promise<readonly string[]> {
  const told = (await stage.thread()).map(({ milestone }) => milestone);
  return told.slice(told.lastIndexOf('ordered'));
}

test('a running instance is stopped, told step by step, and its request stays ended', async () => {
  const stage = await makeRunning();
  expect(await stage.order('stop', { stoppedMode: 'KeepCharging' })).toMatchObject({ is: 'taken', replaces: null });
  await stage.until(stage.reached);
  expect(stage.status()).toBe('Stopped');
  expect(actions(stage)).toEqual(['StopInstance']);
  expect(stage.acts()[0]?.params).toMatchObject({ StoppedMode: 'KeepCharging' });
  expect(await thread(stage)).toEqual(['ordered', 'stopping', 'halted']);
  expect(await stage.instance()).toMatchObject({ wanted: 'stopped', order: { stoppedMode: 'KeepCharging' } });
  const kinds = (await stage.truth.eventsOf('r-1')).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'request.finished')).toHaveLength(1);
  // The looks between may have missed Stopping.
  expect(kinds.slice(kinds.indexOf('instance.wanted')).filter((kind) => kind !== 'instance.observed')).toEqual([
    'instance.wanted',
    'instance.stopping',
    'instance.stopped',
  ]);
  await expectReplayed(stage);
});

test('a stop that saves says what the cloud says of it, forgets the public address, and the start tells the new one', async () => {
  const stage = await makeRunning(1, true);
  const before = (await stage.instance()).publicIp;
  await stage.order('stop', { stoppedMode: 'StopCharging' });
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ publicIp: null, order: { stoppedMode: 'StopCharging' } });
  expect((await stage.thread()).at(-1)).toMatchObject({ milestone: 'halted', order: { stoppedMode: 'StopCharging' } });
  await expectReplayed(stage);

  await stage.order('start');
  await stage.until(stage.reached);
  const { publicIp } = await stage.instance();
  expect(publicIp).not.toBeNull();
  expect(publicIp).not.toBe(before);
  expect(actions(stage)).toEqual(['StopInstance', 'StartInstance']);
  expect([...(await thread(stage))].sort()).toEqual(['address', 'ordered', 'running', 'starting']);
  await expectReplayed(stage);
});

test('an address that is allocated for a start after a saving stop, and shows with it, is never told as given back', async () => {
  const stage = await makePowerStage();
  stage.cloud.addFault({
    name: 'refuse-with',
    action: 'AllocatePublicIpAddress',
    code: 'InsufficientPublicIp',
    times: 1,
  });
  stage.start();
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(stage.reached);
  await stage.order('stop', { stoppedMode: 'StopCharging' });
  await stage.until(stage.reached);
  await stage.order('start');
  await stage.until(stage.reached);
  expect(actions(stage)).toEqual(['StopInstance', 'AllocatePublicIpAddress', 'StartInstance']);
  const told = (await stage.truth.eventsOf('r-1')).filter(({ kind }) => kind === 'instance.address');
  expect(told.map(({ data }) => data.publicIp)).toEqual([(await stage.instance()).publicIp]);
  await expectReplayed(stage);
});

test('a start that finds no stock after a saving stop ends with that, and the next order may be given', async () => {
  const stage = await makeRunning();
  await stage.order('stop', { stoppedMode: 'StopCharging' });
  await stage.until(stage.reached);
  stage.cloud.addFault({ name: 'no-stock', action: 'StartInstance', times: 1 });
  await stage.order('start');
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure: { kind: 'noStock' } });
  expect(await thread(stage)).toEqual(['ordered', 'failed']);
  await stage.order('start');
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
});

test('a stop asked for while it is Starting waits for Running and then stops it', async () => {
  const stage = await makePowerStage();
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.status() === 'Starting');
  expect(await stage.order('stop', { stoppedMode: 'KeepCharging' })).toMatchObject({ is: 'taken' });
  await stage.until(stage.reached);
  expect(stage.status()).toBe('Stopped');
  expect(stage.acts().map(({ action, code }) => [action, code])).toEqual([['StopInstance', null]]);
  await stage.until(() => stage.ended('r-1'));
  await expectReplayed(stage);
});

test('a restart is RebootInstance from Running, done once it has been down, and a start from Stopped', async () => {
  const stage = await makeRunning();
  await stage.order('restart');
  await stage.until(stage.reached);
  expect(actions(stage)).toEqual(['RebootInstance']);
  expect(await thread(stage)).toEqual(['ordered', 'restarting', 'running']);
  expect(stage.status()).toBe('Running');

  stage.byHand('StopInstance');
  await stage.until(() => stage.status() === 'Stopped');
  await stage.order('restart');
  await stage.until(stage.reached);
  expect(actions(stage)).toEqual(['RebootInstance', 'StartInstance']);
  expect(await thread(stage)).toEqual(['ordered', 'starting', 'running']);
  await expectReplayed(stage);
});

test('a restart whose answer was lost is not done twice', async () => {
  const stage = await makeRunning();
  stage.cloud.addFault({ name: 'reset-after', action: 'RebootInstance', times: 1 });
  await stage.order('restart');
  await stage.until(stage.reached);
  expect(actions(stage)).toEqual(['RebootInstance']);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

/** As slow as a call to the simulated cloud is. */
const ARRIVES_WITHIN_MS = 200;

test('a restart that never reached the cloud is sent again, once that is clear', async () => {
  const stage = await makeRunning();
  stage.cloud.addFault({ name: 'reset-before', action: 'RebootInstance', times: 1 });
  await stage.order('restart');
  await stage.until(stage.reached);
  expect(actions(stage)).toEqual(['RebootInstance', 'RebootInstance']);
  const [first, second] = stage.acts();
  // The grace begins when the first was sent; both moments are those of their arrival.
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(timing.graceMs - ARRIVES_WITHIN_MS);
});

test.each(['Running', 'Stopped'] as const)(
  'an instance that is %s is released, which ends when it is gone',
  async (status) => {
    const stage = await makeRunning();
    if (status === 'Stopped') stage.byHand('StopInstance');
    await stage.until(() => stage.status() === status);
    await stage.order('release');
    await stage.until(stage.reached);
    expect(stage.status()).toBe('gone');
    expect(actions(stage)).toEqual(['DeleteInstance']);
    expect(stage.acts()[0]?.params).toMatchObject({ Force: 'true' });
    expect(await thread(stage)).toEqual(['ordered', 'releasing', 'released']);
    await expectReplayed(stage);
    for (const what of ['start', 'stop', 'restart', 'release'] as const)
      expect(await stage.order(what)).toMatchObject({
        is: 'refused',
        refusal: { why: 'gone', released: { by: 'U1' } },
      });
  },
);

test('a release whose answer was lost is looked up and reported as done', async () => {
  const stage = await makeRunning();
  stage.cloud.addFault({ name: 'timeout', action: 'DeleteInstance', times: 1 });
  await stage.order('release');
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', wanted: 'released' });
  expect(stage.status()).toBe('gone');
});

test('another order replaces the one that is under way, and the thread says so', async () => {
  const stage = await makeRunning();
  await stage.order('stop', { stoppedMode: 'KeepCharging' });
  await stage.until(() => stage.status() === 'Stopping');
  expect(await stage.order('start', { user: 'UADMIN', isAdmin: true })).toMatchObject({
    is: 'taken',
    replaces: 'stop',
  });
  await stage.until(stage.reached);
  expect(stage.status()).toBe('Running');
  expect(actions(stage)).toEqual(['StopInstance', 'StartInstance']);
  const ordered = (await stage.thread()).filter(({ milestone }) => milestone === 'ordered');
  expect(ordered.map(({ order, replaces }) => [order?.what, order?.by, replaces])).toEqual([
    ['stop', 'U1', undefined],
    ['start', 'UADMIN', 'stop'],
  ]);
  expect((await stage.thread()).map(({ milestone }) => milestone)).not.toContain('halted');
});

test('an act that is still in line when another order comes is not sent, and nobody waits for it', async () => {
  const stage = await makePowerStage();
  let replaced = false;
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async stopInstances(region, cloudIds, mode, proceed) {
        const at = stage.timeline.now();
        const moment = { at, seen: null, timing };
        const by = { user: 'U1', isAdmin: false };
        const decided = orderPower(await stage.instance(), { what: 'start', stoppedMode: null }, by, moment);
        if ('refused' in decided) throw new Error(decided.refused.why);
        const { next, events, messages } = decided.taken;
        replaced = (await stage.truth.commit({ instances: [{ next }], events, messages, at })).ok;
        return ecs.stopInstances(region, cloudIds, mode, proceed);
      },
    }),
  });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  const since = stage.timeline.now();
  await stage.order('stop');
  await stage.until(async () => replaced && (await stage.reached()));
  expect(stage.acts()).toEqual([]);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', wanted: 'running', order: { acted: null } });
  expect(stage.timeline.now() - since).toBeLessThan(timing.graceMs / 2);
});

test('the same order twice is said and does nothing', async () => {
  const stage = await makeRunning();
  await stage.order('restart');
  const { version } = await stage.instance();
  expect(await stage.order('restart')).toMatchObject({ is: 'refused', refusal: { why: 'same' } });
  expect((await stage.instance()).version).toBeLessThanOrEqual(version + 3);
  await stage.until(stage.reached);
  expect(actions(stage)).toEqual(['RebootInstance']);
  expect((await stage.truth.eventsOf('r-1')).filter(({ kind }) => kind === 'instance.wanted')).toHaveLength(1);
});

test('what is so already is said after a look, and nothing is done', async () => {
  const stage = await makeRunning();
  expect(await stage.order('start')).toMatchObject({ is: 'refused', refusal: { why: 'already', status: 'Running' } });
  // The row still says that it runs.
  stage.byHand('StopInstance');
  await stage.until(() => stage.status() === 'Stopped');
  expect(await stage.order('stop')).toMatchObject({ is: 'refused', refusal: { why: 'already', status: 'Stopped' } });
  expect(stage.acts()).toEqual([]);
});

test('during a freeze a start waits, says so, and goes on afterwards; stops, restarts and releases are not held up', async () => {
  const stage = await makeRunning();
  await freeze(stage);
  expect(await stage.order('restart')).toMatchObject({ is: 'taken', freeze: null });
  await stage.until(stage.reached);
  await stage.order('stop');
  await stage.until(stage.reached);
  expect(await stage.order('start')).toMatchObject({ is: 'taken', freeze: { reason: 'audit' } });
  await stage.pass(2 * timing.deadlineMs);
  expect(await stage.instance()).toMatchObject({ outcome: null, heldBy: { reason: 'audit' } });
  expect(actions(stage)).toEqual(['RebootInstance', 'StopInstance']);
  await lift(stage);
  await stage.until(stage.reached);
  expect(await thread(stage)).toEqual(['ordered', 'held', 'starting', 'running']);
  await freeze(stage);
  await stage.order('release');
  await stage.until(stage.reached);
  expect(stage.status()).toBe('gone');
  await expectReplayed(stage);
});

test('a start that waits for the end of a freeze is replaced by a release', async () => {
  const stage = await makeRunning();
  await stage.order('stop');
  await stage.until(stage.reached);
  await freeze(stage);
  await stage.order('start');
  await stage.until(async () => (await stage.instance()).heldBy !== null);
  expect(await stage.order('release')).toMatchObject({ is: 'taken', replaces: 'start' });
  await stage.until(stage.reached);
  expect(stage.status()).toBe('gone');
});

test('what is locked, and what nobody but others may order, is refused with the reason; nothing is sent', async () => {
  const stage = await makeRunning();
  const mine = await stage.order('stop', { user: 'U2' });
  expect(mine).toMatchObject({ is: 'refused', refusal: { why: 'notYours', requester: 'U1' } });
  stage.cloud.addFault({ name: 'lock', instanceId: String((await stage.instance()).cloudId), reason: 'security' });
  for (const what of ['stop', 'restart', 'release'] as const)
    expect(await stage.order(what)).toMatchObject({ is: 'refused', refusal: { why: 'locked', locks: ['security'] } });
  expect(stage.acts()).toEqual([]);
});

test('a lock that comes after the order ends it with that, and nothing more is tried', async () => {
  const stage = await makePowerStage();
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.status() === 'Starting');
  await stage.order('stop');
  stage.cloud.addFault({ name: 'lock', instanceId: String((await stage.instance()).cloudId), reason: 'security' });
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure: { kind: 'locked', detail: 'security' } });
  expect(stage.acts()).toEqual([]);
});

test('an order for what is not there yet is refused, and for what vanished ends as vanished', async () => {
  const stage = await makePowerStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  expect(await stage.order('stop')).toMatchObject({ is: 'refused', refusal: { why: 'notCreatedYet' } });
  stage.start();
  await stage.until(() => stage.ended('r-1'));
  stage.byHand('DeleteInstance', { Force: 'true' });
  expect(await stage.order('stop')).toMatchObject({ is: 'taken' });
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure: { kind: 'vanished' } });
  expect(await stage.order('start')).toMatchObject({ is: 'refused', refusal: { why: 'gone', released: null } });
});

test('a stop that takes long is reported, and given up when its time is over', async () => {
  const stage = await makeRunning();
  stage.cloud.addFault({ name: 'throttle', action: 'StopInstance', times: 0 });
  await stage.order('stop');
  await stage.until(stage.reached);
  expect(await thread(stage)).toEqual(['ordered', 'troubled', 'slow', 'failed']);
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure: { kind: 'deadline' } });
  expect(stage.status()).toBe('Running');
});

test('a bot that is away while the order is given carries it out when it is back', async () => {
  const stage = await makePowerStage();
  const first = stage.start({ name: 'first' });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  first.life.die();
  await stage.order('stop');
  await stage.pass(60 * MINUTE);
  stage.start({ name: 'second' });
  await stage.until(stage.reached);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', wanted: 'stopped' });
});
