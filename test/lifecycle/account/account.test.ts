import { describe, expect, test } from 'vitest';
import { type Log, silentLog } from '../../../src/core/base/log.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { orderPower } from '../../../src/core/power/order-power.ts';
import { OTHER_ACCOUNT, OWN_ACCOUNT } from '../../../src/sandbox/ecs/world.ts';
import { refusalOfOrder } from '../../../src/usecases/power/give-order.ts';
import { giveOrder } from '../../support/give-order.ts';
import { timing } from '../../support/instances.ts';
import { eachNth, few, thoroughTest } from '../../support/thorough.ts';
import { ADMIN } from '../../world/crowd.ts';
import { HOUR, notices, releaseByHand, running, sweepOn } from '../drift/sweep-stage.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';

const MINUTE = 60_000;
const CHANGES = /^(?:Create|Start|Stop|Reboot|Delete|Modify|Renew|Allocate)/u;

const bought = ({ cloud }: Stage, account: string): number => cloud.state(account).instances.length;
const changes = ({ calls }: Stage): readonly string[] =>
  calls.map(({ action }) => action).filter((action) => CHANGES.test(action));

/** Nobody could be told that it is gone. */
async function notVanished(stage: Stage): Promise<void> {
  const row = await stage.instance();
  expect(row.failure?.kind ?? null).not.toBe('vanished');
  expect((await stage.truth.eventsOf('r-1')).map(({ kind }) => kind)).not.toContain('instance.vanished');
}

/** A log that keeps its errors. */
function errorsOf(): { readonly log: Log; readonly errors: string[] } {
  const errors: string[] = [];
  const silent = (): void => {};
  return {
    errors,
    log: { debug: silent, info: silent, warn: silent, error: (_, message) => void errors.push(message) },
  };
}

/** One instance runs, and the bot that made it is gone. */
async function oneRuns(): Promise<Stage> {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  const { life } = stage.start();
  await stage.until(() => stage.ended('r-1'));
  life.die();
  return stage;
}

describe('the account of the store', () => {
  test('is written down by the first start that finds it out, before anything is bought, with an event', async () => {
    const stage = await makeStage();
    stage.start();
    await stage.pass(MINUTE);
    expect(await stage.truth.metadata.storedAccount()).toEqual({ id: OWN_ACCOUNT, first: OWN_ACCOUNT });
    expect((await stage.truth.eventsOf('account')).map(({ kind, data }) => [kind, data])).toEqual([
      ['account.set', { account: OWN_ACCOUNT, replaces: null }],
    ]);
  });

  test('is found out once for each AccessKey, however long the bot runs', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 3);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    await stage.pass(10 * MINUTE);
    expect(stage.cloud.state().calls.GetCallerIdentity).toBe(1);
  });
});

