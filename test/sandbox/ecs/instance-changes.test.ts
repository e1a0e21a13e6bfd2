import { describe, expect, test } from 'vitest';
import { at, fakeCloud, type Json, rows, type Wire } from './fake-cloud.ts';

const region = { RegionId: 'cn-hangzhou' };

type World = ReturnType<typeof fakeCloud>;
const running = (world: World, spec: Wire = {}): string => {
  const id = world.create(spec);
  world.pass(5000);
  world.ok('StartInstance', { InstanceId: id });
  world.pass(10_000);
  return id;
};
const groups = (world: World): readonly Json[] =>
  rows(world.ok('DescribeSecurityGroups', { ...region, PageSize: '50' }), 'SecurityGroups.SecurityGroup');
const groupNamed = (world: World, name: string): string =>
  String(groups(world).find((each) => each.SecurityGroupName === name)?.SecurityGroupId);

describe('ModifyInstanceAttribute', () => {
  test('changes what it says and nothing else', () => {
    const world = fakeCloud();
    const id = running(world, { InstanceName: 'web-1', Description: 'first' });
    const group = groupNamed(world, 'production-closed');
    const changes = {
      InstanceName: 'web-2',
      HostName: 'web-2',
      DeletionProtection: 'true',
      'SecurityGroupIds.1': group,
    };
    world.ok('ModifyInstanceAttribute', { InstanceId: id, ...changes });
    expect(world.describe('cn-hangzhou', [id])[0]).toMatchObject({
      ...{ InstanceName: 'web-2', HostName: 'web-2', Description: 'first', DeletionProtection: true },
      SecurityGroupIds: { SecurityGroupId: [group] },
    });
    expect(groups(world).find((each) => each.SecurityGroupId === group)?.EcsCount).toBe(1);
    expect(world.told('DeleteInstance', { InstanceId: id, Force: 'true' })).toBe(
      '403 InvalidOperation.DeletionProtection',
    );
    world.ok('ModifyInstanceAttribute', { InstanceId: id, DeletionProtection: 'false' });
    expect(world.told('DeleteInstance', { InstanceId: id, Force: 'true' })).toBe('200');
    expect(groups(world).every((each) => each.EcsCount === 0)).toBe(true);
  });

  test.each<readonly [Wire, string]>([
    [{ InstanceName: '1' }, '400 InvalidInstanceName.Malformed'],
    [{ HostName: '-' }, '400 InvalidHostName.Malformed'],
    [{ 'SecurityGroupIds.1': 'sg-none' }, '404 InvalidSecurityGroupId.NotFound'],
    [{ 'SecurityGroupIds.1': '<development-default>' }, '400 InvalidInstanceId.Mismatch'],
    [{ 'SecurityGroupIds.1': '<production-web>', 'SecurityGroupIds.2': '<production-web>' }, '400 InvalidParameter'],
    [
      Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`SecurityGroupIds.${n + 1}`, `sg-${n}`])),
      '400 InstanceSecurityGroupLimitExceeded',
    ],
    [{ DeletionProtection: 'perhaps' }, '400 InvalidParameter'],
    [{ UserData: '!' }, '400 InvalidUserData.Base64FormatInvalid'],
    [{ Password: 'weak' }, '400 InvalidPassword.Malformed'],
    [{ CreditSpecification: 'Unlimited' }, '400 InvalidParameter.CreditSpecification'],
    [{ Recyclable: 'true' }, '400 Sandbox.NotModelled'],
    [{ InstanceId: 'i-none' }, '404 InvalidInstanceId.NotFound'],
  ])('refuses %o, and changes nothing', (changes, told) => {
    const world = fakeCloud();
    const id = running(world, { InstanceName: 'web-1' });
    const wire = Object.fromEntries(
      Object.entries(changes).map(([name, value]) => [
        name,
        value.replace(/^<(.*)>$/, (_, group: string) => groupNamed(world, group)),
      ]),
    );
    const before = JSON.stringify(world.cloud.state().instances);
    const first = { InstanceId: id, Description: 'second', ...wire };
    expect(world.told('ModifyInstanceAttribute', first)).toBe(told);
    expect(JSON.stringify(world.cloud.state().instances)).toBe(before);
  });

  test('protects no subscription, and touches nothing that is locked', () => {
    const world = fakeCloud();
    const bought = world.create({ InstanceChargeType: 'PrePaid', Period: '1' });
    const protect = { DeletionProtection: 'true' };
    expect(world.told('ModifyInstanceAttribute', { InstanceId: bought, ...protect })).toBe('403 ChargeTypeViolation');
    const id = running(world);
    world.cloud.addFault({ name: 'lock', instanceId: id });
    expect(world.told('ModifyInstanceAttribute', { InstanceId: id, InstanceName: 'web' })).toBe(
      '403 InstanceLockedForSecurity',
    );
  });
});

