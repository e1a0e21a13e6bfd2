import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEcsSimulator } from '../../../../src/sandbox/ecs/wire/server.ts';
import type { EcsSimulator } from '../../../../src/sandbox/ports.ts';
import { type EcsClient, model, sdk } from '../clients.ts';
import { RSA } from '../keys.ts';

const REGION = 'cn-hangzhou';
let simulator: EcsSimulator;
let client: EcsClient;
beforeAll(async () => {
  simulator = await startEcsSimulator({ limits: { each: null }, consistencyMs: [0, 0] });
  client = sdk(simulator);
});
afterAll(() => simulator.close());

/** What any create needs, as the lists of the cloud name it. */
async function place(): Promise<Record<string, unknown>> {
  const { body: vSwitches } = await client.describeVSwitches(model('DescribeVSwitchesRequest', { regionId: REGION }));
  const vSwitch = vSwitches?.vSwitches?.vSwitch?.[0];
  const request = { regionId: REGION, vpcId: vSwitch?.vpcId };
  const { body: groups } = await client.describeSecurityGroups(model('DescribeSecurityGroupsRequest', request));
  return {
    regionId: REGION,
    instanceType: 'ecs.g7.large',
    imageId: 'ubuntu_24_04_x64_20G_alibase_20260916.vhd',
    vSwitchId: vSwitch?.vSwitchId,
    securityGroupId: groups?.securityGroups?.securityGroup?.[0]?.securityGroupId,
  };
}

test('Alibaba’s own client sends what a server needs to be usable, and reads it back', async () => {
  const key = { regionId: REGION, keyPairName: 'lena', publicKeyBody: RSA, tag: [{ key: 'owner', value: 'U1' }] };
  await client.importKeyPair(model('ImportKeyPairRequest', key));
  // As long as user data may be: it travels in the URL.
  const userData = Buffer.alloc(32 * 1024, '#').toString('base64');
  const spec = {
    ...(await place()),
    ...{ keyPairName: 'lena', userData, ramRoleName: 'EcsWebRole', deletionProtection: true, hostName: 'web-1' },
    ...{ httpTokens: 'required', httpPutResponseHopLimit: 2, securityEnhancementStrategy: 'Active' },
    dataDisk: [
      { category: 'cloud_essd', size: 100, performanceLevel: 'PL0', deleteWithInstance: false, diskName: 'logs' },
    ],
    tag: [{ key: 'team', value: 'web' }],
    clientToken: 'one',
  };
  const { body: made } = await client.createInstance(model('CreateInstanceRequest', spec));
  const { body: again } = await client.createInstance(model('CreateInstanceRequest', spec));
  expect(again?.instanceId).toBe(made?.instanceId);
  const instanceId = made?.instanceId ?? '';

  const asked = { regionId: REGION, instanceIds: JSON.stringify([instanceId]), additionalAttributes: ['META_OPTIONS'] };
  const { body: shown } = await client.describeInstances(model('DescribeInstancesRequest', asked));
  expect(shown?.instances?.instance?.[0]).toMatchObject({
    ...{ keyPairName: 'lena', hostName: 'web-1', deletionProtection: true },
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2 },
    tags: { tag: [{ tagKey: 'team', tagValue: 'web' }] },
  });
  const { body: disks } = await client.describeDisks(model('DescribeDisksRequest', { regionId: REGION, instanceId }));
  expect(disks?.disks?.disk?.find(({ type }) => type === 'data')).toMatchObject({
    ...{ diskName: 'logs', size: 100, performanceLevel: 'PL0', device: '/dev/xvdb', deleteWithInstance: false },
  });
  const { body: script } = await client.describeUserData(
    model('DescribeUserDataRequest', { regionId: REGION, instanceId }),
  );
  expect(script?.userData).toBe(userData);
  const log = JSON.stringify(simulator.state().log);
  expect(log).not.toContain(userData.slice(0, 64));
});

test('a key that cannot be given to one of several instances fails for that one alone', async () => {
  const ids = JSON.stringify(['i-none']);
  const request = { regionId: REGION, keyPairName: 'deploy', instanceIds: ids };
  const { body } = await client.attachKeyPair(model('AttachKeyPairRequest', request));
  expect(body).toMatchObject({ totalCount: '1', failCount: '1' });
  expect(body?.results?.result).toMatchObject([
    { instanceId: 'i-none', code: 'InvalidInstanceId.NotFound', success: 'false' },
  ]);
});