describe('on credentials of another account', () => {
  test('nothing is bought, and what waits goes on with the right ones', async () => {
    const stage = await oneRuns();
    stage.hand.account = OTHER_ACCOUNT;
    const { log, errors } = errorsOf();
    await stage.submit('r-2', stage.spec.plain, 2);
    stage.start({ name: 'next', log });
    await stage.pass(30 * MINUTE);
    expect([bought(stage, OTHER_ACCOUNT), bought(stage, OWN_ACCOUNT)]).toEqual([0, 1]);
    expect((await stage.instance('r-2')).outcome).toBeNull();
    expect(errors).toEqual([expect.stringContaining(OTHER_ACCOUNT)]);
    await notVanished(stage);

    stage.hand.account = OWN_ACCOUNT;
    await stage.until(() => stage.ended('r-2'));
    expect([bought(stage, OTHER_ACCOUNT), bought(stage, OWN_ACCOUNT)]).toEqual([0, 3]);
  });

  test('a create whose answer was lost is neither repeated nor looked up there', async () => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'timeout', action: 'CreateInstance', times: 1 });
    await stage.submit('r-1', stage.spec.plain, 1);
    const { life } = stage.start();
    await stage.until(() => bought(stage, OWN_ACCOUNT) === 1);
    life.die();
    stage.hand.account = OTHER_ACCOUNT;
    stage.start({ name: 'next' });
    await stage.pass(45 * MINUTE);
    expect(bought(stage, OTHER_ACCOUNT)).toBe(0);
    expect((await stage.instance()).outcome).toBeNull();

    stage.hand.account = OWN_ACCOUNT;
    await stage.until(() => stage.ended('r-1'));
    expect([(await stage.instance()).outcome, bought(stage, OWN_ACCOUNT)]).toEqual(['reached', 1]);
  });

  thoroughTest('that come into force in the middle of everything, nothing more is done with them', async () => {
    for (let after = 0; after < 6; after += eachNth(2)) {
      const stage = await makeStage(after + 1);
      await stage.submit('r-1', stage.spec.addressed, 2);
      stage.start();
      await stage.pass(300 + after * 1_500);
      stage.hand.account = OTHER_ACCOUNT;
      await stage.pass(20 * MINUTE);
      expect(stage.cloud.state(OTHER_ACCOUNT).instances).toEqual([]);
      stage.hand.account = OWN_ACCOUNT;
      await stage.until(() => stage.ended('r-1'));
      const rows = await stage.truth.instancesOf('r-1');
      expect(rows.map(({ outcome }) => outcome)).toEqual(['reached', 'reached']);
      expect(bought(stage, OWN_ACCOUNT)).toBe(2);
    }
  });

  test.each([1, 3])('%i instances at rest are not reported as vanished by the sweep', async (amount) => {
    const stage = await running(amount);
    stage.hand.account = OTHER_ACCOUNT;
    const { looks } = sweepOn(stage);
    await stage.pass(3 * HOUR);
    expect(looks).toEqual([]);
    await notVanished(stage);
    // With the right ones it looks at once, and tells what is true.
    const { cloudId } = await stage.instance();
    releaseByHand(stage, cloudId);
    stage.hand.account = OWN_ACCOUNT;
    if (amount === 1) await stage.until(async () => (await stage.instance()).failure?.kind === 'vanished', 3 * HOUR);
  });

  test('admins are told once, by a message that names both accounts, and again only after it was right in between', async () => {
    const stage = await oneRuns();
    await notices(stage);
    const notice = { about: 'account', stored: OWN_ACCOUNT, actual: OTHER_ACCOUNT };
    const turn = async (account: string, name: string) => {
      stage.hand.account = account;
      const { life } = stage.start({ name });
      await stage.pass(5 * MINUTE);
      life.die();
      return notices(stage);
    };
    expect(await turn(OTHER_ACCOUNT, 'a')).toMatchObject([[ADMIN, notice]]);
    expect(await turn(OTHER_ACCOUNT, 'b')).toEqual([]);
    expect(await turn(OWN_ACCOUNT, 'c')).toEqual([]);
    expect(await turn(OTHER_ACCOUNT, 'd')).toMatchObject([[ADMIN, notice]]);
  });
});

describe('while STS does not answer', () => {
  const silence = (stage: Stage, name: string): void =>
    void stage.cloud.addFault({ name, action: 'GetCallerIdentity', times: 0 });

  test.each(few(['timeout', 'unavailable-before', 'permission'], 1))(
    'for a long while (%s), nothing is bought, given up or told as vanished, and all goes on afterwards',
    async (fault) => {
      const stage = await oneRuns();
      silence(stage, fault);
      await stage.submit('r-2', stage.spec.plain, 1);
      const { log, errors } = errorsOf();
      stage.start({ name: 'next', log });
      await stage.pass(30 * MINUTE);
      expect(bought(stage, OWN_ACCOUNT)).toBe(1);
      expect((await stage.instance('r-2')).outcome).toBeNull();
      expect(errors).toEqual([expect.stringContaining('GetCallerIdentity')]);
      await notVanished(stage);
      stage.cloud.clearFaults();
      await stage.until(() => stage.ended('r-2'));
      expect((await stage.instance('r-2')).outcome).toBe('reached');
    },
  );

  test('what was found out for the credentials in force stays so', async () => {
    const stage = await makeStage();
    stage.start();
    await stage.pass(MINUTE);
    silence(stage, 'timeout');
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(() => stage.ended('r-1'));
    expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
  });

  test('at the very first start no account is taken for the store’s own', async () => {
    const stage = await makeStage();
    silence(stage, 'timeout');
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.pass(10 * MINUTE);
    expect([await stage.truth.metadata.storedAccount(), changes(stage)]).toEqual([null, []]);
  });
});