describe('tags', () => {
  const tag = (key: string, value = ''): Wire => ({ 'Tag.1.Key': key, 'Tag.1.Value': value });

  test.each(['instance', 'disk', 'keypair'])('of a resource of the kind %s are set, listed and taken off', (kind) => {
    const world = fakeCloud();
    const id = world.create();
    const [disk] = rows(world.ok('DescribeDisks', region), 'Disks.Disk');
    const resource = { instance: id, disk: String(disk?.DiskId), keypair: 'deploy' }[kind] ?? '';
    const one = { ...region, ResourceType: kind, 'ResourceId.1': resource };
    const listed = (params: Wire = one) =>
      rows(world.ok('ListTagResources', params), 'TagResources.TagResource').map((each) => [
        each.ResourceId,
        each.TagKey,
        each.TagValue,
      ]);
    world.ok('TagResources', { ...one, ...tag('team', 'web') });
    world.ok('TagResources', { ...one, ...tag('team', 'data'), 'Tag.2.Key': 'env', 'Tag.2.Value': 'test' });
    expect(listed()).toEqual([
      [resource, 'team', 'data'],
      [resource, 'env', 'test'],
    ]);
    expect(listed({ ...region, ResourceType: kind, ...tag('env', 'test') })).toHaveLength(2);
    expect(listed({ ...region, ResourceType: kind, ...tag('env', 'none') })).toEqual([]);
    world.ok('UntagResources', { ...one, 'TagKey.1': 'team', 'TagKey.2': 'never' });
    expect(listed()).toEqual([[resource, 'env', 'test']]);
    world.ok('UntagResources', { ...one, All: 'true' });
    expect(listed()).toEqual([]);
  });

  test.each<readonly [string, Wire, string]>([
    ['TagResources', { 'ResourceId.1': 'i-none', ...tag('a') }, '404 InvalidResourceId.NotFound'],
    ['UntagResources', { 'ResourceId.1': 'i-none' }, '404 InvalidResourceId.NotFound'],
    ['UntagResources', {}, '400 MissingParameter'],
    ['ListTagResources', {}, '400 MissingParameter'],
    ['ListTagResources', { ResourceType: 'cat', 'ResourceId.1': 'x' }, '404 InvalidResourceType.NotFound'],
  ])('%s refuses %o', (action, params, told) => {
    expect(fakeCloud().told(action, { ...region, ResourceType: 'instance', ...params })).toBe(told);
  });
});

