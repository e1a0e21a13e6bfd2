import { describe, expect, test } from 'vitest';
import { at, fakeCloud, rows, type Wire } from './fake-cloud.ts';

const region = { RegionId: 'cn-hangzhou' };

/** Two that differ in whatever a filter can ask for. */
function twoInstances() {
  const world = fakeCloud({ balanceMinor: 100_000_000 });
  const plain = world.create({ InstanceName: 'plain' });
  world.pass(2 * 3600_000);
  const special = world.create({
    InstanceName: 'special',
    ResourceGroupId: 'rg-acfmxsandboxprod',
    HttpTokens: 'required',
    HttpEndpoint: 'disabled',
    InternetChargeType: 'PayByBandwidth',
    InstanceChargeType: 'PrePaid',
    Period: '1',
  });
  return { world, plain, special };
}

describe('DescribeInstances', () => {
  test.each<Wire>([
    { ResourceGroupId: 'rg-acfmxsandboxprod' },
    { HttpTokens: 'required' },
    { HttpEndpoint: 'disabled' },
    { InternetChargeType: 'PayByBandwidth' },
    { InstanceChargeType: 'PrePaid' },
    { 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2026-11-23T09:00Z' },
    { 'Filter.1.Key': 'ExpiredEndTime', 'Filter.1.Value': '2027-01-01T00:00Z' },
    { 'Filter.1.Key': 'ExpiredStartTime', 'Filter.1.Value': '2026-12-01T00:00:00Z', InstanceName: 's*' },
  ])('finds the one that fits %o', (filter) => {
    const { world, special } = twoInstances();
    const found = rows(world.ok('DescribeInstances', { ...region, ...filter }), 'Instances.Instance');
    expect(found.map(({ InstanceId }) => InstanceId)).toEqual([special]);
  });

  test.each<readonly [Wire, number]>([
    [{ 'Filter.1.Key': 'CreationEndTime', 'Filter.1.Value': '2026-11-23T09:00Z' }, 1],
    [{ ResourceGroupId: 'rg-none' }, 0],
    [{ EipAddresses: '["1.2.3.4"]' }, 0],
    [{ InnerIpAddresses: '["10.0.0.1"]' }, 0],
    [{ DeviceAvailable: 'false' }, 0],
    [{ DeviceAvailable: 'true' }, 2],
    [{ IoOptimized: 'true' }, 2],
    [{ IoOptimized: 'none' }, 0],
    [{ LockReason: 'Recycling' }, 0],
  ])('finds with %o: %i', (filter, n) => {
    const { world } = twoInstances();
    expect(at(world.ok('DescribeInstances', { ...region, ...filter }), 'TotalCount')).toBe(n);
  });

  test.each<readonly [Wire, string]>([
    [{ Status: 'Bogus' }, '400 InvalidParameter'],
    [{ Status: 'running' }, '400 InvalidParameter'],
    [{ InstanceChargeType: 'Free' }, '400 InvalidParameter'],
    [{ InternetChargeType: 'Free' }, '400 InvalidParameter'],
    [{ InstanceNetworkType: 'token-ring' }, '400 InvalidParameter'],
    [{ LockReason: 'boredom' }, '400 InvalidParameter'],
    [{ HttpTokens: 'many' }, '400 InvalidParameter'],
    [{ HttpEndpoint: 'on' }, '400 InvalidParameter'],
    [{ IoOptimized: 'maybe' }, '400 InvalidParameter'],
    [{ DeviceAvailable: 'maybe' }, '400 InvalidParameter'],
    [{ NeedSaleCycle: 'maybe' }, '400 InvalidParameter'],
    [{ 'Filter.1.Key': 'Colour', 'Filter.1.Value': 'red' }, '400 Sandbox.NotModelled'],
    [{ 'Filter.1.Key': 'CreationEndTime', 'Filter.1.Value': 'yesterday' }, '400 InvalidParameter'],
    [{ 'AdditionalAttributes.1': 'DDH_CLUSTER' }, '400 Sandbox.NotModelled'],
    [{ DryRun: 'true' }, '400 DryRunOperation'],
  ])('refuses %o', (filter, told) => {
    expect(twoInstances().world.told('DescribeInstances', { ...region, ...filter })).toBe(told);
  });

  test('tells the sale cycle and how an instance may ask about itself when it is asked for', () => {
    const { world } = twoInstances();
    const [bare] = rows(world.ok('DescribeInstances', region), 'Instances.Instance');
    expect(bare).toMatchObject({ SaleCycle: '', ResourceGroupId: 'rg-acfmxsandboxprod' });
    expect(bare).not.toHaveProperty('MetadataOptions');
    const more = { ...region, NeedSaleCycle: 'true', 'AdditionalAttributes.1': 'META_OPTIONS' };
    expect(rows(world.ok('DescribeInstances', more), 'Instances.Instance')[0]).toMatchObject({
      SaleCycle: 'month',
      MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'required' },
    });
  });
});

