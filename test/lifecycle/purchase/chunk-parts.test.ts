import { describe, expect, test } from 'vitest';
import { causeOf } from '../../../src/core/failure/failure-cause.ts';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import { REQUEST_TAG } from '../../../src/core/request/request.ts';
import { timing } from '../../support/instances.ts';
import { eachNth } from '../../support/thorough.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { makeLife } from '../../world/life.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';
import { bought } from './bought.ts';
import { approvedIn, ended, expectSeats, outcomes, rowsOf, tokens } from './chunk-stage.ts';

describe('placed in part', () => {
  const short = async (left: number, partial?: 'refuse', lost?: string): Promise<Stage> => {
    const stage = await makeStage(5);
    stage.cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', left });
    if (lost !== undefined) stage.cloud.addFault({ name: lost, action: 'RunInstances' });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 5, undefined, partial);
    await ended(stage);
    return stage;
  };

  test.each([undefined, 'reset-after', 'truncated-json'])(
    'what is there is kept, the others are not bought (%s)',
    async (lost) => {
      const stage = await short(2, undefined, lost);
      const rows = await rowsOf(stage);
      expect(rows.map(({ outcome }) => outcome)).toEqual(['reached', 'reached', 'failed', 'failed', 'failed']);
      const missing = rows.slice(2);
      for (const { failure, cloudId } of missing)
        expect([cloudId, failure && causeOf(failure)]).toEqual([null, 'notPlaced']);
      expect(stepsFor(missing)).toEqual(['alternatives', 'tryAgain']);
      expect(tokens(stage).size).toBe(1);
      const told = (await stage.thread()).filter(({ ordinal }) => ordinal === 5).map(({ milestone }) => milestone);
      expect(told.filter((milestone) => milestone !== 'troubled')).toEqual(['failed']);
      const placed = (await stage.truth.eventsOf('r-1')).filter(({ kind }) => kind === 'instance.placed');
      expect(placed.map(({ data }) => [(data.cloudIds as string[]).length, data.asked])).toEqual([[2, 5]]);
    },
  );

  test('where the policy refuses it, nothing is bought', async () => {
    const stage = await short(2, 'refuse');
    expect(stage.cloud.state().instances).toEqual([]);
    expect(await outcomes(stage)).toEqual(Array(5).fill('noStock'));
    expect(countOf(stage.calls, 'RunInstances')).toBe(1);
  });

  test('of what is prepaid only what is there is debited', async () => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'no-stock-for', way: 'PrePaid', left: 2 });
    const before = stage.cloud.state().balance.minor;
    await bought(stage, 3);
    const each = (await approvedIn(stage)) / 3;
    stage.start();
    await ended(stage);
    expect(before - stage.cloud.state().balance.minor).toBe(2 * each);
    expect(await outcomes(stage)).toEqual(['reached', 'reached', 'noStock']);
  });
});

describe('members', () => {
  test('one that disappears later ends as vanished, and the others go on', async () => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'vanish', action: 'RunInstances', afterMs: 500 });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 4);
    await ended(stage);
    expect((await outcomes(stage)).toSorted()).toEqual(['reached', 'reached', 'reached', 'vanished']);
    expect(countOf(stage.calls, 'RunInstances')).toBe(1);
  });

  test.each([8_000, timing.graceMs + 20_000])('one that is listed only after %i ms gets its row', async (forMs) => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'invisible', action: 'RunInstances', forMs });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 4);
    await ended(stage);
    expect(await outcomes(stage)).toEqual(['reached', 'reached', 'reached', 'reached']);
    await expectSeats(stage);
  });

  test('while no look is answered, each gets an id of the answer in the end', async () => {
    const stage = await makeStage();
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 3);
    await stage.until(() => countOf(stage.calls, 'RunInstances') === 1, undefined, 1);
    stage.cloud.addFault({ name: 'permission', action: 'DescribeInstances', times: 0 });
    await ended(stage);
    expect(await outcomes(stage)).toEqual(['permission', 'permission', 'permission']);
    const ids = stage.cloud.state().instances.map(({ InstanceId }) => String(InstanceId));
    expect((await rowsOf(stage)).map(({ cloudId }) => cloudId).toSorted()).toEqual(ids.toSorted());
  });
});

