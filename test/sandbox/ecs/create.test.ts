import { describe, expect, test } from 'vitest';
import { at, fakeCloud, rows, type Wire } from './fake-cloud.ts';

const tags = (n: number): Wire =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`Tag.${i + 1}.Key`, `key-${i}`]));
const dataDisks = (n: number): Wire =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`DataDisk.${i + 1}.Size`, '40']));

describe('a create is refused for', () => {
  const refusals: readonly (readonly [string, Wire, string])[] = [
    ['no region', { RegionId: '' }, '400 MissingParameter'],
    ['an unknown region', { RegionId: 'cn-atlantis' }, '404 InvalidRegionId.NotFound'],
    ['no type', { InstanceType: '' }, '400 MissingParameter'],
    ['an unknown type', { InstanceType: 'ecs.g7.huge' }, '400 InvalidInstanceType.ValueNotSupported'],
    ['no image', { ImageId: '' }, '400 MissingParameter'],
    ['an unknown image', { ImageId: 'm-nothing' }, '404 InvalidImageId.NotFound'],
    ['no security group', { SecurityGroupId: '' }, '400 MissingParameter'],
    ['an unknown security group', { SecurityGroupId: 'sg-x' }, '404 InvalidSecurityGroupId.NotFound'],
    ['no vSwitch beside a group of a VPC', { VSwitchId: '' }, '400 MissingParameter'],
    ['an unknown vSwitch', { VSwitchId: 'vsw-x' }, '404 InvalidVSwitchId.NotFound'],
    ['an unknown zone', { ZoneId: 'cn-hangzhou-z' }, '404 InvalidZoneId.NotFound'],
    ['a zone that is not the vSwitch’s', { ZoneId: 'cn-hangzhou-i' }, '400 InvalidParameter.Mismatch'],
    ['a name that begins with a digit', { InstanceName: '1web' }, '400 InvalidInstanceName.Malformed'],
    ['a name of one character', { InstanceName: 'w' }, '400 InvalidInstanceName.Malformed'],
    ['a name with a bracket', { InstanceName: 'web<!channel>' }, '400 InvalidInstanceName.Malformed'],
    ['a name of 129 characters', { InstanceName: 'w'.repeat(129) }, '400 InvalidInstanceName.Malformed'],
    ['a host name with two dots in a row', { HostName: 'web..a' }, '400 InvalidHostName.Malformed'],
    ['a host name of one character', { HostName: 'w' }, '400 InvalidHostName.Malformed'],
    ['a weak password', { Password: 'password' }, '400 InvalidPassword.Malformed'],
    [
      'a disk category nobody knows',
      { 'SystemDisk.Category': 'floppy' },
      '400 InvalidSystemDiskCategory.ValueNotSupported',
    ],
    [
      'a disk category the type does not take',
      { 'SystemDisk.Category': 'cloud' },
      '403 InvalidInstanceType.NotSupportDiskCategory',
    ],
    [
      'an entry disk on a type that is not u1 or e',
      { 'SystemDisk.Category': 'cloud_essd_entry' },
      '403 InvalidInstanceType.NotSupportDiskCategory',
    ],
    ['a disk under 20 GiB', { 'SystemDisk.Size': '19' }, '404 InvalidSystemDiskSize.LessThanMinSize'],
    ['a disk over 2048 GiB', { 'SystemDisk.Size': '2049' }, '404 InvalidSystemDiskSize.MoreThanMaxSize'],
    ['a disk size that is no number', { 'SystemDisk.Size': 'big' }, '400 InvalidSystemDiskSize.ValueNotSupported'],
    [
      'a performance level nobody knows',
      { 'SystemDisk.PerformanceLevel': 'PL9' },
      '400 InvalidPerformanceLevel.Malformed',
    ],
    ['17 data disks', dataDisks(17), '400 InstanceDiskNumber.LimitExceed'],
    [
      'a PL2 data disk under 461 GiB',
      { 'DataDisk.1.Size': '460', 'DataDisk.1.Category': 'cloud_essd', 'DataDisk.1.PerformanceLevel': 'PL2' },
      '400 InvalidDataDiskSize.ValueNotSupported',
    ],
    ['bandwidth over 100', { InternetMaxBandwidthOut: '101' }, '400 InvalidInternetMaxBandwidthOut.ValueNotSupported'],
    [
      'an unknown way to pay for traffic',
      { InternetChargeType: 'PayByLuck' },
      '400 InvalidInternetChargeType.ValueNotSupported',
    ],
    ['an unknown charge type', { InstanceChargeType: 'Free' }, '404 InvalidInstanceChargeType.NotFound'],
    ['a subscription without period', { InstanceChargeType: 'PrePaid' }, '400 MissingParamter'],
    ['a subscription of 10 months', { InstanceChargeType: 'PrePaid', Period: '10' }, '400 InvalidPeriod'],
    [
      'a subscription of 5 weeks',
      { InstanceChargeType: 'PrePaid', Period: '5', PeriodUnit: 'Week' },
      '400 InvalidPeriod',
    ],
    ['an unknown spot strategy', { SpotStrategy: 'Cheap' }, '400 InvalidSpotStrategy'],
    [
      'a spot subscription',
      { SpotStrategy: 'SpotAsPriceGo', InstanceChargeType: 'PrePaid', Period: '1' },
      '400 InvalidSpotPrepaid',
    ],
    [
      'a spot price with four decimals',
      { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '0.1234' },
      '400 InvalidSpotPriceLimit',
    ],
    [
      'a spot price below the market',
      { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '0.001' },
      '400 InvalidSpotPriceLimit.LowerThanPublicPrice',
    ],
    ['21 tags', tags(21), '400 NumberExceed.Tags'],
    ['a tag that begins with acs:', { 'Tag.1.Key': 'acs:mine' }, '400 InvalidTagKey.Malformed'],
    ['a tag value with a link', { 'Tag.1.Key': 'a', 'Tag.1.Value': 'http://x' }, '400 InvalidTagValue.Malformed'],
    ['the same tag twice', { 'Tag.1.Key': 'a', 'Tag.2.Key': 'a' }, '400 Duplicate.TagKey'],
    ['user data that is not base64', { UserData: 'echo hello!' }, '400 InvalidUserData.Base64FormatInvalid'],
    [
      'user data over 32 KB',
      { UserData: Buffer.alloc(32 * 1024 + 1).toString('base64') },
      '400 InvalidUserData.SizeExceeded',
    ],
    ['an unknown key pair', { KeyPairName: 'nobody' }, '404 InvalidKeyPairName.NotFound'],
    ['a modern type without I/O optimisation', { IoOptimized: 'none' }, '404 DependencyViolation.IoOptimized'],
    ['a private address outside the vSwitch', { PrivateIpAddress: '10.1.1.1' }, '400 InvalidPrivateIpAddress'],
    ['a token over 64 characters', { ClientToken: 'x'.repeat(65) }, '400 InvalidClientToken.Malformed'],
    ['nothing but being a dry run', { DryRun: 'true' }, '400 DryRunOperation'],
  ];

  test.each(refusals)('%s', (_why, changes, told) => {
    const world = fakeCloud();
    expect(world.told('CreateInstance', world.spec(changes))).toBe(told);
    expect(world.cloud.state().instances).toEqual([]);
    expect(world.cloud.state().balance.minor).toBe(1_000_000);
  });
});

