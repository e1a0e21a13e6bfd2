import { afterAll, beforeEach } from 'vitest';
import type { CloudConfig } from '../../src/config.ts';
import { silentLog } from '../../src/core/base/log.ts';
import { PAY_AS_YOU_GO } from '../../src/core/spec/charge.ts';
import { type Ecs, makeEcs } from '../../src/ecs/adapter.ts';
import type { CreateInput, EcsPort } from '../../src/ecs/port.ts';
import type { RightsProbe } from '../../src/ecs/rights/rights.ts';
import { startEcsSimulator } from '../../src/sandbox/ecs/wire/server.ts';
import type { EcsSimulator } from '../../src/sandbox/ports.ts';
import { cloudConfig, realClock } from './api-server.ts';

export const REGION = 'cn-beijing';

/** The real client against the simulated cloud, two hundred times as fast as the real one. */
export interface SimulatedCloud {
  readonly cloud: EcsSimulator;
  readonly port: EcsPort;
  readonly probe: RightsProbe;
  config(overrides?: Partial<CloudConfig>): CloudConfig;
  /** Another client of the same cloud. */
  another(overrides?: Partial<CloudConfig>): Promise<Ecs>;
  /** A create the cloud accepts, made from its own lists, with a token of its own. */
  createInput(bandwidth?: number): Promise<CreateInput>;
  /** The id of an instance just created. */
  created(bandwidth?: number): Promise<string>;
  until(cloudId: string, status: string): Promise<void>;
  /** How many instances carry this tag value, as the cloud itself knows. */
  tagged(value: string | undefined): number;
  close(): Promise<void>;
}

/** @param options balanceMinor: what the account has at the beginning */
export async function startSimulatedCloud(options: { readonly balanceMinor?: number } = {}): Promise<SimulatedCloud> {
  const cloud = await startEcsSimulator({ timeScale: 200, consistencyMs: [0, 0], limits: { each: null }, ...options });
  const config = (overrides: Partial<CloudConfig> = {}): CloudConfig => {
    const { accessKeyId, accessKeySecret } = cloud;
    const credentials = { mode: 'static', accessKeyId, accessKeySecret, securityToken: null } as const;
    return cloudConfig(cloud.url, { credentials, ...overrides });
  };
  const another = async (overrides?: Partial<CloudConfig>): Promise<Ecs> => {
    const made = await makeEcs({ config: config(overrides), log: silentLog, clock: realClock, checkWaitMs: 0 });
    if (!made.ok) throw new Error(made.error);
    return made.value;
  };
  const ecs = await another();
  const { port, probe } = ecs;
  let tokens = 0;
  let spec: Promise<CreateInput['spec']> | null = null;
  const createInput = async (bandwidth = 0): Promise<CreateInput> => {
    tokens += 1;
    spec ??= acceptable(port);
    return {
      spec: { ...(await spec), internetMaxBandwidthOut: bandwidth, name: `web-${tokens}` },
      clientToken: `token-${tokens}`,
      tags: [{ key: 'ecs-chatops:request', value: `r${tokens}-1` }],
    };
  };
  return {
    cloud,
    port,
    probe,
    config,
    another,
    createInput,
    async created(bandwidth) {
      const answer = await port.createInstance(await createInput(bandwidth));
      if (!answer.ok) throw new Error(JSON.stringify(answer.error));
      return answer.value.cloudId;
    },
    until: (cloudId, status) => until(cloud, cloudId, status),
    tagged: (value) => cloud.state().instances.filter((one) => JSON.stringify(one.Tags).includes(`"${value}"`)).length,
    async close() {
      await ecs.stop();
      await cloud.close();
    },
  };
}

/** The same for all tests of a file; no fault outlives the test that laid it. */
export async function servedCloud(options: { readonly balanceMinor?: number } = {}): Promise<SimulatedCloud> {
  const simulated = await startSimulatedCloud(options);
  beforeEach(() => simulated.cloud.clearFaults());
  afterAll(() => simulated.close());
  return simulated;
}

async function acceptable(port: EcsPort): Promise<CreateInput['spec']> {
  const [vSwitches, groups, images] = [
    await port.vSwitches(REGION),
    await port.securityGroups(REGION),
    await port.images(REGION),
  ];
  if (!vSwitches.ok || !groups.ok || !images.ok) throw new Error('a list failed');
  const vSwitch = vSwitches.value.find(({ vpcId }) => groups.value.some((group) => group.vpcId === vpcId));
  if (vSwitch === undefined) throw new Error('no vSwitch shares a VPC with a security group');
  const types = await port.instanceTypes(REGION, vSwitch.zone, 'payAsYouGo');
  const type = types.ok && types.value.find(({ id, inStock }) => inStock && id === 'ecs.g7.large');
  const image = images.value.find(({ owner, os }) => owner === 'system' && os === 'linux');
  if (!type || image === undefined) throw new Error('nothing to create');
  return {
    region: REGION,
    zone: vSwitch.zone,
    instanceType: type.id,
    imageId: image.id,
    vSwitchId: vSwitch.id,
    securityGroupId: groups.value.find(({ vpcId }) => vpcId === vSwitch.vpcId)?.id ?? '',
    systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
    internetMaxBandwidthOut: 0,
    charge: PAY_AS_YOU_GO,
    name: 'web',
  };
}

/** By the cloud's own state, because to ask through the client takes a hundred times as long. */
async function until(cloud: EcsSimulator, cloudId: string, status: string): Promise<void> {
  const seen = () => cloud.state().instances.find(({ InstanceId }) => InstanceId === cloudId)?.Status;
  const end = Date.now() + 15_000;
  while (seen() !== status) {
    if (Date.now() > end)
      throw new Error(`${cloudId} never became ${status}: ${JSON.stringify(cloud.state().instances)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