test('after a lost answer, one that is listed late is looked for as long as any create in doubt', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'invisible', action: 'RunInstances', forMs: timing.graceMs + 120_000 });
  const { life } = stage.start();
  await stage.submit('r-1', stage.spec.plain, 4);
  await stage.until(() => stage.cloud.state().instances.length === 4, undefined, 1);
  life.die();
  await stage.pass(30_000);
  stage.start();
  await ended(stage);
  expect(await outcomes(stage)).toEqual(['reached', 'reached', 'reached', 'reached']);
  expect(countOf(stage.calls, 'RunInstances')).toBe(1);
  await expectSeats(stage);
});

test('a chunk in doubt is looked up by its tag during a freeze, and not sent again', async () => {
  const stage = await makeStage();
  const at = stage.timeline.now();
  stage.cloud.addFault({ name: 'reset-after', action: 'RunInstances' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 3);
  await stage.until(() => stage.cloud.state().instances.length === 3);
  const next = { reason: 'audit', by: 'UADMIN', at, until: null };
  await stage.truth.commit({ freeze: { was: null, next }, at: stage.timeline.now() });
  await stage.until(async () => (await rowsOf(stage)).every(({ cloudId }) => cloudId !== null));
  expect(countOf(stage.calls, 'RunInstances')).toBe(1);
  await expectSeats(stage);
});

test('what an earlier state of the store has bought of it in part is taken, and the call is not sent for the rest', async () => {
  const stage = await makeStage();
  const { cloud, timeline } = stage;
  const life = makeLife('lost', () => {});
  const port = makeCloudPort({ cloud, timeline, life, random: () => 0.5, before: async () => {}, after: () => {} });
  const spec = { ...stage.spec.prepaid, name: 'web-[1,1]' };
  const tags = [{ key: REQUEST_TAG, value: 'r-1-1..3' }];
  void port.runInstances({ spec, clientToken: 'lost', tags, amount: 2, least: 2 });
  await stage.until(() => cloud.state().instances.length === 2);
  await stage.pass(60_000);
  await bought(stage, 3);
  const before = cloud.state().balance.minor;
  stage.start();
  await ended(stage);
  expect(await outcomes(stage)).toEqual(['reached', 'reached', 'doubtful']);
  expect(countOf(stage.calls, 'RunInstances')).toBe(0);
  expect(cloud.state().balance.minor).toBe(before);
});

test('rows that another replica has claimed in part are left to who has the first of them', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 4);
  const now = stage.timeline.now();
  const taken = await stage.truth.claimInstances({ owner: 'other', now, claimUntil: now + 20_000, limit: 2 });
  expect(taken.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  stage.start({ exclusive: false });
  await stage.pass(15_000);
  expect(stage.calls).toEqual([]);
  await ended(stage);
  expect(countOf(stage.calls, 'RunInstances')).toBe(1);
  await expectSeats(stage);
});

// Every write and call of a purchase of three, and of the look for their names.
test('the bot may die at any of its calls: each is bought once, and paid once', { timeout: 120_000 }, async () => {
  for (const when of ['before', 'after'] as const)
    for (let calls = when === 'before' ? 1 : 2; calls <= 12; calls += eachNth(3)) {
      const stage = await makeStage(calls);
      await bought(stage, 3);
      const before = stage.cloud.state().balance.minor;
      const approved = await approvedIn(stage);
      const first = stage.start({ name: 'first' });
      first.life.dieIn(calls, when);
      await stage.until(async () => first.life.isDead() || (await stage.ended('r-1')));
      stage.start({ name: 'second' });
      await ended(stage);
      expect(await outcomes(stage), `${when} ${calls}`).toEqual(['reached', 'reached', 'reached']);
      expect(before - stage.cloud.state().balance.minor).toBe(approved);
      await expectSeats(stage);
    }
});
