import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { aFailure, timing } from '../../support/instances.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { expectReplayed, type Stage } from '../stage.ts';
import { call, HOUR, notices, releaseByHand, running, sweepOn } from './sweep-stage.ts';

test('what was released in the console is reported once in its thread, and the others stay as they are', async () => {
  const stage = await running();
  const [first, ...others] = await stage.truth.instancesOf('r-1');
  releaseByHand(stage, first?.cloudId);
  const before = (await stage.thread()).length;
  const { looks, stop } = sweepOn(stage);
  await stage.until(async () => (await stage.instance()).outcome === 'failed');
  await stage.pass(3 * HOUR);
  await stop();
  const said = (await stage.thread()).slice(before);
  expect(said).toMatchObject([{ milestone: 'failed', ordinal: 1, failure: { kind: 'vanished' } }]);
  expect(said[0]?.order).toBeUndefined();
  const rows = await stage.truth.instancesOf('r-1');
  expect(rows[0]).toMatchObject({ outcome: 'failed', failure: { kind: 'vanished' }, dueAt: null, publicIp: null });
  expect(rows.slice(1)).toEqual(others);
  // One call for all of them, one more for the one that was missing, and each hour one for those that are left.
  const ids = others.map(({ cloudId }) => cloudId);
  const [all, again, ...later] = looks;
  expect(all).toHaveLength(3);
  expect(again).toEqual([first?.cloudId]);
  expect(later.length).toBeGreaterThanOrEqual(2);
  expect(later.length).toBeLessThanOrEqual(3);
  for (const look of later) expect(look).toEqual(ids);
  await expectReplayed(stage);
  expect(await notices(stage)).toEqual([]);
});

