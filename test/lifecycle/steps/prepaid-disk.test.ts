import { describe, expect, test } from 'vitest';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import type { Stage } from '../stage.ts';
import { systemDisk } from './grow-stage.ts';
import {
  approvedPurchase,
  callsOf,
  endOf,
  expectBoughtOnce,
  expectUntouched,
  GROWTH,
  isOver,
  measured,
  spentOn,
  TO,
} from './purchase-stage.ts';
import { balanceOf, policyWith } from './renew-stage.ts';

const HOUR = 60 * 60_000;

const resizes = (stage: Stage): number => callsOf(GROWTH, stage);

describe('an approved larger prepaid disk', () => {
  test('at a lower price is bought', async () => {
    const { stage } = await approvedPurchase(GROWTH);
    stage.cloud.addFault({ name: 'price-change', percent: -50 });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toEqual({ is: 'grown' });
  });

  test('that the policy does not allow any more is not bought', async () => {
    const { stage } = await approvedPurchase(GROWTH);
    const before = await measured(GROWTH, stage);
    const limits = { maxDiskGiB: { value: TO - 1, line: 4 } };
    stage.start({ policy: fixedPolicy({ ...policyWith(), limits }) });
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'notAllowed' } });
    await expectUntouched(stage, before);
  });

  test('stops when somebody has made the disk larger elsewhere meanwhile', async () => {
    const { stage } = await approvedPurchase(GROWTH);
    const elsewhere = { DiskId: systemDisk(stage).DiskId, NewSize: '60', Type: 'online' };
    expect(stage.cloud.call('ResizeDisk', '2014-05-26', elsewhere).status).toBe(200);
    const balance = balanceOf(stage);
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'barred', why: 'moved' });
    expect([resizes(stage), balanceOf(stage)]).toEqual([0, balance]);
  });

  test.each([
    ['before its call gets there', 60, 'grown', 'debited'],
    ['before its call gets there', 150, 'badInput', 'nothing'],
    ['after its call got lost', 60, 'doubtful', 'waiting'],
    ['after its call got lost', 100, 'grown', 'debited'],
    ['after its call got lost', 150, 'doubtful', 'waiting'],
  ])(
    'that somebody makes larger elsewhere %s, to %i GiB, comes to what can be known of it: %s',
    async (when, to, is, counts) => {
      const { stage } = await approvedPurchase(GROWTH);
      const before = await measured(GROWTH, stage);
      const elsewhere = () =>
        stage.cloud.call('ResizeDisk', '2014-05-26', {
          ...{ DiskId: systemDisk(stage).DiskId, NewSize: String(to), Type: 'online' },
        });
      const isLost = when.startsWith('after');
      if (isLost) stage.cloud.addFault({ name: 'reset-before', action: 'ResizeDisk', times: 1 });
      let calls = 0;
      stage.start({
        ecs: (ecs) => ({
          ...ecs,
          async growDisk(...args) {
            calls += 1;
            if (!isLost) elsewhere();
            const answer = await ecs.growDisk(...args);
            if (isLost) elsewhere();
            return answer;
          },
        }),
      });
      await stage.until(isOver(stage), 2 * HOUR);
      const end = await endOf(stage);
      expect(end?.is === 'failed' ? end.failure.kind : end?.is).toBe(is);
      const { debited, waiting } = await spentOn(stage);
      const more = { debited: debited - before.debited, waiting };
      const { price } = before;
      expect(more).toEqual({ debited: counts === 'debited' ? price : 0, waiting: counts === 'waiting' ? price : 0 });
      expect(calls).toBe(1);
    },
  );

  test('waits until its instance has started or stopped', async () => {
    const { stage, instance } = await approvedPurchase(GROWTH);
    const before = await measured(GROWTH, stage);
    stage.cloud.call('StopInstance', '2014-05-26', { InstanceId: String(instance.cloudId) });
    stage.start();
    await stage.until(isOver(stage));
    await expectBoughtOnce(GROWTH, stage, before);
    expect(stage.calls.filter(({ action }) => action === 'ResizeDisk').map(({ params }) => params.Type)).toEqual([
      'offline',
    ]);
  });

  test('stops when the time of its instance is over', async () => {
    const { stage } = await approvedPurchase(GROWTH);
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async instance(region, id) {
          const looked = await ecs.instance(region, id);
          if (!looked.ok || looked.value === null) return looked;
          return { ok: true, value: { ...looked.value, locks: ['financial'], status: 'Stopped' } };
        },
      }),
    });
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'barred', why: 'locked' });
    expect(resizes(stage)).toBe(0);
  });
});
