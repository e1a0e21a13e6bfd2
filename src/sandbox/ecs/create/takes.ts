/** `Tag.N`, in the older spelling too. */
export const TAGS = ['Tag.N.Key', 'Tag.N.Value', 'Tag.N.key', 'Tag.N.value'] as const;

const of = (record: string, ...fields: readonly string[]): string[] => fields.map((field) => `${record}.${field}`);

/** What CreateInstance and RunInstances both take. */
const BOTH: readonly string[] = [
  ...of('SystemDisk', 'Category', 'Size', 'PerformanceLevel', 'DiskName', 'Description'),
  ...of(
    'DataDisk.N',
    'Category',
    'Size',
    'PerformanceLevel',
    'DiskName',
    'Description',
    'DeleteWithInstance',
    'Encrypted',
  ),
  ...TAGS,
  'Affinity',
  'AutoRenew',
  'AutoRenewPeriod',
  'ClientToken',
  'DeletionProtection',
  'Description',
  'DryRun',
  'HibernationOptions.Configured',
  'HostName',
  'HttpEndpoint',
  'HttpTokens',
  'ImageFamily',
  'ImageId',
  'InstanceChargeType',
  'InstanceName',
  'InstanceType',
  'InternetChargeType',
  'InternetMaxBandwidthIn',
  'InternetMaxBandwidthOut',
  'IoOptimized',
  'KeyPairName',
  'Password',
  'PasswordInherit',
  'Period',
  'PeriodUnit',
  'PrivateIpAddress',
  'PrivatePoolOptions.MatchCriteria',
  'RegionId',
  'ResourceGroupId',
  'SecurityEnhancementStrategy',
  'SecurityGroupId',
  'SpotDuration',
  'SpotInterruptionBehavior',
  'SpotPriceLimit',
  'SpotStrategy',
  'Tenancy',
  'UserData',
  'VSwitchId',
  'ZoneId',
];

export const CREATE_TAKES: readonly string[] = BOTH;

export const RUN_TAKES: readonly string[] = [
  ...BOTH,
  'Amount',
  'AutoPay',
  'AutoReleaseTime',
  'ImageOptions.LoginAsNonRoot',
  'MinAmount',
  'SecurityGroupIds.N',
  'SystemDisk.Encrypted',
  'UniqueSuffix',
];
