import { describe, expect, test } from 'vitest';
import { at, fakeCloud, rows, type Wire } from './fake-cloud.ts';

describe('DescribeInstances', () => {
  const many = (n: number, changes: Wire = {}) => {
    const world = fakeCloud({ quotas: { vCpusPerRegion: 1_000_000 } });
    for (let left = n; left > 0; left -= 100) {
      world.ok('RunInstances', world.spec({ ...changes, Amount: String(Math.min(100, left)) }));
    }
    return world;
  };
  const region = { RegionId: 'cn-hangzhou' };

  test('walks over all instances by token, newest first, each once, though new ones come in between', () => {
    const world = many(130);
    const seen: unknown[] = [];
    let token = '';
    do {
      const body = world.ok('DescribeInstances', {
        ...region,
        MaxResults: '50',
        ...(token ? { NextToken: token } : {}),
      });
      seen.push(...rows(body, 'Instances.Instance').map((each) => each.InstanceId));
      token = String(body.NextToken);
      if (seen.length === 50) world.create();
    } while (token !== '');
    expect(seen).toHaveLength(130);
    expect(new Set(seen).size).toBe(130);
    expect(seen[0]).toBe(world.cloud.state().instances[129]?.InstanceId);
  });

  test('answers ten when nobody says how many, by number as by token, and a hundred at most', () => {
    const world = many(130);
    const count = (params: Wire): number =>
      rows(world.ok('DescribeInstances', { ...region, ...params }), 'Instances.Instance').length;
    expect(count({})).toBe(10);
    expect(count({ PageSize: '100', PageNumber: '2' })).toBe(30);
    expect(count({ MaxResults: '3' })).toBe(10);
    expect(count({ MaxResults: '500' })).toBe(100);
    expect(world.told('DescribeInstances', { ...region, PageSize: '101' })).toBe('400 InvalidParameter');
    expect(world.told('DescribeInstances', { ...region, MaxResults: '10', NextToken: 'zzz' })).toBe(
      '400 InvalidParameter.NextToken',
    );
  });

  test('takes a JSON array of at most 100 ids; an empty one names no instance', () => {
    const world = many(2);
    const ids = (value: string): string => world.told('DescribeInstances', { ...region, InstanceIds: value });
    expect(world.describe('cn-hangzhou', [])).toEqual([]);
    expect(world.describe('cn-hangzhou', ['i-bp1nobody'])).toEqual([]);
    expect(ids('i-1,i-2')).toBe('400 InvalidInstanceIds.Malformed');
    expect(ids('[1]')).toBe('400 InvalidInstanceIds.Malformed');
    expect(ids(JSON.stringify(Array.from({ length: 101 }, (_, i) => `i-${i}`)))).toBe('400 InvalidParameter');
    expect(world.told('DescribeInstances')).toBe('400 MissingParameter');
  });

  test('shows only its own region', () => {
    const world = many(1);
    const id = String(world.cloud.state().instances[0]?.InstanceId);
    expect(world.describe('cn-beijing', [id])).toEqual([]);
  });

  test.each<readonly [Wire, number]>([
    [{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' }, 2],
    [{ 'Tag.1.Key': 'team' }, 2],
    [{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'data' }, 0],
    [{ 'Tag.1.Key': 'team', 'Tag.2.Key': 'cost' }, 0],
    [{ Status: 'Running' }, 2],
    [{ Status: 'Pending' }, 1],
    [{ InstanceName: 'web*' }, 2],
    [{ InstanceName: 'web' }, 0],
    [{ InstanceType: 'ecs.g7.large' }, 3],
    [{ ZoneId: 'cn-hangzhou-i' }, 0],
    [{ InstanceNetworkType: 'vpc' }, 3],
    [{ InstanceChargeType: 'PrePaid' }, 0],
    [{ LockReason: 'security' }, 0],
    [{ PrivateIpAddresses: '["172.16.0.1"]' }, 1],
  ])('filters by %o', (filter, n) => {
    const world = fakeCloud();
    world.ok(
      'RunInstances',
      world.spec({ Amount: '2', InstanceName: 'web', UniqueSuffix: 'true', 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' }),
    );
    world.pass(20_000);
    world.create();
    expect(at(world.ok('DescribeInstances', { ...region, ...filter }), 'TotalCount')).toBe(n);
  });

  test('answers a look at 100 of 5,000 instances, and at all of them, in milliseconds', () => {
    const world = many(5000, { InstanceName: 'web' });
    world.pass(30_000);
    const ids = world.cloud
      .state()
      .instances.slice(2000, 2100)
      .map((each) => String(each.InstanceId));
    const began = performance.now();
    for (let i = 0; i < 50; i++) expect(world.describe('cn-hangzhou', ids)).toHaveLength(100);
    for (let i = 0; i < 5; i++) world.ok('DescribeInstances', { ...region, MaxResults: '100', Status: 'Running' });
    expect((performance.now() - began) / 55).toBeLessThan(100);
  });

  test('DescribeInstanceStatus tells the status of up to 100 ids, 50 on a page', () => {
    const world = many(60);
    const ids = Object.fromEntries(
      world.cloud.state().instances.map((each, i) => [`InstanceId.${i + 1}`, String(each.InstanceId)]),
    );
    const body = world.ok('DescribeInstanceStatus', { ...region, ...ids, PageSize: '50' });
    expect(body.TotalCount).toBe(60);
    expect(rows(body, 'InstanceStatuses.InstanceStatus')).toHaveLength(50);
    expect(rows(body, 'InstanceStatuses.InstanceStatus')[0]?.Status).toBe('Pending');
  });
});

describe('the catalogue', () => {
  const world = fakeCloud();

  test('has eight regions, named in the language asked for', () => {
    const regions = rows(world.ok('DescribeRegions', { AcceptLanguage: 'en-US' }), 'Regions.Region');
    expect(regions).toHaveLength(8);
    expect(regions[1]).toMatchObject({ RegionId: 'cn-beijing', LocalName: 'China (Beijing)' });
    expect(rows(world.ok('DescribeRegions'), 'Regions.Region')[1]?.LocalName).toBe('华北2（北京）');
  });

  test.each(rows(world.ok('DescribeRegions'), 'Regions.Region').map((region) => String(region.RegionId)))(
    'of %s has zones, types, images, networks and something to pick in each',
    (region) => {
      const params = { RegionId: region };
      const zones = rows(world.ok('DescribeZones', params), 'Zones.Zone');
      expect(zones.length).toBeGreaterThanOrEqual(2);
      expect(zones.length).toBeLessThanOrEqual(4);
      expect(rows(world.ok('DescribeVpcs', params), 'Vpcs.Vpc')).toHaveLength(2);
      const vSwitches = rows(world.ok('DescribeVSwitches', { ...params, PageSize: '50' }), 'VSwitches.VSwitch');
      expect(vSwitches).toHaveLength(2 * zones.length);
      expect(vSwitches.filter((each) => Number(each.AvailableIpAddressCount) < 5)).toHaveLength(1);
      expect(rows(world.ok('DescribeImages', { ...params, PageSize: '100' }), 'Images.Image').length).toBeGreaterThan(
        12,
      );
      expect(rows(world.ok('DescribeKeyPairs', params), 'KeyPairs.KeyPair').length).toBeGreaterThan(0);
      const offered = world.ok('DescribeAvailableResource', { ...params, DestinationResource: 'InstanceType' });
      for (const zone of rows(offered, 'AvailableZones.AvailableZone')) {
        const [types] = rows(zone, 'AvailableResources.AvailableResource');
        const all = rows(types, 'SupportedResources.SupportedResource');
        expect(all.length).toBeGreaterThan(75);
        expect(all.some((type) => type.Status === 'SoldOut')).toBe(true);
        expect(all.filter((type) => type.Status === 'Available').length).toBeGreaterThan(50);
      }
      expect(world.told('CreateInstance', world.spec({}, region))).toBe('200');
    },
  );

  test('describes a hundred and more types, pages them, and finds some by name or size', () => {
    const types = (params: Wire) => rows(world.ok('DescribeInstanceTypes', params), 'InstanceTypes.InstanceType');
    expect(types({}).length).toBeGreaterThan(100);
    expect(types({ 'InstanceTypes.1': 'ecs.g7.large' })).toMatchObject([
      { CpuCoreCount: 2, MemorySize: 8, InstanceTypeFamily: 'ecs.g7' },
    ]);
    expect(types({ InstanceTypeFamily: 'ecs.s2' }).map((type) => type.InstanceTypeId)).toContain('ecs.s2.large');
    expect(types({ MinimumCpuCoreCount: '8', MaximumCpuCoreCount: '8' }).every((type) => type.CpuCoreCount === 8)).toBe(
      true,
    );
    const first = world.ok('DescribeInstanceTypes', { MaxResults: '100' });
    expect(rows(first, 'InstanceTypes.InstanceType')).toHaveLength(100);
    expect(types({ MaxResults: '1600', NextToken: String(first.NextToken) })[0]).not.toEqual(
      rows(first, 'InstanceTypes.InstanceType')[0],
    );
  });

  test('tells the system disks of a type in a zone', () => {
    const params = { RegionId: 'cn-hangzhou', ZoneId: 'cn-hangzhou-h', DestinationResource: 'SystemDisk' };
    expect(world.told('DescribeAvailableResource', params)).toBe('400 MissingParameter');
    const body = world.ok('DescribeAvailableResource', { ...params, InstanceType: 'ecs.g7.large' });
    const [zone] = rows(body, 'AvailableZones.AvailableZone');
    const [disks] = rows(zone, 'AvailableResources.AvailableResource');
    expect(rows(disks, 'SupportedResources.SupportedResource').map((disk) => disk.Value)).toEqual([
      'cloud_essd',
      'cloud_auto',
    ]);
  });

  test('has one classic security group, in cn-beijing, and own images', () => {
    const groups = (region: string) =>
      rows(
        world.ok('DescribeSecurityGroups', { RegionId: region, NetworkType: 'classic' }),
        'SecurityGroups.SecurityGroup',
      );
    expect(groups('cn-beijing')).toMatchObject([{ VpcId: '' }]);
    expect(groups('cn-shanghai')).toEqual([]);
    const own = rows(world.ok('DescribeImages', { RegionId: 'cn-beijing', ImageOwnerAlias: 'self' }), 'Images.Image');
    expect(own.map((image) => image.ImageOwnerAlias)).toEqual(['self', 'self']);
  });

  test('says so when the page is too large', () => {
    expect(world.told('DescribeVSwitches', { RegionId: 'cn-beijing', PageSize: '51' })).toBe('400 InvalidParameter');
    expect(world.told('DescribeImages', { RegionId: 'cn-beijing', PageSize: '101' })).toBe('400 InvalidParameter');
  });
});

describe('TagResources', () => {
  test('adds tags, replaces those with the same key, and keeps within twenty', () => {
    const world = fakeCloud();
    const id = world.create({ 'Tag.1.Key': 'a', 'Tag.1.Value': '1' });
    const params = { RegionId: 'cn-hangzhou', ResourceType: 'instance', 'ResourceId.1': id };
    world.ok('TagResources', { ...params, 'Tag.1.Key': 'a', 'Tag.1.Value': '2', 'Tag.2.Key': 'b' });
    expect(at(world.describe('cn-hangzhou', [id])[0], 'Tags.Tag')).toEqual([
      { TagKey: 'a', TagValue: '2' },
      { TagKey: 'b', TagValue: '' },
    ]);
    const more = Object.fromEntries(Array.from({ length: 19 }, (_, i) => [`Tag.${i + 1}.Key`, `k${i}`]));
    expect(world.told('TagResources', { ...params, ...more })).toBe('403 QuotaExceed.TagsPerResource');
    expect(world.told('TagResources', { ...params, 'ResourceId.1': 'i-x', 'Tag.1.Key': 'a' })).toBe(
      '404 InvalidResourceId.NotFound',
    );
    expect(world.told('TagResources', params)).toBe('400 MissingParameter');
  });
});

test('throttling is per API and region, refills with time, and sometimes says how long to wait', () => {
  const world = fakeCloud({ limits: { each: { perSecond: 2, burst: 3 }, byAction: { DescribeZones: null } } });
  const look = (region: string) => world.call('DescribeInstances', { RegionId: region });
  const statuses = Array.from({ length: 20 }, () => look('cn-hangzhou'));
  expect(statuses.slice(0, 3).map((answer) => answer.status)).toEqual([200, 200, 200]);
  const refused = statuses.slice(3);
  expect(refused.every((answer) => answer.status === 400 && answer.body.Code === 'Throttling.User')).toBe(true);
  const hints = refused.map((answer) => answer.headers['x-acs-retry-after']);
  expect(hints).toContain('500');
  expect(hints).toContain(undefined);
  expect(look('cn-beijing').status).toBe(200);
  expect(world.told('DescribeVpcs', { RegionId: 'cn-hangzhou' })).toBe('200');
  world.pass(500);
  expect([look('cn-hangzhou').status, look('cn-hangzhou').status]).toEqual([200, 400]);
  expect(Array.from({ length: 9 }, () => world.told('DescribeZones', { RegionId: 'cn-hangzhou' }))).toEqual(
    Array(9).fill('200'),
  );
});

test('calls are counted and logged with their codes and without secrets; the log keeps the last 500', () => {
  const world = fakeCloud();
  world.told('CreateInstance', world.spec({ Password: 'Correct-Horse-7', UserData: 'c2VjcmV0', InstanceName: '1' }));
  const { calls, log } = world.cloud.state();
  expect(calls).toMatchObject({ CreateInstance: 1 });
  expect(log.at(-1)).toMatchObject({
    action: 'CreateInstance',
    region: 'cn-hangzhou',
    status: 400,
    code: 'InvalidInstanceName.Malformed',
  });
  expect(JSON.stringify(log)).not.toMatch(/Horse|c2VjcmV0/);
  for (let i = 0; i < 600; i++) world.ok('DescribeRegions');
  expect(world.cloud.state().log).toHaveLength(500);
  expect(world.cloud.state().calls.DescribeRegions).toBe(600);
});

test('an action or version nobody knows is refused', () => {
  const world = fakeCloud();
  expect(world.told('DescribeMoon')).toBe('404 InvalidAction.NotFound');
  expect(world.cloud.call('DescribeRegions', '2015-01-01', {}).body.Code).toBe('InvalidVersion');
  expect(world.cloud.call('DescribeRegions', '2017-12-14', {}).body.Code).toBe('InvalidAction.NotFound');
  expect(world.cloud.call('toString', '2014-05-26', {}).body.Code).toBe('InvalidAction.NotFound');
});
