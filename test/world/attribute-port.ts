import { ok, type Result } from '../../src/core/base/result.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import type { Tag } from '../../src/core/option/tag.ts';
import { DISK_KINDS } from '../../src/core/spec/disks.ts';
import type { EcsPort, Proceed } from '../../src/ecs/port.ts';

type Call = (
  action: string,
  params: Readonly<Record<string, string>>,
  proceed?: Proceed,
) => Promise<Result<unknown, Failure>>;

/** What the adapter sends to change an instance. */
export const attributePort = (
  call: Call,
): Pick<
  EcsPort,
  'modifyInstance' | 'tagInstance' | 'untagInstance' | 'growDisk' | 'createDisk' | 'attachDisk' | 'looseDisk'
> => {
  const send = async (...args: Parameters<Call>): Promise<Result<null, Failure>> => {
    const answer = await call(...args);
    return answer.ok ? ok(null) : answer;
  };
  const one = (region: string, id: string) => ({ RegionId: region, ResourceType: 'instance', 'ResourceId.1': id });
  return {
    modifyInstance: (_region, id, { name, deletionProtection }, proceed) =>
      send(
        'ModifyInstanceAttribute',
        {
          InstanceId: id,
          ...(name !== undefined && { InstanceName: name }),
          ...(deletionProtection !== undefined && { DeletionProtection: String(deletionProtection) }),
        },
        proceed,
      ),
    tagInstance: (region, id, tags, proceed) =>
      send(
        'TagResources',
        {
          ...one(region, id),
          ...tagParams(tags),
        },
        proceed,
      ),
    async createDisk(region, { zone, disk, clientToken, tags }, proceed) {
      const { category, level } = DISK_KINDS[disk.category];
      const answer = await call(
        'CreateDisk',
        {
          ...{ RegionId: region, ZoneId: zone, DiskCategory: category, Size: String(disk.sizeGiB) },
          ...(level === null ? {} : { PerformanceLevel: level }),
          ClientToken: clientToken,
          ...tagParams(tags),
        },
        proceed,
      );
      return answer.ok ? ok({ diskId: String((answer.value as { readonly DiskId: string }).DiskId) }) : answer;
    },
    attachDisk: (_region, { cloudId, diskId, keep }, proceed) =>
      send('AttachDisk', { InstanceId: cloudId, DiskId: diskId, DeleteWithInstance: String(!keep) }, proceed),
    async looseDisk(region, which) {
      const narrowed = 'id' in which ? { DiskIds: JSON.stringify([which.id]) } : tagParams([which.tag]);
      const answer = await call('DescribeDisks', { RegionId: region, ...narrowed, MaxResults: '10' });
      if (!answer.ok) return answer;
      const { Disk } = (answer.value as { readonly Disks: { readonly Disk: readonly Record<string, string>[] } }).Disks;
      const [disk] = Disk;
      return ok(
        disk === undefined
          ? null
          : { id: String(disk.DiskId), status: String(disk.Status), instanceId: disk.InstanceId || null },
      );
    },
    growDisk: (_region, { diskId, sizeGiB, clientToken, online }, proceed) =>
      send(
        'ResizeDisk',
        {
          DiskId: diskId,
          NewSize: String(sizeGiB),
          ClientToken: clientToken,
          Type: online ? 'online' : 'offline',
        },
        proceed,
      ),
    untagInstance: (region, id, keys, proceed) =>
      send(
        'UntagResources',
        { ...one(region, id), ...Object.fromEntries(keys.map((key, n) => [`TagKey.${n + 1}`, key])) },
        proceed,
      ),
  };
};

const tagParams = (tags: readonly Tag[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tags.flatMap(({ key, value }, n) => [
      [`Tag.${n + 1}.Key`, key],
      [`Tag.${n + 1}.Value`, value],
    ]),
  );
