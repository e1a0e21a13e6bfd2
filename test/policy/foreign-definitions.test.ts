import { describe, expect, test } from 'vitest';
import { sentBy, toldOf } from './sent-by.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** As templates, scripts and tools of other people define instances, and what of it the cloud is to be sent. */
const DEFINITIONS: readonly (readonly [what: string, preset: string, sent: object])[] = [
  [
    'ROS: a public address, its bandwidth and a data disk under its own device',
    '{ AllocatePublicIP: true, InternetMaxBandwidthOut: 1, DiskMappings: [{ Category: cloud_essd, Device: /dev/xvdb, Size: 200 }] }',
    { internetMaxBandwidthOut: 1, dataDisk: [{ category: 'cloud_essd', performanceLevel: 'PL1', size: 200 }] },
  ],
  ['ROS: no public address, in words', '{ AllocatePublicIP: "false" }', { internetMaxBandwidthOut: 0 }],
  [
    'ROS: the disk of old templates',
    '{ SystemDisk_Category: cloud_efficiency, SystemDisk_Size: "40", MaxAmount: 2, AllocatePublicIP: false }',
    { systemDisk: { category: 'cloud_efficiency', size: '40' }, amount: 2, internetMaxBandwidthOut: 0 },
  ],
  [
    'ROS: by the hour, with what is said of terms beside it',
    '{ WillReplace: false, InstanceChargeType: PostPaid, Period: 1, PeriodUnit: Month, AutoRenew: "False", AutoRenewPeriod: 1 }',
    { instanceChargeType: 'PostPaid', period: undefined, autoRenew: undefined },
  ],
  [
    'ROS: prepaid half a year, renewed by the same',
    '{ InstanceChargeType: PrePaid, Period: 6, PeriodUnit: Month, AutoRenew: "True", AutoRenewPeriod: 6 }',
    { instanceChargeType: 'PrePaid', period: 6, periodUnit: 'Month', autoRenew: true, autoRenewPeriod: 6 },
  ],
  [
    'ROS: a year, renewed by the month',
    '{ InstanceChargeType: PrePaid, Period: 12, PeriodUnit: Month, AutoRenew: "True", AutoRenewPeriod: 1 }',
    { instanceChargeType: 'PrePaid', period: 12, periodUnit: 'Month', autoRenew: true, autoRenewPeriod: 1 },
  ],
  [
    'ROS: a year as such, renewed by the year',
    '{ InstanceChargeType: PrePaid, Period: 1, PeriodUnit: Year, AutoRenew: true, AutoRenewPeriod: 1 }',
    { period: 12, periodUnit: 'Month', autoRenew: true, autoRenewPeriod: 12 },
  ],
  [
    'Terraform: three weeks, renewed by one',
    '{ instance_charge_type: PrePaid, period: 3, period_unit: Week, renewal_status: AutoRenewal, auto_renew_period: "1" }',
    { period: 3, periodUnit: 'Week', autoRenew: true, autoRenewPeriod: 1 },
  ],
  [
    'ROS: a year as such',
    '{ InstanceChargeType: Prepaid, Period: 1, PeriodUnit: Year }',
    { instanceChargeType: 'PrePaid', period: 12, periodUnit: 'Month', autoRenew: false },
  ],
  [
    'ROS: at least one of one, and a list of tags',
    '{ MaxAmount: 1, MinAmount: 1, TagList: [{ Key: role, Value: master }] }',
    { amount: 1, tag: [{ key: 'role', value: 'master' }] },
  ],
  ['ROS: left empty', '{ VSwitchId: "", SecurityGroupId: "", VpcId: "", ZoneId: "" }', { vSwitchId: 'vsw-1' }],
  [
    'ROS: user data that is no script',
    `{ UserData: ${base64('this is what the server is told')} }`,
    { userData: base64('this is what the server is told') },
  ],
  [
    'the documents of the API: the same in one word',
    `{ UserData: ${base64('echo hello ecs!')} }`,
    { userData: base64('echo hello ecs!') },
  ],
  [
    'ROS: a bid with three decimals in quotes, snapshots and names of disks',
    '{ SpotStrategy: SpotWithPriceLimit, SpotPriceLimit: "100.001", SystemDiskDiskName: root, DiskMappings: [{ Category: cloud_ssd, Size: 40, SnapshotId: s-2ze1fr2bipove27b, Encrypted: true, DiskName: data1 }] }',
    {
      spotPriceLimit: 100.001,
      systemDisk: { diskName: 'root' },
      dataDisk: [{ category: 'cloud_ssd', snapshotId: 's-2ze1fr2bipove27b', encrypted: 'true', diskName: 'data1' }],
    },
  ],
  [
    'Terraform: an address of the first years, on an old type',
    '{ is_outdated: true, allocate_public_ip: true, internet_max_bandwidth_out: "100", instance_type: ecs.n1.medium }',
    { internetMaxBandwidthOut: 100, instanceType: 'ecs.n1.medium' },
  ],
  [
    'Terraform: not spot, with a limit of nothing',
    '{ spot_strategy: NoSpot, spot_price_limit: 0, instance_charge_type: PostPaid }',
    { instanceChargeType: 'PostPaid', spotStrategy: undefined },
  ],
  [
    'Terraform: spot at any price',
    '{ spot_strategy: SpotAsPriceGo, spot_price_limit: 0 }',
    { spotStrategy: 'SpotAsPriceGo', spotPriceLimit: undefined },
  ],
  [
    'Terraform: a bid in quotes',
    '{ spot_strategy: SpotWithPriceLimit, spot_price_limit: "1.002" }',
    { spotStrategy: 'SpotWithPriceLimit', spotPriceLimit: 1.002 },
  ],
  [
    'Terraform: prepaid by the week',
    '{ instance_charge_type: PrePaid, period_unit: Week, period: 1, private_ip: 10.1.1.3 }',
    { period: 1, periodUnit: 'Week', privateIpAddress: '10.1.1.3' },
  ],
  [
    'Terraform: prepaid in quotes, not renewed',
    '{ instance_charge_type: PrePaid, period: "1", period_unit: Month, renewal_status: Normal, auto_renew_period: "1", include_data_disks: "true", force_delete: true }',
    { instanceChargeType: 'PrePaid', period: 1, autoRenew: false, autoRenewPeriod: undefined },
  ],
  [
    'Terraform: three years that end',
    '{ instance_charge_type: PrePaid, period: 3, period_unit: Year, renewal_status: NotRenewal }',
    { period: 36, periodUnit: 'Month', autoRenew: false },
  ],
  [
    'Terraform: nothing said of much',
    '{ description: "", host_name: "", ipv6_addresses: [], dedicated_host_id: "", spot_strategy: "", security_groups: [sg-7] }',
    { securityGroupIds: ['sg-7'], description: undefined, spotStrategy: undefined },
  ],
  [
    'Terraform: data disks in quotes, one of them kept and one without a policy of snapshots',
    '{ data_disks: [{ size: "20", category: cloud_efficiency, auto_snapshot_policy_id: "" }, { size: "100", category: cloud_essd, performance_level: PL0, delete_with_instance: "false", encrypted: "true" }] }',
    {
      dataDisk: [
        { category: 'cloud_efficiency', size: 20, deleteWithInstance: true },
        { category: 'cloud_essd', performanceLevel: 'PL0', size: 100, deleteWithInstance: false, encrypted: 'true' },
      ],
    },
  ],
  [
    'a module of Terraform: how many, numbered, with an address',
    '{ number_of_instances: 3, use_num_suffix: true, associate_public_ip_address: true, internet_max_bandwidth_out: 10, name: node }',
    { amount: 3, internetMaxBandwidthOut: 10 },
  ],
  [
    'Terraform: tags with slashes, dots and numbers',
    '{ tags: { kubernetes.io/cluster/a: 1, team/owner: "7", Managed by: hand } }',
    {
      tag: [
        { key: 'Managed by', value: 'hand' },
        { key: 'kubernetes.io/cluster/a', value: '1' },
        { key: 'team/owner', value: '7' },
      ],
    },
  ],
  ['Terraform: a description with an equals sign', '{ description: kind=message }', { description: 'kind=message' }],
  ['Terraform: one group that is no list', '{ security_group_ids: sg-1 }', { securityGroupIds: ['sg-1'] }],
  [
    'Pulumi: in camel case, numbers in quotes',
    "{ availabilityZone: cn-beijing-h, internetMaxBandwidthOut: '5', systemDiskCategory: cloud_auto, ipv6AddressCount: 1 }",
    { zoneId: 'cn-beijing-h', internetMaxBandwidthOut: 5, systemDisk: { category: 'cloud_auto' }, ipv6AddressCount: 1 },
  ],
  [
    'a machine class of Kubernetes',
    '{ imageID: m-2ze1, zoneID: cn-beijing-f, vSwitchID: vsw-9, systemDisk: { category: cloud_ssd, size: 75 }, dataDisks: [{ name: dd-1, category: cloud_efficiency, size: 50, encrypted: true, deleteWithInstance: true }] }',
    {
      imageId: 'm-2ze1',
      vSwitchId: 'vsw-9',
      systemDisk: { category: 'cloud_ssd', size: '75' },
      dataDisk: [{ diskName: 'dd-1', size: 50, encrypted: 'true', deleteWithInstance: true }],
    },
  ],
  [
    'the old SDK for Python: disks without dots',
    '{ SystemDiskCategory: cloud_ssd, DataDisk1Category: cloud_ssd, DataDisk1Size: 100, DataDisk2Size: 50 }',
    {
      systemDisk: { category: 'cloud_ssd' },
      dataDisk: [
        { category: 'cloud_ssd', size: 100 },
        { category: 'cloud_efficiency', size: 50 },
      ],
    },
  ],
  [
    'the template of the API’s own example: an hourly period',
    '{ InstanceChargeType: PostPaid, Period: 1, PeriodUnit: Hourly, SpotStrategy: NoSpot, DryRun: false, IoOptimized: optimized }',
    { instanceChargeType: 'PostPaid', period: undefined },
  ],
  [
    'the same with a bid',
    '{ InstanceChargeType: PostPaid, Period: 1, PeriodUnit: Hourly, SpotStrategy: SpotWithPriceLimit, SpotPriceLimit: 0.34 }',
    { instanceChargeType: 'PostPaid', spotPriceLimit: 0.34, period: undefined },
  ],
  [
    'the SDK: disks as records, tags as a list, an unset policy of snapshots',
    '{ SystemDisk: { Size: "30", Category: cloud_efficiency }, DataDisk: [{ AutoSnapshotPolicyId: "", Size: 20, Category: cloud_efficiency }], Tag: [{ Key: label, Value: box }], PasswordInherit: True }',
    {
      systemDisk: { size: '30' },
      dataDisk: [{ category: 'cloud_efficiency', size: 20 }],
      tag: [{ key: 'label', value: 'box' }],
      passwordInherit: true,
    },
  ],
  [
    'the command line: DataDisks as JSON, several groups',
    '{ SecurityGroupIds: ["sg-1", "sg-2"], DataDisks: [{"Size":100,"Category":"cloud_essd"}], InternetMaxBandwidthIn: 100, InternetMaxBandwidthOut: 100 }',
    { securityGroupIds: ['sg-1', 'sg-2'], internetMaxBandwidthIn: 100, dataDisk: [{ size: 100 }] },
  ],
  [
    'the command line: a level of each disk',
    '{ SystemDisk.Category: cloud_essd_entry, SystemDisk.Size: 40, DataDisk.1.Category: cloud_essd, DataDisk.1.Size: 60, DataDisk.1.PerformanceLevel: PL0 }',
    {
      systemDisk: { category: 'cloud_essd_entry', size: '40' },
      dataDisk: [{ category: 'cloud_essd', performanceLevel: 'PL0', size: 60 }],
    },
  ],
  [
    'the command line of today: words with dashes',
    '{ biz-region-id: cn-shanghai, v-switch-id: vsw-3, system-disk.category: cloud_essd, system-disk.size: 40, internet-max-bandwidth-out: 0, data-disk: [{ Category: cloud_essd, Size: 200 }] }',
    { regionId: 'cn-shanghai', vSwitchId: 'vsw-3', internetMaxBandwidthOut: 0, dataDisk: [{ size: 200 }] },
  ],
  [
    'what the console sends',
    '{ Tenancy: default, Affinity: default, UniqueSuffix: false, MinAmount: 1, MaxAmount: 1, NetworkType: vpc, ImageOptions.LoginAsNonRoot: false, Tags: [], IoOptimized: true, HttpTokens: optional }',
    { httpTokens: 'optional', amount: 1, tag: [] },
  ],
  [
    'an image family of its own, a PL2 and metadata',
    '{ ImageFamily: daily, SystemDisk: { Category: cloud_essd, Size: 500, PerformanceLevel: PL2 }, HttpTokens: required, HttpEndpoint: enabled }',
    { imageFamily: 'daily', imageId: undefined, systemDisk: { performanceLevel: 'PL2', size: '500' } },
  ],
  [
    'Windows with PowerShell',
    '{ UserData: "[powershell]\\nwinrm quickconfig\\n", ImageId: win2019_1809_x64_dtc_en-us_40G.vhd }',
    { userData: base64('[powershell]\nwinrm quickconfig') },
  ],
  [
    'cloud-init in Terraform',
    '{ user_data: "#cloud-config\\nhostname: bastion\\n", system_disk_category: cloud_auto }',
    { userData: base64('#cloud-config\nhostname: bastion'), systemDisk: { category: 'cloud_auto' } },
  ],
  [
    'Ansible: count and a map of tags',
    '{ count: 5, instance_tags: { Name: NewECS, Version: 0.0.1 }, type: ecs.n4.small }',
    {
      amount: 5,
      tag: [
        { key: 'Name', value: 'NewECS' },
        { key: 'Version', value: '0.0.1' },
      ],
    },
  ],
  [
    'a burstable type that may go on',
    '{ instance_type: ecs.t5-c1m2.xlarge, credit_specification: Unlimited, enable_jumbo_frame: false }',
    { creditSpecification: 'Unlimited' },
  ],
  [
    'the SDK: an encrypted root with a key',
    '{ SystemDisk: { Category: cloud_essd, Size: 60, Encrypted: "true", KMSKeyId: 0e478b7a-4262-4802-b8cb-00d5ecfadeb1 } }',
    { systemDisk: { encrypted: 'true', KMSKeyId: '0e478b7a-4262-4802-b8cb-00d5ecfadeb1' } },
  ],
];

