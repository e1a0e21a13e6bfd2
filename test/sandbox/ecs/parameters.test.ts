import { describe, expect, test } from 'vitest';
import { ECS_VERSION } from '../../../src/sandbox/ecs/actions/action.ts';
import { ACTIONS } from '../../../src/sandbox/ecs/actions/all.ts';
import { shapeOf } from '../../../src/sandbox/ecs/taken.ts';
import { type Params, readParams } from '../../../src/sandbox/ecs/wire/params.ts';
import { makeWorld } from '../../../src/sandbox/ecs/world.ts';
import { fakeCloud, rows, START, type Wire } from './fake-cloud.ts';
import { ECDSA } from './keys.ts';
import { sayable } from './sdk-shapes.ts';

const ECS = Object.entries(ACTIONS).filter(([, { version }]) => (version ?? ECS_VERSION) === ECS_VERSION);
/** What is taken beside the SDK's models: the older spelling of tags, and a dry run that the documentation has. */
const BESIDE = ['Tag.N.key', 'Tag.N.value', 'AllocatePublicIpAddress DryRun', 'ImportKeyPair RegionId'];

/** A parameter of that shape as it would be sent. */
const sent = (shape: string): Wire => ({ [shape.replaceAll('.N', '.1')]: 'x' });

describe('every parameter of the SDK', () => {
  test('is counted', () => {
    expect(sayable('CreateInstance')).toHaveLength(82);
    expect(sayable('RunInstances').length).toBeGreaterThan(130);
  });

  test.each(ECS)('of %s is taken or refused by name, and no other is taken', (action, { takes }) => {
    const known = sayable(action);
    const made = takes.filter(
      (name) => !known.includes(name) && !BESIDE.includes(name) && !BESIDE.includes(`${action} ${name}`),
    );
    expect(made, 'taken and not in the SDK').toEqual([]);
    const { call } = fakeCloud();
    for (const shape of [
      ...known.filter((name) => !takes.includes(name) && name !== 'RegionId'),
      'Bogus',
      'Bogus.N.Key',
    ]) {
      const { status, body } = call(action, sent(shape));
      expect([shape, status, body.Code]).toEqual([shape, 400, 'Sandbox.NotModelled']);
      expect(body.Message).toContain(`"${shape.replaceAll('.N', '.1')}" of ${action}`);
    }
  });

  test('is not refused where it is empty, which says nothing', () => {
    expect(fakeCloud().told('DescribeRegions', { OwnerId: '' })).toBe('200');
  });

  test('RegionId goes with everything, and is a region', () => {
    const { told } = fakeCloud();
    expect(told('DescribeRegions', { RegionId: 'cn-beijing' })).toBe('200');
    expect(told('DescribeRegions', { RegionId: 'xx-nowhere' })).toBe('404 InvalidRegionId.NotFound');
    expect(told('DescribeInstanceTypes', { RegionId: 'xx-nowhere' })).toBe('404 InvalidRegionId.NotFound');
  });

  test('the billing API takes none', () => {
    expect(fakeCloud().told('QueryAccountBalance', { Currency: 'CNY' })).toBe('400 Sandbox.NotModelled');
  });
});

/** Parameters that note what is read of them. */
function noting(raw: Wire): { params: Params; read: Set<string> } {
  const read = new Set<string>();
  const inner = readParams(raw);
  const note = (name: string): string => {
    read.add(name);
    return name;
  };
  const params: Params = {
    raw,
    text: (name) => inner.text(note(name)),
    required: (name) => inner.required(note(name)),
    whole: (name, code) => inner.whole(note(name), code),
    flag: (name) => inner.flag(note(name)),
    list: (name) => {
      note(`${name}.N`);
      return inner.list(name);
    },
    records: (name) =>
      inner.records(name).map(
        (record) =>
          new Proxy(record, {
            get: (target, field) => {
              note(`${name}.N.${String(field)}`);
              return target[String(field)];
            },
          }),
      ),
  };
  return { params, read };
}

