import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Result } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { type Ecs, makeEcs } from '../../../src/ecs/adapter.ts';
import { MAX_LISTED, makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { startEcsSimulator } from '../../../src/sandbox/ecs/wire/server.ts';
import type { EcsSimulator } from '../../../src/sandbox/ports.ts';
import { cloudConfig, ecsAt, realClock, startApiServer } from '../api-server.ts';

const REGION = 'cn-hangzhou';
const COUNT = 5000;

let cloud: EcsSimulator;
let ecs: Ecs;
let port: EcsPort;

beforeAll(async () => {
  cloud = await startEcsSimulator({ limits: { each: null }, population: [{ region: REGION, count: COUNT }] });
  const { accessKeyId, accessKeySecret } = cloud;
  const credentials = { mode: 'static', accessKeyId, accessKeySecret, securityToken: null } as const;
  const config = cloudConfig(cloud.url, { credentials });
  const made = await makeEcs({ config, log: silentLog, clock: realClock, checkWaitMs: 0 });
  if (!made.ok) throw new Error(made.error);
  ecs = made.value;
  port = ecs.port;
});
afterAll(async () => {
  await ecs.stop();
  await cloud.close();
});
beforeEach(() => cloud.clearFaults());

const read = <T>(result: Result<T, Failure>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const describes = (): number => cloud.state().calls.DescribeInstances ?? 0;

test('the first page of 5,000 instances and how many there are take two calls, each page after it one', async () => {
  const before = describes();
  const first = read(await port.listInstances(REGION, {}, null, 'people'));
  expect(first.instances).toHaveLength(100);
  expect(first.total).toBe(COUNT);
  expect(describes() - before).toBe(2);
  const second = read(await port.listInstances(REGION, {}, first.next, 'people'));
  expect(describes() - before).toBe(3);
  const ids = new Set([...first.instances, ...second.instances].map(({ cloudId }) => cloudId));
  expect(ids.size).toBe(200);
});

test('who reads all pages anyhow has nothing counted, and stands behind people in line', async () => {
  const before = describes();
  const first = read(await port.listInstances(REGION, {}, null, 'polling'));
  expect([first.instances.length, first.total, first.next === null]).toEqual([100, null, false]);
  expect(describes() - before).toBe(1);
});

test('the whole of what can be paged through takes eleven calls', async () => {
  const before = describes();
  const inventory = makeInventory(port, { memory: makeAccountMemory(), clock: realClock, log: silentLog });
  const listing = read(await inventory.load(REGION, {}, { upTo: COUNT, since: 0 }));
  expect(listing).toMatchObject({ total: COUNT });
  expect(listing.instances).toHaveLength(MAX_LISTED);
  expect(describes() - before).toBe(MAX_LISTED / 100 + 1);
});

test('name, tag and id narrow it in the cloud', async () => {
  const team = { key: 'team', value: 'shop' };
  const named = read(await port.listInstances(REGION, { name: '*web-00*', tags: [team] }, null, 'people'));
  expect(named.instances.length).toBeGreaterThan(0);
  for (const { name, tags } of named.instances) {
    expect(name).toMatch(/^web-00/);
    expect(tags).toContainEqual(team);
  }
  const [one] = named.instances;
  const byId = read(await port.listInstances(REGION, { ids: [one?.cloudId ?? ''] }, null, 'people'));
  expect(byId).toEqual({ instances: [one], next: null, total: null });
  const keyOnly = read(await port.listInstances(REGION, { tags: [{ key: 'team', value: '' }] }, null, 'people'));
  expect(keyOnly.total).toBe(COUNT);
  expect(read(await port.listInstances(REGION, { name: 'web' }, null, 'people')).instances).toEqual([]);
});

test('one instance is described with everything a person needs, its disks beside it', async () => {
  const [paid] = read(await port.listInstances(REGION, { name: 'worker-0007' }, null, 'people')).instances;
  expect(paid).toEqual({
    cloudId: expect.stringMatching(/^i-bp1/),
    region: REGION,
    zone: expect.stringMatching(/^cn-hangzhou-/),
    name: 'worker-0007',
    status: 'Running',
    instanceType: expect.stringMatching(/^ecs\./),
    vCpu: expect.any(Number),
    memoryGiB: expect.any(Number),
    os: expect.stringContaining('64 bit'),
    imageId: expect.stringContaining('.vhd'),
    system: 'linux',
    keyPair: '',
    publicIp: null,
    privateIp: expect.stringMatching(/^172\./),
    vpcId: expect.stringMatching(/^vpc-/),
    vSwitchId: expect.stringMatching(/^vsw-/),
    securityGroupIds: [expect.stringMatching(/^sg-/)],
    bandwidthOut: 0,
    chargeKind: 'prepaid',
    createdAt: expect.any(Number),
    expiresAt: expect.any(Number),
    autoReleaseAt: null,
    stoppedMode: null,
    deletionProtection: false,
    locks: ['security'],
    tags: [
      { key: 'team', value: 'search' },
      { key: 'env', value: 'production' },
    ],
  });
  expect(read(await port.instance(REGION, paid?.cloudId ?? ''))).toEqual(paid);
  expect(read(await port.disks(REGION, paid?.cloudId ?? ''))).toEqual([
    {
      id: expect.stringMatching(/^d-/),
      kind: 'system',
      category: 'cloud_essd',
      performanceLevel: 'PL1',
      sizeGiB: 40,
      status: 'In_use',
      isPrepaid: true,
    },
  ]);
});

test('pay-as-you-go does not expire, and an id that the region does not know is no failure', async () => {
  const [stopped] = read(await port.listInstances(REGION, { name: 'web-0010' }, null, 'people')).instances;
  expect(stopped).toMatchObject({
    status: 'Stopped',
    chargeKind: 'payAsYouGo',
    expiresAt: null,
    stoppedMode: 'KeepCharging',
  });
  expect(read(await port.instance('cn-beijing', stopped?.cloudId ?? ''))).toBeNull();
  expect(await port.disks('cn-beijing', stopped?.cloudId ?? '')).toMatchObject({ ok: false, error: { kind: 'gone' } });
});

test('a region that fails is a failure and never an empty list', async () => {
  expect(cloud.addFault({ name: 'unavailable-before', action: 'DescribeInstances', times: 1 })).toBeNull();
  expect(await port.listInstances(REGION, {}, null, 'people')).toMatchObject({
    ok: false,
    error: { kind: 'transient' },
  });
  expect(await port.listInstances('cn-nowhere', {}, null, 'people')).toMatchObject({ ok: false });
});

test('what the cloud leaves out or says in other words is shown as unknown and hides no other instance', async () => {
  const api = await startApiServer();
  const strange = await ecsAt(api.url);
  const instances = [
    {
      InstanceId: 'i-1',
      Status: 'Migrating',
      SpotStrategy: 'SpotAsPriceGo',
      ImageId: 'm-1',
      AutoReleaseTime: '2026-12-01T08:00Z',
    },
    { InstanceId: 'i-2', Status: 'Running', InstanceName: 'web', EipAddress: { IpAddress: '47.1.1.1' } },
    { Status: 'Running' },
  ];
  api.answer('DescribeInstances', { json: { RequestId: 'r', NextToken: '', Instances: { Instance: instances } } });
  const page = read(await strange.port.listInstances(REGION, {}, null, 'people'));
  expect(page.instances).toMatchObject([
    { name: 'i-1', status: 'Unknown', os: 'm-1', chargeKind: 'spot', autoReleaseAt: Date.UTC(2026, 11, 1, 8) },
    { name: 'web', status: 'Running', publicIp: '47.1.1.1', privateIp: null, locks: [], tags: [] },
  ]);
  api.answer('DescribeInstances', { json: { RequestId: 'r' } });
  expect(await strange.port.listInstances(REGION, {}, null, 'people')).toMatchObject({
    ok: false,
    error: { kind: 'ambiguous' },
  });
  await strange.stop();
  await api.close();
});