test('there are forty more, each another', () => {
  expect(new Set(DEFINITIONS.map(([, preset]) => preset)).size).toBeGreaterThanOrEqual(40);
});

test.each(DEFINITIONS)('%s', (_, preset, meant) => {
  const sent = sentBy(preset, true);
  for (const [name, value] of Object.entries(meant)) {
    if (value === undefined) expect(sent[name], name).toBeUndefined();
    else if (Array.isArray(value)) {
      const got = name === 'securityGroupIds' && sent[name] === undefined ? [sent.securityGroupId] : sent[name];
      expect(got, name).toMatchObject(value);
      expect(got, name).toHaveLength(value.length);
    } else if (typeof value === 'object') expect(sent[name], name).toMatchObject(value);
    else expect(sent[name], name).toEqual(value);
  }
});

describe('what the cloud would refuse, or somebody cannot have meant, is told with its line', () => {
  test.each([
    ['AllocatePublicIP: false\nInternetMaxBandwidthOut: 3', 3, 'Keep one'],
    ['InternetMaxBandwidthOut: 0\nAllocatePublicIP: true', 4, 'Keep one'],
    ['AllocatePublicIP: true', 3, 'needs an InternetMaxBandwidthOut'],
    ['AllocatePublicIP: perhaps', 3, 'Set it to true or false'],
    ['SpotStrategy: SpotWithPriceLimit\nSpotPriceLimit: 0', 4, 'isn’t a valid price'],
    ['SpotStrategy: SpotWithPriceLimit\nSpotPriceLimit: ""', 3, 'needs a SpotPriceLimit'],
    ['SpotPriceLimit: 0', 3, 'only to spot'],
    ['Period: 3\nPeriodUnit: Month', 3, 'only to prepaid'],
    ['InstanceChargeType: PrePaid\nPeriod: 10', 4, 'doesn’t sell'],
    ['InstanceChargeType: PrePaid\nPeriod: 5\nPeriodUnit: Week', 4, 'doesn’t sell'],
    [
      'InstanceChargeType: PrePaid\nPeriod: 6\nAutoRenew: true\nAutoRenewPeriod: 4',
      6,
      'Use one of 1m, 2m, 3m, 6m, 12m',
    ],
    [
      'InstanceChargeType: PrePaid\nPeriod: 6\nAutoRenew: true\nAutoRenewPeriod: 0',
      6,
      'Use one of 1m, 2m, 3m, 6m, 12m',
    ],
    ['charge: prepaid\nperiod: 6m\nrenew: on\nrenewperiod: 2w', 6, '2w isn’t a valid value. Use one of 1m, 2m'],
    ['charge: prepaid\nrenew: on\nrenewperiod: 4w', 5, 'Use one of 1w, 2w, 3w, 1m, 2m, 3m, 6m, 12m'],
    [
      'InstanceChargeType: PrePaid\nPeriod: 2\nPeriodUnit: Week\nAutoRenew: true\nAutoRenewPeriod: 6',
      7,
      'Use one of 1w, 2w, 3w',
    ],
    [
      'InstanceChargeType: PrePaid\nPeriod: 1\nAutoRenew: true\nAutoRenewPeriod: 1\nAutoRenewPeriodUnit: Week',
      7,
      'in the PeriodUnit',
    ],
    ['charge: prepaid\nperiod: 6m\nrenewperiod: 1m', 5, 'Add renew: on'],
    ['charge: prepaid\nperiod: 6m\nrenew: off\nrenewperiod: 1m', 6, 'Add renew: on'],
    ['renew: on\nrenewperiod: 1m', 4, 'only to prepaid'],
    ['AutoRenew: true\nAutoRenewPeriod: 1\nrenewperiod: 2m', 5, 'set the same thing'],
    ['SystemDisk: { Category: cloud, Size: 600 }', 3, 'from 20 to 500'],
    ['InstanceType: ecs.g7.large\nCreditSpecification: Standard', 4, 'burstable'],
    ['InstanceType: ecs.t1.small\nCreditSpecification: Standard', 4, 'burstable'],
    ['Amount: 3\nMinAmount: 3', 4, 'partial'],
    ['UniqueSuffix: true', 3, 'for its own requests'],
    ['InstanceName: "node-[1,3]"', 3, 'numbers several instances'],
    ['VpcId: my network', 3, 'the vSwitch decides'],
    ['NetworkType: classic', 3, 'in a VPC only'],
    ['is_outdated: perhaps', 3, 'Leave it out'],
    ['enable_jumbo_frame: true', 3, 'platform'],
    ['UserData: H4sIAAAAAAAAA0tUSFHIU0hUyFMoUkhVSFJIVkhRSFUoVkhXyFDIVMgCAKbqW5EfAAAA', 3, 'packed'],
    ['DataDisk: [{ Category: cloud_essd, Size: 60, AutoSnapshotPolicyId: sp-1 }]', 3, 'snapshot policies'],
    ['DataDisk: [{ Category: cloud_auto, Size: 60, ProvisionedIops: 1000 }]', 3, 'provisioned IOPS'],
    ['DataDisk.1.Size: 60\nDataDisk.1.EncryptAlgorithm: sm4', 4, 'decides the algorithm'],
    ['descripton: ""', 3, 'Did you mean about'],
    ['DataDisk: [{ Size: 60, Sze: "" }]', 3, 'isn’t a key of a data disk'],
    ['image:', 3, 'must be a word or a number'],
  ])('%j at line %i: %s', (preset, line, told) => {
    const lines = toldOf(preset).filter((one) => one.startsWith(`line ${line}: `));
    expect(lines.join('\n')).toContain(told);
  });

  test('what decides nothing is not taken for a spelling of a key that does', () => {
    expect(toldOf('InternetMaxBandwidthOut: 5\nAllocatePublicIP: true')).toEqual([]);
    expect(toldOf('AllocatePublicIP: false\nInternetMaxBandwidthOut: 0')).toEqual([]);
  });
});
