import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CloudConfig } from '../../src/config.ts';
import { silentLog } from '../../src/core/log.ts';
import { type Ecs, makeEcs } from '../../src/ecs/adapter.ts';
import type { CreateInput, EcsPort } from '../../src/ecs/port.ts';
import { startEcsSimulator } from '../../src/sandbox/ecs/server.ts';
import type { EcsSimulator } from '../../src/sandbox/ports.ts';
import { cloudConfig, realClock } from './api-server.ts';

let cloud: EcsSimulator;
let ecs: Ecs;
let port: EcsPort;

const REGION = 'cn-beijing';
const TIMEOUT_MS = 400;

const configFor = (overrides: Partial<CloudConfig> = {}): CloudConfig =>
  cloudConfig(cloud.url, {
    credentials: {
      mode: 'static',
      accessKeyId: cloud.accessKeyId,
      accessKeySecret: cloud.accessKeySecret,
      securityToken: null,
    },
    timeoutMs: TIMEOUT_MS,
    ...overrides,
  });

beforeAll(async () => {
  cloud = await startEcsSimulator({ timeScale: 200, consistencyMs: [0, 0], limits: { each: null } });
  const made = await makeEcs({ config: configFor(), log: silentLog, clock: realClock });
  if (!made.ok) throw new Error(made.error);
  ecs = made.value;
  port = ecs.port;
});
afterAll(async () => {
  await ecs.stop();
  await cloud.close();
});
beforeEach(() => cloud.clearFaults());

let tokens = 0;

/** A create that the simulated cloud accepts, from its own lists. */
async function createInput(bandwidth = 0): Promise<CreateInput> {
  const n = ++tokens;
  const [vSwitches, groups, images] = [
    await port.vSwitches(REGION),
    await port.securityGroups(REGION),
    await port.images(REGION),
  ];
  if (!vSwitches.ok || !groups.ok || !images.ok) throw new Error('a list failed');
  const vSwitch = vSwitches.value.find(({ vpcId }) => groups.value.some((group) => group.vpcId === vpcId));
  if (vSwitch === undefined) throw new Error('no vSwitch shares a VPC with a security group');
  const types = await port.instanceTypes(REGION, vSwitch.zone);
  const type = types.ok && types.value.find(({ id, inStock }) => inStock && id === 'ecs.g7.large');
  const image = images.value.find(({ owner, os }) => owner === 'system' && os === 'linux');
  if (!type || image === undefined) throw new Error('nothing to create');
  return {
    spec: {
      region: REGION,
      zone: vSwitch.zone,
      instanceType: type.id,
      imageId: image.id,
      vSwitchId: vSwitch.id,
      securityGroupId: groups.value.find(({ vpcId }) => vpcId === vSwitch.vpcId)?.id ?? '',
      systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
      internetMaxBandwidthOut: bandwidth,
      name: `web-${n}`,
    },
    clientToken: `token-${n}`,
    tags: [{ key: 'ecs-chatops:request', value: `r${n}-1` }],
  };
}

async function created(bandwidth = 0): Promise<string> {
  const answer = await port.createInstance(await createInput(bandwidth));
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value.cloudId;
}

