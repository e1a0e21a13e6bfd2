import { expect, test } from 'vitest';
import { meaningOf } from '../../src/core/option/parameter-names.ts';
import { inEnglish } from '../../src/core/saying.ts';
import { readPolicy, withLine } from '../../src/policy/read-policy.ts';
import { SCRIPT } from '../core/option/order.ts';
import { sayable } from '../sandbox/ecs/sdk-shapes.ts';
import { sentBy } from './sent-by.ts';

/** One parameter as the API, ROS, Terraform and we spell it, and what the cloud is to be sent. */
const ROWS: readonly (readonly [spellings: readonly string[], sent: object])[] = [
  [['KeyPairName: team', 'key_name: team', 'key: team', 'key_pair_name: team'], { keyPairName: 'team' }],
  [['PasswordInherit: true', 'password_inherit: true', 'login: image'], { passwordInherit: true }],
  [['UserData: docker', 'user_data: docker', 'script: docker'], { userData: true }],
  [
    [
      'UserData: "#!/bin/sh\\nid\\n"',
      `UserData: ${Buffer.from('#!/bin/sh\nid\n').toString('base64')}`,
      'user_data: |\n      #!/bin/sh\n      id',
    ],
    { userData: true },
  ],
  [
    [
      'Tag: [{ Key: team, Value: web }]',
      'Tags: [{ Key: team, Value: web }]',
      'tags: { team: web }',
      'Tag.1.Key: team\n    Tag.1.Value: web',
      'tags: team=web',
    ],
    { tag: [{ key: 'team', value: 'web' }] },
  ],
  [['HostName: web', 'host_name: web', 'host: web'], { hostName: 'web' }],
  [
    [
      'DataDisk: [{ Category: cloud_ssd, Size: 100 }]',
      'DiskMappings: [{ Category: cloud_ssd, Size: 100 }]',
      'data_disks: [{ category: cloud_ssd, size: 100 }]',
      'DataDisk.1.Category: cloud_ssd\n    DataDisk.1.Size: 100',
      'disks: [ssd:100]',
    ],
    { dataDisk: [{ category: 'cloud_ssd', size: 100, deleteWithInstance: true }] },
  ],
  [
    [
      'DataDisk: [{ Size: 50, DiskName: data, DeleteWithInstance: false }]',
      'data_disks: [{ size: 50, name: data, delete_with_instance: false }]',
      'DiskMappings: [{ Size: "50", DiskName: data, DeleteWithInstance: "false" }]',
    ],
    { dataDisk: [{ category: 'cloud_efficiency', size: 50, diskName: 'data', deleteWithInstance: false }] },
  ],
  [
    [
      'DataDisk: [{ Category: cloud_essd, Size: 500, PerformanceLevel: PL2, Encrypted: true, KMSKeyId: k-1 }]',
      'data_disks: [{ category: cloud_essd, size: 500, performance_level: PL2, encrypted: true, kms_key_id: k-1 }]',
    ],
    {
      dataDisk: [
        {
          category: 'cloud_essd',
          size: 500,
          performanceLevel: 'PL2',
          encrypted: true,
          KMSKeyId: 'k-1',
          deleteWithInstance: true,
        },
      ],
    },
  ],
  [
    [
      'DataDisk: [{ Category: cloud_essd, SnapshotId: s-bp67acfmx1 }]',
      'data_disks: [{ category: cloud_essd, snapshot_id: s-bp67acfmx1 }]',
    ],
    {
      dataDisk: [
        { category: 'cloud_essd', performanceLevel: 'PL1', snapshotId: 's-bp67acfmx1', deleteWithInstance: true },
      ],
    },
  ],
  [
    ['InternetChargeType: PayByBandwidth', 'internet_charge_type: PayByBandwidth', 'traffic: bandwidth'],
    { internetChargeType: 'PayByBandwidth' },
  ],
  [
    [
      'SystemDisk: { Category: cloud_essd, PerformanceLevel: PL0, Size: 60 }',
      'SystemDisk.Category: cloud_essd\n    SystemDisk.PerformanceLevel: PL0\n    SystemDisk.Size: 60',
      'system_disk_category: cloud_essd\n    system_disk_performance_level: PL0\n    system_disk_size: 60',
      'SystemDiskCategory: cloud_essd\n    SystemDiskPerformanceLevel: PL0\n    SystemDiskSize: 60',
      'disk: essd_pl0\n    size: 60',
    ],
    { systemDisk: { category: 'cloud_essd', performanceLevel: 'PL0', size: 60 } },
  ],
  [
    ['SystemDisk.DiskName: root', 'system_disk_name: root', 'SystemDiskDiskName: root'],
    { systemDisk: { category: 'cloud_essd', performanceLevel: 'PL1', size: 40, diskName: 'root' } },
  ],
  [['RamRoleName: EcsReader', 'role_name: EcsReader', 'role: EcsReader'], { ramRoleName: 'EcsReader' }],
  [['PrivateIpAddress: 172.16.0.9', 'private_ip: 172.16.0.9', 'ip: 172.16.0.9'], { privateIpAddress: '172.16.0.9' }],
  [
    ['ResourceGroupId: rg-bp67acfmxazb4ph0', 'resource_group_id: rg-bp67acfmxazb4ph0'],
    { resourceGroupId: 'rg-bp67acfmxazb4ph0' },
  ],
  [
    ['DeploymentSetId: ds-bp1brhwhoqinyjd6', 'deployment_set_id: ds-bp1brhwhoqinyjd6'],
    { deploymentSetId: 'ds-bp1brhwhoqinyjd6' },
  ],
  [
    [
      'CreditSpecification: Standard\n    InstanceType: ecs.t6-c1m2.large',
      'credit_specification: Standard\n    instance_type: ecs.t6-c1m2.large',
    ],
    { creditSpecification: 'Standard' },
  ],
  [
    ['SecurityEnhancementStrategy: Active', 'security_enhancement_strategy: Active', 'hardening: true'],
    { securityEnhancementStrategy: 'Active' },
  ],
  [
    [
      'HttpTokens: required\n    HttpPutResponseHopLimit: 2',
      'http_tokens: required\n    http_put_response_hop_limit: 2',
    ],
    { httpTokens: 'required', httpPutResponseHopLimit: 2 },
  ],
  [['DeletionProtection: true', 'deletion_protection: true', 'protect: on'], { deletionProtection: true }],
  [
    ['ImageFamily: acs:ubuntu', 'image_family: acs:ubuntu', 'image: family:acs:ubuntu'],
    { imageFamily: 'acs:ubuntu', imageId: undefined },
  ],
  [
    [
      'SpotStrategy: SpotWithPriceLimit\n    SpotPriceLimit: 0.35\n    SpotDuration: 0',
      'spot_strategy: SpotWithPriceLimit\n    spot_price_limit: 0.35\n    spot_duration: 0',
      'InstanceChargeType: PostPaid\n    SpotStrategy: SpotWithPriceLimit\n    SpotPriceLimit: 0.35\n    SpotDuration: 0',
    ],
    { spotStrategy: 'SpotWithPriceLimit', spotPriceLimit: 0.35, spotDuration: 0 },
  ],
  [
    [
      'InstanceChargeType: PrePaid\n    Period: 1\n    PeriodUnit: Month\n    AutoRenew: true',
      'instance_charge_type: PrePaid\n    period: 1\n    period_unit: Month\n    renewal_status: AutoRenewal',
    ],
    { instanceChargeType: 'PrePaid', period: 1, periodUnit: 'Month', autoRenew: true, autoRenewPeriod: 1 },
  ],
  [
    [
      'InstanceChargeType: PrePaid\n    Period: 12\n    AutoRenew: true\n    AutoRenewPeriod: 1',
      'instance_charge_type: PrePaid\n    period: 12\n    period_unit: Month\n    renewal_status: AutoRenewal\n    auto_renew_period: 1',
      'charge: prepaid\n    period: 12m\n    renew: on\n    renewperiod: 1m',
    ],
    { instanceChargeType: 'PrePaid', period: 12, periodUnit: 'Month', autoRenew: true, autoRenewPeriod: 1 },
  ],
  [
    [
      'InstanceName: api\n    InternetMaxBandwidthOut: 20\n    IoOptimized: optimized',
      'instance_name: api\n    internet_max_bandwidth_out: 20',
      'name: api\n    bandwidth: 20',
    ],
    { instanceName: 'api', internetMaxBandwidthOut: 20 },
  ],
  [
    [
      'VSwitchId: vsw-1\n    SecurityGroupIds: [sg-1]\n    VpcId: vpc-1',
      'vswitch_id: vsw-1\n    security_groups: [sg-1]',
      'vswitch: vsw-1\n    group: sg-1',
    ],
    {},
  ],
  [['Description: for tests', 'description: for tests', 'about: for tests'], { description: 'for tests' }],
];