test('one that is back at the second look has not vanished', async () => {
  const stage = await running(1);
  let asked = 0;
  const wrap = (ecs: EcsPort): Partial<EcsPort> => ({
    describeInstances: async (...args) => {
      asked += 1;
      const answer = await ecs.describeInstances(...args);
      return asked === 1 && answer.ok ? { ok: true, value: new Map() } : answer;
    },
  });
  const { looks, stop } = sweepOn(stage, { wrap });
  await stage.until(() => looks.length === 2);
  await stage.pass(timing.graceMs);
  await stop();
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

test('a look that fails says nothing of anything, at first or afterwards', async () => {
  const stage = await running(3);
  releaseByHand(stage, (await stage.instance()).cloudId);
  let asked = 0;
  const wrap = (ecs: EcsPort): Partial<EcsPort> => ({
    describeInstances: async (...args) => {
      asked += 1;
      return asked === 2 ? ecs.describeInstances(...args) : fail(aFailure('transient'));
    },
  });
  const { looks, stop } = sweepOn(stage, { wrap });
  await stage.until(() => looks.length === 3, 3 * HOUR);
  await stage.pass(timing.graceMs);
  await stop();
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  expect(await notices(stage)).toEqual([]);
});

test('of two replicas one looks, and what somebody has ordered meanwhile is not overwritten', async () => {
  const stage = await running(1);
  const row = await stage.instance();
  releaseByHand(stage, row.cloudId);
  let asked = 0;
  const wrap = (ecs: EcsPort): Partial<EcsPort> => ({
    async describeInstances(...args) {
      asked += 1;
      const dueAt = stage.timeline.now();
      const next = { ...row, version: row.version + 1, outcome: null, dueAt };
      if (asked === 2) await stage.truth.commit({ instances: [{ next }], at: dueAt });
      return ecs.describeInstances(...args);
    },
  });
  const both = [sweepOn(stage, { wrap }), sweepOn(stage, { wrap })];
  await stage.until(() => asked === 2);
  await stage.pass(timing.graceMs);
  await Promise.all(both.map(({ stop }) => stop()));
  expect(both.map(({ looks }) => looks.length).toSorted()).toEqual([0, 2]);
  expect(await stage.instance()).toMatchObject({ outcome: null, failure: null });
});

test('what its lease has released is left to its lease', async () => {
  const stage = await running(1, 2 * HOUR);
  const row = await stage.instance();
  expect(row.lease?.inCloud).not.toBeNull();
  // Nobody is there to see it when its end comes.
  await stage.pass(2 * HOUR + 60_000);
  releaseByHandIfThere(stage, row.cloudId);
  const { looks, stop } = sweepOn(stage);
  await stage.pass(2 * HOUR);
  await stop();
  expect(looks).toEqual([]);
  expect(await stage.instance()).toEqual(row);
});

function releaseByHandIfThere(stage: Parameters<typeof releaseByHand>[0], cloudId: string | null): void {
  try {
    releaseByHand(stage, cloudId);
  } catch {
    // The cloud has kept its word and released it.
  }
}

test('with a lease that runs, what vanished is reported once, and its lease ends with it', async () => {
  const stage = await running(1, 72 * HOUR);
  const row = await stage.instance();
  expect(row.lease?.lookAt).not.toBeNull();
  releaseByHand(stage, row.cloudId);
  const { stop } = sweepOn(stage);
  await stage.until(async () => (await stage.instance()).outcome === 'failed');
  await stop();
  expect((await stage.instance()).lease).toMatchObject({ tryAt: null, lookAt: null });
});

test('when most of a region is missing at once nothing is marked, and each admin is told once', async () => {
  const stage = await running(5);
  const rows = await stage.truth.instancesOf('r-1');
  for (const { cloudId } of rows.slice(0, 3)) releaseByHand(stage, cloudId);
  const first = sweepOn(stage);
  await stage.until(() => first.looks.length === 2);
  await stage.pass(2 * HOUR);
  await first.stop();
  // A restart, and another replica, do not tell it again.
  const others = [sweepOn(stage), sweepOn(stage)];
  await stage.pass(3 * HOUR);
  await Promise.all(others.map(({ stop }) => stop()));
  expect(await stage.truth.instancesOf('r-1')).toEqual(rows);
  const { region } = stage.spec.plain;
  const about = { about: 'missing', regions: [{ region, missing: 3, of: 5, cloudIds: expect.anything() }] };
  expect(await notices(stage)).toMatchObject([
    ['UADMIN1', about],
    ['UADMIN2', about],
  ]);
  // The log says it at every look.
  expect(first.logged.filter(([level]) => level === 'error').length).toBeGreaterThanOrEqual(2);
});

thoroughTest('a region that was complete in between is reported again when it is missing again', async () => {
  const stage = await running(2);
  let away = true;
  const wrap = (ecs: EcsPort): Partial<EcsPort> => ({
    describeInstances: async (...args) => (away ? { ok: true, value: new Map() } : ecs.describeInstances(...args)),
  });
  const { stop } = sweepOn(stage, { wrap });
  const told = async () => (await notices(stage)).map(([to]) => to);
  await stage.pass(HOUR);
  expect(await told()).toEqual(['UADMIN1', 'UADMIN2']);
  away = false;
  await stage.pass(2 * HOUR);
  expect(await told()).toEqual([]);
  away = true;
  await stage.pass(2 * HOUR);
  expect(await told()).toEqual(['UADMIN1', 'UADMIN2']);
  await stop();
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

test('with one instance in each of several regions, all of them missing are another account', async () => {
  const stage = await running(1);
  const row = await stage.instance();
  const spec = { ...row.spec, region: 'ap-southeast-1' };
  const elsewhere = { ...row, id: 'r-1-2', ordinal: 2, version: 1, spec, cloudId: 'i-t4nelsewhere1' };
  await stage.truth.commit({ instances: [{ next: elsewhere }], at: stage.timeline.now() });
  releaseByHand(stage, row.cloudId);
  const { stop } = sweepOn(stage);
  await stage.pass(2 * HOUR);
  await stop();
  const rows = await stage.truth.instancesOf('r-1');
  expect(rows.map(({ outcome }) => outcome)).toEqual(['reached', 'reached']);
  expect((await notices(stage)).map(([to, notice]) => [to, notice.about])).toEqual([
    ['UADMIN1', 'missing'],
    ['UADMIN2', 'missing'],
  ]);
});

test('an instance that somebody makes prepaid, renews, or makes hourly again in the console has its end and its reminders from the next look on', async () => {
  const DAY = 24 * HOUR;
  const stage = await running(1);
  let paidUntil: number | null | 'unread' = null;
  const wrap = (ecs: EcsPort): Partial<EcsPort> => ({
    async describeInstances(...args) {
      const answer = await ecs.describeInstances(...args);
      if (!answer.ok || paidUntil === null) return answer;
      const paid = { chargeKind: 'prepaid', expiresAt: paidUntil === 'unread' ? null : paidUntil } as const;
      return ok(new Map([...answer.value].map(([id, seen]) => [id, { ...seen, ...paid }])));
    },
  });
  const { looks, stop } = sweepOn(stage, { wrap });
  const looked = async (): Promise<Instance> => {
    const before = looks.length;
    await stage.until(() => looks.length > before);
    await stage.pass(1_000);
    return stage.instance();
  };
  const { version } = await looked();
  expect((await looked()).version).toBe(version);
  const first = stage.timeline.now() + 40 * DAY;
  paidUntil = first;
  const known = await looked();
  expect(known.expiry).toMatchObject({ until: first, ended: false });
  expect(known.expiry?.lookAt).toBeLessThan(first - 13 * DAY);
  paidUntil = 'unread';
  expect((await looked()).version).toBe(known.version);
  paidUntil = first + 30 * DAY;
  expect((await looked()).expiry).toMatchObject({ until: first + 30 * DAY });
  paidUntil = null;
  const hourly = await looked();
  expect(hourly.expiry).toMatchObject({ until: null, lookAt: null });
  expect((await looked()).version).toBe(hourly.version);
  await stop();
  await expectReplayed(stage);
});

test.each([undefined, 20 * HOUR])(
  'an auto-release that somebody sets in the console is shown and warned of, whatever lease there was (%s)',
  async (leaseMs) => {
    const stage = await running(1, leaseMs);
    const { looks, stop } = sweepOn(stage);
    const id = String((await stage.instance()).cloudId);
    const at = Math.floor((stage.timeline.now() + 6 * HOUR) / 60_000) * 60_000;
    call(stage, 'ModifyInstanceAutoReleaseTime', {
      InstanceId: id,
      AutoReleaseTime: new Date(at).toISOString().replace('.000', ''),
    });
    stage.start();
    await stage.until(() => looks.length > 0);
    await stage.until(async () => (await stage.instance()).lease?.endsAt === at, 10 * 60_000);
    await stop();
    const before = await milestonesOf(stage);
    expect(before.at(-1)).toBe('leased');
    await stage.pass(6 * HOUR + 10 * 60_000);
    expect((await milestonesOf(stage)).slice(before.length)).toEqual(['leaseEnding', 'leaseEnding', 'leaseEnded']);
    await expectReplayed(stage);
  },
);

const milestonesOf = async (stage: Stage): Promise<readonly string[]> =>
  (await stage.thread()).map(({ milestone }) => milestone).filter((milestone) => milestone.startsWith('lease'));
