import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEcsSimulator } from '../../../../src/sandbox/ecs/wire/server.ts';
import type { EcsCallMoment, EcsSimulator } from '../../../../src/sandbox/ports.ts';
import { type EcsClient, model, sdk } from '../clients.ts';
import { send } from '../raw.ts';

let simulator: EcsSimulator;
let client: EcsClient;
beforeEach(async () => {
  simulator = await startEcsSimulator({ limits: { each: null }, consistencyMs: [0, 0] });
  client = sdk(simulator);
});
afterEach(() => simulator.close());

const waitFor = async <T>(read: () => T | undefined | false): Promise<T> => {
  for (let tries = 0; tries < 2000; tries++) {
    const value = read();
    if (value) return value;
    await new Promise((next) => setTimeout(next, 5));
  }
  throw new Error('It did not happen within ten seconds.');
};

async function spec(changes: Readonly<Record<string, unknown>> = {}): Promise<never> {
  const vSwitches = await client.describeVSwitches(model('DescribeVSwitchesRequest', { regionId: 'cn-beijing' }));
  const vSwitch = vSwitches.body?.vSwitches?.vSwitch?.[0];
  const groups = await client.describeSecurityGroups(
    model('DescribeSecurityGroupsRequest', { regionId: 'cn-beijing', vpcId: vSwitch?.vpcId }),
  );
  return model('CreateInstanceRequest', {
    regionId: 'cn-beijing',
    instanceType: 'ecs.g7.large',
    imageId: 'ubuntu_22_04_x64_20G_alibase_20260916.vhd',
    vSwitchId: vSwitch?.vSwitchId,
    securityGroupId: groups.body?.securityGroups?.securityGroup?.[0]?.securityGroupId,
    clientToken: 'token-1',
    ...changes,
  });
}