const CASES = ROWS.flatMap(([spellings, sent]) => spellings.map((spelling) => [spelling, sent] as const));

test('there are at least sixty definitions, in four spellings', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
});

test.each(CASES)('the preset %j is sent as it was meant', (preset, meant) => {
  const { userData, ...sent } = sentBy(preset);
  const { userData: wanted, ...others } = meant as { userData?: true };
  expect(userData !== undefined).toBe(wanted === true);
  for (const [name, value] of Object.entries(others)) expect(sent[name], name).toEqual(value);
  if (preset.includes('docker')) expect(userData).toBe(Buffer.from(SCRIPT.content).toString('base64'));
});

test.each([
  ['Password: Correct-Horse-7', 'line 3: A policy must not contain passwords or keys.'],
  ['about: "password=x1y2"', 'line 3: A policy must not contain passwords or keys.'],
  ['KeyPairNam: team', 'line 3: "KeyPairNam" isn’t a key of a preset. Did you mean login?'],
  [
    'SecurityGroupIds: [sg-12, sg-3, sg-12]',
    'line 3: SecurityGroupIds: the security group sg-12 is there twice. Keep one.',
  ],
  ['SecurityGroupIds: [sg-12, web]', 'line 3: SecurityGroupIds: web isn’t a usable security group.'],
  ['SystemDisk.KMSKeyId: 0e478b7a-4262', 'line 3: SystemDisk.KMSKeyId: a KMS key needs an encrypted system disk.'],
  ['SystemDisk.EncryptAlgorithm: sm4', 'line 3: SystemDisk.EncryptAlgorithm: the KMS key decides the algorithm.'],
  ['LaunchTemplateId: web', 'line 3: LaunchTemplateId is web, which isn’t a launch template ID.'],
  ['LaunchTemplateName: 1-web', 'line 3: LaunchTemplateName is 1-web, which isn’t a launch template name.'],
  ['LaunchTemplateVersion: 2', 'line 3: LaunchTemplateVersion needs a launch template.'],
  ['launchTemplate: { name: web, version: two }', 'line 3: launchTemplate.version is two. Set it to a version number'],
  [
    'LaunchTemplateId: lt-1\n    LaunchTemplateName: web',
    'line 4: LaunchTemplateName and LaunchTemplateId (line 3) set the same thing. Keep one.',
  ],
  ['Ipv6AddressCount: 11', 'line 3: Ipv6AddressCount: 11 isn’t valid. Use a whole number from 0 to 10.'],
  ['Ipv6Address.1: "2001:db8::1"', 'line 3: Ipv6Address.1: Alibaba Cloud assigns IPv6 addresses.'],
  [
    'DataDisk: [{ Category: cloud_essd, PerformanceLevel: PL3, Size: 100 }]',
    'line 3: disks: a data disk of cloud_essd_pl3 has 1261 to 65536 GiB. Change its size.',
  ],
  [
    'DataDisk: [{ Categry: cloud_essd, Size: 100 }]',
    'line 3: "DataDisk.Categry" isn’t a key of a data disk. Did you mean category?',
  ],
  ['HostName: -web', 'line 3: HostName: -web isn’t a valid host name'],
  ['Tag: [{ Key: "acs:x", Value: y }]', 'line 3: tags: acs:x=y can’t be a tag'],
  ['PrivateIpAddress: 300.1.1.1', 'line 3: PrivateIpAddress: 300.1.1.1 isn’t an IPv4 address'],
  ['size: 5000', 'line 3: size is 5000. Set it to a whole number from 1 to 2048.'],
])('the mistake in %j is told with its line', (preset, sentence) => {
  const read = readPolicy(`presets:\n  p:\n    ${preset}\n`);
  const told = read.ok ? [] : read.error.map((one) => inEnglish(withLine(one)));
  expect(told.join('\n')).toContain(sentence);
  expect(told.join('\n')).not.toContain('Correct-Horse');
});

