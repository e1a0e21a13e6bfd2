import { expect, test } from 'vitest';
import { causeOf } from '../../../src/core/failure/failure-cause.ts';
import { kindOfCode } from '../../../src/ecs/failures/failure-codes.ts';

// From the published tables of CreateInstance, RunInstances, StartInstance, DeleteInstance, AllocatePublicIpAddress, RenewInstance,
// DescribePrice and of billing, beyond those in failure-codes.test.ts.
const CODES: Readonly<Record<string, string>> = {
  throttled: 'Throttling.Resource TooManyRequests RequestLimitExceeded',
  transient: `Mayi.InternalError SystemError System.Error RequestTimeout NAT_PUBLIC_IP_ALLOCATE_FAILED
    CommodityServiceCalling.Exception`,
  inFlight: 'OperationFailed.LastTokenProcessing ORDER.PROCESSING',
  tokenMismatch: 'Duplicated.ClientToken',
  wrongState: 'InvalidInstanceStatus InvalidStatus.ValueNotSupported IncorrectInstanceStatus.Starting',
  busy: `OperationDenied.HostRepairing BackendServer.configuring InvalidHpcClusterId.Creating IncorrectDefaultVpcStatus
    TaskConflict.AssociateGlobalAccelerationInstance InvalidInstanceStatus.Migrating IpInUse OperationInProgress`,
  gone: 'Invalid.InstanceId.NotFound EntityNotExist.Instance',
  noStock: `InvalidOperation.PublicIpAddressNoStock PublicIpNotEnough InstanceTypeNotSupported Zone.Closed NoAvaliableDedicatedHost
    OperationDenied.PaygNotAvailable OperationDenied.PrepayNotAvailable OperationDenied.FlavorNotSupported ResourceNotEnough
    InsufficientStock InvalidPerformanceLevel.ValueNotSupported NotEnoughStock InsufficientInstanceCapacity PriceNotFound
    InvalidDiskCategory.ConflictSnapshotCategory ProvisionedIopsForDiskCategoryUnsupported
    InvalidInstanceType.ElasticNetworkInterfaceNotSupported`,
  vSwitchFull: 'OperationDenied.NoVlan NotEnoughIpAddress IpNotEnough',
  money: `InvalidInstance.UnPaidOrder OperationDenied.UnpaidOrder ORDER.UNPAID BillingMethodNotFound AccountArrears User.Arrears
    ACCOUNT_BALANCE_EXCEEDED PAY.PAY_ORDER_FAILED PAY.INVALID_CREDIT_CARD InsufficientFunds CreditLimitExceeded PaymentFailed
    InvalidAccountStatus.PayAmountLimitExceeded InvalidInstanceChargeType.NotSupport`,
  quota: `QuotaExceed.DeploymentSetInstanceQuotaFull QuotaExceed.PostPaidDisk QuotaExceeded.PostpaidDataDiskCapacity
    QuotaExceeded.InternetBandwidth QuotaNotEnough InsufficientQuota InvalidOperation.EniCountExceeded NumberExceed.Tags
    InvalidOperation.Ipv4CountExceeded MaxEniIpv6IpsCountExceeded InstanceDiskNumber.LimitExceed JoinedGroupLimitExceed`,
  permission: `AccessDenied PermissionDenied NoPrivilege ImplicitDeny NoPermission.Price NoPermission.SystemTag
    InvalidAction.Unauthorized UnauthorizedOperation`,
  account: `InvalidInstanceType.codeUnauthorized InvalidSpotAliUid InvalidAccountStatus InvalidOperation.UserNotSupported
    AccountForbidden.ProductCreationLimited OperationDenied.TestAccountRetricted Abs.InvalidAccount.NotFound
    InvalidOperation.ConfidentialComputingModeInInviteOnlyTesting InvalidOperation.NotInWhiteList
    InvalidParameter.Encrypted.KmsNotEnabled`,
  locked: `InstanceSpecModification.NotEffective InvalidOperation.InstanceRenewWithDowngradeInPlan INSTANCE_HAS_INACTIVE_CHANGE
    OperationDenied.InstanceReleaseProtection OperationDenied.InstanceLocked DependencyViolation.RouteEntry
    ChargeTypeViolation.PostPaidDedicatedHost InvalidOperation.ResourceManagedByCloudProduct`,
  credentials: `NoEnabledAccessKey AccessKeyDisabled SecurityTokenExpired InvalidStsToken InvalidSignature MissingSecurityToken
    InvalidSecurityToken.MismatchWithAccessKey`,
  badInput: `DependencyViolation.IoOptimized DependencyViolation.WindowsInstance OperationDenied.InvalidNetworkType
    DedicatedHostType.Unmatched OperationDenied.LocalDiskUnsupported CategoryViolation ResourcesNotInSameZone
    Forbidden.OnlySupportEnterpriseGroup EnterpriseGroupLimited.InstanceType UnexpectedImageFamily.ImageIdSupplied
    HibernationConfigured.MemorySizeTooBig NotSupportSnapshotEncrypted.ShareImage OperationDenied.PerformanceLevelNotMatch
    InvalidDiskCategory.Missing InvalidClientToken.ValueNotSupported InvalidPeriod.ExceededMaximumExpirationDate
    InvalidDevice.InUse InvalidParameter.CreditSpecification AllocateIpInvalidInstanceBandwidth`,
};

test.each(Object.entries(CODES))('codes that mean %s', (kind, codes) => {
  for (const code of codes.split(/\s+/u)) expect([code, kindOfCode(code)]).toEqual([code, kind]);
});

test('what more is known of a code follows its family', () => {
  const cause = (code: string) => causeOf({ kind: kindOfCode(code) ?? 'unknown', code, api: 'CreateInstance' });
  for (const code of ['InvalidOperation.PublicIpAddressNoStock', 'PublicIpNotEnough', 'InsufficientPublicIp'])
    expect([code, cause(code)]).toEqual([code, 'noPublicIp']);
  for (const code of [
    'InvalidInstanceType.codeUnauthorized',
    'InvalidSpotAliUid',
    'InvalidSystemDiskCategory.ValueUnauthorized',
  ])
    expect([code, cause(code)]).toEqual([code, 'notOpened']);
  for (const code of ['InvalidPerformanceLevel.ValueNotSupported', 'InvalidDiskCategory.ConflictSnapshotCategory'])
    expect([code, cause(code)]).toEqual([code, 'disk']);
  for (const code of ['Instance.UnPaidOrder', 'InvalidInstance.UnPaidOrder', 'OperationDenied.UnpaidOrder'])
    expect([code, cause(code)]).toEqual([code, 'unpaidOrder']);
  expect(cause('InsufficientBalance')).toBeNull();
});