describe('a create is accepted with', () => {
  test.each<readonly [string, Wire]>([
    ['a name in Chinese', { InstanceName: '测试机-01' }],
    ['a long host name with segments', { HostName: 'web-1.team.example' }],
    ['20 tags', tags(20)],
    ['16 data disks', dataDisks(16)],
    ['user data of 32 KB', { UserData: Buffer.alloc(32 * 1024).toString('base64') }],
    ['an image family', { ImageId: '', ImageFamily: 'acs:ubuntu_24_04_x64' }],
    ['an own image', { ImageId: 'own' }],
    ['a good password', { Password: 'Correct-Horse-7' }],
    ['a key pair', { KeyPairName: 'ops-2026' }],
    ['the zone of its vSwitch', { ZoneId: 'cn-hangzhou-h' }],
    ['two months', { InstanceChargeType: 'PrePaid', Period: '2', AutoRenew: 'true', AutoRenewPeriod: '3' }],
  ])('%s', (_what, changes) => {
    const world = fakeCloud();
    const images = rows(
      world.ok('DescribeImages', { RegionId: 'cn-hangzhou', ImageOwnerAlias: 'self' }),
      'Images.Image',
    );
    const own = changes.ImageId === 'own' ? { ImageId: String(images[0]?.ImageId) } : {};
    expect(world.told('CreateInstance', world.spec({ ...changes, ...own }))).toBe('200');
  });
});

