import * as Ecs from '@alicloud/ecs20140526';
import { RuntimeOptions } from '@darabonba/typescript';
import type { EcsSimulator } from '../ports.ts';
import type { LoopRun, LoopSpec } from './published-loop.ts';
import { makeSdkClient } from './sdk-client.ts';

/** The wait before the first look, and before each following one; the last value repeats. */
const FIRST_MS = 10_000;
const THEN_MS = [3_000, 6_000, 10_000];

/**
 * Waits like Terraform for an `alicloud_instance`: one RunInstances each, ten seconds, then looks at that instance alone, with
 * waits that double from three seconds up to ten (`BuildStateConf` with a `MinTimeout` of three seconds in
 * https://github.com/aliyun/terraform-provider-alicloud, and `StateChangeConf` of Terraform's plugin SDK). Only these times are
 * taken from it; the code is this project's. The caller paces the creates.
 */
export async function runTerraformWaiter(simulator: EcsSimulator, spec: LoopSpec): Promise<LoopRun> {
  const client = makeSdkClient(simulator, spec.region);
  const created = await client.runInstancesWithOptions(
    new Ecs.RunInstancesRequest({
      ...spec,
      regionId: spec.region,
      amount: 1,
      ioOptimized: 'optimized',
      systemDisk: { category: 'cloud_essd' },
    }),
    new RuntimeOptions({}),
  );
  const cloudId = created.body?.instanceIdSets?.instanceIdSet?.[0] ?? '';
  let calls = 1;
  await pause(FIRST_MS);
  for (;;) {
    calls += 1;
    const request = new Ecs.DescribeInstancesRequest({ regionId: spec.region, instanceIds: JSON.stringify([cloudId]) });
    const answer = await client.describeInstancesWithOptions(request, new RuntimeOptions({}));
    const [instance] = answer.body?.instances?.instance ?? [];
    if (instance?.status === 'Running') return { cloudId, calls, toldAt: Date.now() };
    await pause(THEN_MS[Math.min(calls - 2, THEN_MS.length - 1)] ?? FIRST_MS);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
