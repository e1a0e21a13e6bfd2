import { describe, expect, test } from 'vitest';
import { REQUEST_TAG } from '../../src/core/request.ts';
import { fail } from '../../src/core/result.ts';
import type { InstanceSpec } from '../../src/core/spec.ts';
import { failureOf } from '../../src/ecs/failures.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { makeCloudPort } from '../world/cloud-port.ts';
import { makeLife } from '../world/life.ts';
import { bought } from './bought.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

const MINUTE = 60_000;

/** What an earlier state of the store has made, which its present state knows nothing of. */
async function madeBefore(stage: Stage, spec: InstanceSpec, row: string): Promise<string> {
  const { cloud, timeline } = stage;
  const life = makeLife('lost', () => {});
  const port = makeCloudPort({ cloud, timeline, life, random: () => 0.5, before: async () => {}, after: () => {} });
  const tags = [{ key: REQUEST_TAG, value: row }];
  let cloudId = '';
  void port.createInstance({ spec, clientToken: `lost-${row}`, tags }).then((made) => {
    if (made.ok) cloudId = made.value.cloudId;
  });
  await stage.until(() => cloudId !== '');
  // A new instance is not listed at once; for so long the ClientToken, which is the same, stands in for the look.
  await stage.pass(MINUTE);
  return cloudId;
}

describe('before anything is created for a row for the first time', () => {
  test('what is prepaid is looked up by its tag, and what is found is taken and not bought again', async () => {
    const stage = await makeStage();
    const cloudId = await madeBefore(stage, stage.spec.prepaid, 'r-1-1');
    await bought(stage, 2);
    const before = stage.cloud.state().balance.minor;
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    const [first, second] = await stage.truth.instancesOf('r-1');
    expect([first?.cloudId, first?.outcome]).toEqual([cloudId, 'reached']);
    expect(second?.outcome).toBe('reached');
    expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
    expect(stage.cloud.state().instances).toHaveLength(2);
    expect(before - stage.cloud.state().balance.minor).toBeGreaterThan(0);
  });

  test.each(['prepaid', 'plain'] as const)('of %s, a look that fails is waited for and never skipped', async (what) => {
    const stage = await makeStage();
    const cloudId = await madeBefore(stage, stage.spec[what], 'r-1-1');
    if (what === 'prepaid') await bought(stage, 1);
    else await stage.submit('r-1', stage.spec.plain, 1);
    if (what === 'plain') await stage.pass(4 * MINUTE);
    let isOut = true;
    const failing = (ecs: EcsPort): EcsPort => ({
      ...ecs,
      findByTag: (...asked) =>
        isOut
          ? Promise.resolve(fail(failureOf('transient', { api: 'DescribeInstances', detail: 'away' })))
          : ecs.findByTag(...asked),
    });
    stage.start({ ecs: failing });
    await stage.pass(2 * MINUTE);
    expect((await stage.only()).outcome).toBeNull();
    isOut = false;
    await stage.until(() => stage.ended('r-1'));
    expect((await stage.only()).cloudId).toBe(cloudId);
    expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  });

  test('what is not prepaid and was just asked for costs no look', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(() => countOf(stage.calls, 'CreateInstance') === 1);
    expect(
      stage.calls.filter(({ action, params }) => action === 'DescribeInstances' && params['Tag.1.Key'] === REQUEST_TAG),
    ).toEqual([]);
  });
});
