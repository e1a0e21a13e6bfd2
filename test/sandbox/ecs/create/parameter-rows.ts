import type { Json, Wire } from '../fake-cloud.ts';

/** What a created instance shows of a parameter, as `place.A.B` of {@link seen}, and the value that is there. */
export interface Honoured {
  readonly sent: Wire;
  /** Null for what decides how the call goes, and shows in no answer. */
  readonly shows: Readonly<Record<string, unknown>> | null;
  /** Together with these. */
  readonly beside?: Wire;
}

/** Everything that the calls which describe an instance say about it. */
export interface Seen {
  readonly instance: Json;
  readonly attribute: Json;
  readonly system: Json;
  readonly data: Json;
  readonly script: Json;
  readonly role: Json;
  readonly renewal: Json;
}

const plain = (field: string, sent: string, shown: unknown = sent): readonly [string, Honoured] => [
  field,
  { sent: { [field]: sent }, shows: { [`instance.${field}`]: shown } },
];
const disk = (field: string, sent: string, shown: unknown = sent, beside: Wire = {}): readonly [string, Honoured] => [
  `DataDisk.N.${field}`,
  {
    sent: { [`DataDisk.1.${field}`]: sent },
    beside: { 'DataDisk.1.Size': '461', 'DataDisk.1.Category': 'cloud_essd', ...beside },
    shows: { [`data.${field}`]: shown },
  },
];
const system = (field: string, sent: string, shown: unknown = sent): readonly [string, Honoured] => [
  `SystemDisk.${field}`,
  {
    sent: { [`SystemDisk.${field}`]: sent },
    beside: { 'SystemDisk.Category': 'cloud_essd' },
    shows: { [`system.${field}`]: shown },
  },
];

const SPOT: Wire = { SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '9' };
const PREPAID: Wire = { InstanceChargeType: 'PrePaid', Period: '1' };
const KMS = '0e478b7a-4262-4802-b8cb-00d5ecfadeb1';
const meta = (field: string, sent: string, shown: unknown = sent): readonly [string, Honoured] => [
  field,
  { sent: { [field]: sent }, shows: { [`instance.MetadataOptions.${field}`]: shown } },
];

