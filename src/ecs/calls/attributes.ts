import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import { done } from './answered.ts';

/** Calls that change an existing instance. */
export const attributeCalls = (call: Call): Pick<EcsPort, 'modifyInstance' | 'tagInstance' | 'untagInstance'> => ({
  modifyInstance: async (region, instanceId, { name: instanceName, deletionProtection }, proceed) => {
    const change = { instanceId, instanceName, deletionProtection };
    return done(await call('ModifyInstanceAttribute', region, change, 'people', proceed));
  },
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
