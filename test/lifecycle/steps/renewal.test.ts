import { describe, expect, test } from 'vitest';
import type { RenewalNote } from '../../../src/core/request/message.ts';
import { replay, visibleOf } from '../../../src/core/request/replay.ts';
import { DEATHS, eachNth, thoroughTest } from '../../support/thorough.ts';
import { countOf, type Stage } from '../stage.ts';
import { approve, approved, ask, balanceOf, bought, MONTH, priceOf, renewingIn, untilOf } from './renew-stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const renewals = ({ calls }: Stage): number => countOf(calls, 'RenewInstance');
const isOver = (stage: Stage) => () => stage.ended('r-2');
const endOf = async (stage: Stage) => (await renewingIn(stage)).renewal.end;
const told = (stage: Stage): Promise<RenewalNote['what']['is'][]> =>
  stage.renewalNotes().then((notes) => notes.map(({ what }) => what.is));

/** That the trail tells the same as the store holds. */
async function trailAgrees({ truth }: Stage): Promise<void> {
  const request = await truth.request('r-2');
  if (request === null) throw new Error('there is no request');
  expect(replay(await truth.eventsOf('r-2'))).toEqual(visibleOf(request, []));
}

/** Exactly one debit of exactly the approved price, and the end a month later than it was. */
async function expectRenewedOnce(stage: Stage, before: Awaited<ReturnType<typeof measured>>) {
  const instance = await stage.instance('r-1');
  const until = untilOf(stage, instance);
  expect(before.balance - balanceOf(stage)).toBe(before.price);
  // What counts is what the cloud has debited, once.
  expect(await spentOn(stage)).toEqual({ debited: before.debited + before.price, waiting: 0 });
  expect(until - before.until).toBeGreaterThan(27 * 24 * HOUR);
  expect(until - before.until).toBeLessThan(32 * 24 * HOUR);
  expect(await endOf(stage)).toEqual({ is: 'renewed', until });
  await trailAgrees(stage);
}

async function measured(stage: Stage) {
  const instance = await stage.instance('r-1');
  const price = priceOf(stage, instance, MONTH).price.minor;
  const { debited } = await spentOn(stage);
  return { balance: balanceOf(stage), until: untilOf(stage, instance), price, debited };
}

/** What counts in this month, in minor units. */
async function spentOn({ truth, timeline }: Stage) {
  const [all] = (await truth.month(timeline.now())).spending;
  return { debited: (all?.debited ?? 0) / 10_000, waiting: (all?.waiting ?? 0) / 10_000 };
}

describe('an approved renewal', () => {
  test('is debited once, at the price that was approved, and ends when the new end is seen', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.start();
    await stage.until(isOver(stage));
    await expectRenewedOnce(stage, before);
    expect(renewals(stage)).toBe(1);
    expect(await told(stage)).toEqual(['accepted', 'renewed']);
    const { state, dueAt, finishedAt, renewal } = await renewingIn(stage);
    expect({ state, dueAt, isEnded: finishedAt !== null, failure: renewal.failure }).toEqual({
      ...{ state: 'finished', dueAt: null, isEnded: true, failure: null },
    });
    expect((await stage.truth.eventsOf('r-1')).map(({ kind }) => kind).slice(-2)).toEqual([
      'instance.renewalAsked',
      'instance.renewed',
    ]);
  });

  test('stores its intent before the call, and every call carries the same token', async () => {
    const { stage } = await approved();
    stage.cloud.addFault({ name: 'unavailable-before', action: 'RenewInstance', times: 3 });
    const seen: (number | null)[] = [];
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        renewInstance: async (...args) => {
          seen.push((await renewingIn(stage)).renewal.triedAt);
          return ecs.renewInstance(...args);
        },
      }),
    });
    await stage.until(isOver(stage));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).not.toContain(null);
    const tokens = stage.calls
      .filter(({ action }) => action === 'RenewInstance')
      .map(({ params }) => params.ClientToken);
    expect(new Set(tokens)).toEqual(new Set(['r-2-token']));
  });

  test.each([
    ['unavailable-before', 2],
    ['unavailable-after', 2],
    ['timeout', 2],
    ['reset-before', 3],
    ['reset-after', 3],
    ['throttle', 4],
    ['html-error', 2],
    ['truncated-json', 2],
    ['in-flight', 2],
  ])('is debited once when its call meets %s', async (name, times) => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.cloud.addFault({ name, action: 'RenewInstance', times });
    stage.start();
    await stage.until(isOver(stage));
    await expectRenewedOnce(stage, before);
    expect(renewals(stage)).toBeGreaterThan(0);
  });

  test('is debited once when no answer of its call ever arrives', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'reset-after', action: 'RenewInstance', times: 0 });
    stage.start();
    await stage.until(isOver(stage));
    await expectRenewedOnce(stage, before);
  });

  thoroughTest(
    'that may or may not have been done is doubtful in the end, and never sent again',
    {
      timeout: 90_000,
    },
    async () => {
      const { stage } = await approved();
      const before = await measured(stage);
      stage.cloud.addFault({ name: 'reset-before', action: 'RenewInstance', times: 0 });
      stage.start();
      await stage.until(isOver(stage), 2 * HOUR);
      expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'doubtful' } });
      expect(balanceOf(stage)).toBe(before.balance);
      const sent = renewals(stage);
      stage.cloud.clearFaults();
      await stage.pass(HOUR);
      expect(renewals(stage)).toBe(sent);
      await trailAgrees(stage);
    },
  );

  thoroughTest('that was only ever throttled ends as that, because nothing can have happened', async () => {
    const { stage } = await approved();
    stage.cloud.addFault({ name: 'throttle', action: 'RenewInstance', times: 0 });
    stage.start();
    await stage.until(isOver(stage), 2 * HOUR);
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'throttled' } });
    expect((await told(stage)).slice(0, 1)).toEqual(['troubled']);
    await trailAgrees(stage);
  });

  test('without enough money ends at once, with nothing debited', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'not-enough-balance', action: 'RenewInstance', times: 0 });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'money' } });
    expect([renewals(stage), balanceOf(stage)]).toEqual([1, before.balance]);
    expect(await spentOn(stage)).toEqual({ debited: before.debited, waiting: 0 });
  });

  test('at another price is not bought', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'price-change', percent: 1 });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'priceChanged' } });
    expect([renewals(stage), balanceOf(stage)]).toEqual([0, before.balance]);
  });

  test('waits while its price cannot be read', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'throttle', action: 'DescribeRenewalPrice', times: 0 });
    stage.start();
    await stage.pass(5 * MINUTE);
    expect([renewals(stage), await endOf(stage)]).toEqual([0, null]);
    stage.cloud.clearFaults();
    await stage.until(isOver(stage));
    await expectRenewedOnce(stage, before);
  });

  test('of more than a day ago does not count any more', async () => {
    const { stage, instance } = await bought();
    await ask(stage, instance);
    await approve(stage, 'r-2', 25 * HOUR);
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'lapsed' } });
    expect(renewals(stage)).toBe(0);
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

