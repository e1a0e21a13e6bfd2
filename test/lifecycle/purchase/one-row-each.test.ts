import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import type { Observed } from '../../../src/core/instance/instance.ts';
import type { CreateInput } from '../../../src/ecs/port.ts';
import { seen } from '../../support/instances.ts';
import { makeStage, type Stage } from '../stage.ts';

const HOUR = 3_600_000;

/** Runs already, and is shown as another request's by what the cloud answers next. */
async function withOne(): Promise<{ readonly stage: Stage; readonly cloudId: string; readonly shown: Observed }> {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  const { life, lifecycle } = stage.start();
  await stage.until(() => stage.ended('r-1'));
  life.die();
  void lifecycle;
  const { cloudId } = await stage.instance('r-1');
  if (cloudId === null) throw new Error('it was not created');
  return { stage, cloudId, shown: { ...seen('Running'), cloudId } };
}

const rowsWith = async ({ truth }: Stage, cloudId: string): Promise<string[]> =>
  (await Promise.all(['r-1', 'r-2'].map((id) => truth.instancesOf(id))))
    .flat()
    .filter((row) => row.cloudId === cloudId)
    .map(({ id }) => id);

test.each([1, 3])(
  'a create (%i) answered with the id of another row is in doubt: nobody gets its instance',
  async (amount) => {
    const { stage, cloudId } = await withOne();
    await stage.submit('r-2', stage.spec.plain, amount);
    const tokens = new Set<string>();
    const answered = ({ clientToken }: CreateInput): string => {
      tokens.add(clientToken);
      return cloudId;
    };
    stage.start({
      name: 'next',
      ecs: (ecs) => ({
        ...ecs,
        createInstance: async (input) => ok({ cloudId: answered(input) }),
        runInstances: async (input) => ok({ cloudIds: [answered(input)] }),
      }),
    });
    await stage.until(() => stage.ended('r-2'), 3 * HOUR);
    expect(await rowsWith(stage, cloudId)).toEqual(['r-1-1']);
    for (const row of await stage.truth.instancesOf('r-2'))
      expect(row).toMatchObject({ outcome: 'failed', cloudId: null, failure: { kind: 'doubtful' } });
    expect(tokens.size).toBe(1);
  },
);

test.each([1, 3])(
  'an instance to which somebody has copied the tag of another request (%i) stays with its row',
  async (amount) => {
    const { stage, cloudId, shown } = await withOne();
    await stage.submit('r-2', stage.spec.plain, amount);
    stage.cloud.addFault({ name: 'reset-before', action: amount === 1 ? 'CreateInstance' : 'RunInstances', times: 2 });
    const findByTag = async () => ok([shown]);
    // As after a restart: it looks by tag before the call is repeated.
    await stage.pass(4 * 60_000);
    stage.start({ name: 'next', ecs: (ecs) => ({ ...ecs, findByTag }) });
    await stage.until(() => stage.ended('r-2'), 3 * HOUR);
    expect(await rowsWith(stage, cloudId)).toEqual(['r-1-1']);
    for (const row of await stage.truth.instancesOf('r-2')) expect(row).toMatchObject({ outcome: 'reached' });
    expect(stage.cloud.state().instances).toHaveLength(1 + amount);
  },
);
