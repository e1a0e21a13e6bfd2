import { expect, test } from 'vitest';
import type { EcsPort } from '../../src/ecs/port.ts';
import { timing } from '../support/instances.ts';
import { few } from '../support/thorough.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

/** The limiter of the ECS client, in short: creates leave one after the other. */
const paced =
  (stage: Stage, perSecond: number) =>
  (ecs: EcsPort): EcsPort => {
    let free = 0;
    return {
      ...ecs,
      async runInstances(input) {
        const now = stage.timeline.now();
        free = Math.max(free, now) + 1000 / perSecond;
        await stage.timeline.sleep(free - now);
        return ecs.runInstances(input);
      },
    };
  };

interface Phase {
  readonly status: string;
  readonly at: number;
}

test.each(few([20, 5, 1000], 1))(
  'a hundred instances in five requests, %i creates a second, need few calls and are seen Running at once',
  async (perSecond) => {
    const stage = await makeStage(7);
    stage.start({ ecs: paced(stage, perSecond) });
    const ids = [1, 2, 3, 4, 5].map((n) => `r-${n}`);
    for (const id of ids) await stage.submit(id, stage.spec.plain, 20);
    await stage.until(async () => (await Promise.all(ids.map(stage.ended))).every(Boolean));

    const rows = (await Promise.all(ids.map((id) => stage.truth.instancesOf(id)))).flat();
    expect(rows.filter(({ outcome }) => outcome === 'reached')).toHaveLength(100);
    expect(countOf(stage.calls, 'RunInstances')).toBe(5);
    expect(stage.calls.length).toBeLessThanOrEqual(25);

    const runningAt = new Map(
      stage.cloud.state().instances.map((vm) => {
        const phases = vm._timeline as readonly Phase[];
        return [vm.InstanceId, phases.find(({ status }) => status === 'Running')?.at ?? Infinity];
      }),
    );
    const waits = rows.map((row) => (row.observed?.at ?? Infinity) - (runningAt.get(row.cloudId) ?? 0));
    const p99 = waits.toSorted((a, b) => a - b)[98];
    expect(p99).toBeLessThanOrEqual(2_500);
  },
);

test('one look reads all that is due in a region, and regions do not wait for each other', async () => {
  const stage = await makeStage(3);
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 20);
  await stage.until(() => stage.ended('r-1'));
  const looks = stage.calls.filter(({ action }) => action === 'DescribeInstances');
  const sizes = looks.map(({ params }) => (JSON.parse(params.InstanceIds ?? '[]') as unknown[]).length);
  expect(Math.max(...sizes)).toBe(20);
  // Two looks never fall on the same tick.
  expect(new Set(looks.map(({ at }) => Math.floor(at / timing.lookEveryMs))).size).toBe(looks.length);
});

test('an overdue message of a Slack outage does not make it spin', async () => {
  const stage = await makeStage();
  let claims = 0;
  stage.start({
    store: (store) =>
      new Proxy(store, {
        get(from, key) {
          if (key === 'claimInstances') claims += 1;
          return Reflect.get(from, key);
        },
      }),
  });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  claims = 0;
  await stage.pass(60_000); // the card waits in the outbox all the time, because nobody delivers it
  expect(claims).toBeLessThanOrEqual(60_000 / timing.lookEveryMs + 1);
});
