import { expect, test } from 'vitest';
import type { ChargeKind } from '../../../src/core/spec/charge.ts';
import { type Answer, servedEcs } from '../api-server.ts';

const { api, port } = await servedEcs();

const REGION = 'cn-beijing';
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Answers in the language that is asked for, in whatever order the two calls arrive. */
const byLanguage =
  (answers: Readonly<Record<string, unknown>>): Answer =>
  (response, request) => {
    const language = new URL(request.url ?? '/', 'http://api').searchParams.get('AcceptLanguage') ?? '';
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ RequestId: 'q', ...Object(answers[language]) }));
  };

test('regions and zones have their names in every language, or their ids where the cloud has none', async () => {
  const regions = (LocalName: string) => ({
    Regions: { Region: [{ RegionId: REGION, LocalName }, { RegionId: 'cn-shanghai' }] },
  });
  const zones = (LocalName: string) => ({ Zones: { Zone: [{ ZoneId: 'cn-beijing-h', LocalName }] } });
  api.answer('DescribeRegions', byLanguage({ 'en-US': regions('China (Beijing)'), 'zh-CN': regions('华北2（北京）') }));
  api.answer('DescribeZones', byLanguage({ 'en-US': zones('Beijing Zone H'), 'zh-CN': zones('北京 可用区H') }));
  expect(await port.regions()).toEqual({
    ok: true,
    value: [
      { id: REGION, names: { en: 'China (Beijing)', zh: '华北2（北京）' } },
      { id: 'cn-shanghai', names: { en: 'cn-shanghai', zh: 'cn-shanghai' } },
    ],
  });
  expect(await port.zones(REGION, 'payAsYouGo')).toEqual({
    ok: true,
    value: [{ id: 'cn-beijing-h', names: { en: 'Beijing Zone H', zh: '北京 可用区H' } }],
  });
  const asked = api.requests.map(({ action, params }) => `${action} ${params.AcceptLanguage}`);
  expect(asked.sort()).toEqual([
    'DescribeRegions en-US',
    'DescribeRegions zh-CN',
    'DescribeZones en-US',
    'DescribeZones zh-CN',
  ]);
});

test('images come from all pages, a hundred at a time', async () => {
  const image = (n: number) => ({
    ImageId: `m-${n}`,
    ImageName: `image ${n}`,
    OSName: 'Ubuntu 22.04 64位',
    OSNameEn: 'Ubuntu 22.04 64 bit',
    OSType: n % 2 ? 'linux' : 'windows',
    Size: 20,
    ImageOwnerAlias: n % 2 ? 'system' : 'self',
  });
  const page = (from: number, to: number) => ({
    json: { TotalCount: 201, PageSize: 100, Images: { Image: range(from, to).map(image) } },
  });
  api.answer('DescribeImages', page(1, 100), page(101, 200), page(201, 201));
  const images = await port.images(REGION);
  expect(images.ok && images.value).toHaveLength(201);
  expect(images.ok && images.value[1]).toEqual({
    id: 'm-2',
    name: 'image 2',
    osName: 'Ubuntu 22.04 64 bit',
    os: 'windows',
    sizeGiB: 20,
    owner: 'self',
  });
  expect(api.requests.map(({ params }) => [params.PageNumber, params.PageSize])).toEqual([
    ['1', '100'],
    ['2', '100'],
    ['3', '100'],
  ]);
});

test('vSwitches come from all pages, fifty at a time', async () => {
  const vSwitch = (n: number) => ({
    VSwitchId: `vsw-${n}`,
    VSwitchName: n === 1 ? '' : `net ${n}`,
    VpcId: 'vpc-1',
    ZoneId: 'cn-beijing-h',
    CidrBlock: '172.16.0.0/24',
    AvailableIpAddressCount: 250,
  });
  const page = (from: number, to: number) => ({
    json: { TotalCount: 51, PageSize: 50, VSwitches: { VSwitch: range(from, to).map(vSwitch) } },
  });
  api.answer('DescribeVSwitches', page(1, 50), page(51, 51));
  const vSwitches = await port.vSwitches(REGION);
  expect(vSwitches.ok && vSwitches.value).toHaveLength(51);
  expect(vSwitches.ok && vSwitches.value[0]).toEqual({
    id: 'vsw-1',
    name: 'vsw-1',
    vpcId: 'vpc-1',
    zone: 'cn-beijing-h',
    cidr: '172.16.0.0/24',
    freeAddresses: 250,
  });
  expect(api.requests.map(({ params }) => params.PageNumber)).toEqual(['1', '2']);
});

