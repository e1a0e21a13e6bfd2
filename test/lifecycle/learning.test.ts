import { expect, test } from 'vitest';
import type { Instance } from '../../src/core/instance/instance.ts';
import { timing } from '../support/instances.ts';
import { few } from '../support/thorough.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

interface Cost {
  /** Calls for each instance. */
  readonly calls: number;
  /** From Running in the cloud to the look that shows it, in milliseconds, the shortest first. */
  readonly lateMs: readonly number[];
}

/** What requests cost that are made together, each of `amount` instances. */
async function costOf(stage: Stage, requests: readonly string[], amount: number): Promise<Cost> {
  const before = stage.calls.length;
  for (const id of requests) await stage.submit(id, stage.spec.plain, amount);
  await stage.until(async () => (await Promise.all(requests.map(stage.ended))).every(Boolean));
  const rows = (await Promise.all(requests.map((id) => stage.truth.instancesOf(id)))).flat();
  expect(rows.every(({ outcome }) => outcome === 'reached')).toBe(true);
  const runningAt = runningTimes(stage);
  const lateMs = rows
    .map(({ cloudId, observed }: Instance) => (observed?.at ?? Infinity) - (runningAt(cloudId) ?? 0))
    .toSorted((a, b) => a - b);
  return { calls: (stage.calls.length - before) / rows.length, lateMs };
}

function runningTimes(stage: Stage): (cloudId: string | null) => number | undefined {
  const times = new Map(
    stage.cloud.state().instances.map((vm) => {
      const phases = vm._timeline as readonly { readonly status: string; readonly at: number }[];
      return [vm.InstanceId, phases.find(({ status }) => status === 'Running')?.at];
    }),
  );
  return (cloudId) => times.get(cloudId);
}

const named = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** The way there and back. */
const WAY_MS = 260;
const TICK_MS = timing.lookEveryMs + WAY_MS;
const USUAL_MS = 2 * timing.lookEveryMs + WAY_MS;

// With the times of the simulated cloud: Pending 3 to 7 s, Starting 6 to 14 s.
const rows = few(
  [
    { of: 'one alone', amount: 1, together: 1, before: 20, times: 20, most: 8 },
    { of: 'ten of a request', amount: 10, together: 1, before: 3, times: 6, most: 1.2 },
    { of: 'a hundred of a request', amount: 100, together: 1, before: 1, times: 3, most: 0.15 },
    { of: 'a hundred in five requests', amount: 20, together: 5, before: 2, times: 3, most: 0.2 },
  ],
  3,
);

test.each(rows)(
  '$of need at most $most calls each once it is known how long they take, and most are seen within one tick',
  async ({ amount, together, before, times, most }) => {
    const stage = await makeStage(7);
    stage.start();
    await costOf(stage, named('before', before), amount);
    const costs: Cost[] = [];
    for (let time = 0; time < times; time += 1)
      costs.push(await costOf(stage, named(`then-${time}`, together), amount));
    expect(costs.reduce((sum, { calls }) => sum + calls, 0) / times).toBeLessThanOrEqual(most);
    const lateMs = costs.flatMap((cost) => cost.lateMs).toSorted((a, b) => a - b);
    expect(lateMs[Math.floor(lateMs.length * 0.8)]).toBeLessThanOrEqual(TICK_MS);
    expect(lateMs.at(-1)).toBeLessThanOrEqual(USUAL_MS);
  },
);

test.each(
  few(
    [
      { of: 'one alone', amount: 1, seeds: 6, most: 10.5 },
      { of: 'ten of a request', amount: 10, seeds: 2, most: 1.3 },
      { of: 'a hundred of a request', amount: 100, seeds: 1, most: 0.15 },
    ],
    2,
  ),
)(
  '$of need at most $most calls each right after a start, and are seen within two ticks',
  async ({ amount, seeds, most }) => {
    const costs: Cost[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const stage = await makeStage(seed);
      stage.start();
      costs.push(await costOf(stage, ['r-1'], amount));
    }
    expect(costs.reduce((sum, { calls }) => sum + calls, 0) / seeds).toBeLessThanOrEqual(most);
    for (const { lateMs } of costs) expect(lateMs.at(-1)).toBeLessThanOrEqual(USUAL_MS);
  },
);

test('however well it is known how long they take, only what was seen Stopped is started', async () => {
  const stage = await makeStage(7);
  stage.start();
  await costOf(stage, named('before', 20), 1);
  for (const id of named('then', 20)) await costOf(stage, [id], 1);
  const starts = stage.calls.filter(({ action }) => action.startsWith('StartInstance'));
  expect(starts.length).toBeGreaterThan(20);
  expect(starts.filter(({ code }) => code !== null)).toEqual([]);
});

test('what a bot has learnt is lost with its process: the next one looks as if it knew nothing', async () => {
  const stage = await makeStage(7);
  const first = stage.start();
  await costOf(stage, named('before', 12), 1);
  await first.lifecycle.stop();
  stage.start();
  const looksBefore = countOf(stage.calls, 'DescribeInstances');
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(async () => countOf(stage.calls, 'DescribeInstances') > looksBefore, 3_600_000, 1);
  const { acceptedAt } = await stage.instance();
  expect(stage.timeline.now() - (acceptedAt ?? 0)).toBeLessThanOrEqual(2_500 + TICK_MS);
});