/** Ids that a test cannot know beforehand are in angle brackets. */
export const HONOURED: ReadonlyMap<string, Honoured> = new Map<string, Honoured>([
  plain('RegionId', '<region>'),
  plain('InstanceType', 'ecs.c7.large'),
  plain('ImageId', 'debian_12_11_x64_20G_alibase_20260805.vhd'),
  ['ImageFamily', { sent: { ImageFamily: 'web-base', ImageId: '' }, shows: { 'instance.ImageId': '<own image>' } }],
  [
    'SecurityGroupId',
    {
      sent: { SecurityGroupId: '<other group>' },
      shows: { 'instance.SecurityGroupIds.SecurityGroupId': ['<other group>'] },
    },
  ],
  [
    'VSwitchId',
    { sent: { VSwitchId: '<other vSwitch>' }, shows: { 'instance.VpcAttributes.VSwitchId': '<other vSwitch>' } },
  ],
  plain('ZoneId', 'cn-hangzhou-h'),
  plain('InstanceName', 'web-1'),
  plain('HostName', 'web-1.example'),
  plain('Description', 'serves the shop'),
  ['Tag.N.Key', { sent: { 'Tag.1.Key': 'team' }, shows: { 'instance.Tags.Tag': [{ TagKey: 'team', TagValue: '' }] } }],
  [
    'Tag.N.Value',
    {
      sent: { 'Tag.1.Value': 'web' },
      beside: { 'Tag.1.Key': 'team' },
      shows: { 'instance.Tags.Tag': [{ TagKey: 'team', TagValue: 'web' }] },
    },
  ],
  plain('KeyPairName', 'deploy'),
  ['UserData', { sent: { UserData: 'ZWNobyBoZWxsbyBlY3Mh' }, shows: { 'script.UserData': 'ZWNobyBoZWxsbyBlY3Mh' } }],
  ['Password', { sent: { Password: 'Correct-Horse-7' }, shows: { 'instance._machine.login.password': 'own' } }],
  [
    'PasswordInherit',
    { sent: { PasswordInherit: 'true' }, shows: { 'instance._machine.login.password': 'inherited' } },
  ],
  ['RamRoleName', { sent: { RamRoleName: 'EcsWebRole' }, shows: { 'role.RamRoleName': 'EcsWebRole' } }],
  plain('ResourceGroupId', 'rg-acfmxsandboxtest'),
  plain('DeploymentSetId', '<set>'),
  [
    'DeploymentSetGroupNo',
    {
      sent: { DeploymentSetGroupNo: '2' },
      beside: { DeploymentSetId: '<grouped set>' },
      shows: { 'instance.DeploymentSetGroupNo': 2 },
    },
  ],
  [
    'CreditSpecification',
    {
      sent: { CreditSpecification: 'Unlimited' },
      beside: { InstanceType: '<burstable>' },
      shows: { 'instance.CreditSpecification': 'Unlimited', 'attribute.CreditSpecification': 'Unlimited' },
    },
  ],
  [
    'SecurityEnhancementStrategy',
    { sent: { SecurityEnhancementStrategy: 'Active' }, shows: { 'instance._machine.hardened': true } },
  ],
  meta('HttpEndpoint', 'disabled'),
  meta('HttpTokens', 'required'),
  meta('HttpPutResponseHopLimit', '2', 2),
  plain('DeletionProtection', 'true', true),
  plain('InternetChargeType', 'PayByBandwidth'),
  plain('InternetMaxBandwidthOut', '20', 20),
  plain('InternetMaxBandwidthIn', '7', 7),
  plain('IoOptimized', 'optimized', true),
  [
    'PrivateIpAddress',
    {
      sent: { PrivateIpAddress: '172.16.0.77' },
      shows: { 'instance.VpcAttributes.PrivateIpAddress.IpAddress': ['172.16.0.77'] },
    },
  ],
  plain('SpotStrategy', 'SpotAsPriceGo'),
  ['SpotPriceLimit', { sent: { SpotPriceLimit: '8.5' }, beside: SPOT, shows: { 'instance.SpotPriceLimit': 8.5 } }],
  ['SpotDuration', { sent: { SpotDuration: '0' }, beside: SPOT, shows: { 'instance.SpotDuration': 0 } }],
  [
    'SpotInterruptionBehavior',
    {
      sent: { SpotInterruptionBehavior: 'Stop' },
      beside: SPOT,
      shows: { 'instance.SpotInterruptionBehavior': 'Stop' },
    },
  ],
  [
    'InstanceChargeType',
    {
      sent: { InstanceChargeType: 'PrePaid' },
      beside: { Period: '1' },
      shows: { 'instance.InstanceChargeType': 'PrePaid', 'system.DiskChargeType': 'PrePaid' },
    },
  ],
  ['Period', { sent: { Period: '2' }, beside: PREPAID, shows: { 'instance.ExpiredTime': '2027-01-23T16:00Z' } }],
  [
    'PeriodUnit',
    { sent: { PeriodUnit: 'Week' }, beside: PREPAID, shows: { 'instance.ExpiredTime': '2026-11-30T16:00Z' } },
  ],
  ['AutoRenew', { sent: { AutoRenew: 'true' }, beside: PREPAID, shows: { 'renewal.AutoRenewEnabled': true } }],
  [
    'AutoRenewPeriod',
    { sent: { AutoRenewPeriod: '3' }, beside: { ...PREPAID, AutoRenew: 'true' }, shows: { 'renewal.Duration': 3 } },
  ],
  [
    'SystemDisk.Category',
    { sent: { 'SystemDisk.Category': 'cloud_auto' }, shows: { 'system.Category': 'cloud_auto' } },
  ],
  system('Size', '60', 60),
  system('PerformanceLevel', 'PL0'),
  system('DiskName', 'root'),
  system('Description', 'the system'),
  [
    'DataDisk.N.Category',
    {
      sent: { 'DataDisk.1.Category': 'cloud_auto' },
      beside: { 'DataDisk.1.Size': '40' },
      shows: { 'data.Category': 'cloud_auto' },
    },
  ],
  disk('Size', '500', 500),
  disk('PerformanceLevel', 'PL2'),
  disk('DiskName', 'logs'),
  disk('Description', 'what it says'),
  disk('DeleteWithInstance', 'false', false),
  disk('Encrypted', 'true', true),
  disk('KMSKeyId', KMS, KMS, { 'DataDisk.1.Encrypted': 'true' }),
  ['ClientToken', { sent: { ClientToken: 'token-1' }, shows: null }],
  ['DryRun', { sent: { DryRun: 'true' }, shows: null }],
  // Only the value that changes nothing here is taken.
  ...['Affinity', 'Tenancy'].map((name): readonly [string, Honoured] => [
    name,
    { sent: { [name]: 'default' }, shows: { [`instance.DedicatedInstanceAttribute.${name}`]: 'default' } },
  ]),
  ['HibernationOptions.Configured', { sent: { 'HibernationOptions.Configured': 'false' }, shows: null }],
  ['PrivatePoolOptions.MatchCriteria', { sent: { 'PrivatePoolOptions.MatchCriteria': 'None' }, shows: null }],
]);

/** The account has none of these, so every value is refused, with the cloud's own code. */
export const REFUSED: Readonly<Record<string, readonly [sent: Wire, told: string]>> = {
  ClusterId: [{ ClusterId: 'c-none' }, '403 InvalidClusterId.NotFound'],
  DedicatedHostId: [{ DedicatedHostId: 'dh-none' }, '400 InvalidDedicatedHostId.NotFound'],
  HpcClusterId: [{ HpcClusterId: 'hpc-none' }, '400 InvalidHpcClusterId.NotFound'],
  'DataDisk.N.SnapshotId': [
    { 'DataDisk.1.SnapshotId': 's-none', 'DataDisk.1.Size': '40' },
    '404 InvalidDataDiskSnapshotId.NotFound',
  ],
};

/** Refused as a whole, with a code that is none of the cloud's: nothing here would come of them. */
export const NOT_MODELLED: readonly string[] = [
  'Arn.N.AssumeRoleFor',
  'Arn.N.RoleType',
  'Arn.N.Rolearn',
  'DataDisk.N.Device',
  'DataDisk.N.EncryptAlgorithm',
  'DataDisk.N.StorageClusterId',
  'InnerIpAddress',
  'ManagedHostId',
  'NodeControllerId',
  'OwnerAccount',
  'OwnerId',
  'PrivatePoolOptions.Id',
  'ResourceOwnerAccount',
  'ResourceOwnerId',
  'StorageSetId',
  'StorageSetPartitionNumber',
  'SystemDisk.StorageClusterId',
  'UseAdditionalService',
  'VlanId',
];