describe('what an action takes is read', () => {
  const cloud = fakeCloud();
  const region = { RegionId: 'cn-hangzhou' };
  const tag = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' };
  const older = { 'Tag.1.key': 'team', 'Tag.1.value': 'web' };
  const spec = cloud.spec({ ...tag, 'DataDisk.1.Size': '20' });
  const bought = { InstanceChargeType: 'PrePaid', Period: '1', AutoRenew: 'true' };
  const limited = { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '9' };
  const SAMPLES: Readonly<Record<string, readonly Wire[]>> = {
    CreateInstance: [spec, { ...cloud.spec(older) }, { ...spec, ...bought }, { ...spec, ...limited }],
    RunInstances: [
      spec,
      { ...cloud.spec(older) },
      { ...spec, ...bought },
      { ...spec, ...limited },
      { ...spec, InstanceName: 'web' },
    ],
    DescribeInstances: [
      { ...region, ...older },
      { ...region, ...tag, 'Filter.1.Key': 'CreationEndTime', 'Filter.1.Value': '2026-11-23T16:00Z' },
    ],
    DescribeInstanceAttribute: [{ InstanceId: 'running' }],
    DescribeUserData: [{ ...region, InstanceId: 'running' }],
    DescribeInstanceRamRole: [{ ...region, RamRoleName: 'EcsWebRole' }],
    ModifyInstanceAttribute: [{ InstanceId: 'running' }],
    DescribeCloudAssistantStatus: [region],
    DescribeImageFromFamily: [{ ...region, ImageFamily: 'web-base' }],
    DescribeSecurityGroupAttribute: [{ ...region, SecurityGroupId: String(spec.SecurityGroupId) }],
    AttachKeyPair: [{ ...region, KeyPairName: 'deploy', InstanceIds: '["i-none"]' }],
    DetachKeyPair: [{ ...region, KeyPairName: 'deploy', InstanceIds: '["i-none"]' }],
    DeleteKeyPairs: [{ ...region, KeyPairNames: '["deploy"]' }],
    UntagResources: [{ ...region, ResourceType: 'instance', 'ResourceId.1': 'running' }],
    ListTagResources: [
      { ...region, ...tag, ResourceType: 'instance' },
      { ...region, ...older, ResourceType: 'instance' },
    ],
    CreateDisk: [
      { ...region, ...tag, ZoneId: 'cn-hangzhou-h', Size: '20', DiskCategory: 'cloud_essd' },
      { ...region, ...older, ZoneId: 'cn-hangzhou-h', Size: '20', DiskCategory: 'cloud_essd' },
    ],
    DeleteDisk: [{ DiskId: 'd-none' }],
    AttachDisk: [{ DiskId: 'loose', InstanceId: 'stopped' }],
    DetachDisk: [{ DiskId: 'attached', InstanceId: 'stopped' }],
    ResizeDisk: [{ DiskId: 'attached', NewSize: '40' }],
    ModifyDiskAttribute: [{ ...region, DiskId: 'attached' }],
    DescribeDisks: [region, { ...region, ...tag }, { ...region, ...older }],
    DescribeImages: [region, { ...region, ...tag }, { ...region, ...older }],
    DescribeSecurityGroups: [region, { ...region, ...tag }, { ...region, ...older }],
    DescribeLaunchTemplateVersions: [{ ...region, LaunchTemplateName: 'web-servers', DetailFlag: 'true' }],
    DescribeKeyPairs: [region, { ...region, ...tag }, { ...region, ...older }],
    DescribePrice: [{ ...region, InstanceType: 'ecs.g7.large', 'SystemDisk.Size': '40', 'DataDisk.1.Size': '20' }],
    DescribeAvailableResource: [{ ...region, DestinationResource: 'InstanceType' }],
    TagResources: [
      { ...region, ...tag, ResourceType: 'instance', 'ResourceId.1': 'running' },
      { ...region, ...older, ResourceType: 'instance', 'ResourceId.1': 'running' },
    ],
    ImportKeyPair: [
      { ...region, ...tag, KeyPairName: 'mine', PublicKeyBody: ECDSA },
      { ...region, ...older, KeyPairName: 'other', PublicKeyBody: ECDSA },
    ],
    DescribeInstanceAutoRenewAttribute: [{ ...region, RenewalStatus: 'Normal' }],
    DescribeRenewalPrice: [{ ...region, ResourceId: 'prepaid' }],
    DescribeInstanceModificationPrice: [
      { ...region, InstanceId: 'prepaid', InstanceType: String(spec.InstanceType), 'SystemDisk.Size': '60' },
      { ...region, InstanceId: 'prepaid', 'DataDisk.1.Size': '40', 'DataDisk.1.DiskId': 'bought' },
    ],
    ModifyInstanceAutoRenewAttribute: [{ ...region, InstanceId: 'prepaid' }],
    RenewInstance: [{ InstanceId: 'prepaid', Period: '1' }],
    ModifyInstanceAutoReleaseTime: [{ InstanceId: 'stopped' }],
    AllocatePublicIpAddress: [{ InstanceId: 'stopped' }],
    StartInstance: [{ InstanceId: 'stopped' }],
    DeleteInstance: [{ InstanceId: 'stopped' }],
    StopInstance: [{ InstanceId: 'running' }],
    RebootInstance: [{ InstanceId: 'running' }],
    StartInstances: [{ ...region, 'InstanceId.1': 'stopped' }],
    DeleteInstances: [{ ...region, 'InstanceId.1': 'stopped' }],
    StopInstances: [{ ...region, 'InstanceId.1': 'running' }],
    RebootInstances: [{ ...region, 'InstanceId.1': 'running' }],
  };

  function read(action: string, sample: Wire): Set<string> {
    let now = START;
    const world = makeWorld({ now: () => now, seed: 7, balanceMinor: 100_000_000 });
    const run = (name: string, raw: Wire) => ACTIONS[name]?.run(world, readParams(raw)) as Record<string, never>;
    const ids: Record<string, unknown> = {
      stopped: run('CreateInstance', { ...spec, InternetMaxBandwidthOut: '1' }).InstanceId,
      running: rows(run('RunInstances', spec), 'InstanceIdSets.InstanceIdSet')[0],
      prepaid: run('CreateInstance', { ...spec, ...bought }).InstanceId,
    };
    const loose = { ...region, ZoneId: 'cn-hangzhou-h', Size: '20', DiskCategory: 'cloud_essd' };
    Object.assign(ids, {
      loose: run('CreateDisk', loose).DiskId,
      attached: world.vms.get(String(ids.stopped))?.diskIds[1],
      bought: world.vms.get(String(ids.prepaid))?.diskIds[1],
    });
    now += 60_000;
    const { params, read } = noting(
      Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, String(ids[value] ?? value)])),
    );
    ACTIONS[action]?.run(world, params);
    return read;
  }

  test.each(ECS)('by %s', (action, { takes, idempotent }) => {
    const samples = SAMPLES[action] ?? [region];
    const seen = new Set(samples.flatMap((sample) => [...read(action, sample)]));
    const unread = takes.filter((name) => !seen.has(name) && !(idempotent && name === 'ClientToken'));
    expect(unread).toEqual([]);
  });
});

