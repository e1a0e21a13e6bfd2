import { describe, expect, test } from 'vitest';
import { DEATHS, eachNth, thoroughTest } from '../../support/thorough.ts';
import { freeze, lift } from '../freezes.ts';
import { expectReplayed } from '../stage.ts';
import {
  approvedPurchase,
  callsOf,
  endOf,
  expectBoughtOnce,
  expectUntouched,
  GROWTH,
  isOver,
  measured,
  RENEWAL,
  told,
} from './purchase-stage.ts';
import { approve, balanceOf, bought, renewingIn } from './renew-stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each([RENEWAL, GROWTH])('an approved $name', (purchase) => {
  const { action, priceAction } = purchase;
  const begin = async (seed = 1) => {
    const { stage } = await approvedPurchase(purchase, { seed });
    return { stage, before: await measured(purchase, stage) };
  };

  test('is debited once, at the price that was approved, and ends when it is seen', async () => {
    const { stage, before } = await begin();
    stage.start();
    await stage.until(isOver(stage));
    await expectBoughtOnce(purchase, stage, before);
    expect(callsOf(purchase, stage)).toBe(1);
    expect(await told(stage)).toEqual(['accepted', purchase.ends]);
    const { state, dueAt, finishedAt, renewal } = await renewingIn(stage);
    expect({ state, dueAt, isEnded: finishedAt !== null, failure: renewal.failure }).toEqual({
      ...{ state: 'finished', dueAt: null, isEnded: true, failure: null },
    });
    expect((await stage.truth.eventsOf('r-1')).map(({ kind }) => kind).slice(-2)).toEqual(purchase.events);
  });

  test('is bought although it was approved in the moment in which its approvers were reminded', async () => {
    const from = await bought();
    const { stage } = from;
    await purchase.ask(from);
    const before = await measured(purchase, stage);
    let approvals = 0;
    stage.start({
      store: (store) => ({
        ...store,
        async commit(change) {
          const reminds = change.events?.some(({ kind }) => kind === 'approval.reminded');
          if (reminds && approvals++ === 0) await approve(stage, 'r-2');
          return store.commit(change);
        },
      }),
    });
    await stage.until(isOver(stage), 2 * HOUR);
    expect(approvals).toBe(1);
    await expectBoughtOnce(purchase, stage, before);
  });

  test('stores its intent before the call, and every call carries the same token', async () => {
    const { stage } = await begin();
    stage.cloud.addFault({ name: 'unavailable-before', action, times: 3 });
    const seen: (number | null)[] = [];
    stage.start({
      ecs: (ecs) =>
        purchase.around(ecs, async (send) => {
          seen.push((await renewingIn(stage)).renewal.triedAt);
          return send();
        }),
    });
    await stage.until(isOver(stage));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).not.toContain(null);
    const sent = stage.calls.filter((call) => call.action === action);
    expect(new Set(sent.map(({ params }) => params.ClientToken))).toEqual(new Set(['r-2-token']));
  });

  test.each([
    ['unavailable-before', 2],
    ['unavailable-after', 2],
    ['timeout', 2],
    ['reset-before', 3],
    ['reset-after', 3],
    // No answer ever arrives.
    ['reset-after', 0],
    ['throttle', 4],
    ['html-error', 2],
    ['truncated-json', 2],
    ['in-flight', 2],
  ])('is debited once when its call meets %s (%i)', async (name, times) => {
    const { stage, before } = await begin();
    stage.cloud.addFault({ name, action, times });
    stage.start();
    await stage.until(isOver(stage));
    await expectBoughtOnce(purchase, stage, before);
    expect(callsOf(purchase, stage)).toBeGreaterThan(0);
  });

  thoroughTest(
    'that may or may not have been done is doubtful in the end, and never sent again',
    { timeout: 90_000 },
    async () => {
      const { stage, before } = await begin();
      stage.cloud.addFault({ name: 'reset-before', action, times: 0 });
      stage.start();
      await stage.until(isOver(stage), 2 * HOUR);
      expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'doubtful', api: action } });
      expect(balanceOf(stage)).toBe(before.balance);
      const sent = callsOf(purchase, stage);
      stage.cloud.clearFaults();
      await stage.pass(HOUR);
      expect(callsOf(purchase, stage)).toBe(sent);
      await expectReplayed(stage, 'r-2');
    },
  );

  test('without enough money ends at once, with nothing debited', async () => {
    const { stage, before } = await begin();
    stage.cloud.addFault({ name: 'not-enough-balance', action, times: 0 });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'money' } });
    expect(callsOf(purchase, stage)).toBe(1);
    await expectUntouched(stage, before);
  });

  test('waits while its price cannot be read', async () => {
    const { stage, before } = await begin();
    stage.cloud.addFault({ name: 'throttle', action: priceAction, times: 0 });
    stage.start();
    await stage.pass(5 * MINUTE);
    expect([callsOf(purchase, stage), await endOf(stage)]).toEqual([0, null]);
    stage.cloud.clearFaults();
    await stage.until(isOver(stage));
    await expectBoughtOnce(purchase, stage, before);
  });

  test('at a higher price is not bought', async () => {
    const { stage, before } = await begin();
    stage.cloud.addFault({ name: 'price-change', percent: 1 });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'priceChanged' } });
    expect(callsOf(purchase, stage)).toBe(0);
    await expectUntouched(stage, before);
  });

  test('of more than a day ago does not count any more', async () => {
    const { stage } = await approvedPurchase(purchase, { agoMs: 25 * HOUR });
    stage.start();
    await stage.until(isOver(stage));
    expect(await endOf(stage)).toMatchObject({ is: 'failed', failure: { kind: 'lapsed' } });
    expect(callsOf(purchase, stage)).toBe(0);
  });

  test('is held back by a freeze, which is reported once, and goes on when that is lifted', async () => {
    const { stage, before } = await begin();
    await freeze(stage);
    stage.start();
    await stage.until(async () => (await renewingIn(stage)).renewal.heldBy !== null);
    await stage.pass(10 * MINUTE);
    expect([callsOf(purchase, stage), balanceOf(stage)]).toEqual([0, before.balance]);
    expect(await told(stage)).toEqual(['held']);
    await expectReplayed(stage, 'r-2');
    await lift(stage);
    await stage.until(isOver(stage), 15_000);
    await expectBoughtOnce(purchase, stage, before);
  });

  test('is held back by a freeze that is set while its call waits in its line, as if it had never begun', async () => {
    const { stage, before } = await begin();
    let isSet = false;
    stage.start({
      ecs: (ecs) =>
        purchase.around(ecs, async (send) => {
          if (!isSet) await freeze(stage);
          isSet = true;
          return send();
        }),
    });
    await stage.until(async () => (await renewingIn(stage)).renewal.heldBy !== null);
    expect((await renewingIn(stage)).renewal).toMatchObject({ triedAt: null, attempts: 0 });
    expect([callsOf(purchase, stage), balanceOf(stage)]).toEqual([0, before.balance]);
    await expectReplayed(stage, 'r-2');
    await lift(stage);
    await stage.until(isOver(stage));
    await expectBoughtOnce(purchase, stage, before);
  });

  test('is looked up under a freeze when it may have been done', async () => {
    const { stage, before } = await begin();
    stage.cloud.addFault({ name: 'reset-after', action, times: 1 });
    let isSet = false;
    stage.start({
      ecs: (ecs) =>
        purchase.around(ecs, async (send) => {
          const answer = await send();
          if (!isSet) await freeze(stage);
          isSet = true;
          return answer;
        }),
    });
    await stage.until(isOver(stage));
    await expectBoughtOnce(purchase, stage, before);
    expect(callsOf(purchase, stage)).toBe(1);
  });

  thoroughTest('is debited once wherever the process dies', { timeout: 90_000 }, async () => {
    for (const [when, from] of DEATHS) {
      for (let step = from; step <= (purchase === RENEWAL ? 12 : 18); step += eachNth(3)) {
        const { stage, before } = await begin();
        const { life } = stage.start({ name: 'first' });
        life.dieIn(step, when);
        await stage.until(async () => life.isDead() || (await stage.ended('r-2')));
        stage.start({ name: 'second' });
        await stage.until(isOver(stage));
        await expectBoughtOnce(purchase, stage, before);
      }
    }
  });

  test('is debited once when one of two replicas dies', { timeout: 90_000 }, async () => {
    for (let step = 1; step <= 8; step += eachNth(3)) {
      const { stage, before } = await begin(step);
      const { life } = stage.start({ name: 'one', exclusive: false });
      stage.start({ name: 'two', exclusive: false });
      life.dieIn(step, step % 2 === 0 ? 'before' : 'after');
      await stage.until(isOver(stage));
      await expectBoughtOnce(purchase, stage, before);
    }
  });
});
