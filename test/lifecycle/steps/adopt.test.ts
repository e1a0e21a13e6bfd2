import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import type { FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { Power } from '../../../src/core/power/power.ts';
import { seededRandom } from '../../../src/sandbox/ecs/seeded.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { makeInstanceService } from '../../../src/usecases/instance/instance-service.ts';
import type { Ordered } from '../../../src/usecases/power/give-order.ts';
import { aRequest } from '../../store/samples.ts';
import { timing } from '../../support/instances.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { makeLife } from '../../world/life.ts';
import { expectReplayed, makeStage, type Stage } from '../stage.ts';

const ID = 'r-adopted-1';
const BY = { user: 'UINES', isAdmin: true, team: 'T1', channel: 'C1' };
const MINUTE = 60_000;

/** A running instance that somebody made in the console, and an admin who gives orders to it. */
async function withForeign() {
  const stage = await makeStage();
  const { timeline, cloud, truth, spec } = stage;
  const byHand = (action: string, params: Readonly<Record<string, string>>) => {
    const { status, body } = cloud.call(action, '2014-05-26', params);
    if (status >= 400) throw new Error(`${action}: ${body.Code}`);
    return body;
  };
  const { region, zone, instanceType, imageId, vSwitchId, securityGroupId } = spec.plain;
  const ids = { RegionId: region, ImageId: imageId, VSwitchId: vSwitchId, SecurityGroupId: securityGroupId };
  const made = byHand('CreateInstance', { ...ids, InstanceType: instanceType, InstanceName: 'db-1' });
  const InstanceId = String(made.InstanceId);
  await stage.pass(MINUTE);
  byHand('StartInstance', { InstanceId });
  await stage.pass(MINUTE);
  const random = seededRandom(1);
  const life = makeLife('person', () => {});
  const ecs = makeCloudPort({ cloud, timeline, life, random, before: async () => {}, after: () => {} });
  const ports = { store: truth, ecs, clock: timeline, random: { id: () => 'adopted', next: random } };
  const service = makeInstanceService({ ...ports, log: silentLog, timing });
  const found: FoundInstance = { cloud: sampleCloud({ cloudId: InstanceId, region, zone, name: 'db-1' }), own: null };
  stage.start();
  return {
    stage,
    byHand: (action: string) => void byHand(action, { InstanceId, Force: 'true' }),
    async order(what: Power): Promise<Ordered> {
      let ordered: Ordered | null = null;
      void service.order(found, { what, stoppedMode: null }, BY).then((outcome) => {
        ordered = outcome;
      });
      while (ordered === null) await stage.pass(10);
      return ordered;
    },
    row: async () => {
      const row = await truth.instance(ID);
      if (row === null) throw new Error('it has no row');
      return row;
    },
    status: () => cloud.state().instances.map((one) => String(one.Status)),
  };
}

const changes = (stage: Stage) =>
  stage.calls.map(({ action }) => action).filter((name) => !name.startsWith('Describe'));

test('what was taken over is stopped, started, restarted and released like the bot’s own, told step by step, and never created', async () => {
  const { stage, order, row, status } = await withForeign();
  const ends = async (what: Power, becomes: readonly string[]) => {
    expect(await order(what)).toMatchObject({ is: 'taken' });
    await stage.until(async () => (await row()).outcome !== null);
    expect((await row()).outcome).toBe('reached');
    expect(status()).toEqual(becomes);
    await expectReplayed(stage, 'r-adopted');
  };
  await ends('stop', ['Stopped']);
  await ends('start', ['Running']);
  await ends('restart', ['Running']);
  await ends('release', []);
  await stage.pass(5_000);
  expect(changes(stage)).toEqual(['StopInstance', 'StartInstance', 'RebootInstance', 'DeleteInstance']);
  const told = (await stage.thread()).map(({ milestone }) => milestone);
  expect(told.slice(0, 4)).toEqual(['adopted', 'ordered', 'stopping', 'halted']);
  expect(told.filter((milestone) => milestone === 'adopted')).toHaveLength(1);
  expect(told.at(-1)).toBe('released');
  expect(await row()).toMatchObject({ clientToken: '', createTriedAt: null });
});

test('one that somebody else releases under way is told as gone, and nothing is made in its place', async () => {
  const { stage, order, row, byHand } = await withForeign();
  expect(await order('stop')).toMatchObject({ is: 'taken' });
  byHand('DeleteInstance');
  await stage.until(async () => (await row()).outcome !== null);
  expect(await row()).toMatchObject({ outcome: 'failed', failure: { kind: 'vanished' } });
  await stage.pass(60 * MINUTE);
  expect(changes(stage)).not.toContain('CreateInstance');
  expect(stage.cloud.state().instances).toEqual([]);
  await expectReplayed(stage, 'r-adopted');
});

test('one that was taken over before, given up for gone and archived can be taken over again', async () => {
  const { stage, order, row } = await withForeign();
  const { truth, timeline, cloud } = stage;
  const at = timeline.now();
  const origin = `cloud:${String(cloud.state().instances[0]?.InstanceId)}`;
  const old = aRequest('r-old', { state: 'finished', origin, createdAt: at - 1, finishedAt: at - 1 });
  await truth.commit({ requests: [{ next: old }], at });
  expect(await truth.archive.requests({ before: at, now: at, limit: 1 }, null)).toMatchObject({ archived: 1 });
  expect(await order('stop')).toMatchObject({ is: 'taken', request: { origin: `${origin}:2` } });
  await stage.until(async () => (await row()).outcome !== null);
  expect(await order('start')).toMatchObject({ is: 'taken', instance: { id: ID } });
  await expectReplayed(stage, 'r-adopted');
});
