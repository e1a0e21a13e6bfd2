import { expect, test } from 'vitest';
import type { EcsPort, Proceed } from '../../src/ecs/port.ts';
import { NOW, timing } from '../support/instances.ts';
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