test('security groups follow the token, without those a cloud service manages', async () => {
  const group = (n: number, more = {}) => ({
    SecurityGroupId: `sg-${n}`,
    SecurityGroupName: `g${n}`,
    VpcId: 'vpc-1',
    Description: 'd',
    ...more,
  });
  api.answer(
    'DescribeSecurityGroups',
    { json: { NextToken: 'more', SecurityGroups: { SecurityGroup: [group(1), group(2, { ServiceManaged: true })] } } },
    { json: { NextToken: '', SecurityGroups: { SecurityGroup: [group(3, { VpcId: '' })] } } },
  );
  expect(await port.securityGroups(REGION)).toEqual({
    ok: true,
    value: [
      { id: 'sg-1', name: 'g1', vpcId: 'vpc-1' },
      { id: 'sg-3', name: 'g3', vpcId: '' },
    ],
  });
  expect(api.requests[1]?.params.NextToken).toBe('more');
});

test('key pairs come in pages, each with its owner', async () => {
  const pair = (n: number) => ({
    KeyPairName: `k${n}`,
    KeyPairFingerPrint: n === 1 ? '5E:0F' : '5e10',
    Tags: {
      Tag: n === 1 ? [{ TagKey: 'ecs-chatops:owner', TagValue: 'U07ANA' }] : [{ TagKey: 'team', TagValue: 'ops' }],
    },
  });
  const page = (from: number, to: number) => ({
    json: { TotalCount: 51, PageSize: 50, KeyPairs: { KeyPair: range(from, to).map(pair) } },
  });
  api.answer('DescribeKeyPairs', page(1, 50), page(51, 51));
  const keys = await port.keyPairs(REGION);
  expect(keys.ok && keys.value).toHaveLength(51);
  expect(keys.ok && keys.value.slice(0, 2)).toEqual([
    { name: 'k1', owner: 'U07ANA', fingerprint: '5e0f' },
    { name: 'k2', owner: null, fingerprint: '5e10' },
  ]);
  expect(api.requests.map(({ params }) => params.PageNumber)).toEqual(['1', '2']);
});

test('a list of many pages is read to its last, and one that never ends or repeats itself is no list', async () => {
  let n = 0;
  const pages = (last: number) => {
    n = 0;
    api.answer('DescribeSecurityGroups', (response) => {
      n += 1;
      const SecurityGroups = { SecurityGroup: [{ SecurityGroupId: `sg-${n}` }] };
      response.end(JSON.stringify({ RequestId: 'q', NextToken: n < last ? `token-${n}` : '', SecurityGroups }));
    });
  };
  pages(60);
  const long = await port.securityGroups(REGION);
  expect(long.ok && long.value).toHaveLength(60);
  const endless = { ok: false, error: { kind: 'ambiguous', detail: 'The answer has no last page.' } };
  pages(Number.POSITIVE_INFINITY);
  expect(await port.securityGroups(REGION)).toMatchObject(endless);
  api.answer('DescribeSecurityGroups', {
    json: { NextToken: 'same', SecurityGroups: { SecurityGroup: [{ SecurityGroupId: 'sg-1' }] } },
  });
  expect(await port.securityGroups(REGION)).toMatchObject(endless);
});

test('a full page without a total is not taken for the last one', async () => {
  const images = (from: number, to: number) => ({
    json: { Images: { Image: range(from, to).map((k) => ({ ImageId: `m-${k}` })) } },
  });
  api.answer('DescribeImages', images(1, 100), images(101, 140));
  const all = await port.images(REGION);
  expect(all.ok && all.value).toHaveLength(140);
});