describe('what is around an instance', () => {
  test('security groups tell which ports they open, and to whom', () => {
    const world = fakeCloud();
    const rules = (name: string, more: Wire = {}) =>
      rows(
        world.ok('DescribeSecurityGroupAttribute', { ...region, SecurityGroupId: groupNamed(world, name), ...more }),
        'Permissions.Permission',
      ).map(({ Direction, PortRange, SourceCidrIp, SourceGroupName }) => [
        Direction,
        PortRange,
        SourceCidrIp || SourceGroupName,
      ]);
    expect(rules('production-web')).toEqual([
      ['ingress', '80/80', '0.0.0.0/0'],
      ['ingress', '443/443', '0.0.0.0/0'],
      ['ingress', '22/22', '203.0.113.0/24'],
    ]);
    expect(rules('production-database')).toContainEqual(['ingress', '3306/3306', 'production-web']);
    expect(rules('production-closed', { Direction: 'ingress' })).toEqual([]);
    expect(rules('production-closed', { Direction: 'egress' })).toHaveLength(1);
    expect(rules('development-open')).toContainEqual(['ingress', '3389/3389', '0.0.0.0/0']);
    const wrong = { ...region, SecurityGroupId: groupNamed(world, 'production-web'), NicType: 'fibre' };
    expect(world.told('DescribeSecurityGroupAttribute', wrong)).toBe('400 InvalidNicType.ValueNotSupported');
    const none = { ...region, SecurityGroupId: 'sg-none' };
    expect(world.told('DescribeSecurityGroupAttribute', none)).toBe('404 InvalidSecurityGroupId.NotFound');
  });

  test('a rule names IPv6 ranges, prefix lists and port lists in fields of their own', () => {
    const world = fakeCloud();
    const group = { ...region, SecurityGroupId: groupNamed(world, 'production-partners') };
    const rules = rows(world.ok('DescribeSecurityGroupAttribute', group), 'Permissions.Permission');
    const filled = rules.map((rule) =>
      ['SourceCidrIp', 'Ipv6SourceCidrIp', 'SourcePrefixListName', 'PortRange', 'PortRangeListName'].filter(
        (field) => rule[field] !== '',
      ),
    );
    expect(filled).toEqual([
      ['SourcePrefixListName', 'PortRange'],
      ['SourceCidrIp', 'PortRangeListName'],
      ['Ipv6SourceCidrIp', 'PortRange'],
      ['Ipv6SourceCidrIp', 'PortRange'],
      ['SourceCidrIp', 'PortRange'],
      ['SourceCidrIp', 'PortRange'],
    ]);
    expect(rules.map(({ Policy }) => Policy)).toEqual(['Accept', 'Accept', 'Accept', 'Accept', 'Drop', 'Drop']);
  });

  test('the Cloud Assistant speaks while the instance runs', () => {
    const world = fakeCloud();
    const id = world.create();
    const status = (): Json =>
      rows(
        world.ok('DescribeCloudAssistantStatus', { ...region, 'InstanceId.1': id }),
        'InstanceCloudAssistantStatusSet.InstanceCloudAssistantStatus',
      )[0] ?? {};
    world.pass(5000);
    expect(status()).toMatchObject({ CloudAssistantStatus: 'false', CloudAssistantVersion: '', OSType: 'Linux' });
    world.ok('StartInstance', { InstanceId: id });
    world.pass(10_000);
    expect(status()).toMatchObject({ CloudAssistantStatus: 'true', SupportSessionManager: true });
    world.ok('StopInstance', { InstanceId: id });
    world.pass(4000);
    expect(status()).toMatchObject({ CloudAssistantStatus: 'false', SupportSessionManager: false });
    const gone = { ...region, 'InstanceId.1': 'i-none' };
    expect(world.told('DescribeCloudAssistantStatus', gone)).toBe('404 InvalidInstance.NotFound');
  });

  test('a deployment set fills up zone by zone', () => {
    const world = fakeCloud({ quotas: { vCpusPerRegion: 100_000 } });
    const sets = (): readonly Json[] =>
      rows(world.ok('DescribeDeploymentSets', region), 'DeploymentSets.DeploymentSet');
    const DeploymentSetId = String(sets()[0]?.DeploymentSetId);
    world.ok('RunInstances', world.spec({ DeploymentSetId, Amount: '20' }));
    expect(sets()[0]).toMatchObject({ InstanceAmount: 20 });
    expect(at(sets()[0], 'Capacities.Capacity')).toContainEqual({
      ZoneId: 'cn-hangzhou-h',
      UsedAmount: 20,
      AvailableAmount: 0,
    });
    expect(world.told('CreateInstance', world.spec({ DeploymentSetId }))).toBe(
      '403 QuotaExceed.DeploymentSetInstanceQuotaFull',
    );
  });

  test('an image family tells the image that it gives now', () => {
    const world = fakeCloud();
    const family = (ImageFamily: string) => world.ok('DescribeImageFromFamily', { ...region, ImageFamily }).Image;
    expect(family('web-base')).toMatchObject({ ImageName: 'web-base-2026-10', ImageOwnerAlias: 'self' });
    expect(family('nobody')).toBeUndefined();
  });

  test('roles and resource groups are listed by the services that have them', () => {
    const { cloud } = fakeCloud();
    const roles = rows(cloud.call('ListRoles', '2015-05-01', { MaxItems: '3' }).body, 'Roles.Role');
    expect(roles.map((each) => each.RoleName)).toEqual(['EcsWebRole', 'EcsBackupRole', 'EcsAdminRole']);
    const rest = cloud.call('ListRoles', '2015-05-01', { Marker: '3' }).body;
    expect(rows(rest, 'Roles.Role').map((each) => each.RoleName)).toEqual(['FunctionRole']);
    expect(rest.IsTruncated).toBe(false);
    const groups = cloud.call('ListResourceGroups', '2020-03-31', {}).body;
    expect(rows(groups, 'ResourceGroups.ResourceGroup').map((each) => each.DisplayName)).toEqual([
      'Production',
      'Development',
    ]);
    expect(cloud.call('ListRoles', '2014-05-26', {}).body.Code).toBe('InvalidAction.NotFound');
  });
});

test('a spot instance that is to be kept stops when the market takes it, and stays', () => {
  const world = fakeCloud();
  const id = running(world, { SpotStrategy: 'SpotAsPriceGo', SpotInterruptionBehavior: 'Stop' });
  world.cloud.addFault({ name: 'reclaim', instanceId: id, afterMs: 1000 });
  expect(at(world.describe('cn-hangzhou', [id])[0], 'OperationLocks.LockReason')).toHaveLength(1);
  world.pass(1000);
  expect(world.status(id)).toBe('Stopping');
  world.pass(4000);
  expect(world.describe('cn-hangzhou', [id])[0]).toMatchObject({ Status: 'Stopped', StoppedMode: 'StopCharging' });
  expect(world.told('StartInstance', { InstanceId: id })).toBe('200');
});
