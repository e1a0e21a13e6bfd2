import { expect, test } from 'vitest';
import { ok } from '../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../src/core/failure/failure.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { EcsPort, Proceed } from '../../src/ecs/port.ts';
import { NOW, timing } from '../support/instances.ts';
import { freeze, lift } from './freezes.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

/** A line in front of one call: the first at its head does something else first, once. */
const inLine =
  (method: 'createInstance' | 'startInstances' | 'allocatePublicIp', meanwhile: () => Promise<unknown>) =>
  (ecs: EcsPort): EcsPort => {
    let isFirst = true;
    const waits =
      (proceed: Proceed | undefined): Proceed =>
      async () => {
        if (isFirst) {
          isFirst = false;
          await meanwhile();
        }
        return (await proceed?.()) ?? true;
      };
    return {
      ...ecs,
      ...(method === 'createInstance' && {
        createInstance: (input, proceed) => ecs.createInstance(input, waits(proceed)),
      }),
      ...(method === 'startInstances' && {
        startInstances: (region, ids, proceed) => ecs.startInstances(region, ids, waits(proceed)),
      }),
      ...(method === 'allocatePublicIp' && {
        allocatePublicIp: (region, id, proceed) => ecs.allocatePublicIp(region, id, waits(proceed)),
      }),
    };
  };

/** As a person's order, or another replica, writes the row: a version on. */
const written = async ({ truth }: Stage, id: string, change: object = {}): Promise<void> => {
  const row = await truth.instance(id);
  if (row === null) throw new Error(`there is no ${id}`);
  const next = { ...row, version: row.version + 1, ...change };
  expect((await truth.commit({ instances: [{ next }], at: NOW })).ok).toBe(true);
};

test('a create whose row was written while it stood in line is not sent, and its next one is', async () => {
  const stage = await makeStage();
  let before = -1;
  stage.start({
    ecs: inLine('createInstance', async () => {
      await written(stage, 'r-1-1');
      before = countOf(stage.calls, 'CreateInstance');
    }),
  });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(before).toBe(0);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
  const row = await stage.instance();
  expect(row).toMatchObject({ outcome: 'reached', creates: { sent: 2, undone: 1 } });
});

test('a create is not sent under a claim that has ended meanwhile', async () => {
  const stage = await makeStage();
  stage.start({ ecs: inLine('createInstance', () => stage.truth.releaseClaims('everyone')) });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
  expect((await stage.instance()).creates).toMatchObject({ sent: 2 });
});

test('a create in doubt that has come to the head of its line too late is only looked up', async () => {
  const stage = await makeStage();
  const waits = (): Promise<void> => new Promise((resolve) => stage.timeline.after(timing.doubtAfterMs, resolve));
  stage.cloud.addFault({ name: 'reset-before', action: 'CreateInstance', times: 0 });
  let creates = 0;
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async createInstance(input, proceed) {
        creates += 1;
        if (creates === 3) await waits();
        return ecs.createInstance(input, proceed);
      },
    }),
  });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'), 10_800_000);
  expect(creates).toBe(3);
  expect(await stage.instance()).toMatchObject({ failure: { kind: 'doubtful' }, creates: { sent: 3, undone: 1 } });
});

test.each(['startInstances', 'allocatePublicIp'] as const)(
  'of those that wait in line for %s, what is to be something else by then drops out',
  async (method) => {
    const stage = await makeStage();
    const order = { what: 'stop', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
    const stops = { wanted: 'stopped', order } as const;
    stage.start({ ecs: inLine(method, () => written(stage, 'r-2-1', stops)) });
    const ids = ['r-1', 'r-2', 'r-3'];
    for (const id of ids) await stage.submit(id, stage.spec.addressed, 1);
    await stage.until(async () => (await Promise.all(ids.map(stage.ended))).every(Boolean));
    const rows = await Promise.all(ids.map(stage.instance));
    expect(rows.map(({ observed }) => observed?.status)).toEqual(['Running', 'Stopped', 'Running']);
    const refused = stage.calls.filter(({ action, code }) => action.startsWith('StartInst') && code !== null);
    expect(refused).toEqual([]);
  },
);

test('what was started one by one, and whose answer was lost, is not started again without a look', async () => {
  const stage = await makeStage();
  const ids = ['r-1', 'r-2', 'r-3'];
  const log: string[] = [];
  let isFirst = true;
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      async describeInstances(region, cloudIds, lane) {
        log.push(...cloudIds.map((id) => `look ${id}`));
        return ecs.describeInstances(region, cloudIds, lane);
      },
      // As after a refusal of all at once: each by itself, and each is asked for at the head of its line.
      async startInstances(region, cloudIds, proceed) {
        const outcomes = new Map<string, Failure | null>();
        for (const [index, id] of cloudIds.entries()) {
          if (!((await proceed?.()) ?? true)) {
            outcomes.set(id, failureOf('notSent', { api: 'StartInstance' }));
            continue;
          }
          log.push(`start ${id}`);
          await ecs.startInstances(region, [id]);
          outcomes.set(id, isFirst && index === 0 ? failureOf('ambiguous', { api: 'StartInstance' }) : null);
          // Somebody writes another row meanwhile, so the rest is held back.
          if (isFirst && cloudIds.length > 1) await written(stage, (await stage.instance('r-3')).id);
          isFirst = false;
        }
        return ok(outcomes);
      },
    }),
  });
  for (const id of ids) await stage.submit(id, stage.spec.plain, 1);
  const all = (is: (row: Instance) => boolean) => async () => (await Promise.all(ids.map(stage.instance))).every(is);
  // A freeze gathers them, so that all are started by one call.
  await stage.until(
    all(({ cloudId }) => cloudId !== null),
    3_600_000,
    1,
  );
  await freeze(stage);
  await stage.until(all(({ heldBy }) => heldBy !== null));
  await lift(stage);
  await stage.until(async () => (await Promise.all(ids.map(stage.ended))).every(Boolean));
  for (const [at, line] of log.entries()) {
    if (!line.startsWith('start ')) continue;
    const before = log.slice(0, at).lastIndexOf(line);
    expect(before < 0 || log.slice(before, at).includes(line.replace('start', 'look')), log.join(', ')).toBe(true);
  }
  expect(log.filter((line) => line.startsWith('start ')).length).toBeGreaterThanOrEqual(3);
});