test('a group of one VPC and a vSwitch of another do not go together', () => {
  const world = fakeCloud();
  const groups = rows(world.ok('DescribeSecurityGroups', { RegionId: 'cn-hangzhou' }), 'SecurityGroups.SecurityGroup');
  const other = groups.find((group) => group.SecurityGroupName === 'development-default');
  expect(world.told('CreateInstance', world.spec({ SecurityGroupId: String(other?.SecurityGroupId) }))).toBe(
    '400 InvalidParameter.Mismatch',
  );
});

test('Windows needs a bigger disk, 2 GiB of memory, a short host name, and ignores key pairs', () => {
  const world = fakeCloud();
  const windows = { ImageId: 'win2022_21H2_x64_dtc_en-us_40G_alibase_20260902.vhd' };
  expect(world.told('CreateInstance', world.spec({ ...windows, 'SystemDisk.Size': '39' }))).toBe(
    '404 InvalidSystemDiskSize.LessThanImageSize',
  );
  expect(world.told('CreateInstance', world.spec({ ...windows, HostName: 'a-name-that-is-too-long' }))).toBe(
    '400 InvalidHostName.Malformed',
  );
  expect(world.told('CreateInstance', world.spec({ ...windows, HostName: '123456' }))).toBe(
    '400 InvalidHostName.Malformed',
  );
  expect(world.told('CreateInstance', world.spec({ ...windows, InstanceType: 'ecs.n1.tiny' }))).toBe(
    '403 ImageNotSupportInstanceType',
  );
  const id = world.create({ ...windows, KeyPairName: 'ops-2026' });
  expect(world.describe('cn-hangzhou', [id])[0]).toMatchObject({ OSType: 'windows', KeyPairName: '' });
});

test('an instance is named by its id when nobody names it, and shows what it was made of', () => {
  const world = fakeCloud();
  const id = world.create({ 'Tag.1.Key': 'ecs-chatops:request', 'Tag.1.Value': 'r-1', InternetMaxBandwidthOut: '5' });
  expect(id).toMatch(/^i-bp1[0-9a-z]{17}$/);
  expect(world.describe('cn-hangzhou', [id])).toMatchObject([
    {
      InstanceId: id,
      InstanceName: id,
      Status: 'Pending',
      RegionId: 'cn-hangzhou',
      ZoneId: 'cn-hangzhou-h',
      Cpu: 2,
      Memory: 8192,
      OSType: 'linux',
      InstanceNetworkType: 'vpc',
      InternetMaxBandwidthOut: 5,
      IoOptimized: true,
      CreationTime: '2026-11-23T08:00Z',
      ExpiredTime: '2099-12-31T15:59Z',
      VpcAttributes: { PrivateIpAddress: { IpAddress: ['172.16.0.1'] } },
      Tags: { Tag: [{ TagKey: 'ecs-chatops:request', TagValue: 'r-1' }] },
      OperationLocks: { LockReason: [] },
    },
  ]);
});

