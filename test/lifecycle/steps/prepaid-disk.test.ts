import { describe, expect, test } from 'vitest';
import type { RenewalNote } from '../../../src/core/request/message.ts';
import { replay, visibleOf } from '../../../src/core/request/replay.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { DEATHS, eachNth, thoroughTest } from '../../support/thorough.ts';
import { countOf, type Stage } from '../stage.ts';
import { systemDisk } from './grow-stage.ts';
import {
  approve,
  approvedDisk,
  askForDisk,
  balanceOf,
  bought,
  growthOf,
  growthPriceOf,
  policyWith,
  renewingIn,
} from './renew-stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TO = 100;

const resizes = ({ calls }: Stage): number => countOf(calls, 'ResizeDisk');
const isOver = (stage: Stage) => () => stage.ended('r-2');
const endOf = async (stage: Stage) => (await renewingIn(stage)).renewal.end;
const sizeOf = (stage: Stage): number => systemDisk(stage).Size;
const told = (stage: Stage): Promise<RenewalNote['what']['is'][]> =>
  stage.renewalNotes().then((notes) => notes.map(({ what }) => what.is));

/** What counts in this month, in minor units. */
async function spentOn({ truth, timeline }: Stage) {
  const [all] = (await truth.month(timeline.now())).spending;
  return { debited: (all?.debited ?? 0) / 10_000, waiting: (all?.waiting ?? 0) / 10_000 };
}

async function measured(stage: Stage) {
  const instance = await stage.instance('r-1');
  const price = growthPriceOf(stage, instance, growthOf(stage, instance, TO)).price.minor;
  return { balance: balanceOf(stage), price, debited: (await spentOn(stage)).debited };
}

/** Exactly one debit of exactly the approved price, and the disk as large as was wanted. */
async function expectGrownOnce(stage: Stage, before: Awaited<ReturnType<typeof measured>>) {
  expect(before.balance - balanceOf(stage)).toBe(before.price);
  expect(await spentOn(stage)).toEqual({ debited: before.debited + before.price, waiting: 0 });
  expect(sizeOf(stage)).toBe(TO);
  expect(await endOf(stage)).toEqual({ is: 'grown' });
  const request = await renewingIn(stage);
  expect(replay(await stage.truth.eventsOf('r-2'))).toEqual(visibleOf(request, []));
}

async function expectUntouched(stage: Stage, before: Awaited<ReturnType<typeof measured>>) {
  expect([balanceOf(stage), sizeOf(stage)]).toEqual([before.balance, 40]);
  expect(await spentOn(stage)).toEqual({ debited: before.debited, waiting: 0 });
}

