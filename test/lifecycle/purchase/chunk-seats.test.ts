import { describe, expect, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import { awaitsSeat } from '../../../src/core/chunk/chunk.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { timing } from '../../support/instances.ts';
import { checkReplay } from '../../world/trail.ts';
import { makeStage, type Stage } from '../stage.ts';
import { ended, expectSeats, outcomes, rowsOf } from './chunk-stage.ts';

const idsOf = (stage: Stage) => stage.cloud.state().instances.map(({ InstanceId }) => String(InstanceId));

async function checkTrail(stage: Stage): Promise<void> {
  await checkReplay(stage.truth, 'r-1', (broken) => expect.unreachable(broken));
}

describe('ids that no look has shown', () => {
  test('are kept although the last look before the deadline is answered, by a refusal, after it', async () => {
    const stage = await makeStage();
    const over = stage.timeline.now() + timing.deadlineMs + 30_000;
    const pause = (ms: number) => new Promise<void>((resolve) => stage.timeline.after(ms, resolve));
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async describeInstances() {
          const left = over - stage.timeline.now();
          if (left > 0 && left < 120_000) await pause(left);
          return fail(failureOf('transient'));
        },
      }),
    });
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    expect(idsOf(stage)).toHaveLength(3);
    expect((await rowsOf(stage)).map(({ cloudId }) => cloudId).toSorted()).toEqual(idsOf(stage).toSorted());
    await checkTrail(stage);
  });

  test('get the names that the cloud has, and the trail tells them', async () => {
    const stage = await makeStage();
    const { timeline, cloud } = stage;
    const since = timeline.now();
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        // The answer names them in another order than that of their names.
        async runInstances(input, proceed) {
          const answer = await ecs.runInstances(input, proceed);
          return answer.ok ? { ...answer, value: { cloudIds: answer.value.cloudIds.toReversed() } } : answer;
        },
        describeInstances: (...args) =>
          timeline.now() < since + timing.deadlineMs + 10_000
            ? Promise.resolve(fail(failureOf('transient')))
            : ecs.describeInstances(...args),
      }),
    });
    await stage.submit('r-1', stage.spec.plain, 3);
    await ended(stage);
    const rows = await rowsOf(stage);
    const named = cloud.state().instances.map((vm) => [vm.InstanceId, vm.InstanceName]);
    expect(rows.map(({ cloudId, spec }) => [cloudId, spec.name]).toSorted()).toEqual(named.toSorted());
    await checkTrail(stage);
  });
});

test.each([
  [3, ['reached', 'reached', 'reached']],
  [2, ['doubtful', 'reached', 'reached']],
])('one of %i that was renamed before it was found by its tag has a row all the same', async (left, expected) => {
  const stage = await makeStage(5);
  const { cloud } = stage;
  cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', left });
  cloud.addFault({ name: 'reset-after', action: 'RunInstances' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 3);
  await stage.until(() => idsOf(stage).length === left, undefined, 1);
  const renamed = { InstanceId: String(idsOf(stage)[0]), InstanceName: 'mine' };
  expect(cloud.call('ModifyInstanceAttribute', '2014-05-26', renamed).status).toBe(200);
  cloud.addFault({
    name: 'refuse-with',
    code: 'InvalidAccountStatus.NotEnoughBalance',
    action: 'RunInstances',
    times: 0,
  });
  await ended(stage);
  expect((await outcomes(stage)).toSorted()).toEqual(expected);
  await expectSeats(stage);
  await checkTrail(stage);
});

test('rows for which no id is left end as not placed', async () => {
  const stage = await makeStage(5);
  stage.cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', left: 2 });
  stage.start({ ecs: (ecs) => ({ ...ecs, describeInstances: async () => fail(failureOf('transient')) }) });
  await stage.submit('r-1', stage.spec.plain, 3);
  await stage.until(async () => (await rowsOf(stage)).every(awaitsSeat), undefined, 1);
  // The others get theirs by a look by tag while the answer is being written down.
  const rows = (await rowsOf(stage)).map((row, index): Instance => {
    const chunk = { ...(row.chunk as NonNullable<Instance['chunk']>), given: null };
    const [cloudId = null] = idsOf(stage).slice(index);
    const next = { ...row, chunk, version: row.version + 1 };
    return cloudId === null ? next : { ...next, cloudId, outcome: 'reached', dueAt: null };
  });
  const committed = await stage.truth.commit({ instances: rows.map((next) => ({ next })), at: stage.timeline.now() });
  expect(committed.ok).toBe(true);
  await stage.until(async () => (await rowsOf(stage))[2]?.outcome !== null, 120_000);
  expect(await outcomes(stage)).toEqual(['reached', 'reached', 'noStock']);
});