describe('an admin has said that the store is about the other account', () => {
  const accept = ({ truth, timeline }: Stage) =>
    truth.commit({ account: { was: OWN_ACCOUNT, next: OTHER_ACCOUNT }, at: timeline.now() });

  test('no intent is stored that was decided on in the first', async () => {
    const stage = await makeStage();
    const intents: (readonly unknown[])[] = [];
    stage.start({
      store: (store) => ({
        ...store,
        async commit(change) {
          if (!change.events?.some(({ kind }) => kind === 'instance.creating')) return store.commit(change);
          if (intents.length === 0) await accept(stage);
          const { ok: isStored } = await store.commit(change);
          intents.push([change.underAccount, isStored]);
          return isStored ? ok(null) : fail({ kind: 'conflict', id: 'account' });
        },
      }),
    });
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.pass(MINUTE);
    expect(intents).toEqual([[OWN_ACCOUNT, false]]);
    expect([changes(stage), (await stage.instance()).createTriedAt]).toEqual([[], null]);
  });

  test('what waits is bought there, and what is left behind is neither touched nor reported as vanished', async () => {
    const stage = await running(1);
    stage.hand.account = OTHER_ACCOUNT;
    await stage.submit('r-2', stage.spec.plain, 1);
    stage.start({ name: 'next' });
    await stage.pass(MINUTE);
    expect(await accept(stage)).toEqual({ ok: true, value: null });
    await stage.until(() => stage.ended('r-2'));
    expect([bought(stage, OTHER_ACCOUNT), bought(stage, OWN_ACCOUNT)]).toEqual([1, 1]);
    sweepOn(stage);
    await stage.pass(HOUR + 10 * MINUTE);
    await notVanished(stage);
  });

  test.each(few(['release', 'stop'] as const, 1))(
    'an instance that is left behind takes no order (%s), and an earlier order sends no message',
    async (what) => {
      const stage = await running(1);
      const { outcome, ...row } = await stage.instance();
      stage.hand.account = OTHER_ACCOUNT;
      await stage.pass(MINUTE);
      await accept(stage);
      await stage.pass(MINUTE);
      const { truth: store, timeline: clock } = stage;
      const ecs = { describeInstances: async () => ok(new Map()) };
      const ports = { store, ecs, clock, random: { id: () => 'never', next: () => 0 }, log: silentLog, timing };
      const by = { user: 'U1', isAdmin: false };
      const wish = { what, stoppedMode: null };
      expect(await giveOrder(ports, row.id, wish, by)).toMatchObject({
        is: 'refused',
        refusal: { why: 'otherAccount', account: OWN_ACCOUNT },
      });
      expect(await refusalOfOrder(ports, { ...row, outcome }, wish, by)).toMatchObject({ why: 'otherAccount' });

      // Written by a replica of before, which did not know of the change.
      const moment = { at: clock.now(), seen: null, timing };
      const decided = orderPower({ ...row, outcome }, wish, by, moment);
      if ('refused' in decided) throw new Error(decided.refused.why);
      const { next, events, messages } = decided.taken;
      await store.commit({ instances: [{ next }], events, messages, at: moment.at });
      stage.start({ name: 'next' });
      await stage.pass(30 * MINUTE);
      expect((await stage.instance()).outcome).toBeNull();
      await notVanished(stage);
    },
  );

  test('instances of the first account are looked after again once it is back', async () => {
    const stage = await running(1);
    await stage.pass(MINUTE);
    await accept(stage);
    await stage.pass(MINUTE);
    const back = { was: OTHER_ACCOUNT, next: OWN_ACCOUNT };
    expect(await stage.truth.commit({ account: back, at: stage.timeline.now() })).toEqual({ ok: true, value: null });
    releaseByHand(stage, (await stage.instance()).cloudId);
    sweepOn(stage);
    await stage.until(async () => (await stage.instance()).failure?.kind === 'vanished', 3 * HOUR);
  });

  test('two who say it at once: one is a conflict', async () => {
    const stage = await oneRuns();
    expect([(await accept(stage)).ok, (await accept(stage)).ok]).toEqual([true, false]);
  });
});