describe('the SDK', () => {
  test('creates, looks, and finds what it made', async () => {
    const made = await client.createInstance(
      await spec({
        instanceName: '测试-1',
        systemDisk: { category: 'cloud_essd', size: '60' },
        internetMaxBandwidthOut: 5,
        tag: [{ key: 'ecs-chatops:request', value: "r-1 (a+b) *!'" }],
        userData: Buffer.alloc(24_000, 'x').toString('base64'),
      }),
    );
    const id = made.body?.instanceId ?? '';
    expect(id).toMatch(/^i-2ze/);
    const look = await client.describeInstances(
      model('DescribeInstancesRequest', {
        regionId: 'cn-beijing',
        maxResults: 100,
        tag: [{ key: 'ecs-chatops:request', value: "r-1 (a+b) *!'" }],
      }),
    );
    expect(look.body?.instances?.instance).toMatchObject([
      { instanceId: id, instanceName: '测试-1', status: 'Pending', ioOptimized: true, memory: 8192 },
    ]);
  });

  test('reads every part of the catalogue, prices and the balance in its own casing', async () => {
    const types = await client.describeInstanceTypes(model('DescribeInstanceTypesRequest', {}));
    expect(types.body?.instanceTypes?.instanceType?.length).toBeGreaterThan(100);
    const offered = await client.describeAvailableResource(
      model('DescribeAvailableResourceRequest', {
        regionId: 'cn-beijing',
        zoneId: 'cn-beijing-f',
        destinationResource: 'InstanceType',
      }),
    );
    expect(
      offered.body?.availableZones?.availableZone?.[0]?.availableResources?.availableResource?.[0]?.supportedResources
        ?.supportedResource?.length,
    ).toBeGreaterThan(100);
    const images = await client.describeImages(
      model('DescribeImagesRequest', { regionId: 'cn-beijing', pageSize: 100 }),
    );
    expect(images.body?.images?.image?.map((image) => image.OSNameEn)).toContain('Ubuntu 22.04 64 bit');
    const vpcs = await client.describeVpcs(model('DescribeVpcsRequest', { regionId: 'cn-beijing' }));
    expect(vpcs.body?.vpcs?.vpc?.[0]?.vSwitchIds?.vSwitchId).toHaveLength(4);
    const pairs = await client.describeKeyPairs(model('DescribeKeyPairsRequest', { regionId: 'cn-beijing' }));
    expect(pairs.body?.keyPairs?.keyPair?.[0]?.keyPairName).toBe('ops-2026');
    const price = await client.describePrice(
      model('DescribePriceRequest', { regionId: 'cn-beijing', instanceType: 'ecs.g7.large', priceUnit: 'Month' }),
    );
    expect(price.body?.priceInfo?.price?.tradePrice).toBe(261.12);
  });

  test('gets refusals as coded errors with the status and the whole body', async () => {
    const call = client.createInstance(await spec({ internetMaxBandwidthOut: 500 }));
    await expect(call).rejects.toMatchObject({
      name: 'ClientError',
      code: 'InvalidInternetMaxBandwidthOut.ValueNotSupported',
      statusCode: 400,
    });
    simulator.addFault({ name: 'permission', action: 'DescribeZones' });
    const zones = client.describeZones(model('DescribeZonesRequest', { regionId: 'cn-beijing' }));
    await expect(zones).rejects.toMatchObject({
      code: 'Forbidden.RAM',
      accessDeniedDetail: { AuthAction: 'ecs:DescribeZones' },
    });
    simulator.addFault({ name: 'throttle', retryAfterMs: 700 });
    const throttled = client.describeRegions(model('DescribeRegionsRequest', {}));
    await expect(throttled).rejects.toMatchObject({ name: 'ThrottlingError', retryAfter: 700 });
  });

  test('goes the whole way of the published sample: create, look, address, start, look, stop', async () => {
    simulator.setTimeScale(200);
    const groups = await client.describeSecurityGroups(
      model('DescribeSecurityGroupsRequest', { regionId: 'cn-beijing', networkType: 'classic' }),
    );
    const made = await client.createInstance(
      model('CreateInstanceRequest', {
        regionId: 'cn-beijing',
        imageId: 'ubuntu1404_64_40G_cloudinit_20160727.raw',
        instanceType: 'ecs.s2.large',
        securityGroupId: groups.body?.securityGroups?.securityGroup?.[0]?.securityGroupId,
        ioOptimized: 'optimized',
        systemDisk: { category: 'cloud_ssd' },
        internetMaxBandwidthOut: 1,
      }),
    );
    const instanceId = made.body?.instanceId ?? '';
    const look = async () => {
      const answer = await client.describeInstances(
        model('DescribeInstancesRequest', { regionId: 'cn-beijing', instanceIds: JSON.stringify([instanceId]) }),
      );
      return answer.body?.instances?.instance?.[0];
    };
    const until = async (status: string) => {
      for (let tries = 0; tries < 500; tries++) {
        const seen = await look();
        if (seen?.status === status) return seen;
      }
      throw new Error(`It never was ${status}.`);
    };
    await until('Stopped');
    const address = await client.allocatePublicIpAddress(model('AllocatePublicIpAddressRequest', { instanceId }));
    await client.startInstance(model('StartInstanceRequest', { instanceId }));
    const running = await until('Running');
    expect(running.publicIpAddress?.ipAddress).toEqual([address.body?.ipAddress]);
    await client.stopInstance(model('StopInstanceRequest', { instanceId }));
    await until('Stopped');
    const [shown] = simulator.state().instances;
    const timeline = shown?._timeline as { status: string }[];
    expect(timeline.map((phase) => phase.status)).toEqual([
      'Pending',
      'Stopped',
      'Starting',
      'Running',
      'Stopping',
      'Stopped',
    ]);
  });
});