describe('values that are none', () => {
  test.each<readonly [string, Wire, string]>([
    ['DescribeRegions', { InstanceChargeType: 'Free' }, '400 InvalidParameter'],
    ['DescribeRegions', { ResourceType: 'car' }, '400 InvalidParameter'],
    ['DescribeZones', { ...region, SpotStrategy: 'Cheap' }, '400 InvalidParameter'],
    ['DescribeZones', { ...region, Verbose: 'maybe' }, '400 InvalidParameter'],
    ['DescribeImages', { ...region, OSType: 'beos' }, '400 InvalidParameter'],
    ['DescribeImages', { ...region, Architecture: 'z80' }, '400 InvalidParameter'],
    ['DescribeImages', { ...region, ImageOwnerAlias: 'nobody' }, '400 InvalidParameter'],
    ['DescribeImages', { ...region, InstanceType: 'ecs.x.y' }, '400 InvalidInstanceType.ValueNotSupported'],
    ['DescribeSecurityGroups', { ...region, NetworkType: 'ring' }, '400 InvalidParameter'],
    ['DescribeSecurityGroups', { ...region, SecurityGroupIds: 'sg-1' }, '400 InvalidSecurityGroupIds.Malformed'],
    ['DescribeVpcs', { ...region, IsDefault: 'maybe' }, '400 InvalidParameter'],
    ['DescribePrice', { ...region, InstanceType: 'ecs.g7.large', InternetChargeType: 'Free' }, '400 InvalidParameter'],
    ['DescribeInstanceAutoRenewAttribute', { ...region, RenewalStatus: 'Maybe' }, '400 InvalidParameter'],
    ['StopInstance', { InstanceId: 'any', StoppedMode: 'Sleep' }, '400 InvalidParameter'],
    ['StopInstance', { InstanceId: 'any', ForceStop: 'maybe' }, '400 InvalidParameter'],
    ['RebootInstance', { InstanceId: 'any', ForceStop: 'maybe' }, '400 InvalidParameter'],
    ['DeleteInstance', { InstanceId: 'any', Force: 'maybe' }, '400 InvalidParameter'],
    ['StopInstances', { ...region, 'InstanceId.1': 'any', BatchOptimization: 'Luck' }, '400 InvalidParameter'],
    ['ModifyInstanceAutoReleaseTime', { InstanceId: 'i-gone' }, '404 NoSuchResource'],
  ])('of %s %o', (action, params, told) => {
    const world = fakeCloud();
    const id = world.create();
    const sent = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, value === 'any' ? id : value]),
    );
    expect(world.told(action, sent)).toBe(told);
  });

  test('a vSwitch or VPC that was made unasked is none of this account', () => {
    const { ok } = fakeCloud();
    expect(ok('DescribeVSwitches', { ...region, IsDefault: 'true' }).TotalCount).toBe(0);
    expect(ok('DescribeVpcs', { ...region, IsDefault: 'false' }).TotalCount).toBe(2);
  });

  test('an image that a type cannot run is left out when the type is named', () => {
    const { ok } = fakeCloud();
    const count = (params: Wire) => Number(ok('DescribeImages', { RegionId: 'cn-beijing', ...params }).TotalCount);
    expect(count({ InstanceType: 'ecs.g8i.large' })).toBeLessThan(count({}));
    expect(count({ IsPublic: 'true' })).toBe(0);
  });
});

