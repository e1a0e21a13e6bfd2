import { ok } from '../../src/core/base/result.ts';
import type { CloudInstance } from '../../src/core/instance/cloud-instance.ts';
import type { Status } from '../../src/core/instance/instance.ts';
import type { Tag } from '../../src/core/option/tag.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { sampleCloud } from '../../src/sandbox/gallery/instance/instances.ts';

type Body = Readonly<Record<string, unknown>>;

/** The simulated account read page by page, without HTTP. */
export const listPort = (cloud: Cloud, pageSize = 100): Pick<EcsPort, 'listInstances'> => ({
  async listInstances(region, { tags = [] }, next) {
    const params = {
      RegionId: region,
      MaxResults: String(pageSize),
      ...(next === null ? {} : { NextToken: next }),
      ...Object.fromEntries(
        tags.flatMap(({ key, value }, n) => [
          [`Tag.${n + 1}.Key`, key],
          [`Tag.${n + 1}.Value`, value],
        ]),
      ),
    };
    const { status, body } = cloud.call('DescribeInstances', '2014-05-26', params);
    if (status >= 400) throw new Error(String(body.Code));
    const { Instance } = body.Instances as { Instance: readonly Body[] };
    return ok({ instances: Instance.map((vm) => read(vm, region)), next: String(body.NextToken) || null, total: null });
  },
});

function read(vm: Body, region: string): CloudInstance {
  const { Tag: listed } = vm.Tags as { Tag: readonly { readonly TagKey: string; readonly TagValue: string }[] };
  const prepaid = vm.InstanceChargeType === 'PrePaid';
  const mode = vm.StoppedMode;
  return sampleCloud({
    cloudId: String(vm.InstanceId),
    region,
    name: String(vm.InstanceName),
    status: vm.Status as Status,
    instanceType: String(vm.InstanceType),
    chargeKind: prepaid ? 'prepaid' : 'payAsYouGo',
    createdAt: Date.parse(String(vm.CreationTime)),
    expiresAt: prepaid ? Date.parse(String(vm.ExpiredTime)) : null,
    stoppedMode: mode === 'KeepCharging' || mode === 'StopCharging' ? mode : null,
    tags: listed.map(({ TagKey: key, TagValue: value }): Tag => ({ key, value })),
  });
}
