import { expect, test } from 'vitest';
import { MILESTONES } from '../../src/core/request/message.ts';
import { few } from '../support/thorough.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

const idsIn = (ids: string | undefined): number => (JSON.parse(ids ?? '[]') as readonly unknown[]).length;

/** What a request for many cost, and what its thread was told of each. */
async function broughtUp(stage: Stage, amount: number, leaseMs?: number) {
  stage.start();
  await stage.submit('r-1', stage.spec.plain, amount, leaseMs);
  await stage.until(() => stage.ended('r-1'), 3_600_000, 50);
  const rows = await stage.truth.instancesOf('r-1');
  expect(rows.filter(({ outcome }) => outcome === 'reached')).toHaveLength(amount);
  expect(new Set(rows.map(({ cloudId }) => cloudId)).size).toBe(amount);
  return rows;
}

test.each(few([60, 300, 1000], 1))(
  'a request for %i is bought in chunks and seen Running with few calls, each of a hundred at most',
  async (amount) => {
    const stage = await makeStage(7);
    const rows = await broughtUp(stage, amount);
    const vms = new Map(stage.cloud.state().instances.map((vm) => [vm.InstanceId, vm.InstanceName]));
    expect(vms.size).toBe(amount);
    for (const { cloudId, spec } of rows) expect(vms.get(cloudId ?? '')).toBe(spec.name);
    expect(countOf(stage.calls, 'RunInstances')).toBe(Math.ceil(amount / 100));
    const looks = stage.calls.filter(({ action }) => action === 'DescribeInstances');
    expect(Math.max(...looks.map(({ params }) => idsIn(params.InstanceIds)))).toBeLessThanOrEqual(100);
    // One call makes a hundred, one tells whose the ids are, and the looks read all that do not run yet.
    expect(stage.calls.length).toBeLessThanOrEqual(Math.max(16, amount * 0.11));
    expect(stage.calls.filter(({ code }) => code !== null)).toEqual([]);
  },
);

test.each(few([60, 1000], 1))(
  'once it is known how long they take, a request for %i needs fewer looks',
  async (amount) => {
    const stage = await makeStage(7);
    await broughtUp(stage, 20);
    const before = stage.calls.length;
    await stage.submit('r-2', stage.spec.plain, amount);
    await stage.until(() => stage.ended('r-2'), 3_600_000, 50);
    expect(stage.calls.length - before).toBeLessThanOrEqual(Math.max(12, amount * 0.075));
  },
);

test('each of many is told once of every milestone that it passes', async () => {
  const stage = await makeStage(3);
  const amount = 130;
  await broughtUp(stage, amount);
  await stage.pass(60_000);
  const told = await stage.thread();
  for (const milestone of MILESTONES) {
    const ordinals = told.filter((note) => note.milestone === milestone).map(({ ordinal }) => ordinal);
    expect(new Set(ordinals).size, milestone).toBe(ordinals.length);
  }
  expect(told.filter(({ milestone }) => milestone === 'running')).toHaveLength(amount);
});