describe('an approved larger prepaid disk', () => {
  test('is debited once, at the price that was approved, and ends when the new size is seen', async () => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    expect((await spentOn(stage)).waiting).toBe(before.price);
    stage.start();
    await stage.until(isOver(stage));
    await expectGrownOnce(stage, before);
    expect(resizes(stage)).toBe(1);
    expect(await told(stage)).toEqual(['accepted', 'grown']);
    expect((await stage.truth.eventsOf('r-1')).map(({ kind }) => kind).slice(-2)).toEqual([
      'instance.growthAsked',
      'instance.grown',
    ]);
  });

  test('stores its intent before the call, and every call carries the same token', async () => {
    const { stage } = await approvedDisk(TO);
    stage.cloud.addFault({ name: 'unavailable-before', action: 'ResizeDisk', times: 3 });
    const seen: (number | null)[] = [];
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        growDisk: async (...args) => {
          seen.push((await renewingIn(stage)).renewal.triedAt);
          return ecs.growDisk(...args);
        },
      }),
    });
    await stage.until(isOver(stage));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).not.toContain(null);
    const tokens = stage.calls.filter(({ action }) => action === 'ResizeDisk').map(({ params }) => params.ClientToken);
    expect(new Set(tokens)).toEqual(new Set(['r-2-token']));
  });

  test.each([
    ['unavailable-before', 2],
    ['unavailable-after', 2],
    ['timeout', 2],
    ['reset-before', 3],
    ['reset-after', 3],
    ['reset-after', 0],
    ['throttle', 4],
    ['html-error', 2],
    ['truncated-json', 2],
    ['in-flight', 2],
  ])('is debited once when its call meets %s (%i)', async (name, times) => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    stage.cloud.addFault({ name, action: 'ResizeDisk', times });
    stage.start();
    await stage.until(isOver(stage));
    await expectGrownOnce(stage, before);
  });

  thoroughTest(
    'that may or may not have been done is doubtful in the end, and never sent again',
    { timeout: 90_000 },
    async () => {
      const { stage } = await approvedDisk(TO);
      const before = await measured(stage);
      stage.cloud.addFault({ name: 'reset-before', action: 'ResizeDisk', times: 0 });
      stage.start();
      await stage.until(isOver(stage), 2 * HOUR);
      expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'doubtful', api: 'ResizeDisk' } });
      expect(balanceOf(stage)).toBe(before.balance);
      const sent = resizes(stage);
      stage.cloud.clearFaults();
      await stage.pass(HOUR);
      expect(resizes(stage)).toBe(sent);
    },
  );

  test('without enough money ends at once, with nothing debited', async () => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'not-enough-balance', action: 'ResizeDisk', times: 0 });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'money' } });
    await expectUntouched(stage, before);
  });

  test('at a higher price is not bought, at a lower one it is', async () => {
    const dear = await approvedDisk(TO);
    const before = await measured(dear.stage);
    dear.stage.cloud.addFault({ name: 'price-change', percent: 2 });
    dear.stage.start();
    await dear.stage.until(isOver(dear.stage));
    expect(await endOf(dear.stage)).toMatchObject({ is: 'failed', failure: { kind: 'priceChanged' } });
    expect(resizes(dear.stage)).toBe(0);
    await expectUntouched(dear.stage, before);

    const cheap = await approvedDisk(TO);
    cheap.stage.cloud.addFault({ name: 'price-change', percent: -50 });
    cheap.stage.start();
    await cheap.stage.until(isOver(cheap.stage));
    expect(await endOf(cheap.stage)).toEqual({ is: 'grown' });
  });

  test('waits while its price cannot be read', async () => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'throttle', action: 'DescribeInstanceModificationPrice', times: 0 });
    stage.start();
    await stage.pass(5 * MINUTE);
    expect([resizes(stage), await endOf(stage)]).toEqual([0, null]);
    stage.cloud.clearFaults();
    await stage.until(isOver(stage));
    await expectGrownOnce(stage, before);
  });

  test('of more than a day ago does not count any more', async () => {
    const { stage, instance } = await bought();
    await askForDisk(stage, instance, TO);
    await approve(stage, 'r-2', 25 * HOUR);
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'lapsed' } });
    expect(resizes(stage)).toBe(0);
  });

  test('that the policy does not allow any more is not bought', async () => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    const limits = { maxDiskGiB: { value: TO - 1, line: 4 } };
    stage.start({ policy: fixedPolicy({ ...policyWith(), limits }) });
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'notAllowed' } });
    await expectUntouched(stage, before);
  });

  test('stops when somebody has made the disk larger elsewhere meanwhile', async () => {
    const { stage } = await approvedDisk(TO);
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
      const { stage } = await approvedDisk(TO);
      const before = await measured(stage);
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
    const { stage, instance } = await approvedDisk(TO);
    const before = await measured(stage);
    stage.cloud.call('StopInstance', '2014-05-26', { InstanceId: String(instance.cloudId) });
    stage.start();
    await stage.until(isOver(stage));
    await expectGrownOnce(stage, before);
    expect(stage.calls.filter(({ action }) => action === 'ResizeDisk').map(({ params }) => params.Type)).toEqual([
      'offline',
    ]);
  });

  test('stops when the time of its instance is over', async () => {
    const { stage } = await approvedDisk(TO);
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

describe('a freeze', () => {
  const freeze = (stage: Stage, reason: string | null) => async () => {
    const at = stage.timeline.now();
    const was = await stage.truth.freeze();
    const next = reason === null ? null : { reason, by: 'UADMIN', at, until: null };
    const committed = await stage.truth.commit({ freeze: { was, next }, at });
    if (!committed.ok) throw new Error('somebody was faster');
  };

  test('holds a larger prepaid disk back, and lifting it lets it go on', async () => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    await freeze(stage, 'audit')();
    stage.start();
    await stage.until(async () => (await renewingIn(stage)).renewal.heldBy !== null);
    await stage.pass(10 * MINUTE);
    expect([resizes(stage), balanceOf(stage)]).toEqual([0, before.balance]);
    await freeze(stage, null)();
    await stage.until(isOver(stage), 15_000);
    await expectGrownOnce(stage, before);
  });

  test('that is set while the call waits in its line holds it back there', async () => {
    const { stage } = await approvedDisk(TO);
    const before = await measured(stage);
    let isSet = false;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async growDisk(region, what, proceed) {
          if (!isSet) await freeze(stage, 'audit')();
          isSet = true;
          return ecs.growDisk(region, what, proceed);
        },
      }),
    });
    await stage.until(async () => (await renewingIn(stage)).renewal.heldBy !== null);
    expect((await renewingIn(stage)).renewal).toMatchObject({ triedAt: null, attempts: 0 });
    expect([resizes(stage), balanceOf(stage)]).toEqual([0, before.balance]);
    await freeze(stage, null)();
    await stage.until(isOver(stage));
    await expectGrownOnce(stage, before);
  });
});

describe('a crash', () => {
  thoroughTest('at any step of it leads to one debit of exactly its price', { timeout: 90_000 }, async () => {
    for (const [when, from] of DEATHS) {
      for (let step = from; step <= 18; step += eachNth(3)) {
        const { stage } = await approvedDisk(TO);
        const before = await measured(stage);
        const { life } = stage.start({ name: 'first' });
        life.dieIn(step, when);
        await stage.until(async () => life.isDead() || (await stage.ended('r-2')));
        stage.start({ name: 'second' });
        await stage.until(isOver(stage));
        await expectGrownOnce(stage, before);
      }
    }
  });
});