test('half a list is no list', async () => {
  api.answer(
    'DescribeImages',
    { json: { TotalCount: 200, Images: { Image: range(1, 100).map((n) => ({ ImageId: `m-${n}` })) } } },
    { status: 503, json: { Code: 'ServiceUnavailable', Message: 'later' } },
  );
  expect(await port.images(REGION)).toMatchObject({ ok: false, error: { kind: 'transient', api: 'DescribeImages' } });
  for (const [action, list] of [
    ['DescribeZones', () => port.zones(REGION, 'payAsYouGo')],
    ['DescribeRegions', () => port.regions()],
    ['DescribeVSwitches', () => port.vSwitches(REGION)],
    ['DescribeSecurityGroups', () => port.securityGroups(REGION)],
    ['DescribeKeyPairs', () => port.keyPairs(REGION)],
    ['DescribeSecurityGroupAttribute', () => port.inboundRules(REGION, 'sg-1')],
  ] as const) {
    api.answer(action, { json: { RequestId: 'q' } });
    expect(await list(), action).toMatchObject({ ok: false, error: { kind: 'ambiguous', api: action } });
  }
});

const sold = (Value: string, Status: string, StatusCategory: string) => ({ Value, Status, StatusCategory });
const zone = (ZoneId: string, ...resources: object[]) => ({
  ZoneId,
  AvailableResources: {
    AvailableResource: [{ Type: 'InstanceType', SupportedResources: { SupportedResource: resources } }],
  },
});

test('instance types are what the zone sells, joined with what they are', async () => {
  api.answer('DescribeAvailableResource', {
    json: {
      AvailableZones: {
        AvailableZone: [
          zone(
            'cn-beijing-h',
            sold('ecs.g7.large', 'Available', 'WithStock'),
            sold('ecs.g7.xlarge', 'Available', 'ClosedWithStock'),
            sold('ecs.c7.large', 'SoldOut', 'WithoutStock'),
            sold('ecs.r7.large', 'Available', 'ClosedWithoutStock'),
            sold('ecs.unheard.of', 'Available', 'WithStock'),
          ),
          zone('cn-beijing-k', sold('ecs.u1.large', 'Available', 'WithStock')),
        ],
      },
    },
  });
  const type = (InstanceTypeId: string, CpuCoreCount: number, MemorySize: number) => ({
    InstanceTypeId,
    InstanceTypeFamily: InstanceTypeId.split('.').slice(0, 2).join('.'),
    CpuCoreCount,
    MemorySize,
  });
  api.answer(
    'DescribeInstanceTypes',
    {
      json: {
        NextToken: 'more',
        InstanceTypes: {
          InstanceType: [type('ecs.g7.large', 2, 8), { ...type('ecs.g7.xlarge', 4, 16), CpuArchitecture: 'ARM' }],
        },
      },
    },
    {
      json: {
        InstanceTypes: {
          InstanceType: [type('ecs.c7.large', 2, 4), type('ecs.r7.large', 2, 16), type('ecs.t1.nano', 1, 0.5)],
        },
      },
    },
  );
  const types = await port.instanceTypes(REGION, 'cn-beijing-h', 'payAsYouGo');
  expect(types).toEqual({
    ok: true,
    value: [
      { id: 'ecs.g7.large', family: 'ecs.g7', vCpu: 2, memoryGiB: 8, inStock: true },
      { id: 'ecs.g7.xlarge', family: 'ecs.g7', vCpu: 4, memoryGiB: 16, inStock: true, arm: true },
      { id: 'ecs.c7.large', family: 'ecs.c7', vCpu: 2, memoryGiB: 4, inStock: false },
      { id: 'ecs.r7.large', family: 'ecs.r7', vCpu: 2, memoryGiB: 16, inStock: false },
    ],
  });
  expect(api.requests.find(({ action }) => action === 'DescribeAvailableResource')?.params).toEqual({
    RegionId: REGION,
    ZoneId: 'cn-beijing-h',
    DestinationResource: 'InstanceType',
    ResourceType: 'instance',
    InstanceChargeType: 'PostPaid',
    SpotStrategy: 'NoSpot',
    IoOptimized: 'optimized',
  });
});

