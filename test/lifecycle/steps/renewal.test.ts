import { describe, expect, test } from 'vitest';
import { thoroughTest } from '../../support/thorough.ts';
import { expectReplayed, type Stage } from '../stage.ts';
import { callsOf, endOf, isOver, RENEWAL, told } from './purchase-stage.ts';
import { approve, approved, ask, balanceOf, bought, MONTH, untilOf } from './renew-stage.ts';

const HOUR = 60 * 60_000;

const renewals = (stage: Stage): number => callsOf(RENEWAL, stage);

describe('an approved renewal', () => {
  thoroughTest('that was only ever throttled ends as that, because nothing can have happened', async () => {
    const { stage } = await approved();
    stage.cloud.addFault({ name: 'throttle', action: 'RenewInstance', times: 0 });
    stage.start();
    await stage.until(isOver(stage), 2 * HOUR);
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'throttled' } });
    expect((await told(stage)).slice(0, 1)).toEqual(['troubled']);
    await expectReplayed(stage, 'r-2');
  });

  test('waits while the cloud does not say until when it is paid for, which is no other end', async () => {
    const { stage, instance } = await approved();
    let halves = 0;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async describeInstances(region, ids) {
          const looked = await ecs.describeInstances(region, ids);
          const seen = looked.ok ? looked.value.get(String(instance.cloudId)) : undefined;
          if (seen === undefined || halves === 3) return looked;
          halves += 1;
          return { ok: true, value: new Map([[seen.cloudId, { ...seen, expiresAt: null }]]) };
        },
      }),
    });
    await stage.until(isOver(stage), 2 * HOUR);
    expect(await endOf(stage)).toMatchObject({ is: 'renewed' });
    expect(renewals(stage)).toBe(1);
  });

  test('stops when somebody has renewed it elsewhere meanwhile', async () => {
    const { stage, instance } = await approved();
    const elsewhere = { InstanceId: String(instance.cloudId), Period: '1', PeriodUnit: 'Month' };
    expect(stage.cloud.call('RenewInstance', '2014-05-26', elsewhere).status).toBe(200);
    const balance = balanceOf(stage);
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toEqual({ is: 'barred', why: 'moved', until: untilOf(stage, instance) });
    expect([renewals(stage), balanceOf(stage)]).toEqual([0, balance]);
  });

  test('stops when somebody renews it elsewhere after it was looked at', async () => {
    const { stage, instance } = await approved();
    const elsewhere = {
      RegionId: 'cn-beijing',
      InstanceId: String(instance.cloudId),
      Period: '1',
      PeriodUnit: 'Month',
    };
    let balance = 0;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        renewalPrice: async (...args) => {
          stage.cloud.call('RenewInstance', '2014-05-26', { ...elsewhere, ClientToken: 'console' });
          balance = balanceOf(stage);
          return ecs.renewalPrice(...args);
        },
      }),
    });
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'barred', why: 'moved' });
    expect(balanceOf(stage)).toBe(balance);
  });

  test('stops when the instance is gone, and when it is locked for security', async () => {
    for (const [why, strike] of [
      ['gone', { name: 'vanish' }],
      ['locked', { name: 'security-lock' }],
    ] as const) {
      const { stage, instance } = await approved();
      stage.start({
        ecs: (ecs) => ({
          ...ecs,
          async describeInstances(region, ids) {
            const looked = await ecs.describeInstances(region, ids);
            if (!looked.ok) return looked;
            const seen = looked.value.get(String(instance.cloudId));
            const locked = seen === undefined ? [] : [[seen.cloudId, { ...seen, locks: ['security'] }] as const];
            return { ok: true, value: strike.name === 'vanish' ? new Map() : new Map(locked) };
          },
        }),
      });
      await stage.until(isOver(stage));
      expect(await endOf(stage)).toMatchObject({ is: 'barred', why });
      expect(renewals(stage)).toBe(0);
    }
  });

  test('brings back what is overdue', async () => {
    const { stage, instance } = await bought();
    await stage.pass(32 * 24 * HOUR);
    expect(stage.cloud.state().instances[0]).toMatchObject({
      OperationLocks: { LockReason: [{ LockReason: 'financial' }] },
    });
    await ask(stage, instance);
    await approve(stage, 'r-2');
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'renewed' });
  });
});

test('only one renewal of an instance can be asked for at a time', async () => {
  const { stage, instance } = await bought();
  const settled = await Promise.allSettled([ask(stage, instance, MONTH, 'r-2'), ask(stage, instance, MONTH, 'r-3')]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});