async function until(cloudId: string, status: string): Promise<void> {
  const end = Date.now() + 5_000;
  for (;;) {
    const seen = await port.describeInstances(REGION, [cloudId]);
    if (seen.ok && seen.value.get(cloudId)?.status === status) return;
    if (Date.now() > end)
      throw new Error(`${cloudId} never became ${status}: ${JSON.stringify([...(seen.ok ? seen.value : [])])}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const instancesTagged = (value: string): number =>
  cloud.state().instances.filter((one) => JSON.stringify(one.Tags).includes(`"${value}"`)).length;

test('an instance comes from Pending over Stopped and its address to Running, and goes again', async () => {
  const id = await created(5);
  await until(id, 'Stopped');
  const ip = await port.allocatePublicIp(REGION, id);
  expect(ip.ok && ip.value.ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(await port.startInstances(REGION, [id])).toEqual({ ok: true, value: new Map([[id, null]]) });
  await until(id, 'Running');
  const seen = await port.describeInstances(REGION, [id]);
  expect(seen.ok && seen.value.get(id)).toEqual({
    cloudId: id,
    status: 'Running',
    publicIp: ip.ok ? ip.value.ip : '',
    privateIp: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
    locks: [],
  });
  expect(await port.rebootInstance(REGION, id)).toEqual({ ok: true, value: null });
  await until(id, 'Running');
  expect(await port.stopInstance(REGION, id)).toEqual({ ok: true, value: null });
  await until(id, 'Stopped');
  expect(await port.deleteInstance(REGION, id)).toEqual({ ok: true, value: null });
  expect(await port.describeInstances(REGION, [id])).toEqual({ ok: true, value: new Map() });
});

test('a running instance can be released without stopping it first', async () => {
  const id = await created();
  await until(id, 'Stopped');
  await port.startInstances(REGION, [id]);
  await until(id, 'Running');
  expect(await port.deleteInstance(REGION, id)).toEqual({ ok: true, value: null });
});

test('several are started in one call, each with its own outcome', async () => {
  const ids = [await created(), await created(), await created()];
  for (const id of ids) await until(id, 'Stopped');
  expect(await port.startInstances(REGION, [ids[2] as string])).toMatchObject({ ok: true });
  const before = cloud.state().calls;
  const started = await port.startInstances(REGION, ids);
  expect(started.ok && [...started.value].map(([id, failure]) => [id, failure?.kind ?? null])).toEqual([
    [ids[0], null],
    [ids[1], null],
    [ids[2], 'wrongState'],
  ]);
  expect(cloud.state().calls.StartInstances).toBe((before.StartInstances ?? 0) + 1);
  for (const id of ids) await until(id, 'Running');
});

test('an unknown id in a batch does not hold up the others', async () => {
  const id = await created();
  await until(id, 'Stopped');
  const started = await port.startInstances(REGION, [id, 'i-doesnotexist0000000']);
  expect(started.ok && [...started.value].map(([, failure]) => failure?.kind ?? null)).toEqual([null, 'gone']);
  await until(id, 'Running');
});

test('the same token and spec give the same instance, another spec is refused', async () => {
  const input = await createInput();
  const first = await port.createInstance(input);
  expect(await port.createInstance(input)).toEqual(first);
  expect(instancesTagged(input.tags[0]?.value ?? '')).toBe(1);
  const other = { ...input, spec: { ...input.spec, name: 'other' } };
  expect(await port.createInstance(other)).toMatchObject({ ok: false, error: { kind: 'tokenMismatch' } });
});

test('what was created is found by its tag', async () => {
  const input = await createInput();
  const made = await port.createInstance(input);
  const found = await port.findByTag(REGION, 'ecs-chatops:request', input.tags[0]?.value ?? '');
  expect(found.ok && found.value.map(({ cloudId }) => cloudId)).toEqual([made.ok && made.value.cloudId]);
  expect(await port.findByTag(REGION, 'ecs-chatops:request', 'nobody')).toEqual({ ok: true, value: [] });
});

test('a hundred instances are seen in one call', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push(await created());
  const before = cloud.state().calls.DescribeInstances ?? 0;
  const asked = [...ids, ...Array.from({ length: 88 }, (_, n) => `i-missing${n}`)];
  const seen = await port.describeInstances(REGION, asked);
  expect(seen.ok && [...seen.value.keys()].sort()).toEqual([...ids].sort());
  expect(cloud.state().calls.DescribeInstances).toBe(before + 1);
});

test('the lists say what can be had', async () => {
  const regions = await port.regions();
  expect(regions.ok && regions.value.map(({ id }) => id)).toEqual([...cloud.regions]);
  const zones = await port.zones(REGION);
  if (!zones.ok) throw new Error(zones.error.detail);
  expect(zones.value.length).toBeGreaterThan(1);
  for (const zone of zones.value)
    expect(zone).toEqual({ id: expect.stringContaining(REGION), name: expect.any(String) });
  const types = await port.instanceTypes(REGION, zones.value[0]?.id ?? '');
  expect(types.ok && types.value).toContainEqual({
    id: 'ecs.g7.large',
    family: 'ecs.g7',
    vCpu: 2,
    memoryGiB: 8,
    inStock: expect.any(Boolean),
    diskCategories: [],
  });
  const images = await port.images(REGION);
  expect(images.ok && images.value.map(({ os }) => os)).toEqual(expect.arrayContaining(['linux', 'windows']));
  for (const image of images.ok ? images.value : []) {
    expect(image.sizeGiB, image.id).toBeGreaterThan(0);
    expect(image.osName, image.id).not.toBe('');
  }
  const vSwitches = await port.vSwitches(REGION);
  const zoneIds = zones.value.map(({ id }) => id);
  for (const vSwitch of vSwitches.ok ? vSwitches.value : []) {
    expect(zoneIds).toContain(vSwitch.zone);
    expect(vSwitch.freeAddresses).toBeGreaterThan(0);
    expect(vSwitch.cidr).toMatch(/\/\d+$/);
  }
  expect(vSwitches.ok && vSwitches.value.length).toBeGreaterThan(0);
  const groups = await port.securityGroups(REGION);
  expect(groups.ok && groups.value.length).toBeGreaterThan(0);
});

test('a create that took effect but was not confirmed is in doubt, and its token finds it', async () => {
  const faults = ['unavailable-after', 'reset-after', 'timeout', 'html-error', 'truncated-json', 'no-id'];
  for (const name of faults) {
    const input = await createInput();
    expect(cloud.addFault({ name }), name).toBeNull();
    const doubted = await port.createInstance(input);
    expect([name, doubted.ok || doubted.error.kind]).toEqual([
      name,
      name === 'unavailable-after' ? 'transient' : 'ambiguous',
    ]);
    expect((await port.createInstance(input)).ok, name).toBe(true);
    expect([name, instancesTagged(input.tags[0]?.value ?? '')]).toEqual([name, 1]);
  }
});

test('a create that did not take effect is repeated with its token', async () => {
  for (const [name, kind] of [
    ['unavailable-before', 'transient'],
    ['reset-before', 'ambiguous'],
    ['in-flight', 'inFlight'],
  ]) {
    const input = await createInput();
    cloud.addFault({ name: name as string });
    expect(await port.createInstance(input)).toMatchObject({ ok: false, error: { kind } });
    expect(instancesTagged(input.tags[0]?.value ?? '')).toBe(0);
    expect((await port.createInstance(input)).ok).toBe(true);
    expect(instancesTagged(input.tags[0]?.value ?? '')).toBe(1);
  }
});

test('each refusal of the cloud has its kind', async () => {
  const input = await createInput();
  const refusals: readonly (readonly [string, string])[] = [
    ['no-stock', 'noStock'],
    ['not-enough-balance', 'money'],
    ['arrears', 'money'],
    ['quota', 'quota'],
    ['permission', 'permission'],
    ['bad-credentials', 'credentials'],
    ['image-refused', 'badInput'],
  ];
  for (const [name, kind] of refusals) {
    expect(cloud.addFault({ name }), name).toBeNull();
    const refused = await port.createInstance(input);
    expect([name, refused.ok || refused.error.kind]).toEqual([name, kind]);
    expect(refused.ok || refused.error.detail.length).toBeGreaterThan(0);
    expect(refused.ok || refused.error.requestId).toBeTruthy();
    if (name === 'permission') {
      expect(refused.ok || refused.error.missing?.action).toBe('ecs:CreateInstance');
    }
  }
});

test('an instance that is locked, or not in the state an act needs, says so', async () => {
  cloud.addFault({ name: 'lock' });
  const locked = await created();
  await until(locked, 'Stopped');
  const seen = await port.describeInstances(REGION, [locked]);
  expect(seen.ok && seen.value.get(locked)?.locks).toEqual(['security']);
  const started = await port.startInstances(REGION, [locked]);
  expect(started.ok && started.value.get(locked)?.kind).toBe('locked');
  const stopped = await created();
  await until(stopped, 'Stopped');
  expect(await port.stopInstance(REGION, stopped)).toMatchObject({ ok: false, error: { kind: 'wrongState' } });
  expect(await port.stopInstance(REGION, 'i-doesnotexist0000000')).toMatchObject({
    ok: false,
    error: { kind: 'gone' },
  });
});

test('throttling pauses this API in this region, for as long as the cloud asks', async () => {
  const own = await makeEcs({ config: configFor(), log: silentLog, clock: realClock, checkWaitMs: 0 });
  if (!own.ok) throw new Error(own.error);
  cloud.addFault({ name: 'throttle', action: 'DescribeImages', retryAfterMs: 30_000 });
  expect(await own.value.port.images(REGION)).toMatchObject({
    ok: false,
    error: { kind: 'throttled', retryAfterMs: 30_000 },
  });
  const before = cloud.state().calls.DescribeImages;
  expect(await own.value.port.images(REGION)).toMatchObject({ ok: false, error: { kind: 'throttled', code: null } });
  expect(cloud.state().calls.DescribeImages).toBe(before);
  expect((await own.value.port.images('cn-shanghai')).ok).toBe(true);
  expect((await own.value.port.vSwitches(REGION)).ok).toBe(true);
  await own.value.stop();
});

test('credentials the cloud refuses stop the start, with what to do', async () => {
  const credentials = {
    mode: 'static',
    accessKeyId: 'LTAI5tnobodyknowsthis',
    accessKeySecret: 'hunter2',
    securityToken: null,
  } as const;
  const wrongId = await makeEcs({ config: configFor({ credentials }), log: silentLog, clock: realClock });
  expect(wrongId).toMatchObject({ ok: false, error: expect.stringContaining('ALIBABA_CLOUD_ACCESS_KEY_ID') });
  expect(JSON.stringify(wrongId)).not.toMatch(/hunter2|LTAI5tnobody/);
  const wrongSecret = await makeEcs({
    config: configFor({ credentials: { ...credentials, accessKeyId: cloud.accessKeyId } }),
    log: silentLog,
    clock: realClock,
  });
  expect(wrongSecret).toMatchObject({ ok: false, error: expect.stringContaining('SignatureDoesNotMatch') });
  expect(JSON.stringify(wrongSecret)).not.toContain('hunter2');
});

test('a cloud that cannot be reached does not stop the start', async () => {
  const warnings: string[] = [];
  const made = await makeEcs({
    config: configFor({ ecsEndpoint: 'http://127.0.0.1:1' }),
    log: { ...silentLog, warn: (_, message) => void warnings.push(message) },
    clock: realClock,
  });
  expect(made.ok).toBe(true);
  expect(warnings).toHaveLength(1);
  if (made.ok) await made.value.stop();
});

test('a cloud that is slow to answer the check does not hold up the start', async () => {
  cloud.addFault({ name: 'timeout', action: 'DescribeRegions' });
  const started = Date.now();
  const made = await makeEcs({
    config: configFor({ timeoutMs: 5_000 }),
    log: silentLog,
    clock: realClock,
    checkWaitMs: 50,
  });
  expect(made.ok).toBe(true);
  expect(Date.now() - started).toBeLessThan(3_000);
  cloud.clearFaults();
});