describe('a ClientToken', () => {
  test('gives the same id again, however often and late, and never a second instance', () => {
    const world = fakeCloud();
    const params = world.spec({ ClientToken: 'token-1' });
    const first = world.ok('CreateInstance', params);
    world.pass(23 * 3600_000);
    const again = world.ok('CreateInstance', params);
    expect(again.InstanceId).toBe(first.InstanceId);
    expect(again.RequestId).not.toBe(first.RequestId);
    expect(world.cloud.state().instances).toHaveLength(1);
  });

  test('gives the same id even when the instance is gone, and is not charged twice', () => {
    const world = fakeCloud();
    const params = world.spec({ ClientToken: 'token-1', InstanceChargeType: 'PrePaid', Period: '1' });
    const first = world.ok('CreateInstance', params);
    const { minor } = world.cloud.state().balance;
    world.cloud.addFault({ name: 'vanish', instanceId: String(first.InstanceId) });
    expect(world.ok('CreateInstance', params).InstanceId).toBe(first.InstanceId);
    expect(world.cloud.state().instances).toHaveLength(0);
    expect(world.cloud.state().balance.minor).toBe(minor);
  });

  test('with other parameters is a mismatch', () => {
    const world = fakeCloud();
    world.create({ ClientToken: 'token-1' });
    expect(world.told('CreateInstance', world.spec({ ClientToken: 'token-1', InstanceName: 'other' }))).toBe(
      '400 IdempotentParameterMismatch',
    );
  });

  test('is not used up by a refusal', () => {
    const world = fakeCloud();
    world.told('CreateInstance', world.spec({ ClientToken: 'token-1', InstanceName: '1' }));
    expect(world.told('CreateInstance', world.spec({ ClientToken: 'token-1' }))).toBe('200');
  });

  test('is in flight while the first answer is still on its way', () => {
    const world = fakeCloud();
    world.cloud.addFault({ name: 'slow', delayMs: 12_000 });
    const params = world.spec({ ClientToken: 'token-1' });
    const first = world.call('CreateInstance', params);
    expect(first.transfer).toEqual({ kind: 'json', delayMs: 12_000 });
    world.pass(11_999);
    expect(world.told('CreateInstance', params)).toBe('403 IdempotentProcessing');
    world.pass(1);
    expect(world.ok('CreateInstance', params).InstanceId).toBe(first.body.InstanceId);
  });

  test('is forgotten after its lifetime', () => {
    const world = fakeCloud({ tokenLifetimeMs: 1000 });
    const params = world.spec({ ClientToken: 'token-1' });
    const first = world.ok('CreateInstance', params);
    world.pass(1001);
    expect(world.ok('CreateInstance', params).InstanceId).not.toBe(first.InstanceId);
  });
});

