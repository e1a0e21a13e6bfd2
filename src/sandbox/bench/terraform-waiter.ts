import * as Ecs from '@alicloud/ecs20140526';
import { RuntimeOptions } from '@darabonba/typescript';
import type { EcsSimulator } from '../ports.ts';
import type { LoopRun, LoopSpec } from './published-loop.ts';
import { makeSdkClient } from './sdk-client.ts';

/** How long it waits before its first look, and before each that follows; the last of them again and again. */
const FIRST_MS = 10_000;
const THEN_MS = [3_000, 6_000, 10_000];

/**
 * How Terraform waits for an `alicloud_instance`: one RunInstances for each, ten seconds, then looks at that one alone, after which it waits
 * twice as long each time, from three seconds up to ten (`BuildStateConf` with a `MinTimeout` of three seconds in
 * https://github.com/aliyun/terraform-provider-alicloud, and `StateChangeConf` of Terraform's plugin SDK). Only these times are shared with it, the code
 * is ours. Its creates are paced by the caller.
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