describe('a fault on the wire', () => {
  test.each([
    ['reset-before', /ECONNRESET|socket hang up/, 0],
    ['reset-after', /ECONNRESET|socket hang up/, 1],
    ['html-error', /Unexpected token/, 1],
    ['truncated-json', /JSON/, 1],
  ])('%s breaks the answer and the same token mends it', async (name, message, made) => {
    const request = await spec();
    simulator.addFault({ name, action: 'CreateInstance' });
    await expect(client.createInstance(request)).rejects.toThrow(message);
    expect(simulator.state().instances).toHaveLength(made);
    await client.createInstance(request);
    expect(simulator.state().instances).toHaveLength(1);
  });

  test('timeout takes effect and never answers', async () => {
    const hasty = await startEcsSimulator();
    simulator.addFault({ name: 'timeout', action: 'DescribeRegions' });
    const call = client.describeRegions(model('DescribeRegionsRequest', {}));
    let settled = false;
    call
      .catch(() => {})
      .finally(() => {
        settled = true;
      });
    await waitFor(() => simulator.state().calls.DescribeRegions === 1);
    expect((await sdk(hasty).describeRegions(model('DescribeRegionsRequest', {}))).statusCode).toBe(200);
    expect(settled).toBe(false);
    await hasty.close();
    await simulator.close();
    await expect(call).rejects.toThrow();
  });

  test('slow answers after its delay', async () => {
    simulator.addFault({ name: 'slow', action: '*', delayMs: 150 });
    const began = Date.now();
    await client.describeRegions(model('DescribeRegionsRequest', {}));
    expect(Date.now() - began).toBeGreaterThanOrEqual(149);
  });

  test('a malformed one is refused with a sentence', () => {
    expect(simulator.addFault({ name: 'flood' })).toContain('flood');
    expect(simulator.activeFaults()).toEqual([]);
    simulator.addFault({ name: 'quota', times: 0 });
    expect(simulator.activeFaults()).toHaveLength(1);
    simulator.clearFaults();
    expect(simulator.activeFaults()).toEqual([]);
  });
});

describe('watching', () => {
  test('each call is announced before it acts and after, and waits for the watcher', async () => {
    const moments: (EcsCallMoment & { readonly instances: number })[] = [];
    const unhook = simulator.onCall(async (moment) => {
      await Promise.resolve();
      moments.push({ ...moment, instances: simulator.state().instances.length });
    });
    const request = await spec();
    moments.length = 0;
    await client.createInstance(request);
    const params = expect.objectContaining({ InstanceType: expect.any(String) });
    expect(moments).toEqual([
      { api: 'CreateInstance', phase: 'before', n: 3, params, host: '127.0.0.1', instances: 0 },
      { api: 'CreateInstance', phase: 'after', n: 3, params, host: '127.0.0.1', instances: 1 },
    ]);
    unhook();
    await client.describeRegions(model('DescribeRegionsRequest', {}));
    expect(moments).toHaveLength(2);
  });

  test('changes that time makes are reported without anybody asking', async () => {
    const seen: unknown[] = [];
    await client.createInstance(await spec());
    const unhook = simulator.onChange(() => seen.push(simulator.state().instances[0]?.Status));
    simulator.setTimeScale(500);
    await waitFor(() => seen.includes('Stopped'));
    expect(seen).not.toContain(undefined);
    unhook();
  });

  test('the log keeps no secret', async () => {
    await client.createInstance(await spec({ password: 'Correct-Horse-7', userData: 'c2VjcmV0' }));
    const text = JSON.stringify(simulator.state());
    expect(text).toContain('"action":"CreateInstance"');
    for (const secret of ['Correct-Horse-7', 'c2VjcmV0', simulator.accessKeySecret, simulator.accessKeyId]) {
      expect(text).not.toContain(secret);
    }
  });
});

test('three hundred requests at forty at a time are all answered', async () => {
  let left = 300;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const reply = await send(simulator, 'DescribeInstances', { RegionId: 'cn-beijing', InstanceIds: '["i-1"]' });
      expect(reply.status).toBe(200);
    }
  };
  await Promise.all(Array.from({ length: 40 }, worker));
  expect(simulator.state().calls.DescribeInstances).toBe(300);
});

test('it listens on the loopback only, says where, and a taken port is an error', async () => {
  const { port, hostname } = new URL(simulator.url);
  expect(hostname).toBe('127.0.0.1');
  await expect(startEcsSimulator({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(simulator.regions).toContain('cn-beijing');
  expect(simulator.accessKeyId).toMatch(/^LTAI5t/);
});