describe('what is left', () => {
  const soldOut = (world: ReturnType<typeof fakeCloud>, status: string): string => {
    const zones = rows(
      world.ok('DescribeAvailableResource', {
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-h',
        DestinationResource: 'InstanceType',
      }),
      'AvailableZones.AvailableZone',
    );
    const [offered] = rows(zones[0], 'AvailableResources.AvailableResource');
    const resources = rows(offered, 'SupportedResources.SupportedResource');
    return String(resources.find((each) => each.Status === status && String(each.Value).startsWith('ecs.g'))?.Value);
  };

  test('a type that is sold out is refused', () => {
    const world = fakeCloud();
    expect(world.told('CreateInstance', world.spec({ InstanceType: soldOut(world, 'SoldOut') }))).toBe(
      '403 OperationDenied.NoStock',
    );
  });

  test('a type that the zone or the region does not sell is refused', () => {
    const world = fakeCloud();
    const sold = JSON.stringify(
      world.ok('DescribeAvailableResource', {
        RegionId: 'cn-hangzhou',
        ZoneId: 'cn-hangzhou-h',
        DestinationResource: 'InstanceType',
      }),
    );
    const types = rows(world.ok('DescribeInstanceTypes'), 'InstanceTypes.InstanceType');
    const unsold = types.find((type) => !sold.includes(`"${type.InstanceTypeId}"`));
    expect(world.told('CreateInstance', world.spec({ InstanceType: String(unsold?.InstanceTypeId) }))).toBe(
      '403 InvalidInstanceType.ZoneNotSupported',
    );
    expect(world.told('CreateInstance', world.spec({ InstanceType: 'ecs.n1.small' }, 'eu-central-1'))).toBe(
      '403 InvalidResourceType.NotSupported',
    );
  });

  test('large types run out as they are taken, and then show as sold out', () => {
    const world = fakeCloud({ quotas: { vCpusPerRegion: 1_000_000 } });
    const big = ['ecs.g6.32xlarge', 'ecs.c6.16xlarge', 'ecs.r7.32xlarge', 'ecs.g6.16xlarge'].find(
      (type) => world.told('CreateInstance', world.spec({ InstanceType: type })) === '200',
    );
    const taken = Array.from({ length: 12 }, () =>
      world.told('CreateInstance', world.spec({ InstanceType: big as string })),
    );
    expect(taken.at(-1)).toBe('403 OperationDenied.NoStock');
    const zones = world.ok('DescribeAvailableResource', {
      RegionId: 'cn-hangzhou',
      ZoneId: 'cn-hangzhou-h',
      DestinationResource: 'InstanceType',
      InstanceType: big as string,
    });
    expect(JSON.stringify(zones)).toContain('"Status":"SoldOut","StatusCategory":"WithoutStock"');
  });

  test('the nearly full vSwitch has two addresses left', () => {
    const world = fakeCloud();
    const all = rows(world.ok('DescribeVSwitches', { RegionId: 'cn-hangzhou', PageSize: '50' }), 'VSwitches.VSwitch');
    const full = all.find((each) => each.AvailableIpAddressCount === 2);
    const groups = rows(
      world.ok('DescribeSecurityGroups', { RegionId: 'cn-hangzhou', VpcId: String(full?.VpcId) }),
      'SecurityGroups.SecurityGroup',
    );
    const params = world.spec({
      VSwitchId: String(full?.VSwitchId),
      SecurityGroupId: String(groups[0]?.SecurityGroupId),
      InstanceType: 'ecs.g6.large',
    });
    expect(world.told('RunInstances', { ...params, Amount: '3' })).toBe('400 QuotaExceeded.PrivateIpAddress');
    expect(
      at(world.ok('RunInstances', { ...params, Amount: '3', MinAmount: '1' }), 'InstanceIdSets.InstanceIdSet'),
    ).toHaveLength(2);
    expect(world.told('CreateInstance', params)).toBe('400 QuotaExceeded.PrivateIpAddress');
  });

  test('quotas of vCPUs and of instances in a group are kept', () => {
    const world = fakeCloud({ quotas: { vCpusPerRegion: 4, instancesPerGroup: 2 } });
    expect(world.told('RunInstances', world.spec({ Amount: '3' }))).toBe('403 QuotaExceed.ElasticQuota');
    world.ok('RunInstances', world.spec({ Amount: '2' }));
    expect(world.told('CreateInstance', world.spec())).toBe('403 QuotaExceed.ElasticQuota');
    const paid = { InstanceChargeType: 'PrePaid', Period: '1' };
    expect(world.told('CreateInstance', world.spec(paid))).toBe('403 SecurityGroupInstanceLimitExceed');
  });
});

describe('RunInstances', () => {
  test.each<readonly [Wire, string]>([
    [{ Amount: '0' }, '400 InvalidParameter.Amount'],
    [{ Amount: '101' }, '400 InvalidParameter.Amount'],
    [{ Amount: '2', MinAmount: '3' }, '400 InvalidParameter.MinAmount'],
  ])('refuses %o', (changes, told) => {
    const world = fakeCloud();
    expect(world.told('RunInstances', world.spec(changes))).toBe(told);
  });

  test('makes instances that start on their own, with suffixes to their names if asked', () => {
    const world = fakeCloud();
    const ids = at(
      world.ok('RunInstances', world.spec({ Amount: '3', InstanceName: 'web', UniqueSuffix: 'true' })),
      'InstanceIdSets.InstanceIdSet',
    );
    expect(ids).toHaveLength(3);
    world.pass(5000);
    expect(world.cloud.state().instances.map((each) => each.Status)).toEqual(['Starting', 'Starting', 'Starting']);
    world.pass(10_000);
    expect(world.cloud.state().instances.map((each) => [each.InstanceName, each.Status])).toEqual([
      ['web001', 'Running'],
      ['web002', 'Running'],
      ['web003', 'Running'],
    ]);
  });
});

