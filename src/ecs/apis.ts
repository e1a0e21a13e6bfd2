/** Every API call the bot makes: the requests, the limits and the RAM policy are all derived from this list. */
export const APIS = [
  'CreateInstance',
  'RunInstances',
  'DescribeInstances',
  'StartInstance',
  'StartInstances',
  'StopInstance',
  'StopInstances',
  'RebootInstance',
  'DeleteInstance',
  'AllocatePublicIpAddress',
  'ModifyInstanceAutoReleaseTime',
  'ModifyInstanceAutoRenewAttribute',
  'DescribeInstanceAutoRenewAttribute',
  'RenewInstance',
  'ModifyInstanceAttribute',
  'TagResources',
  'UntagResources',
  'ResizeDisk',
  'CreateDisk',
  'AttachDisk',
  'DescribeRegions',
  'DescribeZones',
  'DescribeAvailableResource',
  'DescribeInstanceTypes',
  'DescribeImages',
  'DescribeVSwitches',
  'DescribeSecurityGroups',
  'DescribeSecurityGroupAttribute',
  'DescribeCloudAssistantStatus',
  'DescribeKeyPairs',
  'DescribeLaunchTemplates',
  'DescribeLaunchTemplateVersions',
  'ImportKeyPair',
  'DeleteKeyPairs',
  'DescribePrice',
  'DescribeRenewalPrice',
  'DescribeInstanceModificationPrice',
  'DescribeDisks',
] as const;
export type Api = (typeof APIS)[number];

/** The calls to the billing service (BSS), which has its own addresses, version and RAM actions. */
export const BILLING_APIS = ['QueryAccountBalance'] as const;
export type BillingApi = (typeof BILLING_APIS)[number];

/** The call to the security token service (STS), which needs no right. */
export const IDENTITY_APIS = ['GetCallerIdentity'] as const;

/** `polling` queues behind `people` for the same API and region. */
export type Lane = 'people' | 'polling';

const REGION = /^[a-z]{2,3}(?:-[a-z0-9]{1,20}){1,4}$/;

/** Whether the id is safe in a host name: a person may have typed it. */
export const isRegionId = (region: string): boolean => REGION.test(region);
