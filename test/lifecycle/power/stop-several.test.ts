import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { asKnown } from '../../../src/core/instance/found-instance.ts';
import { orderPower } from '../../../src/core/power/order-power.ts';
import type { StoppedMode } from '../../../src/core/power/power.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { giveOrders } from '../../../src/usecases/power/give-order.ts';
import { timing } from '../../support/instances.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { makeLife } from '../../world/life.ts';
import { makeStage, type Stage } from '../stage.ts';

const BY = { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' };
const OVER = ['reached', 'failed', 'gone'];

/** So many that run, and people who stop all of them in one go, each in its mode. */
async function runningSeveral(amount: number, wrap: (stage: Stage, ecs: EcsPort) => EcsPort = (_, ecs) => ecs) {
  const stage = await makeStage(7);
  const { timeline, cloud, truth } = stage;
  stage.start({ ecs: (ecs) => wrap(stage, ecs) });
  await stage.submit('r-1', stage.spec.plain, amount);
  await stage.until(() => stage.ended('r-1'));
  const calls = stage.calls.length;
  const quiet = { random: () => 0.5, before: async () => {}, after: () => {} };
  const ecs = makeCloudPort({ cloud, timeline, life: makeLife('person', () => {}), ...quiet });
  const random = { id: () => 'never', next: () => 0.5 };
  const ports = { store: truth, ecs, clock: timeline, random, log: silentLog, timing };
  const rows = () => truth.instancesOf('r-1');
  return {
    ...stage,
    rows,
    async stopAll(modes: readonly StoppedMode[]) {
      const orders = (await rows()).map((row, index) => {
        const wish = { what: 'stop', stoppedMode: modes[index % modes.length] ?? null } as const;
        return { found: asKnown(row), wish, by: BY };
      });
      let given = false;
      void giveOrders(ports, orders).then(() => {
        given = true;
      });
      while (!given) await stage.pass(10);
    },
    areOver: async () => (await rows()).every(({ outcome }) => OVER.includes(outcome ?? '')),
    stops: () => stage.calls.slice(calls).filter(({ action }) => /^StopInstances?$/.test(action)),
    statuses: () => cloud.state().instances.map(({ Status }) => Status),
  };
}

test('several are stopped by one call for each mode', async () => {
  const at = await runningSeveral(5);
  await at.stopAll(['KeepCharging', 'StopCharging']);
  await at.until(at.areOver);
  expect(at.statuses()).toEqual(Array(5).fill('Stopped'));
  expect(at.stops().map(({ action, params }) => [action, params.StoppedMode, params.BatchOptimization])).toEqual([
    ['StopInstances', 'KeepCharging', 'SuccessFirst'],
    ['StopInstances', 'StopCharging', 'SuccessFirst'],
  ]);
  const kinds = (await at.truth.eventsOf('r-1')).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'instance.stopping')).toHaveLength(5);
});

test('one that was released in the console keeps none of the others from being stopped', async () => {
  const at = await runningSeveral(3, (stage, ecs) => ({
    ...ecs,
    async stopInstances(region, cloudIds, ...how) {
      if (cloudIds.length === 3)
        stage.cloud.call('DeleteInstance', '2014-05-26', { InstanceId: String(cloudIds[1]), Force: 'true' });
      return ecs.stopInstances(region, cloudIds, ...how);
    },
  }));
  await at.stopAll(['KeepCharging']);
  await at.until(async () => at.statuses().every((status) => status === 'Stopped'));
  expect(at.statuses()).toHaveLength(2);
  expect(at.stops()).toHaveLength(1);
});

test('one whose order changes while the call waits in line drops out of it, and the others are stopped without it', async () => {
  let replaced = '';
  const at = await runningSeveral(3, (stage, ecs) => ({
    ...ecs,
    async stopInstances(region, cloudIds, ...how) {
      const row = (await stage.truth.instancesOf('r-1'))[1];
      if (replaced === '' && row !== undefined) {
        const moment = { at: stage.timeline.now(), seen: null, timing };
        const decided = orderPower(row, { what: 'start', stoppedMode: null }, BY, moment);
        if ('refused' in decided) throw new Error(decided.refused.why);
        const { next, events, messages } = decided.taken;
        await stage.truth.commit({ instances: [{ next }], events, messages, at: moment.at });
        replaced = String(row.cloudId);
      }
      return ecs.stopInstances(region, cloudIds, ...how);
    },
  }));
  await at.stopAll(['KeepCharging']);
  await at.until(at.areOver);
  expect(at.statuses().toSorted()).toEqual(['Running', 'Stopped', 'Stopped']);
  expect(replaced).not.toBe('');
  expect(JSON.stringify(at.stops().map(({ params }) => params))).not.toContain(replaced);
  expect(at.stops()).toHaveLength(1);
});