describe('a freeze', () => {
  const freeze = (stage: Stage, reason: string | null) => async () => {
    const at = stage.timeline.now();
    const was = await stage.truth.freeze();
    const next = reason === null ? null : { reason, by: 'UADMIN', at, until: null };
    const committed = await stage.truth.commit({ freeze: { was, next }, at });
    if (!committed.ok) throw new Error('somebody was faster');
  };

  test('holds it back, is reported once, and lifting it lets it go on', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    await freeze(stage, 'audit')();
    stage.start();
    await stage.until(async () => (await renewingIn(stage)).renewal.heldBy !== null);
    await stage.pass(10 * MINUTE);
    expect([renewals(stage), balanceOf(stage)]).toEqual([0, before.balance]);
    expect(await told(stage)).toEqual(['held']);
    await trailAgrees(stage);
    await freeze(stage, null)();
    await stage.until(isOver(stage), 15_000);
    await expectRenewedOnce(stage, before);
  });

  test('that is set while the call waits in its line holds it back there, as if it had never begun', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    let isSet = false;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async renewInstance(region, what, proceed) {
          if (!isSet) await freeze(stage, 'audit')();
          isSet = true;
          return ecs.renewInstance(region, what, proceed);
        },
      }),
    });
    await stage.until(async () => (await renewingIn(stage)).renewal.heldBy !== null);
    expect((await renewingIn(stage)).renewal).toMatchObject({ triedAt: null, attempts: 0 });
    expect([renewals(stage), balanceOf(stage)]).toEqual([0, before.balance]);
    await trailAgrees(stage);
    await freeze(stage, null)();
    await stage.until(isOver(stage));
    await expectRenewedOnce(stage, before);
  });

  test('does not keep it from being looked up when it may have been done', async () => {
    const { stage } = await approved();
    const before = await measured(stage);
    stage.cloud.addFault({ name: 'reset-after', action: 'RenewInstance', times: 1 });
    let isSet = false;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async renewInstance(...args) {
          const answer = await ecs.renewInstance(...args);
          if (!isSet) await freeze(stage, 'audit')();
          isSet = true;
          return answer;
        },
      }),
    });
    await stage.until(isOver(stage));
    await expectRenewedOnce(stage, before);
    expect(renewals(stage)).toBe(1);
  });
});

describe('a crash', () => {
  thoroughTest('at any step of a renewal leads to one debit of exactly its price', { timeout: 90_000 }, async () => {
    for (const [when, from] of DEATHS) {
      for (let step = from; step <= 12; step += eachNth(3)) {
        const { stage } = await approved();
        const before = await measured(stage);
        const { life } = stage.start({ name: 'first' });
        life.dieIn(step, when);
        await stage.until(async () => life.isDead() || (await stage.ended('r-2')));
        stage.start({ name: 'second' });
        await stage.until(isOver(stage));
        await expectRenewedOnce(stage, before);
      }
    }
  });

  test('on one of two replicas neither', { timeout: 90_000 }, async () => {
    for (let step = 1; step <= 8; step += eachNth(3)) {
      const { stage } = await approved(step);
      const before = await measured(stage);
      const { life } = stage.start({ name: 'one', exclusive: false });
      stage.start({ name: 'two', exclusive: false });
      life.dieIn(step, step % 2 === 0 ? 'before' : 'after');
      await stage.until(isOver(stage));
      await expectRenewedOnce(stage, before);
    }
  });
});

test('only one renewal of an instance can be asked for at a time', async () => {
  const { stage, instance } = await bought();
  const settled = await Promise.allSettled([ask(stage, instance, MONTH, 'r-2'), ask(stage, instance, MONTH, 'r-3')]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});