test('indices do not matter', () => {
  expect(shapeOf('DataDisk.16.Size')).toBe('DataDisk.N.Size');
  expect(shapeOf('NetworkInterface.1.SecurityGroupIds.2')).toBe('NetworkInterface.N.SecurityGroupIds.N');
  expect(shapeOf('PeriodUnit')).toBe('PeriodUnit');
});

test.each(['DataDisk.99999.Size', 'DataDisk.0.Size', 'DataDisk.01.Size', 'Tag.12345.Key', 'Tag.0.Key'])(
  '%s, which is counted by no number, is refused and not passed over',
  (name) => {
    const { told, spec } = fakeCloud();
    expect(told('CreateInstance', spec({ [name]: '40' }))).toBe('400 Sandbox.NotModelled');
  },
);

test('images are found by every status that there is, and by no other', () => {
  const { ok, told } = fakeCloud();
  const count = (Status: string) => ok('DescribeImages', { RegionId: 'cn-hangzhou', Status }).TotalCount;
  expect(count('ALL')).toBe(count('Available'));
  expect(count('Deprecated,Available')).toBe(count('Available'));
  expect(count('Deprecated')).toBe(0);
  for (const Status of ['Bogus', 'available', 'Available,ALL', 'Available,'])
    expect(told('DescribeImages', { RegionId: 'cn-hangzhou', Status }), Status).toBe('400 InvalidParameter');
});

test.each([
  ['CreateInstance', 'Key', 'key'],
  ['CreateInstance', 'Value', 'value'],
  ['RunInstances', 'Key', 'key'],
  ['DescribeInstances', 'Value', 'value'],
] as const)('%s refuses two spellings of one tag: %s and %s', (action, now, older) => {
  const { told, spec } = fakeCloud();
  const tag: Wire = { 'Tag.1.Key': 'team', [`Tag.1.${now}`]: 'team', [`Tag.1.${older}`]: 'web' };
  const call = action === 'DescribeInstances' ? { RegionId: 'cn-hangzhou', ...tag } : spec(tag);
  expect(told(action, call)).toBe('400 Sandbox.NotModelled');
});