test('system disks are asked for one type, each with its bounds and whether it is in stock', async () => {
  const disks = (Type: string, ...SupportedResource: object[]) => ({ Type, SupportedResources: { SupportedResource } });
  const inZone = (ZoneId: string, ...AvailableResource: object[]) => ({
    ZoneId,
    AvailableResources: { AvailableResource },
  });
  api.answer('DescribeAvailableResource', {
    json: {
      AvailableZones: {
        AvailableZone: [
          inZone(
            'cn-beijing-h',
            disks(
              'SystemDisk',
              { ...sold('cloud_ssd', 'Available', 'WithStock'), Min: 20, Max: 500, Unit: 'GiB' },
              sold('cloud', 'SoldOut', 'WithoutStock'),
              { Status: 'Available' },
            ),
            disks('DataDisk', sold('cloud_auto', 'Available', 'WithStock')),
          ),
          inZone('cn-beijing-k', disks('SystemDisk', sold('cloud_essd', 'Available', 'WithStock'))),
        ],
      },
    },
  });
  expect(await port.systemDisks(REGION, 'cn-beijing-h', 'ecs.n1.tiny', 'payAsYouGo')).toEqual({
    ok: true,
    value: [
      { category: 'cloud_ssd', inStock: true, minGiB: 20, maxGiB: 500 },
      { category: 'cloud', inStock: false, minGiB: null, maxGiB: null },
    ],
  });
  expect(api.requests.map(({ params }) => params)).toEqual([
    {
      RegionId: REGION,
      ZoneId: 'cn-beijing-h',
      DestinationResource: 'SystemDisk',
      InstanceType: 'ecs.n1.tiny',
      ResourceType: 'instance',
      InstanceChargeType: 'PostPaid',
      SpotStrategy: 'NoSpot',
      IoOptimized: 'optimized',
    },
  ]);
  api.answer('DescribeAvailableResource', { json: { AvailableZones: {} } });
  expect(await port.systemDisks(REGION, 'cn-beijing-h', 'ecs.g7.large', 'payAsYouGo')).toEqual({ ok: true, value: [] });
  api.answer('DescribeAvailableResource', { json: { RequestId: 'q' } });
  const cut = await port.systemDisks(REGION, 'cn-beijing-h', 'ecs.g7.large', 'payAsYouGo');
  expect(cut).toMatchObject({ ok: false, error: { kind: 'ambiguous' } });
});

test('what is sold is asked for the way of paying, of zones, types and disks alike', async () => {
  api.answer('DescribeZones', { json: { Zones: {} } });
  api.answer('DescribeAvailableResource', { json: { AvailableZones: {} } });
  api.answer('DescribeInstanceTypes', { json: { InstanceTypes: {} } });
  const asked = async (chargeKind: ChargeKind) => {
    api.requests.length = 0;
    await port.zones(REGION, chargeKind);
    await port.instanceTypes(REGION, 'cn-beijing-h', chargeKind);
    await port.systemDisks(REGION, 'cn-beijing-h', 'ecs.g7.large', chargeKind);
    const ways = api.requests
      .filter(({ action }) => action !== 'DescribeInstanceTypes')
      .map(({ params }) => `${params.InstanceChargeType} ${params.SpotStrategy ?? '-'}`);
    expect(ways).toHaveLength(4);
    return [...new Set(ways)];
  };
  expect(await asked('payAsYouGo')).toEqual(['PostPaid NoSpot']);
  expect(await asked('spot')).toEqual(['PostPaid SpotAsPriceGo']);
  expect(await asked('prepaid')).toEqual(['PrePaid -']);
});

