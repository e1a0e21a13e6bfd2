import { ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';

/** Calls that change an existing instance. */
export const attributeCalls = (call: Call): Pick<EcsPort, 'modifyInstance' | 'tagInstance' | 'untagInstance'> => ({
  modifyInstance: async (region, instanceId, { name, deletionProtection }, proceed) =>
    done(
      await call(
        'ModifyInstanceAttribute',
        region,
        {
          instanceId,
          ...(name !== undefined && { instanceName: name }),
          ...(deletionProtection !== undefined && { deletionProtection }),
        },
        'people',
        proceed,
      ),
    ),
  tagInstance: async (region, cloudId, tags, proceed) =>
    done(await call('TagResources', region, { ...oneInstance(region, cloudId), tag: [...tags] }, 'people', proceed)),
  untagInstance: async (region, cloudId, keys, proceed) =>
    done(
      await call('UntagResources', region, { ...oneInstance(region, cloudId), tagKey: [...keys] }, 'people', proceed),
    ),
});

const oneInstance = (region: string, cloudId: string) => ({
  regionId: region,
  resourceType: 'instance',
  resourceId: [cloudId],
});

const done = (answer: Result<unknown, Failure>): Result<null, Failure> => (answer.ok ? ok(null) : answer);