const PARTS = /^(?:DataDisk|Tag)\.N\./u;

test.each(['CreateInstance', 'RunInstances'])(
  'whatever the SDK has %s say is understood, or refused by name',
  (action) => {
    const known = [...sayable(action)].filter((name) => !PARTS.test(name) && name !== 'Password');
    expect(known.filter((name) => meaningOf(name.replaceAll('.N', '.1')) === null)).toEqual([]);
  },
);

test.each([
  ['Tenancy: host', 'dedicated hosts'],
  ['DedicatedHostId: dh-1', 'dedicated hosts'],
  ['HibernationOptions: { Configured: true }', 'dedicated hosts'],
  ['HibernationOptions: { Configured: false }', null],
  ['Tenancy: default', null],
  ['Affinity: default', null],
  ['Affinity: host', 'dedicated hosts'],
  ['SystemDisk: { Encrypted: false }', null],
  ['SystemDisk: { Encrypted: true }', null],
  ['SecurityGroupIds: [sg-12, sg-34]', null],
  ['Ipv6AddressCount: 0', null],
  ['Ipv6AddressCount: 2', null],
  ['ImageOptions: { LoginAsNonRoot: true }', 'log in as root'],
  ['CpuOptions: { Core: 2 }', 'platform options'],
  ['NetworkInterface.1.VSwitchId: vsw-1', 'network interfaces'],
])('a preset with “%s” is taken, or refused with a sentence of its own', (line, refusal) => {
  const read = readPolicy(`presets:\n  p:\n    ${line}\n`);
  const told = read.ok ? [] : read.error.map((one) => inEnglish(withLine(one)));
  if (refusal === null) expect(told).toEqual([]);
  else expect(told.join()).toContain(refusal);
});