test('what the types are is asked once per region, and again after a failure', async () => {
  const other = 'cn-shanghai';
  api.answer('DescribeAvailableResource', {
    json: { AvailableZones: { AvailableZone: [zone('z-1', sold('ecs.g7.large', 'Available', 'WithStock'))] } },
  });
  api.answer(
    'DescribeInstanceTypes',
    { status: 503, json: { Code: 'ServiceUnavailable', Message: 'later' } },
    {
      json: {
        InstanceTypes: {
          InstanceType: [
            { InstanceTypeId: 'ecs.g7.large', InstanceTypeFamily: 'ecs.g7', CpuCoreCount: 2, MemorySize: 8 },
          ],
        },
      },
    },
  );
  expect(await port.instanceTypes(other, 'z-1', 'payAsYouGo')).toMatchObject({
    ok: false,
    error: { kind: 'transient' },
  });
  const both = await Promise.all([
    port.instanceTypes(other, 'z-1', 'payAsYouGo'),
    port.instanceTypes(other, 'z-1', 'payAsYouGo'),
  ]);
  expect(both.map((types) => types.ok && types.value.length)).toEqual([1, 1]);
  expect(api.requests.filter(({ action }) => action === 'DescribeInstanceTypes')).toHaveLength(2);
});

test.each([
  ['TCP', 'tcp', '6'],
  ['UDP', 'udp', '17'],
  ['ICMP', 'icmp', '1'],
  ['ICMP', 'ICMPv6', '58'],
  ['ALL', 'all', 'ALL'],
  ['other', 'gre', '47'],
])('the protocol %s of a rule may be spelt %s or %s', async (protocol, ...spellings) => {
  api.answer('DescribeSecurityGroupAttribute', {
    json: {
      Permissions: {
        Permission: spellings.map((IpProtocol) => ({
          Policy: 'Accept',
          IpProtocol,
          PortRange: '22/22',
          Priority: '1',
        })),
      },
    },
  });
  const rules = await port.inboundRules(REGION, 'sg-1');
  expect(rules.ok && rules.value.map((rule) => rule.protocol)).toEqual(spellings.map(() => protocol));
});

test('rules of a security group are read as wide as they may be', async () => {
  const rule = (more: object) => ({ Policy: 'Accept', IpProtocol: 'TCP', PortRange: '22/22', Priority: '1', ...more });
  api.answer('DescribeSecurityGroupAttribute', {
    json: {
      Permissions: {
        Permission: [
          rule({ SourceCidrIp: '0.0.0.0/0' }),
          rule({ Policy: 'Drop', IpProtocol: 'ICMPv6', PortRange: '-1/-1', Ipv6SourceCidrIp: '::/0', Priority: '7' }),
          rule({ IpProtocol: 'GRE', PortRange: '1/65535', SourcePrefixListId: 'pl-1' }),
          rule({ PortRange: '', PortRangeListId: 'prl-1', SourceGroupId: 'sg-2' }),
          rule({ Policy: 'Drop', SourceCidrIp: '0.0.0.0/0', SourcePortRange: '53/53', Priority: '' }),
          rule({ Policy: 'Drop', SourceCidrIp: '0.0.0.0/0', SourcePortRange: '-1/-1', DestCidrIp: '10.0.0.7/32' }),
        ],
      },
    },
  });
  const rules = await port.inboundRules(REGION, 'sg-1');
  expect(rules.ok && rules.value).toEqual([
    { accepts: true, protocol: 'TCP', ports: { from: 22, to: 22 }, source: '0.0.0.0/0', priority: 1 },
    { accepts: false, protocol: 'ICMP', ports: null, source: '::/0', priority: 7 },
    { accepts: true, protocol: 'other', ports: null, source: 'list', priority: 1 },
    { accepts: true, protocol: 'TCP', ports: 'unknown', source: null, priority: 1 },
    { accepts: false, protocol: 'TCP', ports: 'unknown', source: '0.0.0.0/0', priority: 100 },
    { accepts: false, protocol: 'TCP', ports: 'unknown', source: '0.0.0.0/0', priority: 1 },
  ]);
});
