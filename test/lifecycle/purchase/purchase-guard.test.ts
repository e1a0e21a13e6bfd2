import { describe, expect, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { aRequest } from '../../store/samples.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { ADMIN } from '../../world/crowd.ts';
import { guardOf } from '../../world/guard.ts';
import { makeLife } from '../../world/life.ts';
import { specsOf } from '../../world/plan.ts';
import { freezeOf, lift } from '../freezes.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';
import { makeLost } from './lost.ts';

const MINUTE = 60_000;

const own = async ({ truth, timeline }: Stage): Promise<string> => (await truth.metadata.identity(timeline.now())).id;

const notices = async ({ truth, timeline }: Stage) => {
  const now = timeline.now();
  const claim = { owner: 'reader', now, claimUntil: now + 1, limit: 50, skipChannels: [] };
  const deliveries = await truth.outbox.claim(claim);
  return deliveries.flatMap(({ messages }) => messages.filter(({ kind }) => kind === 'notice'));
};

describe('a store that has gone back in time', () => {
  test('is found out by what it has made and does not know: nothing is bought, admins hear why, and lifting it counts for good', async () => {
    const stage = await makeStage();
    const cloudId = await makeLost(stage, { row: 'r-lost-1', store: await own(stage) });
    await stage.submit('r-1', stage.spec.plain, 1);
    const bot = stage.start();
    await stage.until(async () => (await stage.instance()).heldBy !== null);
    expect(await freezeOf(stage)).toMatchObject({ cause: 'storeBehind', by: 'bot', until: null });
    expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
    expect(await notices(stage)).toMatchObject([
      { to: ADMIN, notice: { about: 'behind', total: 1, orphans: [{ cloudId, request: 'r-lost-1' }] } },
    ]);
    const events = await stage.truth.eventsOf('freeze');
    expect(events.map(({ kind, actor, data }) => [kind, actor, data.cloudIds])).toEqual([
      ['freeze.set', 'bot', [cloudId]],
    ]);

    await lift(stage);
    await stage.until(() => stage.ended('r-1'));
    bot.life.die();
    // What was lifted for it is not frozen for it again.
    stage.start({ name: 'next' });
    await stage.submit('r-2', stage.spec.plain, 1);
    await stage.until(() => stage.ended('r-2'));
    expect(await freezeOf(stage)).toBeNull();
  });

  test('is found out by a request that was never ordered, and has its instance', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    await makeLost(stage, { row: 'r-1-1', store: await own(stage) });
    await stage.submit('r-2', stage.spec.plain, 1);
    stage.start();
    await stage.until(async () => (await stage.instance('r-2')).heldBy !== null);
    expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  });

  test('is found out however long the store has been written to since', async () => {
    const stage = await makeStage();
    await makeLost(stage, { row: 'r-lost-1', store: await own(stage) });
    await stage.pass(120 * MINUTE);
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(async () => (await stage.instance()).heldBy !== null);
    expect([countOf(stage.calls, 'CreateInstance'), (await freezeOf(stage))?.cause]).toEqual([0, 'storeBehind']);
  });

  test('is not what an instance shows whose row was put away, and of which the trail tells', async () => {
    const stage = await makeStage();
    await makeLost(stage, { row: 'r-old-1', store: await own(stage) });
    const at = stage.timeline.now();
    const about = { actor: 'bot', requestId: 'r-old', instanceId: 'r-old-1', data: {} } as const;
    await stage.truth.commit({ events: [{ at, kind: 'instance.creating', ...about }], at });
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect(await freezeOf(stage)).toBeNull();
  });

  test('is not what an instance shows that was given up for gone and archived, also once its trail was taken away', async () => {
    const stage = await makeStage();
    await makeLost(stage, { row: 'r-old-1', store: await own(stage) });
    const at = stage.timeline.now();
    const old = aRequest('r-old', { state: 'finished', createdAt: at - 1, finishedAt: at - 1 });
    await stage.truth.commit({ requests: [{ next: old }], at });
    expect(await stage.truth.archive.requests({ before: at, now: at, limit: 1 }, null)).toMatchObject({ archived: 1 });
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect(await freezeOf(stage)).toBeNull();
  });

  test.each([
    ['of another store', { row: 'r-other-1', store: 's-other' }],
    ['without a tag of any store', { row: 'r-other-1', store: '' }],
  ])('is not what an instance %s shows', async (_, made) => {
    const stage = await makeStage();
    await makeLost(stage, made);
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect(await freezeOf(stage)).toBeNull();
  });

  test('is found out while the bot runs, when events that it has written are gone', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    let isWhole = true;
    let accepted = 0;
    stage.start({
      store: (store) => ({
        ...store,
        commit: (change) => store.commit(change),
        metadata: {
          ...store.metadata,
          identity: (now) => store.metadata.identity(now),
          isWhole: async () => isWhole,
          acceptLoss: async () => {
            isWhole = true;
            accepted += 1;
          },
        },
      }),
    });
    await stage.until(() => stage.ended('r-1'));
    isWhole = false;
    await stage.submit('r-2', stage.spec.plain, 1);
    await stage.until(async () => (await stage.instance('r-2')).heldBy !== null);
    expect([accepted, (await freezeOf(stage))?.cause]).toEqual([1, 'storeBehind']);
    await lift(stage);
    await stage.until(() => stage.ended('r-2'));
  });

  test('is found out, and admins hear of it, also in a region of which it knows nothing any more, and nobody buys anything', async () => {
    const stage = await makeStage();
    const spec = specsOf(stage.cloud).find(({ region }) => region === 'cn-hangzhou');
    const cloudId = await makeLost(stage, { row: 'r-lost-1', store: await own(stage), ...(spec && { spec }) });
    stage.start();
    await stage.until(async () => (await freezeOf(stage)) !== null);
    expect(await notices(stage)).toMatchObject([{ notice: { about: 'behind', orphans: [{ cloudId }] } }]);
  });

  test('is found out elsewhere although a region in which the bot works cannot be read', async () => {
    const stage = await makeStage();
    const spec = specsOf(stage.cloud).find(({ region }) => region === 'cn-hangzhou');
    const cloudId = await makeLost(stage, { row: 'r-lost-1', store: await own(stage), ...(spec && { spec }) });
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        listInstances: async (region, ...asked) =>
          region === stage.spec.plain.region
            ? fail(failureOf('permission', { api: 'DescribeInstances', detail: 'closed' }))
            : ecs.listInstances(region, ...asked),
      }),
    });
    await stage.until(async () => (await freezeOf(stage)) !== null);
    expect(await notices(stage)).toMatchObject([{ notice: { about: 'behind', orphans: [{ cloudId }] } }]);
  });

  test('is reported as soon as an admin is known who can be told, and once', async () => {
    const stage = await makeStage();
    const { truth, timeline, cloud } = stage;
    const life = makeLife('guard', () => {});
    let admins: readonly string[] = [];
    let isWhole = false;
    const metadata = {
      ...truth.metadata,
      isWhole: async () => isWhole,
      acceptLoss: async () => {
        isWhole = true;
      },
    };
    const guard = guardOf({
      store: { ...truth, metadata },
      ecs: makeCloudPort({ cloud, timeline, life, random: () => 0.5, before: async () => {}, after: () => {} }),
      clock: timeline,
      authority: { ...onlyThese([]), admins: () => admins },
    });
    await stage.pass(5 * MINUTE);
    expect([(await freezeOf(stage))?.cause, await notices(stage)]).toEqual(['storeBehind', []]);
    admins = [ADMIN];
    await stage.pass(5 * MINUTE);
    expect(await notices(stage)).toMatchObject([{ to: ADMIN, notice: { about: 'behind', total: 0 } }]);
    await guard.stop();
  });

  test('is found out before what it has lost is found again by its tag', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    await makeLost(stage, { row: 'r-1-1', store: await own(stage) });
    await stage.pass(5 * MINUTE);
    let isOut = true;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        listInstances: async (...asked) =>
          isOut
            ? fail(failureOf('transient', { api: 'DescribeInstances', detail: 'away' }))
            : ecs.listInstances(...asked),
      }),
    });
    await stage.pass(MINUTE);
    expect((await stage.instance()).cloudId).toBeNull();
    isOut = false;
    await stage.until(async () => (await stage.instance()).heldBy !== null);
    expect((await freezeOf(stage))?.cause).toBe('storeBehind');
    await lift(stage);
    await stage.until(() => stage.ended('r-1'));
    expect([countOf(stage.calls, 'CreateInstance'), (await stage.instance()).outcome]).toEqual([0, 'reached']);
  });

  test('looks by tag before each first create once it was found out, also for what was just asked for: its token may be another by now', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    const cloudId = await makeLost(stage, { row: 'r-1-1', store: await own(stage) });
    stage.start();
    await stage.until(async () => (await stage.instance()).heldBy !== null);
    await lift(stage);
    await stage.until(() => stage.ended('r-1'));
    expect([(await stage.instance()).cloudId, countOf(stage.calls, 'CreateInstance')]).toEqual([cloudId, 0]);
  });

  test('is found out within two minutes while the bot runs, whether or not anything is bought, and what it has lost is reported', async () => {
    const stage = await makeStage();
    stage.start();
    await stage.pass(MINUTE);
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.pass(90_000);
    const cloudId = await makeLost(stage, { row: 'r-lost-1', store: await own(stage) });
    const event = {
      at: 0,
      kind: 'request.refused',
      actor: 'U1',
      requestId: 'r-x',
      instanceId: null,
      data: {},
    } as const;
    await stage.database.backUp();
    await stage.truth.commit({ events: [event], at: 0 });
    await stage.pass(90_000);
    expect(await freezeOf(stage)).toBeNull();
    await stage.database.restore();
    await stage.pass(2 * MINUTE);
    expect((await freezeOf(stage))?.cause).toBe('storeBehind');
    const events = await stage.truth.eventsOf('freeze');
    expect(events.map(({ data }) => data.cloudIds)).toEqual([[], [cloudId]]);
  });

  test('is waited for while the account cannot be looked through: nothing is bought', async () => {
    const stage = await makeStage();
    let isOut = true;
    await makeLost(stage, { row: 'r-lost-1', store: await own(stage) });
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        listInstances: (...asked) =>
          isOut
            ? Promise.resolve(fail(failureOf('transient', { api: 'DescribeInstances', detail: 'away' })))
            : ecs.listInstances(...asked),
      }),
    });
    await stage.pass(2 * MINUTE);
    expect([countOf(stage.calls, 'CreateInstance'), (await stage.instance()).outcome]).toEqual([0, null]);
    isOut = false;
    await stage.until(async () => (await stage.instance()).heldBy !== null);
    expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  });
});
