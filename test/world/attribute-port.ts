import { ok, type Result } from '../../src/core/base/result.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import type { EcsPort, Proceed } from '../../src/ecs/port.ts';

type Call = (
  action: string,
  params: Readonly<Record<string, string>>,
  proceed?: Proceed,
) => Promise<Result<unknown, Failure>>;

/** What the adapter sends to change an instance. */
export const attributePort = (call: Call): Pick<EcsPort, 'modifyInstance' | 'tagInstance' | 'untagInstance'> => {
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
          ...Object.fromEntries(
            tags.flatMap(({ key, value }, n) => [
              [`Tag.${n + 1}.Key`, key],
              [`Tag.${n + 1}.Value`, value],
            ]),
          ),
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
