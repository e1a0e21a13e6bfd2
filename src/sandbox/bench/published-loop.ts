import * as Ecs from '@alicloud/ecs20140526';
import { RuntimeOptions } from '@darabonba/typescript';
import type { EcsSimulator } from '../ports.ts';
import { makeSdkClient } from './sdk-client.ts';

/** The calls of the loop for one instance, and when it knew the outcome. */
export interface LoopRun {
  readonly cloudId: string;
  readonly calls: number;
  readonly toldAt: number;
}

const SLEEP_MS = 10_000;

/** The parameters of the loop's creates, which the simulated cloud accepts. */
export interface LoopSpec {
  readonly region: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly securityGroupId: string;
  readonly vSwitchId: string;
}

/**
 * The waiting logic that Alibaba Cloud publishes for creating an instance by API
 * (https://www.alibabacloud.com/help/doc-detail/92990.htm, "check_instance_running"): one DescribeInstances per instance and
 * look, and a sleep of ten seconds after every look, even the successful one. Only the sleep is taken from it; the code is this
 * project's. The caller paces the creates, because the loop itself would give up at the first refusal.
 */
export async function runPublishedLoop(simulator: EcsSimulator, spec: LoopSpec): Promise<LoopRun> {
  const client = makeSdkClient(simulator, spec.region);
  let calls = 1;
  const created = await client.createInstanceWithOptions(
    new Ecs.CreateInstanceRequest({
      ...spec,
      regionId: spec.region,
      ioOptimized: 'optimized',
      systemDisk: { category: 'cloud_essd' },
    }),
    new RuntimeOptions({}),
  );
  const cloudId = created.body?.instanceId ?? '';
  const isSeen = async (status: string): Promise<boolean> => {
    calls += 1;
    const request = new Ecs.DescribeInstancesRequest({ regionId: spec.region, instanceIds: JSON.stringify([cloudId]) });
    const answer = await client.describeInstancesWithOptions(request, new RuntimeOptions({}));
    return (answer.body?.instances?.instance ?? []).some((instance) => instance.status === status);
  };
  const waitFor = async (status: string): Promise<void> => {
    let seen = false;
    for (let look = 0; !seen && look < 60; look += 1) {
      seen = await isSeen(status);
      await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
    }
  };
  await isSeen('Running');
  await waitFor('Stopped');
  calls += 1;
  await client.startInstanceWithOptions(new Ecs.StartInstanceRequest({ instanceId: cloudId }), new RuntimeOptions({}));
  if (!(await isSeen('Running'))) await waitFor('Running');
  return { cloudId, calls, toldAt: Date.now() };
}