describe('creating', () => {
  test.each<readonly [Wire, string]>([
    [{ Tenancy: 'default', Affinity: 'default', SecurityEnhancementStrategy: 'Active' }, '200'],
    [{ Tenancy: 'host' }, '400 Sandbox.NotModelled'],
    [{ Tenancy: 'castle' }, '400 InvalidParam.Tenancy'],
    [{ SpotInterruptionBehavior: 'Stop' }, '200'],
    [{ SpotInterruptionBehavior: 'Sell' }, '400 InvalidSpotInterruptionBehavior'],
    [{ 'HibernationOptions.Configured': 'true' }, '400 Sandbox.NotModelled'],
    [{ 'PrivatePoolOptions.MatchCriteria': 'Target' }, '400 Sandbox.NotModelled'],
    [{ ResourceGroupId: 'rg-none' }, '404 InvalidResourceGroup.NotFound'],
    [{ HttpTokens: 'many' }, '400 InvalidHttpTokens.NotSupported'],
    [{ HttpEndpoint: 'many' }, '400 InvalidHttpEndpoint.NotSupported'],
    [{ HttpPutResponseHopLimit: '65' }, '400 InvalidHttpPutResponseHopLimit.NotSupported'],
    [{ PasswordInherit: 'true' }, '200'],
    [{ PasswordInherit: 'true', Password: 'Correct-Horse-7' }, '400 InvalidPasswordParam.Mismatch'],
    [{ 'SystemDisk.DiskName': '1' }, '400 InvalidDiskName.Malformed'],
    [{ 'DataDisk.1.Size': '20', 'DataDisk.1.Description': 'x' }, '400 InvalidDiskDescription.Malformed'],
    [{ 'DataDisk.1.Size': '20', 'DataDisk.1.DeleteWithInstance': 'perhaps' }, '400 InvalidParameter'],
    [{ 'DataDisk.1.Size': '20', 'DataDisk.1.Encrypted': 'maybe' }, '400 InvalidParameter'],
    [{ DryRun: 'maybe' }, '400 InvalidParameter'],
    [{ SpotDuration: '6' }, '400 InvalidSpotDuration'],
    [{ UserData: 'c2VjcmV0', RamRoleName: 'x' }, '404 InvalidRamRole.NotFound'],
    [{ RamRoleName: 'FunctionRole' }, '401 InvalidRamRole.NotEcsRole'],
    [{ RamRoleName: 'EcsAdminRole' }, '403 InvalidUser.PassRoleForbidden'],
    [{ DeploymentSetId: 'ds-none' }, '404 DeploymentSet.NotFound'],
    [{ DeploymentSetGroupNo: '1' }, '400 InvalidParameter'],
    [{ CreditSpecification: 'Unlimited' }, '400 InvalidParameter.CreditSpecification'],
    [{ SecurityEnhancementStrategy: 'Sometimes' }, '400 InvalidSecurityEnhancementStrategy'],
    [{ InternetMaxBandwidthIn: '11' }, '400 InvalidInternetMaxBandwidthIn.ValueNotSupported'],
    [{ InternetMaxBandwidthIn: '20', InternetMaxBandwidthOut: '20' }, '200'],
    [{ PrivateIpAddress: '172.16.0' }, '400 InvalidPrivateIpAddress.Malformed'],
    [{ PrivateIpAddress: '172.16.0.256' }, '400 InvalidPrivateIpAddress.Malformed'],
    [{ PrivateIpAddress: '172.16.0.0' }, '400 InvalidPrivateIpAddress'],
    [{ PrivateIpAddress: '172.16.31.252' }, '200'],
    [{ PrivateIpAddress: '172.16.31.253' }, '400 InvalidPrivateIpAddress'],
    [{ PrivateIpAddress: '172.16.31.255' }, '400 InvalidPrivateIpAddress'],
    [{ ImageFamily: 'web-base' }, '400 InvalidParameter.Conflict'],
    [{ ImageId: '', ImageFamily: 'nobody' }, '403 InvalidImageFamily.MissingAvailableImage'],
    [{ 'DataDisk.1.Size': '20', 'DataDisk.1.KMSKeyId': 'x' }, '400 InvalidParameter.EncryptedIllegal'],
    [
      { 'DataDisk.1.Size': '20', 'DataDisk.1.KMSKeyId': 'x', 'DataDisk.1.Encrypted': 'true' },
      '404 InvalidParameter.KMSKeyId.NotFound',
    ],
  ])('with %o: %s', (changes, told) => {
    const world = fakeCloud();
    expect(world.told('CreateInstance', world.spec(changes))).toBe(told);
    expect(world.cloud.state().instances).toHaveLength(told === '200' ? 1 : 0);
  });

  test('a forced stop and a forced reboot take the least time', () => {
    const world = fakeCloud({ timing: { pending: [0, 0], starting: [1000, 90_000], stopping: [1000, 90_000] } });
    const id = world.create();
    world.ok('StartInstance', { InstanceId: id });
    world.pass(90_000);
    world.ok('RebootInstance', { InstanceId: id, ForceStop: 'true' });
    world.pass(1000);
    expect(world.status(id)).toBe('Running');
    world.ok('StopInstance', { InstanceId: id, ForceStop: 'true' });
    world.pass(1000);
    expect(world.status(id)).toBe('Stopped');
  });
});