test('what the first published sample sends is accepted: classic network, old type, old image', () => {
  const world = fakeCloud();
  const groups = rows(
    world.ok('DescribeSecurityGroups', { RegionId: 'cn-beijing', NetworkType: 'classic' }),
    'SecurityGroups.SecurityGroup',
  );
  const body = world.ok('CreateInstance', {
    RegionId: 'cn-beijing',
    ImageId: 'ubuntu1404_64_40G_cloudinit_20160727.raw',
    InstanceType: 'ecs.s2.large',
    SecurityGroupId: String(groups[0]?.SecurityGroupId),
    IoOptimized: 'optimized',
    'SystemDisk.Category': 'cloud_ssd',
    InternetMaxBandwidthOut: '1',
  });
  const [shown] = world.describe('cn-beijing', [String(body.InstanceId)]);
  expect(shown).toMatchObject({ InstanceNetworkType: 'classic', VpcAttributes: { VpcId: '' }, ZoneId: 'cn-beijing-f' });
  expect(at(shown, 'InnerIpAddress.IpAddress')).toHaveLength(1);
});

test('a modern type does not go onto the classic network', () => {
  const world = fakeCloud();
  const groups = rows(
    world.ok('DescribeSecurityGroups', { RegionId: 'cn-beijing', NetworkType: 'classic' }),
    'SecurityGroups.SecurityGroup',
  );
  const classic = world.spec({ SecurityGroupId: String(groups[0]?.SecurityGroupId), VSwitchId: '' }, 'cn-beijing');
  expect(world.told('CreateInstance', classic)).toBe('400 InvalidNetworkType.Mismatch');
});

test('a refused private address costs nothing: no money, no stock, no address', () => {
  const world = fakeCloud();
  const taken = world.create({ PrivateIpAddress: '172.16.0.9' });
  expect(JSON.stringify(world.describe('cn-hangzhou', [taken]))).toContain('"172.16.0.9"');
  const paid = { InstanceChargeType: 'PrePaid', Period: '1', PrivateIpAddress: '172.16.0.9' };
  const before = JSON.stringify(world.ok('DescribeVSwitches', { RegionId: 'cn-hangzhou' }).VSwitches);
  expect(world.told('CreateInstance', world.spec(paid))).toBe('400 InvalidPrivateIpAddress.Duplicated');
  expect(world.cloud.state().balance.minor).toBe(1_000_000);
  expect(JSON.stringify(world.ok('DescribeVSwitches', { RegionId: 'cn-hangzhou' }).VSwitches)).toBe(before);
});

test('after a saving stop the place may be gone, and the start says so', () => {
  const world = fakeCloud({ quotas: { vCpusPerRegion: 1_000_000 } });
  const type = ['ecs.g6.32xlarge', 'ecs.c6.16xlarge', 'ecs.r7.32xlarge', 'ecs.g6.16xlarge'].find(
    (each) => world.told('CreateInstance', world.spec({ InstanceType: each })) === '200',
  );
  world.pass(5000);
  const id = String(world.cloud.state().instances[0]?.InstanceId);
  world.ok('StartInstance', { InstanceId: id });
  world.pass(10_000);
  const create = (): string => world.told('CreateInstance', world.spec({ InstanceType: type as string }));
  while (create() === '200');
  world.ok('StopInstance', { InstanceId: id, StoppedMode: 'StopCharging' });
  world.pass(4000);
  expect([create(), create()]).toEqual(['200', '403 OperationDenied.NoStock']);
  expect(world.told('StartInstance', { InstanceId: id })).toBe('403 OperationDenied.NoStock');
  expect(world.status(id)).toBe('Stopped');
});
